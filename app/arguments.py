"""What the command line takes: `k=v`, `step.check=code`, `step=option`, into the shapes the core reads.

Repeated names make a list, commas do too, and whatever begins with `[` or `{` is JSON. `k=@file` reads a file and
`k=@-` standard input.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.core.article import Article
from app.core.errors import WrongUse
from app.core.script import Script


def pairs(words: Iterable[str]) -> list[tuple[str, str]]:
    """`["k=v", …]` as pairs. Raises WrongUse for a word without an equals sign."""
    split = []
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise WrongUse(f"“{word}” should be written name=value.")
        split.append((name.strip(), value))
    return split


def contents(value: str) -> str:
    """A value as given, or what a file holds: `@report.txt`, or `@-` for standard input."""
    if not value.startswith("@"):
        return value
    if value == "@-":
        return sys.stdin.read()
    try:
        return Path(value[1:]).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise WrongUse(f"The file “{value[1:]}” cannot be read: {error.strerror}.") from error


def parameters(words: Iterable[str]) -> dict[str, object]:
    """Parameters of one check. A name given twice makes a list; commas are the check's to read."""
    gathered: dict[str, list[str]] = {}
    for name, value in pairs(words):
        gathered.setdefault(name, []).append(contents(value))
    return {name: values[0] if len(values) == 1 else values for name, values in gathered.items()}


def script(
    article: Article,
    given: Iterable[str] = (),
    checks: Iterable[str] = (),
    answers: Iterable[str] = (),
    tried: Iterable[str] = (),
    passed: Iterable[str] = (),
) -> Script:
    """What `unsnag walk` was told, as a script."""
    return Script(
        given=inputs(article, given),
        checks=_listed(checks),
        answers=_listed(answers),
        tried=_listed(tried),
        passed=Counter(step for word in passed for step in word.split(",") if step),
    )


def inputs(article: Article, words: Iterable[str]) -> dict[str, object]:
    """Inputs by name. Only `choices` take several values, with commas, as JSON or repeated."""
    gathered: dict[str, object] = {}
    for name, text in pairs(words):
        declared = article.inputs.get(name)
        value: object = contents(text)
        if declared is not None and declared.type == "choices":
            value = _list(text)
            before = gathered.get(name)
            value = [*before, *value] if isinstance(before, list) else value
        gathered[name] = value
    return gathered


def _listed(words: Iterable[str]) -> Mapping[str, object]:
    """Values by name: one word stays one, several (repeated, with commas, or JSON) become a list."""
    gathered: dict[str, list[object]] = {}
    lists: set[str] = set()
    for name, text in pairs(words):
        values = _list(text)
        if len(values) > 1 or text.startswith("["):
            lists.add(name)
        gathered.setdefault(name, []).extend(values)
    return {n: values if len(values) > 1 or n in lists else values[0] for n, values in gathered.items() if values}


def _list(text: str) -> list[object]:
    if text.startswith(("[", "{")):
        try:
            value = json.loads(text)
        except ValueError as error:
            raise WrongUse(f"“{text}” begins like JSON and cannot be read as such: {error}.") from error
        return value if isinstance(value, list) else [value]
    return [part.strip() for part in text.split(",") if part.strip()] or [text]
