"""The addresses of a walk's pages. A step whose id is a word of ours is reached by a query instead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, urlencode

RESERVED = frozenset({"check", "transcript", "transcript.txt", "transcript.json"})
CHOSEN = "chosen"  # `?chosen=yes`: an answer that a browser without scripts held when it ran checks
INPUTS = "inputs"  # `?change=inputs`: the inputs that no step lists, or those of a step, are opened again


def walk_url(token: str, **query: str) -> str:
    """`/r/{token}`: where the walk stands."""
    return f"/r/{token}{_tail('', tuple(query.items()))}" if query else f"/r/{token}"


def step_url(token: str, step: str, visit: int = 1, chosen: Sequence[str] = (), **query: str) -> str:
    """A step on the path; the latest visit where `visit` is 1 and there were no others. `chosen` are the options of its
    question that are chosen and not handed in yet."""
    if visit > 1:
        query = {"visit": str(visit), **query}
    return f"/r/{token}{_tail(step, (*query.items(), *((CHOSEN, option) for option in chosen)))}"


def in_html(url: str) -> str:
    """An address of ours in an attribute. What else HTML minds is quoted in it already."""
    return url.replace("&", "&amp;")


@lru_cache(maxsize=4096)
def _tail(step: str, query: tuple[tuple[str, str], ...]) -> str:
    """What follows the token, which is the same for all walks."""
    if step in RESERVED:
        step, query = "", (("step", step), *query)
    path = f"/{quote(step)}" if step else ""
    return path + (f"?{urlencode(query)}" if query else "")
