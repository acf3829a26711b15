"""The headings of docs/checks.md, from the declarations; `python -m app.checks.handbook docs/checks.md` renews them.

What stands above the mark in that file is written by hand and stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from app.checks import declarations
from app.core.checking import COMMON_OUTCOMES, Declaration, Outcome

MARK = "<!-- from here on: python -m app.checks.handbook docs/checks.md -->\n"


def chapters(found: Iterable[Declaration]) -> str:
    """One level-2 heading for each check, and one for the outcomes that all share."""
    parts = [_chapter(declaration) for declaration in found]
    common = "## Outcomes that every check has\n\n" + _table(COMMON_OUTCOMES)
    return "\n".join((*parts, common))


def _chapter(declaration: Declaration) -> str:
    fields = declaration.params.model_fields.items()
    params = ", ".join(f"`{name}`" + ("" if field.is_required() else " (optional)") for name, field in fields)
    facts = ", ".join(f"`{name}` ({kind})" for name, kind in declaration.facts.items())
    return (
        f"## `{declaration.name}`: {declaration.title}\n\n{declaration.about}\n\n"
        f"Parameters: {params}. Facts: {facts or 'none'}.\n\n{_table(declaration.outcomes)}"
    )


def _table(outcomes: Iterable[Outcome]) -> str:
    rows = [f"| `{one.code}` | {one.status} | {_cell(one.say)} | {_cell(one.do)} |" for one in outcomes]
    return "\n".join(("| code | status | what visitors read | what to do |", "| --- | --- | --- | --- |", *rows, ""))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rewrite(path: Path) -> None:
    """Put the headings after the mark; raises ValueError where there is no mark."""
    head, mark, _ = path.read_text("utf-8").partition(MARK)
    if not mark:
        raise ValueError(f"{path} has no line `{MARK.strip()}`")
    path.write_text(f"{head}{MARK}\n{chapters(declarations().values())}", "utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
