"""Wie die Prüfungen heißen und was sie herausfinden, auf Deutsch."""

from typing import Final

GERMAN_CHECKS: Final = {
    "Name servers of the domain": "Nameserver der Domain",
    "Whether every name server of the domain answers for it, whether they agree, and whether signatures hold.": (
        "Ob jeder Nameserver der Domain für sie antwortet, ob sie sich einig sind und ob die Signaturen stimmen."
    ),
    "Mail servers of the domain (MX)": "Mailserver der Domain (MX)",
    "Which servers take mail for the domain, and in which order they are tried.": (
        "Welche Server Mail für die Domain annehmen und in welcher Reihenfolge sie versucht werden."
    ),
    "The same answer everywhere": "Überall dieselbe Antwort",
    "Whether every name server of the zone, and the resolver we ask, give the same records for a name.": (
        "Ob jeder Nameserver der Zone und der Resolver, den wir fragen, für einen Namen dieselben Einträge nennen."
    ),
    "Addresses of the servers (A and AAAA)": "Adressen der Server (A und AAAA)",
    "The IPv4 and IPv6 addresses of each server; every server must have one that the world can reach.": (
        "Die IPv4- und IPv6-Adressen jedes Servers; jeder braucht eine, die von überall erreichbar ist."
    ),
    "Reverse names of the addresses (PTR)": "Rückwärtsnamen der Adressen (PTR)",
    "Whether each address has a name that leads back to it, and one that looks like a mail server's.": (
        "Ob jede Adresse einen Namen hat, der zu ihr zurückführt und nach einem Mailserver aussieht."
    ),
    "Who may send for the domain (SPF)": "Wer für die Domain senden darf (SPF)",
    "The domain's SPF record with all it draws in, and, for an address, whether mail from there is covered.": (
        "Der SPF-Eintrag der Domain mit allem, was er einbezieht, und ob er eine Adresse, von der Mail kommt, abdeckt."
    ),
    "What receivers do with forged mail (DMARC)": "Was Empfänger mit gefälschter Mail tun (DMARC)",
    "Where the domain's DMARC policy is, what it asks for, and whether report addresses elsewhere agree.": (
        "Wo die DMARC-Richtlinie der Domain steht, was sie verlangt und ob fremde Adressen für Berichte zustimmen."
    ),
    "Key for signatures (DKIM)": "Schlüssel für Signaturen (DKIM)",
    "Whether the key behind one selector is there, can be read, is long enough, and was not withdrawn.": (
        "Ob der Schlüssel zu einem Selektor da ist, sich lesen lässt, lang genug ist und nicht zurückgezogen wurde."
    ),
    "Encryption that senders must use (MTA-STS)": "Verschlüsselung, auf der die Domain besteht (MTA-STS)",
    "Whether the domain has a policy for encryption, whether it can be fetched, and whether it names every MX.": (
        "Ob die Domain eine Richtlinie zur Verschlüsselung hat, ob sie abrufbar ist und ob sie jeden MX nennt."
    ),
    "Where trouble with encryption is reported (TLS-RPT)": (
        "Wohin Störungen der Verschlüsselung gemeldet werden (TLS-RPT)"
    ),
    "Whether the domain names an address for reports about failed encryption, in a form that senders can read.": (
        "Ob die Domain eine Adresse für Berichte über gescheiterte Verschlüsselung nennt, und zwar für Absender lesbar."
    ),
    "Certificates that the DNS vouches for (DANE)": "Zertifikate, für die das DNS bürgt (DANE)",
    "Whether the mail servers have signed TLSA records, and whether their certificates match them.": (
        "Ob die Mailserver signierte TLSA-Einträge haben und ob ihre Zertifikate dazu passen."
    ),
    "Who may issue certificates (CAA)": "Wer Zertifikate ausstellen darf (CAA)",
    "Which authorities may issue certificates for the domain, and whether the one you name is among them.": (
        "Welche Stellen Zertifikate für die Domain ausstellen dürfen und ob die genannte darunter ist."
    ),
    "Lists of refused addresses": "Sperrlisten",
    "Whether an address stands on one of the lists that this site asks, by which receivers refuse mail.": (
        "Ob eine Adresse auf einer der Listen steht, die diese Seite befragt und nach denen Empfänger Mail abweisen."
    ),
    "A record in the DNS": "Ein Eintrag im DNS",
    "Whether one of a name's records of a type is what it should be.": (
        "Ob einer der Einträge eines Namens von einer bestimmten Art so lautet, wie er soll."
    ),
    "Connection to a port": "Verbindung zu einem Port",
    "Whether a connection to one port of a server comes about, and how long it takes.": (
        "Ob eine Verbindung zu einem Port eines Servers zustande kommt und wie lange sie braucht."
    ),
    "Connection to port 25": "Verbindung zu Port 25",
    "Whether a connection to the mail port comes about, at every address of every server.": (
        "Ob eine Verbindung zum Mail-Port zustande kommt, an jeder Adresse jedes Servers."
    ),
    "Greeting of the mail server": "Begrüßung des Mailservers",
    "What the mail server says first, how long it takes, and whether something in between rewrites it.": (
        "Was der Mailserver zuerst sagt, wie lange er dafür braucht und ob etwas dazwischen es umschreibt."
    ),
    "What the mail server offers (EHLO)": "Was der Mailserver anbietet (EHLO)",
    "How the mail server answers EHLO, what it offers, and how large a message may be.": (
        "Wie der Mailserver auf EHLO antwortet, was er anbietet und wie groß eine Nachricht sein darf."
    ),
    "Encryption of the connection (STARTTLS)": "Verschlüsselung der Verbindung (STARTTLS)",
    "Whether every mail server offers encryption, accepts it, and agrees on a version that is still safe.": (
        "Ob jeder Mailserver Verschlüsselung anbietet, annimmt und sich auf eine noch sichere Version einigt."
    ),
    "Certificate of the server": "Zertifikat des Servers",
    "Whether the certificate is in date, carries the right name, is strong, and leads to an authority we know.": (
        "Ob das Zertifikat gültig ist, den richtigen Namen trägt, stark genug ist und zu einer bekannten Stelle führt."
    ),
    "Senders that the mail server takes": "Absender, die der Mailserver annimmt",
    "Whether the mail server takes the empty sender, which bounces have, and one that you name.": (
        "Ob der Mailserver den leeren Absender annimmt, den Rückläufer haben, und einen, den Sie nennen."
    ),
    "Mail for one recipient": "Mail für einen Empfänger",
    "Whether the mail server takes mail for one address, and if not, why. No message is sent.": (
        "Ob der Mailserver Mail für eine Adresse annimmt, und wenn nicht, warum. Es wird keine Nachricht gesendet."
    ),
    "Mail for addresses that do not exist": "Mail für Adressen, die es nicht gibt",
    "Whether the mail server takes mail for an address that surely does not exist. No message is sent.": (
        "Ob der Mailserver Mail für eine Adresse annimmt, die es sicher nicht gibt. Es wird keine Nachricht gesendet."
    ),
    "The addresses postmaster and abuse": "Die Adressen postmaster und abuse",
    "Whether the mail server takes mail for postmaster and abuse at the domain. No message is sent.": (
        "Ob der Mailserver Mail für postmaster und abuse der Domain annimmt. Es wird keine Nachricht gesendet."
    ),
    "Mail between strangers (open relay)": "Mail zwischen Fremden (offenes Relay)",
    "Whether the mail server may pass on mail to elsewhere. Only for a domain that is proved to be yours.": (
        "Ob der Mailserver Mail anderswohin weiterreicht. Nur für eine Domain, die nachweislich Ihre ist."
    ),
    "Sending through the mail server": "Senden über den Mailserver",
    "Whether clients can send through ports 465 and 587, and are asked for passwords only under encryption.": (
        "Ob Programme über die Ports 465 und 587 senden können und nur verschlüsselt nach Passwörtern gefragt werden."
    ),
    "Fetching mail by IMAP": "Mail abholen mit IMAP",
    "Whether the server takes connections for IMAP on ports 143 and 993, speaks it, and encrypts.": (
        "Ob der Server auf den Ports 143 und 993 Verbindungen für IMAP annimmt, es spricht und verschlüsselt."
    ),
    "Fetching mail by POP3": "Mail abholen mit POP3",
    "Whether the server takes connections for POP3 on ports 110 and 995, speaks it, and encrypts.": (
        "Ob der Server auf den Ports 110 und 995 Verbindungen für POP3 annimmt, es spricht und verschlüsselt."
    ),
    "Web page": "Webseite",
    "Whether a web page is there, where it leads, whether its certificate holds, and whether a text is in it.": (
        "Ob eine Webseite da ist, wohin sie führt, ob ihr Zertifikat gilt und ob ein Text darin steht."
    ),
    "A message that came back": "Eine zurückgekommene Nachricht",
    "What a returned message says: the reason, its code, and the server that refused. Paste the whole message.": (
        "Was eine zurückgekommene Nachricht sagt: den Grund, seinen Code und den Server, der ablehnte. "
        "Fügen Sie die ganze Nachricht ein."
    ),
    "The way of a message": "Der Weg einer Nachricht",
    "Which servers a message passed, how long each step took, and whether its sender passed the tests.": (
        "Über welche Server eine Nachricht lief, wie lange jeder Schritt dauerte und ob ihr Absender die Tests bestand."
    ),
    "A test message, there and back": "Eine Testnachricht, hin und zurück",
    "Sends one short message to an address of yours, and waits until somebody says that it is there. "
    "Only for a domain that is proved to be yours.": (
        "Sendet eine kurze Nachricht an eine Ihrer Adressen und wartet, bis jemand sagt, dass sie da ist. "
        "Nur für eine Domain, die nachweislich Ihre ist."
    ),
}
