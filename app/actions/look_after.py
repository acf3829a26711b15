"""What `unsnag doctor` looks at: the database, the content folder, and what the operator has opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.look_after_mail import look_after_mail
from app.actions.open_library import open_library
from app.checks import declarations
from app.core.errors import StoreUnavailable
from app.settings import Settings
from app.storage.accounts import active_admins


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: is it well, and a sentence."""

    well: bool
    said: str


def look_after(settings: Settings, now: datetime) -> list[Finding]:
    """Opens what the site would open, changes nothing in the content, and never raises."""
    findings: list[Finding] = []
    try:
        opened = open_library(settings, declarations(), now, import_content=False)
        served, broken = len(opened.library.entries()), opened.library.broken()
        mail = [Finding(*found) for found in look_after_mail(settings, opened.sessions, now)]
        with opened.sessions() as session:
            admins = active_admins(session)
        opened.engine.dispose()
        findings.append(Finding(True, f"The database answers; {served} articles are served."))
        findings += [Finding(False, f"{file.file} is broken: run `unsnag lint` on it.") for file in broken]
        findings += mail
        findings.append(Finding(True, _who_moderates(admins)))
    except StoreUnavailable as problem:
        findings.append(Finding(False, f"The database does not answer: {problem.message}"))
    if settings.content.is_dir():
        findings.append(Finding(True, f"The content folder is {settings.content}."))
    else:
        findings.append(Finding(False, f"There is no content folder {settings.content}: set UNSNAG_CONTENT."))
    findings.append(Finding(True, f"{len(declarations())} checks are there."))
    opened_by = settings.opened()
    findings += [Finding(True, f"{name} is set: {value}") for name, value in opened_by.items()]
    if "UNSNAG_CONTROL_SMTP" not in opened_by:
        findings.append(Finding(True, "Without UNSNAG_CONTROL_SMTP we cannot tell a port 25 blocked here from theirs."))
    return findings


def _who_moderates(admins: int) -> str:
    if not admins:
        return "Nobody can log in to moderate comments yet: make an account with `unsnag user add EMAIL`."
    return f"Admins who may log in at /admin: {admins}."
