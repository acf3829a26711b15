"""Somebody asks for all that was written with an address: a signed link goes there, where there is anything."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import Final

from app.actions.comment_links import VALID
from app.actions.comment_mail import about_site, signed_link
from app.actions.queue_mail import queue_mail
from app.actions.read_comment import WRITER
from app.actions.services import Services
from app.storage import comments, outgoing, subscriptions

MOST_A_DAY: Final = 3  # to one address
MOST_AN_HOUR: Final = 200  # in all


def ask_for_own(services: Services, email: str) -> bool:
    """Whether a mail was written. Whoever asks is never told, neither in words nor by how long the answer takes:
    call it when the answer is out.

    The link names the message, not the address, so that no log of addresses on the way has it.
    """
    now = services.clock()
    with services.sessions() as session:
        if outgoing.count_recent(session, email, "mine:", now - timedelta(days=1)) >= MOST_A_DAY:
            return False
        if outgoing.count_recent(session, None, "mine:", now - timedelta(hours=1)) >= MOST_AN_HOUR:
            return False
        writer = services.signer.digest(WRITER, email.casefold())
        if not comments.by_writer(session, writer) and not subscriptions.subscriptions_of(session, email):
            return False
        key = f"mine:{token_hex(16)}"
        queue_mail(
            session,
            key=key,
            recipient=email,
            template="mine",
            values={
                "link": signed_link(services, "mine", mail=key),
                "hours": round(VALID["mine"].total_seconds() / 3600),
                **about_site(services),
            },
            now=now,
        )
        session.commit()
    return True
