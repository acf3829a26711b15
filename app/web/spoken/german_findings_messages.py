"""Was die Prüfungen von Absender, Empfänger und Nachricht ergeben und was dann zu tun ist, auf Deutsch."""

from typing import Final

GERMAN_FINDINGS_MESSAGES: Final = {
    # smtp.mailfrom
    "The mail server takes mail from this sender.": "Der Mailserver nimmt Mail von diesem Absender an.",
    "The mail server takes mail only over an encrypted connection. Old senders cannot reach it.": (
        "Der Mailserver nimmt Mail nur über eine verschlüsselte Verbindung an. Alte Absender erreichen ihn nicht."
    ),
    "This may be what you want; if not, let the mail server accept connections without encryption.": (
        "Vielleicht wollen Sie das so. Wenn nicht, lassen Sie den Mailserver Verbindungen ohne "
        "Verschlüsselung annehmen."
    ),
    "The mail server refuses the empty sender, so you will never hear that a message could not be delivered.": (
        "Der Mailserver weist den leeren Absender ab. So erfahren Sie nie, dass eine Nachricht nicht "
        "zugestellt werden konnte."
    ),
    "Let the mail server accept MAIL FROM:<>; every mail server must.": (
        "Lassen Sie den Mailserver MAIL FROM:<> annehmen; jeder Mailserver muss das."
    ),
    "The mail server refuses this sender.": "Der Mailserver weist diesen Absender ab.",
    "Read its words: it may look the sender's domain up, or have it on a list.": (
        "Lesen Sie seine Worte: Vielleicht schlägt er die Domain des Absenders nach oder hat sie auf einer Liste."
    ),
    # smtp.recipient
    "The mail server takes mail for this address.": "Der Mailserver nimmt Mail für diese Adresse an.",
    "The mail server puts off mail from senders it does not know yet. The message comes a few minutes later.": (
        "Der Mailserver vertröstet Absender, die er noch nicht kennt (Greylisting). Die Nachricht kommt einige "
        "Minuten später."
    ),
    "Wait; senders try again by themselves.": "Warten Sie; Absender versuchen es von selbst wieder.",
    "The mail server cannot take mail for this address just now.": (
        "Der Mailserver kann für diese Adresse im Moment keine Mail annehmen."
    ),
    "Senders try again by themselves. If it lasts, look at the server's log, disk and load.": (
        "Absender versuchen es von selbst wieder. Bleibt es so, prüfen Sie Protokoll, Plattenplatz und Last "
        "des Servers."
    ),
    "The mail server does not know this address.": "Der Mailserver kennt diese Adresse nicht.",
    "Look for a typing mistake, or create the mailbox or alias.": (
        "Suchen Sie nach einem Tippfehler, oder legen Sie das Postfach oder den Alias an."
    ),
    "The mailbox is full.": "Das Postfach ist voll.",
    "Delete mail in it, or give it more room.": "Löschen Sie Mail darin, oder geben Sie ihm mehr Platz.",
    "The mail server does not feel responsible for this domain.": (
        "Der Mailserver fühlt sich für diese Domain nicht zuständig."
    ),
    "Add the domain to those the mail server takes mail for, or correct the MX record.": (
        "Nehmen Sie die Domain unter die auf, für die der Mailserver Mail annimmt, oder berichtigen Sie den MX-Eintrag."
    ),
    "The mail server refuses us by a rule of its own.": "Der Mailserver weist uns nach einer eigenen Regel ab.",
    "Read its words; it may refuse our address or sender and yet take mail from others.": (
        "Lesen Sie seine Worte. Vielleicht weist er unsere Adresse oder unseren Absender ab und nimmt von "
        "anderen doch Mail an."
    ),
    # smtp.catch-all
    "The mail server refuses addresses that do not exist.": "Der Mailserver weist Adressen ab, die es nicht gibt.",
    "The mail server takes mail for any address at the domain, even for ones that do not exist.": (
        "Der Mailserver nimmt Mail für jede Adresse der Domain an, auch für solche, die es nicht gibt."
    ),
    "Unless a catch-all mailbox is meant, let the server check recipients when mail comes in.": (
        "Soll es kein Sammelpostfach sein, lassen Sie den Server die Empfänger schon bei der Annahme prüfen."
    ),
    "The mail server puts us off, so it does not say which addresses exist.": (
        "Der Mailserver vertröstet uns, deshalb sagt er nicht, welche Adressen es gibt."
    ),
    "Try again in a quarter of an hour.": "Versuchen Sie es in einer Viertelstunde wieder.",
    # smtp.role-accounts
    "Other mail servers can reach you about trouble.": "Andere Mailserver können Ihnen Störungen melden.",
    "The mail server does not take mail for postmaster or abuse, where others report trouble.": (
        "Der Mailserver nimmt keine Mail für postmaster oder abuse an, wo andere Störungen melden."
    ),
    "Create both addresses, as mailboxes or as aliases.": (
        "Legen Sie beide Adressen an, als Postfächer oder als Aliase."
    ),
    # smtp.relay
    "The mail server does not pass on mail between strangers.": (
        "Der Mailserver leitet keine Mail zwischen Fremden weiter."
    ),
    "The mail server may pass on mail between strangers. Spammers look for such servers.": (
        "Der Mailserver leitet vielleicht Mail zwischen Fremden weiter. Spammer suchen solche Server."
    ),
    "Let it take mail only for your own domains, and from clients that have logged in.": (
        "Lassen Sie ihn nur Mail für Ihre eigenen Domains annehmen und von Programmen, die sich angemeldet haben."
    ),
    "We ask this only of a domain that is proved to be yours.": (
        "Das fragen wir nur bei einer Domain, die nachweislich Ihnen gehört."
    ),
    "Publish the TXT record at _unsnag under your domain, with the token you were given.": (
        "Tragen Sie bei _unsnag unter Ihrer Domain den TXT-Eintrag mit dem Token ein, das Sie bekommen haben."
    ),
    # mail.bounce
    "The returned message says why it came back.": "Die zurückgekommene Nachricht sagt, warum sie zurückkam.",
    "Go to the step that explains this reason.": "Gehen Sie zu dem Schritt, der diesen Grund erklärt.",
    "We found no reason in this text.": "Wir haben in diesem Text keinen Grund gefunden.",
    "Paste the whole returned message, with the part that looks technical.": (
        "Fügen Sie die ganze zurückgekommene Nachricht ein, auch den Teil, der technisch aussieht."
    ),
    # mail.headers
    "The message came through without a long wait anywhere.": "Die Nachricht kam durch, ohne irgendwo lange zu warten.",
    "The message waited ten minutes or more at one step.": (
        "Die Nachricht wartete an einer Stelle zehn Minuten oder länger."
    ),
    "Ask whoever runs the server before that step; its queue or the next server's log says why.": (
        "Fragen Sie den Betreiber des Servers vor dieser Stelle: Der Grund steht in seiner Warteschlange oder "
        "im Protokoll des nächsten Servers."
    ),
    "The message came through, but could not prove that it comes from its sender.": (
        "Die Nachricht kam durch, konnte aber nicht nachweisen, dass sie von ihrem Absender kommt."
    ),
    "See what the checks of SPF, DKIM and DMARC say about the sender's domain.": (
        "Sehen Sie nach, was die Prüfungen von SPF, DKIM und DMARC über die Domain des Absenders sagen."
    ),
    "We found no Received headers in this text.": "Wir haben in diesem Text keine Received-Kopfzeilen gefunden.",
    "Paste all headers of the message; in your mail program look for “show source” or “show original”.": (
        "Fügen Sie alle Kopfzeilen der Nachricht ein. In Ihrem Mailprogramm heißt das „Quelltext anzeigen“ "
        "oder „Original anzeigen“."
    ),
    "The message goes round in a circle between servers.": "Die Nachricht läuft zwischen Servern im Kreis.",
    "Look at forwarding and routing of the servers that appear again and again.": (
        "Sehen Sie nach Weiterleitung und Routing der Server, die immer wieder vorkommen."
    ),
    # mail.roundtrip
    "The message arrived.": "Die Nachricht ist angekommen.",
    "The mail server took our message, and nobody has said yet that it is there.": (
        "Der Mailserver hat unsere Nachricht angenommen, und noch hat niemand gesagt, dass sie da ist."
    ),
    "Look into the mailbox, and into its junk folder. If the message is there, follow its link or enter "
    "its code; then run this check again. It waits for the same message.": (
        "Sehen Sie im Postfach und in seinem Spam-Ordner nach. Ist die Nachricht da, folgen Sie ihrem Link "
        "oder geben Sie ihren Code ein; prüfen Sie danach noch einmal. Die Prüfung wartet auf dieselbe "
        "Nachricht."
    ),
    "The mail server refused our message.": "Der Mailserver hat unsere Nachricht abgewiesen.",
    "Read its words. What it says to us it may say to other senders too.": (
        "Lesen Sie seine Worte. Was er uns sagt, sagt er vielleicht auch anderen Absendern."
    ),
    "We send a message only to a domain that is proved to be yours.": (
        "Eine Nachricht senden wir nur an eine Domain, die nachweislich Ihnen gehört."
    ),
    # jede Prüfung
    "We do not connect to this address.": "Zu dieser Adresse bauen wir keine Verbindung auf.",
    "Give a public host name or address.": "Nennen Sie einen öffentlichen Namen oder eine öffentliche Adresse.",
    "We could not read what was given.": "Was angegeben wurde, konnten wir nicht lesen.",
    "Correct the value named below and run the check again.": (
        "Berichtigen Sie den hier genannten Wert, und prüfen Sie noch einmal."
    ),
    "Our own name server could not tell.": "Unser eigener Nameserver konnte es nicht sagen.",
    "Nothing is known about your side. Try again in a minute.": (
        "Über Ihre Seite ist nichts bekannt. Versuchen Sie es in einer Minute wieder."
    ),
    "We could not start the conversation this check needs.": (
        "Das Gespräch, das diese Prüfung braucht, kam nicht zustande."
    ),
    "See what the connection check says first.": "Sehen Sie zuerst nach, was die Prüfung der Verbindung sagt.",
    "We stopped, because a limit of ours was reached.": "Wir haben aufgehört, weil eine unserer Grenzen erreicht war.",
    "Wait a minute and run the check again.": "Warten Sie eine Minute, und prüfen Sie noch einmal.",
}
