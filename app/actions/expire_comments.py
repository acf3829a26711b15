"""Forget what is kept only for a while: networks after the set days, and for good what was taken away 30 days ago.

What waited in vain for its writer to confirm the address is taken away when the link in the mail stops working.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.actions.comment_mail import DAYS
from app.actions.services import Services
from app.storage import comment_changes


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many comments lost their network, and how many were erased."""

    networks: int = 0
    erased: int = 0


def expire_comments(services: Services) -> Forgotten:
    """In batches, each committed, so that nobody who writes waits long. Raises StoreUnavailable."""
    now = services.clock()
    with services.sessions() as session:
        networks = comment_changes.expire_networks(
            session, now - timedelta(days=services.settings.comment_address_days)
        )
        comment_changes.expire_unconfirmed(session, now - timedelta(days=DAYS), now)
        session.commit()
        erased = 0
        while batch := comment_changes.erase_removed(session, now - comment_changes.KEPT_REMOVED):
            session.commit()
            erased += batch
        session.rollback()
    return Forgotten(networks, erased)
