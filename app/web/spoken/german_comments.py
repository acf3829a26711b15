"""Die Worte der Kommentare und der Prüfung, ob ein Mensch sie schreibt, auf Deutsch."""

from typing import Final

GERMAN_COMMENTS: Final = {
    # Prüfung
    "Are you a person? Copy the six digits.": "Sind Sie ein Mensch? Schreiben Sie die sechs Ziffern ab.",
    "Six digits as a picture. The sound below says the same digits.": (
        "Sechs Ziffern als Bild. Der Ton darunter sagt dieselben Ziffern."
    ),
    "The digits, spoken in English": "Die Ziffern, auf Englisch gesprochen",
    "The six digits": "Die sechs Ziffern",
    "Before it is sent you see it once more, and copy six digits from a picture or a sound.": (
        "Vor dem Absenden sehen Sie es noch einmal und schreiben sechs Ziffern von einem Bild oder Ton ab."
    ),
    "Your browser proves that you are no robot, by itself and without anybody else.": (
        "Ihr Browser beweist von selbst und ohne fremde Dienste, dass Sie kein Roboter sind."
    ),
    "Verifying …": "Wird geprüft …",
    "Verified": "Geprüft",
    "Your browser could not do the verification. On the next page you copy six digits instead.": (
        "Ihr Browser konnte die Prüfung nicht durchführen. Auf der nächsten Seite schreiben Sie dafür Ziffern ab."
    ),
}
