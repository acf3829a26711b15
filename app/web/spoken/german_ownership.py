"""Die Worte um den Nachweis einer Domain und um Testnachrichten, auf Deutsch."""

from typing import Final

GERMAN_OWNERSHIP: Final = {
    # Der Nachweis in der Führung
    "Prove that {domain} is yours": "Nachweisen, dass {domain} Ihre Domain ist",
    "Only the owner of a domain may ask for this: {checks}. A record in your DNS shows that it is you. You can go on"
    " without.": (
        "Danach darf nur fragen, wem die Domain gehört: {checks}. Ein Eintrag in Ihrem DNS zeigt, dass Sie es sind. "
        "Es geht auch ohne weiter."
    ),
    "Get the record": "Eintrag holen",
    "Get a new record": "Neuen Eintrag holen",
    "The record that you were given counts no longer.": "Der Eintrag, den Sie bekamen, gilt nicht mehr.",
    "Publish this record where the DNS of your domain is run, wait a few minutes, then run the checks.": (
        "Tragen Sie das dort ein, wo das DNS Ihrer Domain liegt, warten Sie ein paar Minuten und prüfen Sie dann."
    ),
    "Type": "Typ",
    "Name": "Name",
    "Value": "Wert",
    "It counts until {time}, for this walk, which keeps it. Once the checks have run you may take the record away.": (
        "Er gilt bis {time}, und zwar für diese Führung, die ihn sich merkt. Danach können Sie ihn wieder löschen."
    ),
    "the proof that the domain is yours": "den Nachweis, dass die Domain Ihre ist",
    "Enter the code of the message (in a new tab)": "Den Code der Nachricht eingeben (in einem neuen Tab)",
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
