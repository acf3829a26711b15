"""What people are told of a comment by mail, in the transaction of what it tells of, and the signed links in it.

A link is `/comments/l/{signed}`; what is signed is `{"do": …, "comment": n}`, or `"subscription"` for ending one.
Following it shows a page with one button, since mail scanners follow links; only the button acts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlmodel import Session

from app.actions.queue_mail import mail_base, queue_mail
from app.actions.services import Services
from app.core.anchors import find_anchor
from app.storage import comments, outgoing
from app.storage.comment_rows import Comment

LINK: Final = "comment-link"  # purpose that links are signed for
DAYS: Final = 30  # so long a link works
MOST_AN_HOUR: Final = 30  # messages about comments that wait, to one moderator
MOST_A_DAY: Final = 5  # questions to one address


def signed_link(services: Services, do: str, **about: int | str) -> str:
    """The address of a link that does one thing: publish, reject, spam, confirm, subscribe, unsubscribe, mine."""
    signed = services.signer.sign(LINK, {"do": do, **about})
    return f"{mail_base(services.settings)}/comments/l/{signed}"


def permalink(services: Services, comment: Comment) -> str:
    return f"{mail_base(services.settings)}/comments/{comment.id}"


def moderator_mark(services: Services, moderator: str) -> str:
    """Stands for one of UNSNAG_MODERATORS in links and keys, which tell nobody the address."""
    return services.signer.digest("moderator", moderator.casefold())[:16]


def about_site(services: Services) -> dict[str, str]:
    """What every template tells of the site."""
    return {"base": mail_base(services.settings), "site": services.settings.site_name}


def tell_of_posted(services: Services, connection: Connection, comment: Comment, now: datetime) -> None:
    """What a new comment leads to: its writer confirms, moderators are told that it waits, or readers of replies.

    In the transaction of `connection`; nothing is opened where nobody is to be told.
    """
    if comment.state == "published" and comment.parent_id is None:
        return
    if comment.state == "held" and not services.settings.moderators:
        return
    session = Session(connection)  # never committed: whoever has the connection does that
    tell(services, session, comment, now)


def tell(services: Services, session: Session, comment: Comment, now: datetime) -> None:
    """The same within a session."""
    match comment.state:
        case "unconfirmed":
            ask_to_confirm(services, session, comment, now)
        case "held":
            tell_moderators(services, session, comment, now)
        case "published":
            tell_subscribers(services, session, comment, now)


def tell_moderators(services: Services, session: Session, comment: Comment, now: datetime) -> None:
    """A message to each of UNSNAG_MODERATORS: the comment, why it waits, and a link for each verdict.

    Once for each text of it, since an edit may make it wait again. A flood of comments is no flood of mail: after
    `MOST_AN_HOUR` to one moderator the queue tells of the others.
    """
    edition = f"{int(comment.edited_at.timestamp())}:" if comment.edited_at else ""
    for moderator in services.settings.moderators:
        recent = outgoing.count_recent(session, moderator, "held:", now - timedelta(hours=1))
        if recent >= MOST_AN_HOUR:
            continue
        to = moderator_mark(services, moderator)
        queue_mail(
            session,
            key=f"held:{comment.id}:{edition}{to}",
            recipient=moderator,
            template="held",
            values={
                **about_article(services, comment),
                "where": _where(services, comment),
                "name": comment.name,
                "reasons": comment.reasons,
                "last": recent == MOST_AN_HOUR - 1,
                "text": comment.text,
                **{do: signed_link(services, do, comment=comment.id, to=to) for do in ("publish", "reject", "spam")},
                "days": DAYS,
            },
            now=now,
        )


def ask_to_confirm(services: Services, session: Session, comment: Comment, now: datetime) -> None:
    """A message to the writer, with the link that proves that the address is theirs.

    None where that address was asked often enough today: anybody can type one that is not theirs.
    """
    if outgoing.count_recent(session, comment.email, "confirm:", now - timedelta(days=1)) >= MOST_A_DAY:
        return
    queue_mail(
        session,
        key=f"confirm:{comment.id}",
        recipient=comment.email,
        template="confirm",
        values={
            **about_article(services, comment),
            "link": signed_link(services, "confirm", comment=comment.id),
            "days": DAYS,
        },
        now=now,
    )


def tell_subscribers(services: Services, session: Session, reply: Comment, now: datetime) -> None:
    """A message to everybody who asked to hear of replies to the first comment, its own writer left out."""
    if reply.parent_id is None:
        return
    for subscription_id, email in comments.subscribers(session, reply.parent_id):
        if email.casefold() == reply.email.casefold():
            continue
        end = signed_link(services, "unsubscribe", subscription=subscription_id)
        queue_mail(
            session,
            key=f"reply:{reply.id}:{subscription_id}",
            recipient=email,
            template="reply",
            values={
                **about_article(services, reply),
                "name": reply.name,
                "text": reply.text,
                "permalink": permalink(services, reply),
                "unsubscribe": end,
            },
            now=now,
            headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},  # RFC 8058
        )


def tell_of_fix(services: Services, session: Session, comment: Comment, number: int, now: datetime) -> None:
    """A message to the writer, once, that a published version mends what they told of; none without an address."""
    if not comment.email:
        return
    queue_mail(
        session,
        key=f"fixed:{comment.id}",
        recipient=comment.email,
        template="fixed",
        values={
            **about_article(services, comment),
            "text": comment.text,
            "number": number,
            "note": comment.mark_note,
            "permalink": permalink(services, comment),
        },
        now=now,
    )


def about_article(services: Services, comment: Comment) -> dict[str, object]:
    """What every message about a comment names: the site, where it is, and the article."""
    entry = services.library.get(comment.article_id)
    title = entry.title if entry is not None else comment.article_id
    return {**about_site(services), "article": title}


def _where(services: Services, comment: Comment) -> str:
    """The title of the step or cause, as it stands now; empty for the article as a whole."""
    entry = services.library.get(comment.article_id)
    found = find_anchor(entry.article, comment.anchor) if entry is not None and comment.anchor else None
    return found.title if found is not None else comment.anchor
