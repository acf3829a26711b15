"""The form of a comment: what was typed, what is wrong with it, and what the page needs to show it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from app.actions.new_comment import Form, NewComment
from app.actions.services import Services
from app.actions.verify import make_picture, opened_at, opened_now
from app.core.comment_fields import MAX_TEXT
from app.web.bodies import Fields

LARGEST = 524_288  # bytes of a form: a character may be made of ten code points, each of twelve bytes in a form
LONGEST = 60_000  # code points that come back to the page
OPEN = timedelta(hours=24)  # a form that was opened earlier does not say when


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form, as they came."""

    name: str = ""
    email: str = ""
    hide: bool = True
    text: str = ""
    subscribe: bool = False
    anchor: str = ""
    parent: int | None = None
    version: int | None = None
    opened: str = ""
    website: str = ""
    payload: str = ""
    picture: str = ""
    picture_answer: str = ""

    @classmethod
    def of(cls, fields: Fields) -> Typed:
        """Nothing is refused here: `post_comment` says what cannot be taken."""

        def last(name: str) -> str:
            return (fields.get(name) or ("",))[-1][:LONGEST]

        return cls(
            name=last("name"),
            email=last("email"),
            hide="hide" in fields,
            text=last("text"),
            subscribe="subscribe" in fields,
            anchor=last("anchor"),
            parent=_number(last("parent")),
            version=_number(last("version")),
            opened=last("opened"),
            website=last("website"),
            payload=last("verification"),
            picture=last("picture"),
            picture_answer=last("picture_answer"),
        )

    @property
    def unverified(self) -> Typed:
        """Without the proof, which was not good."""
        return replace(self, payload="", picture="", picture_answer="")

    def comment(self, article_id: str) -> NewComment:
        return NewComment(
            article_id=article_id,
            anchor=self.anchor,
            parent_id=self.parent,
            version_number=self.version,
            name=self.name,
            email=self.email,
            email_shown=not self.hide,
            text=self.text,
            subscribe=self.subscribe,
        )

    def form(self, services: Services) -> Form:
        return Form(opened_at(services, self.opened, OPEN), self.website)

    def subject(self, article_id: str) -> str:
        """What a verification is for: this comment at this place."""
        return "\0".join((article_id, self.anchor, str(self.parent), self.name, self.email, self.text))


@dataclass(frozen=True, slots=True)
class FormView:
    """The form as its template shows it. `picture` is empty where the page is the same for everybody."""

    action: str
    version: int
    typed: Typed = field(default_factory=Typed)
    errors: Mapping[str, str] = field(default_factory=dict)
    opened: str = ""
    picture: str = ""
    picture_shown: bool = False
    days: int = 30
    limit: int = MAX_TEXT

    @property
    def is_reply(self) -> bool:
        return self.typed.parent is not None


def new_form(services: Services, article_id: str, version: int, typed: Typed | None = None) -> FormView:
    """A form on a page of its own, for one reader: with the moment it was opened, and a picture."""
    typed = typed or Typed()
    return FormView(
        action=f"/a/{article_id}/comments",
        version=typed.version or version,
        typed=typed,
        opened=typed.opened or opened_now(services),
        picture=typed.picture or make_picture(services),
        picture_shown=bool(typed.picture_answer),
        days=services.settings.comment_address_days,
    )


def kept_form(services: Services, article_id: str, version: int) -> FormView:
    """A form on a page that everybody gets: its script, or the next page, brings what is missing."""
    return FormView(f"/a/{article_id}/comments", version, days=services.settings.comment_address_days)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
