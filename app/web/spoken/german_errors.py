"""Fehlerseiten auf Deutsch."""

from __future__ import annotations

from collections.abc import Mapping

GERMAN_ERRORS: Mapping[str, str] = {
    "This did not come from our page": "Das kam nicht von unserer Seite",
    "Your browser says that the request was started on another site, so we did nothing.": (
        "Ihr Browser sagt, dass die Anfrage von einer anderen Website ausging; deshalb haben wir nichts getan."
    ),
    "Open the page here and press the button again.": "Öffnen Sie die Seite hier und drücken Sie den Knopf erneut.",
    "There is no page at this address": "Unter dieser Adresse gibt es keine Seite",
    "It may have moved, or a letter of the address was lost on the way.": (
        "Vielleicht ist sie umgezogen, oder unterwegs ging ein Buchstabe der Adresse verloren."
    ),
    "Search for what you are looking for, or begin with the list of articles.": (
        "Suchen Sie, was Sie brauchen, oder beginnen Sie mit der Liste der Artikel."
    ),
    "This address works only from its form": "Diese Adresse gehört zu einem Formular",
    "It was opened in a way it does not answer to.": "Sie wurde auf eine Weise geöffnet, auf die sie nicht antwortet.",
    "Go back to the page with the button and use that.": "Gehen Sie zurück zur Seite mit dem Knopf und nehmen Sie den.",
    "Something changed meanwhile": "Inzwischen hat sich etwas geändert",
    "The page you answered is no longer where the walk stands, perhaps because of a second tab.": (
        "Die Führung steht nicht mehr dort, wo Sie geantwortet haben, vielleicht wegen eines zweiten Fensters."
    ),
    "Go back and load the page anew. Nothing you gave was lost.": (
        "Gehen Sie zurück und laden Sie die Seite neu. Nichts von Ihren Angaben ging verloren."
    ),
    "This is no longer here": "Das gibt es hier nicht mehr",
    "It was here once and was taken away, or its time ran out.": (
        "Es war einmal hier und wurde weggenommen, oder seine Zeit ist abgelaufen."
    ),
    "Start again from the article; the list of articles leads there.": (
        "Beginnen Sie neu vom Artikel aus; die Liste der Artikel führt dorthin."
    ),
    "That is too long": "Das ist zu lang",
    "What was sent is longer than we take.": "Es kam mehr, als wir annehmen.",
    "Go back, shorten it, and send it once more.": "Gehen Sie zurück, kürzen Sie es und senden Sie es noch einmal.",
    "We cannot read that kind of answer": "Diese Art von Antwort können wir nicht lesen",
    "It was not sent the way our forms send it.": "Sie kam nicht so, wie unsere Formulare sie senden.",
    "Go back to the form and use its button.": "Gehen Sie zurück zum Formular und nehmen Sie dessen Knopf.",
    "Something in the form needs another look": "Etwas im Formular braucht noch einen Blick",
    "We could not take what was given.": "Wir konnten die Angaben nicht annehmen.",
    "Go back, change it, and send it once more.": "Gehen Sie zurück, ändern Sie es und senden Sie es noch einmal.",
    "That was a lot at once": "Das war viel auf einmal",
    "Checks and forms are limited, so that nobody can use this site against others.": (
        "Prüfungen und Formulare sind begrenzt, damit niemand diese Website gegen andere richten kann."
    ),
    "Wait a moment and try again.": "Warten Sie einen Augenblick und versuchen Sie es noch einmal.",
    "You can go on in {time}: go back then, and try again.": (
        "In {time} können Sie weitermachen: Gehen Sie dann zurück und versuchen Sie es noch einmal."
    ),
    "Something broke on our side": "Bei uns ist etwas kaputtgegangen",
    "It is not your doing, and what you gave so far is kept.": (
        "Es liegt nicht an Ihnen, und Ihre bisherigen Angaben bleiben erhalten."
    ),
    "Try once more in a minute. If it stays, tell support what you were doing.": (
        "Versuchen Sie es in einer Minute noch einmal. Bleibt es so, sagen Sie der Hilfestelle, was Sie gerade taten."
    ),
    "We cannot reach our own records just now": "Wir erreichen unsere eigenen Daten gerade nicht",
    "The articles can still be read. Walks and searching have to wait until the database answers again.": (
        "Artikel können Sie weiter lesen. Führungen und die Suche müssen warten, bis die Datenbank wieder antwortet."
    ),
    "Try once more in a minute. A walk you had begun is kept.": (
        "Versuchen Sie es in einer Minute noch einmal. Eine begonnene Führung bleibt erhalten."
    ),
}
