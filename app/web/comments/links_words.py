"""What the pages of signed links say: to readers in their language, to moderators in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from app.web.languages import choose_language
from app.web.phrases import direction
from app.web.spoken import LANGUAGES
from app.web.templates import page

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says: before and after, and on its button."""

    title: str
    says: str
    button: str
    done_title: str
    done_says: str
    kind: str = "primary"


VERDICTS: Final[Mapping[str, Words]] = {
    "publish": Words("Publish this comment?", "", "Publish", "Published", "Everybody can read it now."),
    "reject": Words("Reject this comment?", "", "Reject", "Rejected", "It is shown to nobody.", "warning"),
    "spam": Words("Is this spam?", "", "It is spam", "Marked as spam", "It is shown to nobody.", "warning"),
}
STOOD: Final[Mapping[str, str]] = {
    "published": "It is published.",
    "held": "It waits.",
    "rejected": "It was rejected.",
    "spam": "It was marked as spam.",
    "withdrawn": "Its writer withdrew it.",
    "unconfirmed": "Its writer has yet to confirm the address.",
}


def words_of(do: str, _say: Say) -> Words:
    """Of a link for confirming, or for the beginning or the end of being told of replies."""
    match do:
        case "confirm":
            return Words(
                _say("Confirm your address"),
                _say("You wrote this with an address of yours. Confirm that, and your tip goes on its way."),
                _say("Confirm my address"),
                _say("Your address is confirmed"),
                _say("A moderator looks at your tip now."),
            )
        case "subscribe":
            return Words(
                _say("Do you want to hear of replies?"),
                _say("We write to you when somebody replies here. Every message has a link that ends it."),
                _say("Yes, write to me"),
                _say("You will hear of replies"),
                _say("Every message has a link that ends it."),
            )
        case _:
            return Words(
                _say("No more mail of replies?"),
                _say("We wrote to you since you asked to hear of replies here."),
                _say("No more of them"),
                _say("You will hear no more of these replies"),
                _say("If a message is under way already, it is the last one."),
            )


def language_for(request: Request) -> str:
    """The language of the site's own words that this reader wants, by `?lang=` or their browser."""
    wanted, accepted = request.query_params.get("lang", ""), request.headers.get("accept-language", "")
    return choose_language(["en", *LANGUAGES], wanted, accepted)


def link_page(request: Request, name: str, lang: str, *, status: int = 200, **context: object) -> Response:
    """A page in `lang` that no search engine keeps."""
    frame: dict[str, Any] = {"lang": lang, "dir": direction(lang), "noindex": True, **context}
    made = page(request, name, status=status, **frame)
    made.headers["vary"] += ", Accept-Language"
    return made
