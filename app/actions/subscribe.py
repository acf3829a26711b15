"""Tell somebody of replies: asked for with a comment, begun once they confirm by mail that the address is theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from app.actions.comment_mail import DAYS, MOST_A_DAY, about_article, permalink, signed_link
from app.actions.queue_mail import queue_mail
from app.actions.services import Services
from app.storage import outgoing, subscriptions
from app.storage.comment_rows import Comment
from app.storage.subscriptions import Subscription


def subscribe(services: Services, session: Session, comment: Comment, now: datetime) -> Subscription | None:
    """Note that the writer of `comment` wants to hear of replies to its thread, and ask by mail whether that is so.

    Does not commit. No mail for what is taken for spam, none where the address was asked often enough today, and
    none where it is asked to confirm itself anyway: that mail's link begins this too. None without an address.
    """
    if not comment.email or comment.state in ("spam", "rejected"):
        return None
    found = subscriptions.keep_subscription(session, comment.parent_id or comment.id, comment.email, now)
    if found.running or comment.state == "unconfirmed":
        return found
    if outgoing.count_recent(session, comment.email, "subscribe:", now - timedelta(days=1)) < MOST_A_DAY:
        queue_mail(
            session,
            key=f"subscribe:{found.id}:{comment.id}",
            recipient=comment.email,
            template="subscribe",
            values={
                **about_article(services, comment),
                "permalink": permalink(services, comment),
                "link": signed_link(services, "subscribe", subscription=found.id),
                "days": DAYS,
            },
            now=now,
        )
    return found
