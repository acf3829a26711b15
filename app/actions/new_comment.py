"""A comment on its way in: what was filled in, where it came from, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.actions.verify import Ticket
from app.core.errors import BadInput
from app.storage.comment_rows import Comment


class BadComment(BadInput):
    """`fields` tells beside which field what is to be mended."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("The comment cannot be taken as it is.", problems)

    @property
    def problems(self) -> dict[str, str]:
        return self.fields


@dataclass(frozen=True, slots=True)
class NewComment:
    """What was filled in. `anchor` is a step's or a cause's id, `version_number` that of the page it was read on."""

    article_id: str
    anchor: str = ""
    parent_id: int | None = None
    version_number: int | None = None
    name: str = ""
    email: str = ""
    email_shown: bool = False
    text: str = ""
    subscribe: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Where it came from. `voter` is a keyed digest of line and browser, `wrote` the ids of what this browser wrote."""

    address: str = ""
    agent: str = ""
    voter: str = ""
    wrote: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """When the form was opened, by our own signature, and what stands in the field that people do not see."""

    opened_at: datetime | None = None
    honeypot: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """All that comes with a comment. A `ticket` of its verification is used up where it is kept."""

    new: NewComment
    sender: Sender
    form: Form
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """The comment as it is kept; `duplicate` where it was there already.

    It is the sender's own where it is new, or was posted with the very same verification: a button that was pressed
    twice. Everybody else can read a comment and post the same words.
    """

    comment: Comment
    duplicate: bool = False
    own: bool = True
