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
    "One moment before more checks": "Einen Augenblick vor weiteren Prüfungen",
    "Very many checks were run from your network within a minute. So that nobody uses this site against others, show that a person sits there. Then the checks go on.": (  # noqa: E501
        "Aus Ihrem Netz liefen in einer Minute sehr viele Prüfungen. Damit niemand diese Seite gegen andere einsetzt, "
        "zeigen Sie, dass da ein Mensch sitzt. Dann geht es mit den Prüfungen weiter."
    ),
    "Go on with the checks": "Weiter mit den Prüfungen",
    # Liste
    "Tips from readers": "Tipps von Lesern",
    "Tips on “{title}”": "Tipps zu „{title}“",
    "Read this step in the article": "Diesen Schritt im Artikel lesen",
    "Read the article": "Den Artikel lesen",
    "1 tip": "1 Tipp",
    "{count} tips": "{count} Tipps",
    "Leave a tip": "Tipp hinterlassen",
    "They cannot be shown just now. Load the page again in a minute.": (
        "Sie können gerade nicht gezeigt werden. Laden Sie die Seite in einer Minute neu."
    ),
    "Nobody left a tip yet. Did something help you that is not written here?": (
        "Noch gibt es keinen Tipp. Hat Ihnen etwas geholfen, das hier nicht steht?"
    ),
    "On:": "Zu:",
    "Order of the tips": "Reihenfolge der Tipps",
    "Newest first": "Neueste zuerst",
    "Most helpful first": "Hilfreichste zuerst",
    "Oldest first": "Älteste zuerst",
    "More tips": "Weitere Tipps",
    "Replies": "Antworten",
    "More replies": "Weitere Antworten",
    "1 more reply": "1 weitere Antwort",
    "{count} more replies": "{count} weitere Antworten",
    # Ein Kommentar
    "A tip by {name}": "Ein Tipp von {name}",
    "you": "Sie",
    "changed": "geändert",
    "Address of this tip: {when}": "Adresse dieses Tipps: {when}",
    "In reply to {name}": "Antwort auf {name}",
    "The whole conversation": "Das ganze Gespräch",
    "This tip was taken away.": "Dieser Tipp wurde entfernt.",
    "Written for a step that the article no longer has (version {number}).": (
        "Geschrieben zu einem Schritt, den der Artikel nicht mehr hat (Fassung {number})."
    ),
    "Written for an earlier version of this step (version {number}).": (
        "Geschrieben zu einer früheren Fassung dieses Schritts (Fassung {number})."
    ),
    "Only you see this. It waits for a moderator.": "Nur Sie sehen das. Es wartet auf die Moderation.",
    "Only you see this. It waits until you open the link that we sent to your address.": (
        "Nur Sie sehen das. Es wartet, bis Sie den Link öffnen, den wir an Ihre Adresse geschickt haben."
    ),
    "Only you see this. A moderator took it away.": "Nur Sie sehen das. Die Moderation hat es entfernt.",
    "Mended in version {number} of the article": "Behoben in Fassung {number} des Artikels",
    "Became a part of the article": "Wurde ein Teil des Artikels",
    "The author looks into it": "Die Autorin oder der Autor geht dem nach",
    "The author decided against it": "Wird nicht in den Artikel übernommen",
    "This worked for me": "Das hat mir geholfen",
    "Reply": "Antworten",
    "Show the address": "Adresse zeigen",
    "The writer's address:": "Adresse zu diesem Tipp:",
    "A moderator corrected it. You may withdraw it until {time}.": (
        "Die Moderation hat ihn berichtigt. Sie können ihn bis {time} zurückziehen."
    ),
    "You may change or withdraw it until {time}.": "Sie können ihn bis {time} ändern oder zurückziehen.",
    "Withdraw": "Zurückziehen",
    "Change your tip": "Ihren Tipp ändern",
    "Save the change": "Änderung speichern",
    # Formular
    "Shown with the tip. It need not be your real one.": ("Steht beim Tipp. Es muss nicht Ihr richtiger Name sein."),
    "E-mail address": "E-Mail-Adresse",
    "So that we know you again and can tell you of replies.": (
        "Damit wir Sie wiedererkennen und Ihnen Antworten melden können."
    ),
    "Hide my address": "Meine Adresse verbergen",
    "Without the tick readers can ask for it by a click; robots do not find it on the page.": (
        "Ohne das Häkchen können Leser sie mit einem Klick abfragen; Roboter finden sie nicht auf der Seite."
    ),
    "Your tip": "Ihr Tipp",
    "Your reply": "Ihre Antwort",
    "At most 1,000 characters. `code`, **bold**, lists and > quotes work; line breaks stay.": (
        "Höchstens 1.000 Zeichen. `Code`, **fett**, Listen und > Zitate gehen; Zeilenumbrüche bleiben."
    ),
    "{count} characters left": "Noch {count} Zeichen",
    "{count} characters too many": "{count} Zeichen zu viel",
    "Tell me of replies by e-mail": "Antworten per E-Mail melden",
    "We ask you to confirm that first; one click ends it.": (
        "Wir bitten Sie vorher um Bestätigung; ein Klick beendet es."
    ),
    "Leave this empty": "Dieses Feld leer lassen",
    "What we keep: name and tip as long as the tip stands here; the address so long too, for nobody to see while it is hidden; the network you write from for {days} days.": (  # noqa: E501
        "Was wir aufheben: Name und Tipp, solange der Tipp hier steht; ebenso lange die Adresse, die niemand sieht, "
        "solange sie verborgen ist; das Netz, aus dem Sie schreiben, {days} Tage."
    ),
    "All about what is kept": "Alles darüber, was wir aufheben",
    "Send the tip": "Tipp absenden",
    "Send the reply": "Antwort absenden",
    "Preview": "Vorschau",
    "How it will look": "So wird es aussehen",
    "Not sent yet": "Noch nicht abgeschickt",
    "Look it over, and send it below.": "Sehen Sie es durch, und senden Sie es unten ab.",
    "What you typed is still here. Nothing was sent.": (
        "Was Sie geschrieben haben, steht noch hier. Gesendet wurde nichts."
    ),
    "Thank you. Your tip is published.": "Danke. Ihr Tipp ist veröffentlicht.",
    "Thank you. Your tip is kept.": "Danke. Ihr Tipp ist angekommen.",
    "Everybody can read it now.": "Alle können ihn jetzt lesen.",
    "Open the link that we sent you; then it goes on.": (
        "Öffnen Sie den Link, den wir Ihnen geschickt haben; dann geht es weiter."
    ),
    "A moderator reads it first. Until then you alone see it, at this address.": (
        "Zuerst liest ihn die Moderation. Bis dahin sehen nur Sie ihn, unter dieser Adresse."
    ),
}
