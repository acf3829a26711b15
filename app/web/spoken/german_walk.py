"""Die Worte der Führung auf Deutsch: Fragen, Prüfungen, Ursachen, Ende und Protokoll."""

from typing import Final

GERMAN_WALK: Final = {
    "port": "Port",
    "type": "Art",
    # Rahmen
    "Back": "Zurück",
    "Back to the walk": "Zurück zur Führung",
    "Back to where you were": "Zurück zu Ihrer Stelle",
    "Breadcrumb": "Pfad zu dieser Seite",
    "Other ways": "Andere Wege",
    "The whole article": "Der ganze Artikel",
    "Transcript": "Protokoll",
    "Continue": "Weiter",
    "Change": "Ändern",
    "So far": "Bisher",
    "My problem is solved": "Mein Problem ist gelöst",
    "You are looking back. What you change here counts at once, and later answers stay.": (
        "Sie blicken zurück. Was Sie hier ändern, gilt sofort, und spätere Antworten bleiben."
    ),
    "The address was copied.": "Die Adresse ist kopiert.",
    # Formulare
    "There is a problem": "Da stimmt etwas noch nicht",
    "For example": "Zum Beispiel",
    "(you may leave this out)": "(freiwillig)",
    "you may leave this out": "freiwillig",
    "or": "oder",
    "Yes": "Ja",
    "No": "Nein",
    "I do not know": "Das weiß ich nicht",
    "Choose one": "Bitte wählen",
    "Choose all that are true.": "Wählen Sie alles, was zutrifft.",
    "Personal: it stays with this walk.": "Persönlich: Es bleibt in dieser Führung.",
    "Personal: it stays with this walk and is left out of what you pass on.": (
        "Persönlich: Es bleibt in dieser Führung und fehlt in allem, was Sie weitergeben."
    ),
    "Personal: left out of what you pass on.": "Persönlich: Es fehlt in dem, was Sie weitergeben.",
    "“{name}”": "„{name}“",
    # Prüfungen
    "Fine": "In Ordnung",
    "Worth a look": "Auffällig",
    "Problem": "Problem",
    "Could not find out": "Nicht feststellbar",
    "Waiting": "Wartet",
    "Checking": "Wird geprüft",
    "Not run yet": "Noch nicht geprüft",
    "Cannot run yet": "Noch nicht möglich",
    "It waits for {names}.": "Dafür fehlt noch: {names}.",
    "Run": "Prüfen",
    "Run again": "Noch einmal prüfen",
    "Run the check": "Jetzt prüfen",
    "Run the check again": "Noch einmal prüfen",
    "Run all checks of this step": "Alle Prüfungen dieses Schritts starten",
    "Run all checks again": "Alle Prüfungen noch einmal starten",
    "Check this step": "Diesen Schritt prüfen",
    "Checks of this step": "Prüfungen dieses Schritts",
    "What was said": "Was gesprochen wurde",
    "we": "wir",
    "they": "Server",
    "note": "Notiz",
    "Copy as text": "Als Text kopieren",
    "Copied": "Kopiert",
    "You can go on without running the checks.": "Sie können auch ohne die Prüfungen weitergehen.",
    "{done} of 1 check done": "{done} von 1 Prüfung fertig",
    "{done} of {total} checks done": "{done} von {total} Prüfungen fertig",
    "1 problem": "1 Problem",
    "{count} problems": "{count} Probleme",
    "{count} worth a look": "{count} auffällig",
    "We had to stop: {reason}": "Wir mussten aufhören: {reason}",
    # Ursachen
    "This is probably the reason": "Das ist wahrscheinlich die Ursache",
    "These are probably the reasons": "Das sind wahrscheinlich die Ursachen",
    "Try this first: {title}": "Versuchen Sie zuerst: {title}",
    "What was found points to: {title}": "Was sich zeigt, spricht für: {title}",
    "Recognised by": "Erkannt an",
    "as given": "wie angegeben",
    "Did this help?": "Hat das geholfen?",
    "You said: “{outcome}”. Has that changed?": "Sie sagten: „{outcome}“. Hat sich das geändert?",
    "It worked": "Es hat geholfen",
    "It did not": "Es hat nicht geholfen",
    "I can't try this": "Das kann ich nicht versuchen",
    "It did not help": "Es half nicht",
    "You could not try this": "Nicht zu versuchen",
    # Alles prüfen
    "Every check of every step that can run now runs at once. Then you see at which step it fails.": (
        "Alle Prüfungen aller Schritte, die jetzt möglich sind, laufen auf einmal. "
        "Dann sehen Sie, an welchem Schritt es hängt."
    ),
    "Give more, and more can be checked": "Mehr angeben, um mehr prüfen zu können",
    "Check everything again": "Alles noch einmal prüfen",
    "This article has no live checks. Its steps ask you what you see.": (
        "Dieser Artikel hat keine Prüfungen. Seine Schritte fragen, was Sie sehen."
    ),
    "It fails here": "Hier hängt es",
    "Look here first": "Sehen Sie zuerst hier nach",
    "See what was found": "Zum Ergebnis",
    "Go to this step": "Zu diesem Schritt",
    "No check found a problem": "Keine Prüfung fand ein Problem",
    "No check found a problem, but not all could find out": (
        "Keine Prüfung fand ein Problem, doch nicht alle kamen zu einem Ergebnis"
    ),
    "We could not find anything out": "Wir konnten nichts herausfinden",
    "{unknown} of {total} checks could not find out; why, stands beside each.": (
        "{unknown} von {total} Prüfungen kamen zu keinem Ergebnis; der Grund steht jeweils dabei."
    ),
    "{done} of {total} checks could run.": "{done} von {total} Prüfungen waren möglich.",
    "What is left are the things only you can see: walk through the steps.": (
        "Es bleibt, was nur Sie sehen können: Gehen Sie die Schritte durch."
    ),
    "Not checked yet": "Noch nicht geprüft",
    "Nothing to check": "Nichts zu prüfen",
    "Probably:": "Wahrscheinlich:",
    # Bisher
    "given, personal": "angegeben, persönlich",
    "left out here: personal": "hier weggelassen: persönlich",
    "checked": "geprüft",
    "read": "gelesen",
    # Ende
    "Solved": "Gelöst",
    "Your problem is solved": "Ihr Problem ist gelöst",
    "Good to hear. The transcript says what was found and what helped; keep it if this may come back.": (
        "Schön. Das Protokoll hält fest, was sich zeigte und was half; heben Sie es auf, falls es wiederkommt."
    ),
    "It is not solved after all": "Es ist doch nicht gelöst",
    "Start again": "Neu beginnen",
    "Hand this over": "Geben Sie es weiter",
    "Give support the transcript of this walk: it says what was checked, what was found and what you tried, so nobody"
    " asks you twice.": (
        "Geben Sie der Hilfestelle das Protokoll dieser Führung: Darin steht, was geprüft wurde, was sich zeigte und "
        "was Sie versucht haben. So fragt Sie niemand zweimal."
    ),
    "It goes to": "Zuständig ist",
    "Queue:": "Zuständig:",
    "Good to hear that it works": "Schön, dass es wieder geht",
    "The transcript says what was wrong and what helped. Keep it if this may come back.": (
        "Im Protokoll steht, woran es lag und was half. Heben Sie es auf, falls es wiederkommt."
    ),
    "This is where the walk ends": "Hier endet die Führung",
    "Read the transcript": "Protokoll lesen",
    "Transcript as text": "Protokoll als Text",
    "Transcript as JSON": "Protokoll als JSON",
    "Address to pass on (read only)": "Adresse zum Weitergeben (nur lesen)",
    # Protokoll
    "Transcript of a walk": "Protokoll einer Führung",
    "Started": "Begonnen",
    "Last step": "Letzter Schritt",
    "Result": "Ergebnis",
    "Handed over to support": "An die Hilfestelle übergeben",
    "Ended": "Beendet",
    "Still open": "Noch offen",
    "As text": "Als Text",
    "As JSON": "Als JSON",
    "What was given": "Was Sie angaben",
    "visit {number}": "{number}. Besuch",
    "Checked only; the walk did not come by this step.": "Nur geprüft; die Führung kam hier nicht vorbei.",
    "it worked": "hat geholfen",
    "it did not help": "half nicht",
    "could not be tried": "war nicht zu versuchen",
    "Read.": "Gelesen.",
    # Was sich seit dem letzten Mal geändert hat
    "Changed since {time}": "Anders als zuvor ({time})",
    "The same as before ({time}).": "Wie zuvor ({time}).",
    "before:": "vorher:",
    "now:": "jetzt:",
    "new:": "neu:",
    "gone:": "weg:",
    "not there": "nicht da",
    "gone": "weg",
    "nothing": "nichts",
    "What changed since the last run": "Was sich seit der letzten Prüfung geändert hat",
    "still, with other findings": "weiterhin, mit anderem Befund",
    "1 changed since the last run": "1 anders als bei der letzten Prüfung",
    "{count} changed since the last run": "{count} anders als bei der letzten Prüfung",
    "No check could run yet. Each row says what it waits for.": (
        "Noch konnte keine Prüfung laufen. In jeder Zeile steht, worauf sie wartet."
    ),
    "nothing changed since the last run": "nichts anders als bei der letzten Prüfung",
    # Eine Führung, die es nicht mehr gibt
    "This walk has expired": "Diese Führung ist abgelaufen",
    "We do not know this walk": "Diese Führung kennen wir nicht",
    "Walks are kept for {days} days after the last thing done in them. This one is older, so what was typed in it is"
    " deleted.": (
        "Führungen bleiben {days} Tage nach dem letzten Schritt erhalten. Diese ist älter, und was darin eingegeben "
        "wurde, ist gelöscht."
    ),
    "Perhaps a letter of its address was lost on the way, or it expired long ago.": (
        "Vielleicht ging unterwegs ein Buchstabe ihrer Adresse verloren, oder sie ist längst abgelaufen."
    ),
    "Start again: {title}": "Neu beginnen: {title}",
    "Start: {title}": "Beginnen: {title}",
    "Read the article": "Den Artikel lesen",
}
