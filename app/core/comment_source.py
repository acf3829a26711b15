"""A comment as another system had it, whichever that was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

Format = Literal["csv", "disqus", "isso", "wordpress"]
SourceState = Literal["published", "held", "deleted", "spam"]

LONGEST_TEXT: Final = 40_000  # code points of one comment
MOST: Final = 1_000_000  # comments of one file


@dataclass(frozen=True, slots=True)
class SourceComment:
    """`line` is where it stands in its file, `keys` all that says which article it is on, the surest first.

    `id` and `parent` are the other system's. `text` is in the comment profile: Markdown with line breaks kept.
    """

    line: int
    id: str
    keys: tuple[str, ...]
    text: str
    name: str
    created: datetime
    email: str = ""
    email_shown: bool = False
    parent: str = ""
    anchor: str = ""
    state: SourceState = "published"
    helpful: int = 0


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something in the file that cannot be taken, by its line."""

    line: int
    said: str


def moment(text: str) -> datetime | None:
    """An ISO 8601 date or time; without a zone it is UTC. None where it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
