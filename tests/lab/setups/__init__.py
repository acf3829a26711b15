"""Every set-up of the lab: broken and sound servers, each with the one verdict that is right. README.md lists them."""

from collections.abc import Iterable

from tests.lab.setups import connecting, conversations, encrypting, looking_up, packaged, pasted, policies
from tests.lab.setups.setup import Setup, Walk

SETUPS: tuple[Setup, ...] = (
    *looking_up.SETUPS,
    *connecting.SETUPS,
    *conversations.SETUPS,
    *encrypting.SETUPS,
    *policies.SETUPS,
    *pasted.SETUPS,
)

PACKAGED: tuple[Setup, ...] = packaged.SETUPS  # with servers that not every machine has

__all__ = ["PACKAGED", "SETUPS", "Setup", "Walk", "table"]


def table(setups: Iterable[Setup]) -> str:
    """Set-ups as the rows of README.md. `✓` is a walk that finds no fault, `–` one that cannot tell."""
    rows = ["| set-up | what is so | verdict | `unsnag diagnose` |", "| --- | --- | --- | --- |"]
    rows += [f"| {one.name} | {one.what} | `{one.check}`: {one.code} | {_walk(one.walk)} |" for one in setups]
    return "\n".join(rows) + "\n"


def _walk(walk: Walk | None) -> str:
    if walk is None:
        return "–"
    about = "" if walk.article == "inbound-email" else f"{walk.article}, "
    return f"{about}{walk.first or 'later'}: {walk.cause}" if walk.cause else "✓"
