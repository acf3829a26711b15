"""What checks find, in words: a fact's name as people would say it, in English and German."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.spoken import language_of

FACTS: Mapping[str, tuple[str, str]] = {
    "address": ("Address", "Adresse"),
    "addresses": ("Addresses", "Adressen"),
    "answers": ("Answers", "Antworten"),
    "banner": ("Greeting", "Begrüßung"),
    "bits": ("Length of the key (bits)", "Länge des Schlüssels (Bit)"),
    "capabilities": ("What the server can do", "Was der Server kann"),
    "cipher": ("Cipher", "Chiffre"),
    "class": ("Kind of failure", "Art des Fehlers"),
    "count": ("How many", "Anzahl"),
    "days_left": ("Days left", "Tage bis zum Ablauf"),
    "delay_ms": ("Delay (ms)", "Verzögerung (ms)"),
    "dnssec": ("Signature (DNSSEC)", "Signatur (DNSSEC)"),
    "enhanced": ("Number of the failure", "Nummer des Fehlers"),
    "extensions": ("Extensions", "Erweiterungen"),
    "failed": ("Cannot be reached", "Nicht erreichbar"),
    "final_url": ("Address it ends at", "Adresse am Ende"),
    "hops": ("Hops", "Stationen"),
    "hosts": ("Servers", "Server"),
    "http_status": ("Status", "Status"),
    "issuer": ("Issuer", "Aussteller"),
    "issuers": ("Issuers", "Aussteller"),
    "key_type": ("Kind of key", "Art des Schlüssels"),
    "listed": ("Listed at", "Gelistet bei"),
    "lookups": ("Look-ups", "Abfragen"),
    "matches": ("Matches", "Übereinstimmungen"),
    "mechanisms": ("Ways to sign in", "Anmeldeverfahren"),
    "mode": ("Mode", "Modus"),
    "ms": ("Time (ms)", "Zeit (ms)"),
    "names": ("Names", "Namen"),
    "nameservers": ("Name servers", "Nameserver"),
    "not_after": ("Valid until", "Gültig bis"),
    "open": ("Can be reached", "Erreichbar"),
    "pct": ("Percentage", "Prozentsatz"),
    "policy": ("Policy", "Richtlinie"),
    "record": ("Record", "Eintrag"),
    "records": ("Records", "Einträge"),
    "reply": ("Reply", "Antwort"),
    "result": ("Result", "Ergebnis"),
    "seconds": ("Seconds", "Sekunden"),
    "server": ("Server", "Server"),
    "size": ("Largest message (bytes)", "Größte Nachricht (Byte)"),
    "slowest": ("Slowest hop (seconds)", "Langsamste Station (Sekunden)"),
    "subject": ("Subject", "Inhaber"),
    "values": ("Values", "Werte"),
    "version": ("Version", "Version"),
    "without_address": ("Without an address", "Ohne Adresse"),
}


def fact_words(lang: str, name: str) -> str:
    """A fact in words; one of a check that an operator added is called by its name."""
    english, german = FACTS.get(name, (name, name))
    return german if language_of(lang) == "de" else english
