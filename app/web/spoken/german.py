"""Die eigenen Worte der Seiten auf Deutsch."""

from typing import Final

GERMAN: Final = {
    "Skip to the content": "Zum Inhalt",
    "Search the articles": "Artikel durchsuchen",
    "Search": "Suchen",
    "Dark colours": "Dunkle Farben",
    "Help": "Hilfe",
    "All articles": "Alle Artikel",
    "Try again": "Noch einmal versuchen",
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
    "Table": "Tabelle",
    "Note": "Hinweis",
    "Tip": "Tipp",
    "Important": "Wichtig",
    "Take care": "Achtung",
    "Danger": "Gefahr",
    "Back to the text": "Zurück zum Text",
    "Find what went wrong": "Finden, woran es liegt",
    "Pick the article that fits.": "Nehmen Sie den Artikel, der passt.",
    "It leads you from step to step, looks at the real system where it can, and says what to try first.": (
        "Er führt Sie von Schritt zu Schritt, sieht am wirklichen System nach, wo er kann, und sagt, was Sie zuerst "
        "versuchen."
    ),
    "What is going wrong?": "Was geht schief?",
    "A symptom, or a number from an error report, such as “mail does not arrive” or 5.1.1": (
        "Ein Anzeichen oder eine Nummer aus einer Fehlermeldung, etwa „Mail kommt nicht an“ oder 5.1.1"
    ),
    "Most used": "Am meisten benutzt",
    "By category": "Nach Thema",
    "article": "Artikel",
    "articles": "Artikel",
    "There are no articles yet. Put one into the content folder, or begin one with {command}.": (
        "Noch gibt es keine Artikel. Legen Sie einen in den Ordner der Artikel, oder beginnen Sie einen mit {command}."
    ),
    "Changed last": "Zuletzt geändert",
    "Changed {date}": "Geändert am {date}",
    "What changed last": "Was sich zuletzt geändert hat",
    "{query}: search": "{query}: Suche",
    "Nothing found for “{query}”": "Nichts gefunden zu „{query}“",
    "1 place found for “{query}”": "1 Stelle gefunden zu „{query}“",
    "{count} places found for “{query}”": "{count} Stellen gefunden zu „{query}“",
    "A step of": "Ein Schritt von",
    "A cause in": "Eine Ursache in",
    "A note in": "Ein Hinweis in",
    "In": "In",
    "quarantine": "Quarantäne",
    "all articles": "alle Artikel",
    "Try fewer words, or a word from the error message, such as {number} or {word}. Or look through {all}.": (
        "Nehmen Sie weniger Wörter oder ein Wort aus der Fehlermeldung, etwa {number} oder {word}. "
        "Oder sehen Sie {all} durch."
    ),
}
