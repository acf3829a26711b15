"""A comment as its template shows it: nothing left to decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from markupsafe import Markup

from app.actions.post_comment import OPEN_FOR
from app.storage.comment_changes import REMOVED
from app.storage.comment_rows import Comment
from app.storage.comments import Shown
from app.web.comments.places import Place, Places
from app.web.phrases import instant
from app.web.spoken import speaker


@dataclass(frozen=True, slots=True)
class Moment:
    """A time for `<time>`: as a machine reads it, and in words."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """`state`: published; for its writer also waiting, unconfirmed or removed; else gone, a place for replies."""

    id: int
    name: str
    html: Markup
    state: str
    written: Moment
    edited: Moment | None
    place: Place
    earlier: str  # the sentence where the text it hangs on changed since
    mark: str
    helpful: int
    has_address: bool
    parent_id: int | None
    replies: tuple[CommentView, ...] = ()
    more: int = 0
    mine: bool = False
    until: Moment | None = None  # its writer may change it so long
    corrected: bool = False  # by a moderator: its writer may withdraw it only
    fresh: bool = False  # its writer has just written it

    @property
    def shown(self) -> bool:
        return self.state == "published"


class Viewer:
    """Makes views for one reader, who reads a language. `mine` they wrote, `corrected` a moderator changed of those."""

    def __init__(
        self,
        places: Places,
        lang: str,
        now: datetime,
        mine: Collection[int] = (),
        corrected: Collection[int] = (),
    ) -> None:
        self._places, self._lang, self._now, self._mine, self._corrected = places, lang, now, mine, corrected
        self._speak = speaker(lang)

    def threads(self, shown: Iterable[Shown]) -> tuple[CommentView, ...]:
        """A page of comments, each with its replies."""
        return tuple(
            replace(self.one(item.comment), replies=tuple(self.one(reply) for reply in item.replies), more=item.more)
            for item in shown
        )

    def one(self, comment: Comment) -> CommentView:
        place = self._places.find(comment.anchor)
        mine = comment.id in self._mine
        state = self._state(comment, mine)
        open_until = comment.created_at + OPEN_FOR
        changeable = mine and self._now <= open_until and state != "gone"
        return CommentView(
            id=comment.id,
            name=comment.name,
            html=Markup(comment.html) if state != "gone" else Markup(""),  # noqa: S704 (cleaned by core/markup)
            state=state,
            written=self._moment(comment.created_at),
            edited=self._moment(comment.edited_at) if comment.edited_at and state != "gone" else None,
            place=place,
            earlier=self._earlier(comment, place) if state != "gone" else "",
            mark=self._mark(comment),
            helpful=comment.helpful,
            has_address=comment.email_shown and bool(comment.email) and state == "published",
            parent_id=comment.parent_id,
            mine=mine,
            until=Moment(open_until.isoformat(), f"{open_until:%H:%M} UTC") if changeable else None,
            corrected=comment.id in self._corrected,
            fresh=mine and self._now - comment.created_at < timedelta(minutes=2),
        )

    def _state(self, comment: Comment, mine: bool) -> str:
        """Nobody is told that a comment is taken for spam: for its writer it waits."""
        if comment.public:
            return "published"
        if not mine or comment.state == "withdrawn" or comment.erased:
            return "gone"
        if comment.published_at is not None:
            return "removed" if comment.state in REMOVED else "waiting"
        return "unconfirmed" if comment.state == "unconfirmed" else "waiting"

    def _earlier(self, comment: Comment, place: Place) -> str:
        _say = self._speak
        number = comment.version_number
        if not place.there:
            return _say("Written for a step that the article no longer has (version {number}).", number=number)
        if comment.anchor_digest and comment.anchor_digest != place.digest:
            return _say("Written for an earlier version of this step (version {number}).", number=number)
        return ""

    def _mark(self, comment: Comment) -> str:
        _say = self._speak
        match comment.mark:
            case "fixed":
                return _say("Mended in version {number} of the article", number=comment.mark_number or "?")
            case "promoted":
                return _say("Became a part of the article")
            case "open":
                return _say("The author looks into it")
            case "declined":
                return _say("The author decided against it")
        return ""

    def _moment(self, moment: datetime) -> Moment:
        return Moment(moment.isoformat(timespec="seconds"), instant(moment, self._lang))
