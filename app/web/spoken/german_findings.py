"""Was Prüfungen sagen, auf Deutsch: die Sätze zu ihren Ergebnissen und was im Einzelnen danach steht."""

from typing import Final

from app.web.spoken.german_details import GERMAN_DETAILS
from app.web.spoken.german_failures import GERMAN_FAILURES
from app.web.spoken.german_faults import GERMAN_FAULTS
from app.web.spoken.german_findings_dns import GERMAN_FINDINGS_DNS
from app.web.spoken.german_findings_messages import GERMAN_FINDINGS_MESSAGES
from app.web.spoken.german_findings_policies import GERMAN_FINDINGS_POLICIES
from app.web.spoken.german_findings_servers import GERMAN_FINDINGS_SERVERS
from app.web.spoken.german_refusals import GERMAN_REFUSALS

GERMAN_SENTENCES: Final = {
    **GERMAN_FINDINGS_DNS,
    **GERMAN_FINDINGS_POLICIES,
    **GERMAN_FINDINGS_SERVERS,
    **GERMAN_FINDINGS_MESSAGES,
}
GERMAN_PARTICULARS: Final = {**GERMAN_DETAILS, **GERMAN_FAILURES, **GERMAN_FAULTS, **GERMAN_REFUSALS}
GERMAN_ALONE: Final = {
    "All checks together took longer than {seconds} seconds.": (
        "Alle Prüfungen zusammen dauerten länger als {seconds} Sekunden."
    ),
    "Run this check again by itself.": "Starten Sie diese Prüfung noch einmal allein.",
    "There is no check `{name}`.": "Eine Prüfung `{name}` gibt es nicht.",
    "There was nothing to look at.": "Es gab nichts zu prüfen.",
    "[left out: personal]": "[weggelassen: persönlich]",
}
