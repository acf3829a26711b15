"""Was eine Prüfung gefunden hat, in einem Satz nach dem ersten, auf Deutsch."""

from typing import Final

GERMAN_DETAILS: Final = {
    "It is {text}.": "Es geht um {text}.",
    "It is {text}: {reason}.": "Es geht um {text}: {reason}.",
    "Domain: {domain}.": "Domain: {domain}.",
    "Domain: {domain}. {words}": "Domain: {domain}. {words}",
    "In order: {names}.": "In dieser Reihenfolge: {names}.",
    "{host} is an alias of {name}.": "{host} ist ein Alias von {name}.",
    "{address}: no name.": "{address}: kein Name.",
    "The records are at {place}: nobody may.": "Die Einträge stehen bei {place}. Ausstellen darf: niemand.",
    "The records are at {place}: {names} may.": "Die Einträge stehen bei {place}. Ausstellen darf: {names}.",
    "No list is set up on this site.": "Auf dieser Seite ist keine Liste eingerichtet.",
    "Asked: {names}.": "Gefragt: {names}.",
    "There is nothing at {name}.": "Bei {name} steht nichts.",
    "It is {kind} with {bits} bits. Receivers must still accept that, but should not for long.": (
        "Er ist vom Typ {kind} und hat {bits} Bit. Empfänger müssen das noch annehmen, sollten es aber nicht "
        "mehr lange."
    ),
    "It is {kind} with {bits} bits.": "Er ist vom Typ {kind} und hat {bits} Bit.",
    "They are at _dmarc.{domain}.": "Sie stehen bei _dmarc.{domain}.",
    "The policy is {policy}, from {domain}. Receivers cannot read “{names}” and pass over it.": (
        "Die Richtlinie lautet {policy}, von {domain}. „{names}“ können Empfänger nicht lesen und übergehen es."
    ),
    "The policy is {policy}, from {domain}. Receivers cannot read “{names}” and “{text}” and pass over it.": (
        "Die Richtlinie lautet {policy}, von {domain}. „{names}“ und „{text}“ können Empfänger nicht lesen und "
        "übergehen sie."
    ),
    "The policy is {policy}, from {domain}.": "Die Richtlinie lautet {policy}, von {domain}.",
    "The record is {text}.": "Der Eintrag lautet {text}.",
    "The verdict is “{result}”.": "Das Urteil lautet „{result}“.",
    "It takes {count} look-ups; {most} are allowed.": "Er braucht {count} Abfragen, {most} sind erlaubt.",
    "{count} look-ups find nothing; {most} may.": "{count} Abfragen finden nichts, {most} sind erlaubt.",
    "{domain} has {count} SPF records.": "{domain} hat {count} SPF-Einträge.",
    "{name} has {count} MX records; ten are allowed.": "{name} hat {count} MX-Einträge, zehn sind erlaubt.",
    "{text} leads to no SPF record.": "{text} führt zu keinem SPF-Eintrag.",
    "{text}: nothing.": "{text}: nichts.",
    "{host} port {port}.": "{host}, Port {port}.",
    "Not reached: {names}.": "Nicht erreicht: {names}.",
    "Tried: {names}.": "Versucht: {names}.",
    "{host} answered something else after {seconds} s.": "{host} antwortete nach {seconds} s etwas anderes.",
    "{host} answered {code} after {seconds} s.": "{host} antwortete nach {seconds} s mit {code}.",
    "{host} answered {words}.": "{host} antwortete: {words}.",
    "It answered {words}.": "Er antwortete: {words}.",
    "{host}: {reason} after {seconds} s.": "{host}: {reason} nach {seconds} s.",
    "We asked {host}; the certificate is for {names}.": "Wir fragten {host}, das Zertifikat gilt für {names}.",
    "It was issued by {text}.": "Ausgestellt hat es {text}.",
    "It is valid until {date}.": "Es gilt bis {date}.",
    "It is for {text}.": "Es gilt für {text}.",
    "Missing: {names}.": "Es fehlt: {names}.",
    "It leads back to {address}.": "Sie führt zurück zu {address}.",
    "The last leads to {address}.": "Die letzte führt zu {address}.",
    "{address}. We read only the beginning of it.": "{address}. Wir lesen nur ihren Anfang.",
    "It was refused by {host}: {meaning} ({number}).": "Abgewiesen hat sie {host}: {meaning} ({number}).",
    "It was refused by {host}: {meaning}.": "Abgewiesen hat sie {host}: {meaning}.",
    "It was refused: {meaning} ({number}).": "Sie wurde abgewiesen: {meaning} ({number}).",
    "It was refused: {meaning}.": "Sie wurde abgewiesen: {meaning}.",
    "It passed {count} servers.": "Sie kam über {count} Server.",
    "It took {minutes} minutes to come from {sender} to {receiver}.": (
        "Von {sender} bis {receiver} brauchte sie {minutes} Minuten."
    ),
    "It was confirmed {seconds} seconds after the mail server took it.": (
        "Bestätigt wurde sie {seconds} Sekunden, nachdem der Mailserver sie annahm."
    ),
    "It was sent at {text}; its code is entered at the page {path} of this site, or with “{words}”.": (
        "Gesendet wurde sie um {text}. Ihr Code wird auf der Seite {path} eingegeben oder mit „{words}“."
    ),
    "It was sent at {text}; its code is entered at {address}.": (
        "Gesendet wurde sie um {text}. Ihr Code wird hier eingegeben: {address}."
    ),
    "{address}: {reason}": "{address}: {reason}",
}
