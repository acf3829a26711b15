"""Warum eine Angabe nicht genommen und eine Adresse nicht besucht wird, auf Deutsch."""

from typing import Final

GERMAN_REFUSALS: Final = {
    "Give text here.": "Geben Sie hier Text an.",
    "Give a domain, such as example.com, not an address.": "Geben Sie eine Domain an, etwa example.com, keine Adresse.",
    "Give a list, or names with commas between them.": "Geben Sie eine Liste an, oder Namen mit Kommas dazwischen.",
    "There is nothing here to ask; an earlier check may have found none.": (
        "Hier gibt es nichts zu fragen. Vielleicht hat eine frühere Prüfung nichts gefunden."
    ),
    "Give an IP address, such as 192.0.2.25 or 2001:db8::25.": (
        "Geben Sie eine IP-Adresse an, etwa 192.0.2.25 oder 2001:db8::25."
    ),
    "Give a port number.": "Geben Sie eine Portnummer an.",
    "Give the selector, the part after s= in the DKIM-Signature header.": (
        "Geben Sie den Selektor an, den Teil hinter s= in der Kopfzeile DKIM-Signature."
    ),
    "Give a mail address, such as name@example.com.": "Geben Sie eine E-Mail-Adresse an, etwa name@example.com.",
    "Give an address at another domain.": "Geben Sie eine Adresse in einer anderen Domain an.",
    "Give an address at {domain}; we write to no other.": (
        "Geben Sie eine Adresse in {domain} an; an andere schreiben wir nicht."
    ),
    "Give the token that belongs to the record you published.": (
        "Geben Sie das Token an, das zu dem Eintrag gehört, den Sie gesetzt haben."
    ),
    "Give one of {names}.": "Geben Sie eines davon an: {names}.",
    "Give a regular expression of up to {most} characters.": (
        "Geben Sie einen regulären Ausdruck mit höchstens {most} Zeichen an."
    ),
    "This is no regular expression that we can use: {words}.": (
        "Das ist kein regulärer Ausdruck, den wir verwenden können: {words}."
    ),
    "Give a web address, such as https://example.com/.": "Geben Sie eine Webadresse an, etwa https://example.com/.",
    "The address is longer than {most} characters.": "Die Adresse ist länger als {most} Zeichen.",
    "A web address has no spaces, backslashes or control characters.": (
        "Eine Webadresse hat keine Leerzeichen, Rückwärtsschrägstriche oder Steuerzeichen."
    ),
    "This is no web address.": "Das ist keine Webadresse.",
    "There is no encryption on port {port}.": "Auf Port {port} gibt es keine Verschlüsselung.",
    "Paste the text here.": "Fügen Sie den Text hier ein.",
    "Give a name, such as example.com.": "Geben Sie einen Namen an, etwa example.com.",
    "The name is longer than {most} bytes.": "Der Name ist länger als {most} Byte.",
    "The name has two dots in a row, or begins with a dot.": (
        "Der Name hat zwei Punkte hintereinander oder beginnt mit einem Punkt."
    ),
    "A part of the name is longer than {most} bytes.": "Ein Teil des Namens ist länger als {most} Byte.",
    "“{text}” cannot be part of a host name.": "„{text}“ kann nicht Teil eines Servernamens sein.",
    "This is not a valid international name: {words}.": "Das ist kein gültiger internationaler Name: {words}.",
    "must be given.": "muss angegeben werden.",
    "is no parameter of {check}.": "gehört nicht zu den Angaben für {check}.",
    # Wohin wir nicht gehen
    "We connect only to the ports {names}.": "Verbindungen bauen wir nur zu den Ports {names} auf.",
    "We visit web addresses only at their usual port.": "Webadressen besuchen wir nur an ihrem üblichen Port.",
    "We visit only http and https addresses.": "Wir besuchen nur Adressen mit http und https.",
    "A host name has no user part; leave out everything up to the @.": (
        "Ein Servername hat keinen Benutzerteil. Lassen Sie alles bis zum @ weg."
    ),
    "A host name has no zone and no percent sign.": "Ein Servername hat keine Zone und kein Prozentzeichen.",
    "An address stands where a name is expected.": "Wo ein Name erwartet wird, steht eine Adresse.",
    "Leave out the port; each check knows its own.": "Lassen Sie den Port weg; jede Prüfung kennt ihren.",
    "An address must be written as four plain decimal numbers, or as plain IPv6 text.": (
        "Eine Adresse muss aus vier einfachen Dezimalzahlen bestehen oder einfacher IPv6-Text sein."
    ),
    "Names under .{ending} are local to a network; we cannot visit them.": (
        "Namen unter .{ending} gelten nur in einem Netz; dorthin kommen wir nicht."
    ),
    "A name of one part is local to a network; give the full name.": (
        "Ein Name aus einem Teil gilt nur in einem Netz; geben Sie den vollen Namen an."
    ),
    "{host} is no mail server of {domain}.": "{host} ist kein Mailserver von {domain}.",
    "The connection to {address} led to {other}.": "Die Verbindung zu {address} führte zu {other}.",
    "{address} was not vetted for {host}.": "{address} wurde für {host} nicht freigegeben.",
    "We do not connect to {host} ({address}): {reason}.": (
        "Zu {host} ({address}) bauen wir keine Verbindung auf: {reason}."
    ),
    "{address} leads to an address that we do not visit.": "{address} führt zu einer Adresse, die wir nicht besuchen.",
    "it means “this network” ({words})": "Sie bedeutet „dieses Netz“ ({words})",
    "it is private ({words})": "Sie ist privat ({words})",
    "it is a carrier's inner address ({words})": "Sie ist eine innere Adresse eines Anbieters ({words})",
    "it is the machine itself ({words})": "Sie ist der Rechner selbst ({words})",
    "it is link-local ({words})": "Sie gilt nur im lokalen Netz ({words})",
    "it is site-local ({words})": "Sie gilt nur an einem Standort ({words})",
    "it is set aside for protocols ({words})": "Sie ist Protokollen vorbehalten ({words})",
    "it is for documentation ({words})": "Sie ist für Dokumentation gedacht ({words})",
    "it is a 6to4 relay ({words})": "Sie ist ein 6to4-Relay ({words})",
    "it is for benchmarks ({words})": "Sie ist für Leistungstests gedacht ({words})",
    "it is multicast ({words})": "Sie ist eine Multicast-Adresse ({words})",
    "it is reserved ({words})": "Sie ist reserviert ({words})",
    "it is no public address ({words})": "Sie ist keine öffentliche Adresse ({words})",
    "it hides an IPv4 address ({words})": "Sie verbirgt eine IPv4-Adresse ({words})",
    "it leads nowhere ({words})": "Sie führt nirgendwohin ({words})",
    "it is a Teredo tunnel ({words})": "Sie ist ein Teredo-Tunnel ({words})",
    "it is a retired identifier ({words})": "Sie ist eine aufgegebene Kennung ({words})",
    "it is an identifier, not a place ({words})": "Sie ist eine Kennung, kein Ort ({words})",
    "it is for segment routing ({words})": "Sie ist für Segment Routing gedacht ({words})",
    "it is this server or one of its services": "Sie ist dieser Server oder einer seiner Dienste",
    "it is not a public address": "Sie ist keine öffentliche Adresse",
}
