"""Comments by short calls, on the benches of `factories.py`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from app.actions.moderate_comment import moderate_comment
from app.actions.post_comment import Form, NewComment, Posted, Sender, post_comment
from app.storage import comments
from app.storage.audit import Actor
from app.storage.comment_rows import Comment
from tests.actions.factories import Bench

TIP = "Our provider had closed port 25 without a word. A call to them opened it within the hour."
MODERATOR = Actor(None, "Grace")
_networks = count(1)


def post(
    bench: Bench,
    text: str = TIP,
    *,
    address: str = "",
    seconds: float = 60,
    honeypot: str = "",
    wrote: tuple[int, ...] = (),
    **changes: Any,
) -> Posted:
    """Post on the step `mx` of the article `mail`, each time from a network of its own unless told otherwise."""
    new = NewComment(**{"article_id": "mail", "anchor": "mx", "name": "Ada", "text": text, **changes})
    number = next(_networks)
    sender = Sender(address or f"203.0.{number % 256}.{1 + number // 256}", "Firefox", "voter", wrote)
    return post_comment(bench.services, new, sender, Form(bench.clock() - timedelta(seconds=seconds), honeypot))


def published(bench: Bench, text: str = TIP, **changes: Any) -> Comment:
    """A comment that a moderator let through."""
    comment = post(bench, text, **changes).comment
    return moderate_comment(bench.services, MODERATOR, comment.id, "publish", expected=comment.state).comment


def read(bench: Bench, comment_id: int) -> Comment:
    with bench.services.sessions() as session:
        comment = comments.find_comment(session, comment_id)
    assert comment is not None
    return comment
