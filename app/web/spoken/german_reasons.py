"""Warum eine Eingabe so nicht angenommen wird, auf Deutsch."""

from typing import Final

GERMAN_NOUNS: Final = {
    "a text": "einen Text",
    "a number": "eine Zahl",
    "a date": "ein Datum",
    "a year": "ein Jahr",
    "a domain": "eine Domain",
    "the name of a host": "den Namen eines Servers",
    "an email address": "eine E-Mail-Adresse",
    "an IP address": "eine IP-Adresse",
    "a web address": "eine Webadresse",
    "a port number": "eine Portnummer",
}

GERMAN_REASONS: Final = {
    "Enter {noun}, such as {example}": "Geben Sie {noun} ein, zum Beispiel {example}",
    "Enter {noun}.": "Geben Sie {noun} ein.",
    "Enter one value, not several.": "Geben Sie einen einzigen Wert ein.",
    "Shorten this: at most {most} characters can be taken.": (
        "Bitte kürzen: Höchstens {most} Zeichen können angenommen werden."
    ),
    "Enter a number that can be written in digits.": "Geben Sie eine Zahl ein, die sich mit Ziffern schreiben lässt.",
    "Write this on one line.": "Schreiben Sie das in eine einzige Zeile.",
    "Put a space in place of the tab.": "Setzen Sie statt des Tabulators ein Leerzeichen.",
    "Take out the character U+{code}, which cannot be seen. Typing the value anew helps.": (
        "Entfernen Sie das unsichtbare Zeichen U+{code}. Am einfachsten tippen Sie den Wert neu ein."
    ),
    "Choose one of the answers.": "Wählen Sie eine der Antworten.",
    "Choose at least one of the answers.": "Wählen Sie mindestens eine der Antworten.",
    "Choose one answer or more.": "Wählen Sie eine oder mehrere Antworten.",
    "Choose from the answers.": "Wählen Sie aus den Antworten.",
    "Choose one of {options}.": "Wählen Sie eines davon: {options}.",
    "Choose from {options}.": "Wählen Sie aus: {options}.",
    "Choose yes or no.": "Wählen Sie Ja oder Nein.",
    "Choose {least} or more.": "Wählen Sie mindestens {least}.",
    "Choose {most} at most.": "Wählen Sie höchstens {most}.",
    "“{answer}” is not among the answers here. Choose one that is shown.": (
        "„{answer}“ gehört nicht zu den Antworten hier. Wählen Sie eine der gezeigten."
    ),
    "“{answer}” cannot stand beside other answers. Take one or the other away.": (
        "„{answer}“ passt nicht zu anderen Antworten. Nehmen Sie die eine oder die anderen weg."
    ),
    "Enter a number in digits, with a point before decimals, such as 12.5.": (
        "Geben Sie eine Zahl in Ziffern ein, mit einem Punkt vor den Nachkommastellen, zum Beispiel 12.5."
    ),
    "Enter the year in four digits, such as 2026.": "Geben Sie das Jahr vierstellig ein, zum Beispiel 2026.",
    "Enter a port number from 1 to 65535, such as 25.": (
        "Geben Sie eine Portnummer zwischen 1 und 65535 ein, zum Beispiel 25."
    ),
    "Enter the date as year-month-day, such as 2026-04-05.": (
        "Geben Sie das Datum als Jahr-Monat-Tag ein, zum Beispiel 2026-04-05."
    ),
    "Check the day and the month: there is no such date.": "Prüfen Sie Tag und Monat: Dieses Datum gibt es nicht.",
    "Enter {least} or more.": "Geben Sie {least} oder mehr ein.",
    "Enter {most} or less.": "Geben Sie {most} oder weniger ein.",
    "Enter {least} characters or more.": "Geben Sie mindestens {least} Zeichen ein.",
    "Enter {most} characters or less.": "Geben Sie höchstens {most} Zeichen ein.",
    "Enter {first} or a later date.": "Geben Sie den {first} oder ein späteres Datum ein.",
    "Enter {last} or an earlier date.": "Geben Sie den {last} oder ein früheres Datum ein.",
    "Enter it in the form asked for, such as {example}": (
        "Geben Sie es in der verlangten Form ein, zum Beispiel {example}"
    ),
    "Check the form.": "Prüfen Sie die Form der Eingabe.",
    "Enter only the part after the @ sign.": "Geben Sie nur den Teil hinter dem @ ein.",
    "Enter the whole domain, with its ending, such as example.com.": (
        "Geben Sie die ganze Domain mit ihrer Endung ein, zum Beispiel example.com."
    ),
    "Enter a domain name such as example.com: this looks like an IP address.": (
        "Geben Sie den Namen einer Domain ein, zum Beispiel example.com: Das hier sieht nach einer IP-Adresse aus."
    ),
    "Enter only the name of the host, without anything before the @ sign.": (
        "Geben Sie nur den Namen des Servers ein, ohne das, was vor dem @ steht."
    ),
    "Enter only the name of the host, without a port.": "Geben Sie nur den Namen des Servers ein, ohne Port.",
    "Enter only the name, without https:// before it and without a path after it.": (
        "Geben Sie nur den Namen ein, ohne https:// davor und ohne einen Pfad dahinter."
    ),
    "Take the spaces out: a name on the internet has none.": (
        "Entfernen Sie die Leerzeichen: Ein Name im Internet hat keine."
    ),
    "Shorten this: a name has at most {most} characters.": "Bitte kürzen: Ein Name hat höchstens {most} Zeichen.",
    "Take out the characters that a name on the internet cannot have.": (
        "Entfernen Sie die Zeichen, die ein Name im Internet nicht haben kann."
    ),
    "Put one dot between the parts of the name, and none at the beginning.": (
        "Setzen Sie zwischen die Teile des Namens je einen Punkt und keinen an den Anfang."
    ),
    "Shorten this: each part between two dots has at most 63 characters.": (
        "Bitte kürzen: Jeder Teil zwischen zwei Punkten hat höchstens 63 Zeichen."
    ),
    "Use letters, digits and hyphens only, and no hyphen at the ends of a part.": (
        "Verwenden Sie nur Buchstaben, Ziffern und Bindestriche, und keinen Bindestrich am Rand eines Teils."
    ),
    "Enter only the address, without the name and the angle brackets around it.": (
        "Geben Sie nur die Adresse ein, ohne den Namen und die spitzen Klammern darum."
    ),
    "Enter the whole address, with an @ sign, such as name@example.com.": (
        "Geben Sie die ganze Adresse mit dem @ ein, zum Beispiel name@example.com."
    ),
    "Enter what stands before and after the @ sign, such as name@example.com.": (
        "Geben Sie ein, was vor und hinter dem @ steht, zum Beispiel name@example.com."
    ),
    "Shorten the part before the @ sign: it has at most 64 characters.": (
        "Kürzen Sie den Teil vor dem @: Er hat höchstens 64 Zeichen."
    ),
    "Check the part before the @ sign: it has a character or a dot where none can be.": (
        "Prüfen Sie den Teil vor dem @: Er hat ein Zeichen oder einen Punkt, wo keiner stehen kann."
    ),
    "Shorten this: a mail address has at most 254 characters.": (
        "Bitte kürzen: Eine E-Mail-Adresse hat höchstens 254 Zeichen."
    ),
    "Leave out the % sign and what follows it.": "Lassen Sie das Zeichen % und alles dahinter weg.",
    "Enter one address, not a network: leave out the slash and what follows it.": (
        "Geben Sie eine Adresse ein, kein Netz: Lassen Sie den Schrägstrich und alles dahinter weg."
    ),
    "Enter an IP address, such as 192.0.2.1 or 2001:db8::1.": (
        "Geben Sie eine IP-Adresse ein, zum Beispiel 192.0.2.1 oder 2001:db8::1."
    ),
    "Shorten this: a web address has at most {most} characters.": (
        "Bitte kürzen: Eine Webadresse hat höchstens {most} Zeichen."
    ),
    "Leave out the user name and password before the @ sign.": (
        "Lassen Sie den Benutzernamen und das Passwort vor dem @ weg."
    ),
    "Begin the address with https:// or http://, such as https://example.com/.": (
        "Beginnen Sie die Adresse mit https:// oder http://, zum Beispiel https://example.com/."
    ),
    "Enter the name of the site after the two slashes, such as https://example.com/.": (
        "Geben Sie hinter den zwei Schrägstrichen den Namen der Seite ein, zum Beispiel https://example.com/."
    ),
    "Check the port after the colon: it is a number up to 65535.": (
        "Prüfen Sie den Port hinter dem Doppelpunkt: Er ist eine Zahl bis 65535."
    ),
    "Check the address between the square brackets.": "Prüfen Sie die Adresse zwischen den eckigen Klammern.",
    "Check the name of the site: a part of it is empty or too long.": (
        "Prüfen Sie den Namen der Seite: Ein Teil davon ist leer oder zu lang."
    ),
    "Check the numbers of this address: one is too large, or there are too many.": (
        "Prüfen Sie die Zahlen dieser Adresse: Eine ist zu groß, oder es sind zu viele."
    ),
    "Check the numbers of this address: one cannot be read.": (
        "Prüfen Sie die Zahlen dieser Adresse: Eine lässt sich nicht lesen."
    ),
    "This article does not ask for that.": "Danach fragt dieser Artikel nicht.",
    "This page does not know that button. Load it again.": (
        "Diese Seite kennt diesen Knopf nicht. Laden Sie sie bitte neu."
    ),
    # Kommentare
    "Enter a name. It need not be your real one.": "Geben Sie einen Namen ein. Es muss nicht Ihr richtiger sein.",
    "Shorten the name: it has at most {limit} characters.": "Kürzen Sie den Namen: Er hat höchstens {limit} Zeichen.",
    "Write your comment.": "Schreiben Sie Ihren Tipp.",
    "Shorten your comment by {over} character: it has at most {limit}.": (
        "Kürzen Sie Ihren Tipp um {over} Zeichen: Er hat höchstens {limit}."
    ),
    "Shorten your comment by {over} characters: it has at most {limit}.": (
        "Kürzen Sie Ihren Tipp um {over} Zeichen: Er hat höchstens {limit}."
    ),
    "Shorten your comment: it has at most {limit} characters.": (
        "Kürzen Sie Ihren Tipp: Er hat höchstens {limit} Zeichen."
    ),
    "Enter your address: we ask you by mail to confirm it.": (
        "Geben Sie Ihre Adresse ein: Wir bitten Sie per E-Mail, sie zu bestätigen."
    ),
    "Enter your address, so that we can tell you of replies.": (
        "Geben Sie Ihre Adresse ein, damit wir Ihnen Antworten melden können."
    ),
    "Too many comments come from your network. Wait a little.": (
        "Aus Ihrem Netz kommen zu viele Tipps. Warten Sie ein wenig."
    ),
    "This site takes no comments.": "Diese Seite nimmt keine Tipps an.",
    "The comment you reply to is not there any more.": "Der Tipp, auf den Sie antworten, ist nicht mehr da.",
    "The database does not answer.": "Die Datenbank antwortet nicht.",
    "A comment may be changed for 15 minutes. Ask the site's moderators to change it now.": (
        "Ein Tipp kann 15 Minuten lang geändert werden. Bitten Sie jetzt die Moderation darum."
    ),
    "A moderator corrected this comment, so only the moderators can change it now. You may withdraw it.": (
        "Die Moderation hat diesen Tipp berichtigt, deshalb kann nur noch sie ihn ändern. Sie können ihn zurückziehen."
    ),
    "A moderator decided on this comment meanwhile. Look again.": (
        "Die Moderation hat inzwischen über diesen Tipp entschieden. Sehen Sie noch einmal nach."
    ),
    "Only who wrote this tip may change it, in the browser it was written with.": (
        "Nur wer diesen Tipp geschrieben hat, kann ihn ändern, in dem Browser, in dem er geschrieben wurde."
    ),
    "This comment was withdrawn.": "Dieser Tipp wurde zurückgezogen.",
    "This comment is no longer there.": "Diesen Tipp gibt es nicht mehr.",
    "This tip was taken away.": "Dieser Tipp wurde weggenommen.",
    "The time of this link is over.": "Die Zeit dieses Links ist vorbei.",
    "What this link was for was erased.": "Wofür dieser Link war, das wurde gelöscht.",
    "The comment is no longer there, so there will be no replies.": (
        "Den Tipp gibt es nicht mehr, deshalb kommen keine Antworten."
    ),
    "This picture is no longer good. Load the page with the form again.": (
        "Dieses Bild gilt nicht mehr. Laden Sie die Seite mit dem Formular neu."
    ),
    # was zu viel auf einmal war
    "You have asked for many addresses. Wait an hour before the next.": (
        "Sie haben sich viele Adressen zeigen lassen. Warten Sie eine Stunde bis zur nächsten."
    ),
    "Very many walks were started from your network within a minute.": (
        "Aus Ihrem Netz wurden in einer Minute sehr viele Führungen begonnen."
    ),
    "Several long texts come in just now. Send it again in a moment.": (
        "Gerade kommen mehrere lange Texte an. Schicken Sie es gleich noch einmal."
    ),
    "Very many people ask for a verification just now.": "Gerade bitten sehr viele um eine Prüfung.",
    # warum eine Führung nicht weiterging
    "The walk no longer comes by this step.": "Die Führung kommt an diesem Schritt nicht mehr vorbei.",
    "This walk went on in another window.": "Diese Führung ging in einem anderen Fenster weiter.",
    "This walk is busy in another window. Try again in a moment.": (
        "Diese Führung ist in einem anderen Fenster beschäftigt. Versuchen Sie es gleich noch einmal."
    ),
    "This walk has grown too long. Start a new one.": "Diese Führung ist zu lang geworden. Beginnen Sie eine neue.",
    "Copy the digits from the picture, or listen to them.": (
        "Schreiben Sie die Ziffern vom Bild ab, oder hören Sie sie an."
    ),
    "Those were not the digits. Here is a new picture.": "Das waren nicht die Ziffern. Hier ist ein neues Bild.",
    "That took longer than 20 minutes. Please do the verification once more.": (
        "Das hat länger als 20 Minuten gedauert. Bitte machen Sie die Prüfung noch einmal."
    ),
    "This verification was used before. Please do it once more.": (
        "Diese Prüfung wurde schon einmal verwendet. Bitte machen Sie sie noch einmal."
    ),
    "The verification did not arrive whole. Please do it once more.": (
        "Die Prüfung ist nicht vollständig angekommen. Bitte machen Sie sie noch einmal."
    ),
}
