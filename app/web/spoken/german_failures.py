"""Warum eine Prüfung nichts herausfinden konnte, auf Deutsch."""

from typing import Final

GERMAN_FAILURES: Final = {
    "The check took longer than {seconds} seconds.": "Die Prüfung dauerte länger als {seconds} Sekunden.",
    "The check itself went wrong. This is our fault, and it has been noted.": (
        "Die Prüfung selbst ging schief. Das liegt an uns und ist vermerkt."
    ),
    "You have run many checks within a minute. Wait a minute before the next.": (
        "Sie haben in einer Minute viele Prüfungen gestartet. Warten Sie bis zur nächsten eine Minute."
    ),
    "Very many checks are running at the moment. Try again in a minute.": (
        "Im Moment laufen sehr viele Prüfungen. Versuchen Sie es in einer Minute wieder."
    ),
    "We have connected to {host} often within a minute. Try again in a minute.": (
        "Wir haben {host} in einer Minute oft angesprochen. Versuchen Sie es in einer Minute wieder."
    ),
    "We have asked {address} very often within a minute. Try again in a minute.": (
        "Wir haben {address} in einer Minute sehr oft gefragt. Versuchen Sie es in einer Minute wieder."
    ),
    "We write to one address at most {most} times a day, and to a domain {times} times. Try again tomorrow.": (
        "An eine Adresse schreiben wir höchstens {most}-mal am Tag und an eine Domain {times}-mal. Versuchen "
        "Sie es morgen wieder."
    ),
    "We cannot look into our own records at the moment. Try again in a minute.": (
        "Wir können im Moment nicht in unsere eigenen Aufzeichnungen sehen. Versuchen Sie es in einer Minute wieder."
    ),
    "We ask at most {most} at a time; {count} were given.": (
        "Wir fragen höchstens {most} auf einmal; angegeben waren {count}."
    ),
    "The text is longer than we read; paste the beginning of it.": (
        "Der Text ist länger, als wir lesen. Fügen Sie seinen Anfang ein."
    ),
    "{name} has {count} {kind} records; we read no more.": (
        "{name} hat {count} {kind}-Einträge; so viele lesen wir nicht."
    ),
    "This machine has no name server set up.": "Auf diesem Rechner ist kein Nameserver eingerichtet.",
    "Our own name server did not answer.": "Unser eigener Nameserver hat nicht geantwortet.",
    "Our own name server refused the question.": "Unser eigener Nameserver hat die Frage abgelehnt.",
    "Our own name server cannot find out anything at the moment.": (
        "Unser eigener Nameserver kann im Moment nichts herausfinden."
    ),
    "Our resolver does not say which name servers {zone} has.": (
        "Unser Resolver sagt nicht, welche Nameserver {zone} hat."
    ),
    "The name servers of {name} gave no answer that can be used.": (
        "Die Nameserver von {name} gaben keine brauchbare Antwort."
    ),
    "We have no way to any name server of {zone}.": "Wir haben keinen Weg zu einem Nameserver von {zone}.",
    "No name server of {name} could be asked.": "Kein Nameserver von {name} ließ sich fragen.",
    "{host} does not exist in the DNS.": "{host} gibt es im DNS nicht.",
    "{host} has no address.": "{host} hat keine Adresse.",
    "{host} cannot be resolved: its name servers give a broken answer.": (
        "{host} lässt sich nicht auflösen: Die Nameserver geben eine fehlerhafte Antwort."
    ),
    "{host} cannot be resolved: its name servers do not answer.": (
        "{host} lässt sich nicht auflösen: Die Nameserver antworten nicht."
    ),
    "{host} is an alias that leads in a circle.": "{host} ist ein Alias, der im Kreis führt.",
    "There was no host to try.": "Es gab keinen Server, bei dem wir es versuchen konnten.",
    "There is no address to try.": "Es gibt keine Adresse, bei der wir es versuchen könnten.",
    "No connection came about.": "Es kam keine Verbindung zustande.",
    "No connection to a mail server came about.": "Es kam keine Verbindung zu einem Mailserver zustande.",
    "No encrypted connection to {host} came about.": "Es kam keine verschlüsselte Verbindung zu {host} zustande.",
    "No server let us begin a conversation on port 25.": "Kein Server ließ uns auf Port 25 ein Gespräch beginnen.",
    "No mail server of the domain let us begin a conversation on port 25.": (
        "Kein Mailserver der Domain ließ uns auf Port 25 ein Gespräch beginnen."
    ),
    "{text}: no connection came about.": "{text}: Es kam keine Verbindung zustande.",
    "{text}: no connection came about ({reason}).": "{text}: Es kam keine Verbindung zustande ({reason}).",
    "{text}: no encrypted connection came about on port 25.": (
        "{text}: Auf Port 25 kam keine verschlüsselte Verbindung zustande."
    ),
    "{text}: no connection to port {port} came about.": "{text}: Zu Port {port} kam keine Verbindung zustande.",
    "We have no way to {host}.": "Wir haben keinen Weg zu {host}.",
    "{host} let us begin no conversation on port 25.": "{host} ließ uns auf Port 25 kein Gespräch beginnen.",
    "{host} answers with something that is no SMTP reply.": "{host} antwortet mit etwas, das keine SMTP-Antwort ist.",
    "{host} asks to come back later: {words}. Run this again in ten minutes.": (
        "{host} bittet, später wiederzukommen: {words}. Prüfen Sie in zehn Minuten noch einmal."
    ),
    "{host} asks to come back later: {words}.": "{host} bittet, später wiederzukommen: {words}.",
    "{text} turns us away: {words}": "{text} weist uns ab: {words}",
    "{host} refused our sender, so recipients could not be asked about.": (
        "{host} wies unseren Absender ab, deshalb konnten wir nach Empfängern nicht fragen."
    ),
    "{host} sent a certificate that cannot be read.": "{host} sandte ein Zertifikat, das sich nicht lesen lässt.",
    "{host} sent no certificate.": "{host} sandte kein Zertifikat.",
    "The domain says that it takes no mail.": "Die Domain erklärt, dass sie keine Mail annimmt.",
    "The server does not let us begin.": "Der Server lässt uns nicht beginnen.",
    "The server breaks off after our greeting.": "Der Server bricht nach unserer Begrüßung ab.",
    "The server offers no encryption on this port.": "Der Server bietet auf diesem Port keine Verschlüsselung an.",
    "The server closed the connection.": "Der Server hat die Verbindung geschlossen.",
    "The connection was reset.": "Die Verbindung wurde zurückgesetzt.",
    "The server said nothing in time.": "Der Server sagte nichts, solange wir warteten.",
    "The server sent a line longer than we read.": "Der Server sandte eine längere Zeile, als wir lesen.",
    "The server sent more than we read.": "Der Server sandte mehr, als wir lesen.",
    "The server sent text before the encryption it had promised.": (
        "Der Server sandte Text vor der Verschlüsselung, die er zugesagt hatte."
    ),
    "The encryption could not be agreed on. Cause: {words}.": (
        "Die Verschlüsselung kam nicht zustande. Ursache: {words}."
    ),
    "The encryption could not be agreed on.": "Die Verschlüsselung kam nicht zustande.",
    "The server gave answers that nobody had asked for.": "Der Server gab Antworten, nach denen niemand gefragt hatte.",
    "The answer is no HTTP: {words}.": "Die Antwort ist kein HTTP: {words}.",
    # in einem Wort
    "closed": "geschlossen",
    "reset": "zurückgesetzt",
    "timeout": "keine Antwort",
    "too-long": "eine zu lange Zeile",
    "too-much": "zu viel Text",
    "injected": "Text zur falschen Zeit",
    "handshake": "keine Verschlüsselung",
    "out-of-turn": "ungefragte Antworten",
    "refused": "abgelehnt",
    "unreachable": "nicht erreichbar",
    "no-route": "kein Weg von hier",
}
