"""What admins set on the pages, in place of a setting."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions.moderation_policy import CONFIRM_ADDRESS, LINKS, MODERATION
from app.actions.services import Services
from app.core.errors import BadInput
from app.storage import audit, site_options
from app.storage.audit import Actor

MOST_LINKS = 100


def set_options(services: Services, actor: Actor, wanted: Mapping[str, str]) -> int:
    """Sets those that differ from what holds; `""` goes back to the setting. How many changed.

    Raises BadInput with a sentence for each option that cannot be taken.
    """
    faults = {name: fault for name, value in wanted.items() if (fault := _fault(name, value))}
    if faults:
        raise BadInput(" ".join(faults.values()), fields=faults)
    now, changed = services.clock(), 0
    with services.sessions() as session:
        held = site_options.options(session)
        for name, value in wanted.items():
            if held.get(name, "") == value:
                continue
            site_options.set_option(session, name, value or None)
            audit.record(
                session,
                account=actor,
                action="set-option",
                subject_kind="option",
                subject_id=name,
                details={"before": held.get(name, ""), "after": value},
                now=now,
            )
            changed += 1
        session.commit()
    return changed


def _fault(name: str, value: str) -> str:
    if not value:
        return ""
    if name == MODERATION:
        return "" if value in ("all", "first-time", "none") else "Choose which comments wait."
    if name == CONFIRM_ADDRESS:
        return "" if value in ("yes", "no") else "Choose whether writers confirm their address."
    if name == LINKS:
        fits = value.isascii() and value.isdigit() and int(value[:4]) <= MOST_LINKS and len(value) <= 3
        return "" if fits else f"Enter a number from 0 to {MOST_LINKS}."
    return "There is no such option."
