"""The last verdict of a moderator that can still be taken back."""

from __future__ import annotations

from typing import NamedTuple

from app.actions.moderate_comment import STATES
from app.actions.services import Services
from app.storage import audit, comments
from app.storage.audit import Actor

LOOKED_AT = 20  # entries of the log


class Undoable(NamedTuple):
    """Put comment `comment_id`, which is in state `after` now, back to `before`."""

    comment_id: int
    before: str
    after: str


def last_verdict(services: Services, actor: Actor) -> Undoable | None:
    """None where the last one was taken back, or somebody else has changed the comment since."""
    if actor.account_id is None:
        return None
    with services.sessions() as session:
        entries = audit.entries(session, account_id=actor.account_id, subject_kind="comment", limit=LOOKED_AT)
        entry = next((each for each in entries if each.action in STATES or each.action == "undo"), None)
        if entry is None or entry.action == "undo":
            return None
        found = comments.find_comment(session, int(entry.subject_id))
    before, after = str(entry.details.get("before", "")), str(entry.details.get("after", ""))
    if found is None or found.erased or found.state != after or before == after:
        return None
    return Undoable(found.id, before, after)
