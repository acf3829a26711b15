"""The addresses of a walk's pages. A step whose id is a word of ours is reached by a query instead."""

from __future__ import annotations

from urllib.parse import quote, urlencode

RESERVED = frozenset({"check", "transcript", "transcript.txt", "transcript.json"})
INPUTS = "inputs"  # `?change=inputs`: the inputs that no step lists, or those of a step, are opened again


def walk_url(token: str, **query: str) -> str:
    """`/r/{token}`: where the walk stands."""
    return f"/r/{token}" + (f"?{urlencode(query)}" if query else "")


def step_url(token: str, step: str, visit: int = 1, **query: str) -> str:
    """A step on the path; the latest visit where `visit` is 1 and there were no others."""
    if visit > 1:
        query = {"visit": str(visit), **query}
    if step in RESERVED or not step:
        return walk_url(token, **({"step": step} if step else {}), **query)
    return f"/r/{token}/{quote(step)}" + (f"?{urlencode(query)}" if query else "")
