"""Die Worte um den Nachweis einer Domain und um Testnachrichten, auf Deutsch."""

from typing import Final

GERMAN_OWNERSHIP: Final = {
    # Die Seite, auf der man sagt, dass eine Testnachricht da ist
    "Did the test message arrive?": "Ist die Testnachricht angekommen?",
    "The message is there": "Die Nachricht ist da",
    "Thank you, it is noted. Go back to where the message was asked for, and run the check again: it then says how long"
    " the message took.": (
        "Danke, das ist vermerkt. Gehen Sie dorthin zurück, wo die Nachricht bestellt wurde, und prüfen Sie erneut."
        " Dann steht dort, wie lange sie brauchte."
    ),
    "Somebody who runs the mail of {domain} wants to know whether messages arrive, and sent one to you.": (
        "Wer die Mail von {domain} betreibt, möchte wissen, ob Nachrichten ankommen, und hat Ihnen eine geschickt."
    ),
    "Enter the code that stands in the message. Whoever asked for the message then knows that it arrived.": (
        "Geben Sie den Code ein, der in der Nachricht steht. Dann weiß, wer sie bestellt hat, dass sie ankam."
    ),
    "The code in the message": "Der Code in der Nachricht",
    "Yes, it is here": "Ja, sie ist da",
    "We know no message with this code. It has 12 letters and digits, and counts for a day.": (
        "Wir kennen keine Nachricht mit diesem Code. Er hat 12 Buchstaben und Ziffern und gilt einen Tag."
    ),
}
