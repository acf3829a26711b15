"""Die Worte der Seiten, zu denen Links in E-Mails führen, und der Seite darüber, was wir aufheben, auf Deutsch."""

from typing import Final

GERMAN_LINKS: Final = {
    "Confirm your address": "Bestätigen Sie Ihre Adresse",
    "You wrote this with an address of yours. Confirm that, and your tip goes on its way.": (
        "Sie haben das mit Ihrer Adresse geschrieben. Bestätigen Sie das, dann geht Ihr Tipp auf den Weg."
    ),
    "Confirm my address": "Meine Adresse bestätigen",
    "Your address is confirmed": "Ihre Adresse ist bestätigt",
    "This waits under your address, too": "Auch das wartet unter Ihrer Adresse",
    "Anybody can type your address. Tick what you wrote; nothing else is shown to others.": (
        "Ihre Adresse kann jeder eintippen. Wählen Sie aus, was Sie geschrieben haben; sonst wird nichts davon gezeigt."
    ),
    "I wrote what is ticked": "Das Ausgewählte ist von mir",
    "A moderator looks at your tip now.": "Jetzt sieht die Moderation Ihren Tipp an.",
    "Your tip is published.": "Ihr Tipp ist veröffentlicht.",
    "Do you want to hear of replies?": "Möchten Sie von Antworten hören?",
    "We write to you when somebody replies here. Every message has a link that ends it.": (
        "Wir schreiben Ihnen, wenn hier jemand antwortet. In jeder Nachricht ist ein Link, der das beendet."
    ),
    "Yes, write to me": "Ja, schreiben Sie mir",
    "You will hear of replies": "Sie hören von Antworten",
    "Every message has a link that ends it.": "In jeder Nachricht ist ein Link, der das beendet.",
    "No more mail of replies?": "Keine Nachrichten über Antworten mehr?",
    "We wrote to you since you asked to hear of replies here.": (
        "Wir haben Ihnen geschrieben, weil Sie hier von Antworten hören wollten."
    ),
    "No more of them": "Keine mehr",
    "You will hear no more of these replies": "Von diesen Antworten hören Sie nichts mehr",
    "If a message is under way already, it is the last one.": (
        "Falls schon eine Nachricht unterwegs ist, ist es die letzte."
    ),
    "Read it in its place": "An seinem Platz lesen",
    "The tip": "Der Tipp",
    "What you wrote here": "Was Sie hier geschrieben haben",
    "Enter the address you left tips with. We send a link there; behind it you see all you wrote, take a copy, or have it erased.": (  # noqa: E501
        "Geben Sie die Adresse an, mit der Sie Tipps hinterlassen haben. Wir schicken einen Link dorthin; dahinter "
        "sehen Sie alles, was Sie geschrieben haben, nehmen eine Kopie mit oder lassen es löschen."
    ),
    "Your email address": "Ihre E-Mail-Adresse",
    "Send me the link": "Link zuschicken",
    "Look into your mail": "Sehen Sie in Ihre E-Mails",
    "If something was written here with that address, a message with a link is on its way to it.": (
        "Falls hier etwas mit dieser Adresse geschrieben wurde, ist eine Nachricht mit einem Link dorthin unterwegs."
    ),
    "For the sake of those who write here we do not say whether there is anything. If nothing comes within some minutes, look into the folder for unwanted mail, or try another address of yours. We send at most three of these a day to one address.": (  # noqa: E501
        "Zum Schutz derer, die hier schreiben, sagen wir nicht, ob es etwas gibt. Kommt in einigen Minuten nichts, "
        "sehen Sie in den Ordner für unerwünschte Nachrichten, oder versuchen Sie eine andere Adresse. An eine Adresse "
        "schicken wir höchstens drei davon am Tag."
    ),
    "With the address": "Mit der Adresse",
    "in its place": "an seinem Platz",
    "published": "veröffentlicht",
    "withdrawn": "zurückgezogen",
    "waits for your confirmation": "wartet auf Ihre Bestätigung",
    "not published": "nicht veröffentlicht",
    "You asked to hear of replies. Places: {count}": "Sie wollten von Antworten hören. Stellen: {count}",
    "Take a copy": "Eine Kopie mitnehmen",
    "A JSON file with every tip and all that is kept beside it.": (
        "Eine JSON-Datei mit jedem Tipp und allem, was dazu aufgehoben ist."
    ),
    "Download": "Herunterladen",
    "Have it erased": "Löschen lassen",
    "Your texts, your name, your address and what we know of your network go for good, and you hear of no more replies. What others replied stays.": (  # noqa: E501
        "Ihre Texte, Ihr Name, Ihre Adresse und was wir von Ihrem Netz wissen, verschwinden für immer, und Sie hören "
        "von keinen Antworten mehr. Was andere geantwortet haben, bleibt."
    ),
    "There is no way back": "Es gibt kein Zurück",
    "Erase all of it": "Alles löschen",
    "Erase": "Löschen",
    "Tick the box first: what is erased cannot be brought back.": (
        "Setzen Sie erst das Häkchen: Gelöschtes kommt nicht zurück."
    ),
    "It is erased": "Es ist gelöscht",
    "One tip is gone for good.": "Ein Tipp ist für immer fort.",
    "{count} tips are gone for good.": "{count} Tipps sind für immer fort.",
    "You hear of no more replies.": "Von Antworten hören Sie nichts mehr.",
    "Backups of the site may hold them until those are replaced.": (
        "In Sicherungen der Seite können sie stehen, bis diese ersetzt sind."
    ),
    "What we keep of those who leave tips": "Was wir von denen aufheben, die Tipps geben",
    "As little as will do, and for no longer than it is needed.": (
        "So wenig wie möglich, und nicht länger, als es gebraucht wird."
    ),
    "What you write, and your name": "Was Sie schreiben, und Ihr Name",
    "Until you have it erased. Both are for everybody to read.": (
        "Bis Sie es löschen lassen. Beides können alle lesen."
    ),
    "With your tip, until you have it erased. Nobody sees it while it is hidden. We use it to know you again, to tell you of replies where you asked for that, and to tell you once where the article was mended because of you.": (  # noqa: E501
        "Bei Ihrem Tipp, bis Sie ihn löschen lassen. Niemand sieht sie, solange sie verborgen ist. Wir brauchen sie, "
        "um Sie wiederzuerkennen, um Antworten zu melden, wenn Sie das wünschen, und um Ihnen einmal zu sagen, wenn "
        "der Artikel Ihretwegen verbessert wurde."
    ),
    "Before a tip is shown we ask by mail whether the address is yours.": (
        "Bevor ein Tipp gezeigt wird, fragen wir per E-Mail, ob die Adresse Ihre ist."
    ),
    "The network address you wrote from": "Die Netzadresse, von der Sie geschrieben haben",
    "One day, against spam.": "Einen Tag, gegen Spam.",
    "{days} days, against spam.": "{days} Tage, gegen Spam.",
    "What was withdrawn, rejected or marked as spam": "Was zurückgezogen, abgelehnt oder als Spam erkannt wurde",
    "{days} days, so that mistakes can be undone; then it is erased.": (
        "{days} Tage, damit sich Irrtümer beheben lassen; dann wird es gelöscht."
    ),
    "“This worked for me”": "„Das hat mir geholfen“",
    "A number that stands for your network and browser, so that it counts once. Nobody can work out either from it.": (
        "Eine Zahl, die für Ihr Netz und Ihren Browser steht, damit es einmal zählt. Auf beides lässt sich daraus "
        "nicht schließen."
    ),
    "A cookie, once you have written something": "Ein Cookie, sobald Sie etwas geschrieben haben",
    "{days} days. It holds the numbers of your tips and nothing else; with it you see those that wait, and may change one for {minutes} minutes.": (  # noqa: E501
        "{days} Tage. Es enthält die Nummern Ihrer Tipps und sonst nichts; damit sehen Sie die, die noch warten, und "
        "können einen {minutes} Minuten lang ändern."
    ),
    "Verifications": "Prüfungen, ob ein Mensch schreibt",
    "That one was used, for {minutes} minutes. No other company has a part in it.": (
        "Dass eine benutzt wurde, {minutes} Minuten lang. Kein anderes Unternehmen ist daran beteiligt."
    ),
    "Mail we sent to you": "Nachrichten, die wir Ihnen geschickt haben",
    "Its text until it is sent; that it was sent, {days} days.": (
        "Der Text, bis sie verschickt ist; dass sie verschickt wurde, {days} Tage."
    ),
    "What moderators did": "Was die Moderation getan hat",
    "For good, by the numbers of tips: no name, address or text of yours is in it.": (
        "Für immer, mit den Nummern der Tipps: Kein Name, keine Adresse und kein Text von Ihnen steht darin."
    ),
    "See, copy or erase what I wrote": "Sehen, kopieren oder löschen, was ich geschrieben habe",
}
