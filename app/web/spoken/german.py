"""Die eigenen Worte der Seiten auf Deutsch."""

from typing import Final

GERMAN: Final = {
    "Skip to the content": "Zum Inhalt",
    "Search the articles": "Artikel durchsuchen",
    "Search": "Suchen",
    "Dark colours": "Dunkle Farben",
    "Help": "Hilfe",
    "All articles": "Alle Artikel",
    "Contact support": "Hilfe anfordern",
    "Error: ": "Fehler: ",
    "This article as text": "Dieser Artikel als Text",
    "Document": "Dokument",
    "Subject": "Thema",
    "Created": "Erstellt",
    "Last changed": "Zuletzt geändert",
    "Language": "Sprache",
    "On this page": "Auf dieser Seite",
    "The whole way as a picture": "Der ganze Weg als Bild",
    "{count} steps": "{count} Schritte",
    "Read this far? A walk asks only what matters for you, runs the checks, and keeps what you found.": (
        "Bis hierher gelesen? Die Führung fragt nur, was für Sie zählt, prüft mit und hält fest, was sich zeigt."
    ),
    "Related": "Verwandtes",
    "Start, step by step": "Schritt für Schritt beginnen",
    "Check everything": "Alles prüfen",
    "Address of: {title}": "Adresse von: {title}",
    "Step": "Schritt",
    "End:": "Ende:",
    "Applies to:": "Gilt für:",
    "Otherwise go to": "Sonst weiter bei",
    "A walk can look at this for you": "Das kann die Führung für Sie prüfen",
    "What could go wrong at this step": "Was bei diesem Schritt schiefgehen kann",
    "1 cause": "1 Ursache",
    "{count} causes": "{count} Ursachen",
    "Often the cause": "Oft die Ursache",
    "Sometimes the cause": "Manchmal die Ursache",
    "Rarely the cause": "Selten die Ursache",
    "takes {time}": "dauert {time}",
    "Once it is mended, go on to": "Ist es behoben, weiter bei",
    "step {number}": "Schritt {number}",
    "{title}: the way through": "{title}: der Weg",
    "{count} steps and where each leads. The same is told in words, step by step, below.": (
        "{count} Schritte und wohin sie führen. Dasselbe steht weiter unten in Worten, Schritt für Schritt."
    ),
    "does not apply": "trifft nicht zu",
    "once it is fixed": "sobald behoben",
}
