"""Look at what was typed for an article's inputs, and say field by field what cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.article import Article
from app.core.errors import BadInput
from app.core.inputs import normalise


def read_inputs(article: Article, values: Mapping[str, object]) -> dict[str, object]:
    """What to keep of these values, as typed; an optional input left empty is kept as '' (it was asked, and passed).

    Raises BadInput whose `fields` give a sentence for each input that is missing, unknown or cannot be read.
    """
    kept: dict[str, object] = {}
    faults: dict[str, str] = {}
    for name, raw in values.items():
        declared = article.inputs.get(name)
        if declared is None:
            faults[name] = "This article does not ask for that."
            continue
        if declared.optional and is_blank(raw):
            kept[name] = ""
            continue
        try:
            normalise(declared, raw)
        except BadInput as problem:
            faults[name] = problem.message
        else:
            kept[name] = raw.strip() if isinstance(raw, str) else raw
    if faults:
        raise BadInput("Please look at what you typed.", faults)
    return kept


def is_blank(raw: object) -> bool:
    """Whether nothing was given: no value, no words, no choice."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or (isinstance(raw, list | tuple) and not raw)
