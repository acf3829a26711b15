"""Was in einem Eintrag im DNS oder in einer Richtlinie nicht stimmt, auf Deutsch."""

from typing import Final

GERMAN_FAULTS: Final = {
    "There are {count} records at {name}; one is allowed.": "Bei {name} stehen {count} Einträge, erlaubt ist einer.",
    "There are {count} records; one is allowed.": "Es gibt {count} Einträge, erlaubt ist einer.",
    "The policy is served as “{text}”; it must be text/plain.": (
        "Die Richtlinie wird als „{text}“ ausgeliefert; es muss text/plain sein."
    ),
    "“{text}” is no mechanism and no modifier.": "„{text}“ ist weder ein Mechanismus noch ein Modifikator.",
    "“{text}”: a modifier takes no sign before it.": "„{text}“: Vor einem Modifikator steht kein Vorzeichen.",
    "“{name}=” stands twice.": "„{name}=“ steht zweimal da.",
    "“{text}” has a broken macro.": "„{text}“ hat ein fehlerhaftes Makro.",
    "“{text}”: “all” takes nothing after it.": "„{text}“: Hinter „all“ steht nichts mehr.",
    "“{text}”: “{words}” needs a domain after a colon.": (
        "„{text}“: „{words}“ braucht eine Domain hinter einem Doppelpunkt."
    ),
    "“{text}” cannot be read.": "„{text}“ lässt sich nicht lesen.",
    "“{text}”: there is no mechanism “{words}”.": "„{text}“: Einen Mechanismus „{words}“ gibt es nicht.",
    "“{text}”: the network is too long.": "„{text}“: Das Netz ist zu lang angegeben.",
    "“{text}” holds no address that can be read.": "„{text}“ enthält keine lesbare Adresse.",
    "“{text}” holds no domain that can be read.": "„{text}“ enthält keine lesbare Domain.",
    "The record must begin with {words}.": "Der Eintrag muss mit {words} beginnen.",
    "The record needs an id of up to 32 letters and digits.": (
        "Der Eintrag braucht eine id aus höchstens 32 Buchstaben und Ziffern."
    ),
    "The line “{text}” of the policy is no key and value.": (
        "Die Zeile „{text}“ der Richtlinie ist kein Schlüssel mit Wert."
    ),
    "The policy must say version: STSv1.": "In der Richtlinie muss version: STSv1 stehen.",
    "The policy must say mode: enforce, testing or none, not “{text}”.": (
        "In der Richtlinie muss mode: enforce, testing oder none stehen, nicht „{text}“."
    ),
    "The policy needs a max_age of up to {most} seconds.": (
        "Die Richtlinie braucht ein max_age von höchstens {most} Sekunden."
    ),
    "The policy names no mail server (mx:).": "Die Richtlinie nennt keinen Mailserver (mx:).",
    "“mx: {text}” is no name of a mail server.": "„mx: {text}“ ist kein Name eines Mailservers.",
    "“{text}” is no address for reports; write mailto: or https: before it.": (
        "„{text}“ ist keine Adresse für Berichte; setzen Sie mailto: oder https: davor."
    ),
    "“{text}” is no address for reports; write mailto: before it.": (
        "„{text}“ ist keine Adresse für Berichte; setzen Sie mailto: davor."
    ),
    "“{text}” is no address for reports.": "„{text}“ ist keine Adresse für Berichte.",
    "“{text}” is no policy.": "„{text}“ ist keine Richtlinie.",
    "The policy (p=) is missing.": "Die Richtlinie (p=) fehlt.",
    "“{text}” is no tag and value.": "„{text}“ ist kein Merkmal mit Wert.",
    "The tag “{words}” stands twice.": "Das Merkmal „{words}“ steht zweimal da.",
    "“v=DKIM1” must stand first, or be left out.": "„v=DKIM1“ muss am Anfang stehen oder fehlen.",
    "The key itself (p=) is missing.": "Der Schlüssel selbst (p=) fehlt.",
    "“k={text}” is no kind of key that receivers know.": (
        "„k={text}“ ist keine Art von Schlüssel, die Empfänger kennen."
    ),
    "The key (p=) is cut or has characters that do not belong in it.": (
        "Der Schlüssel (p=) ist abgeschnitten oder enthält Zeichen, die nicht hineingehören."
    ),
    "The key (p=) is cut, or is no RSA key.": "Der Schlüssel (p=) ist abgeschnitten oder kein RSA-Schlüssel.",
    "An Ed25519 key has {count} bytes, this one has {bytes}.": (
        "Ein Ed25519-Schlüssel hat {count} Byte, dieser hat {bytes}."
    ),
}
