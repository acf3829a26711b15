"""Which lines a picture draws: the ways from step to step, those between the same two steps as one, in few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.article import Article, Step
from app.core.graph import Edge, edges
from app.core.lookups import fill

LONGEST: Final = 26  # characters of a label; the whole is its tooltip
OTHERWISE: Final = "does not apply"
AFTER_A_FIX: Final = "once it is fixed"

Say = Callable[..., str]  # an English phrase, and the values for its braces by name, in the language of the picture


@dataclass(frozen=True, slots=True)
class Line:
    """`label` is short enough to draw, `said` is all of it. `aside` lines leave the ordinary way: skips and fixes."""

    source: str
    target: str
    label: str = ""
    said: str = ""
    aside: bool = False


def in_english(english: str, **values: object) -> str:
    return english.format(**values)


def lines(article: Article, say: Say = in_english) -> list[Line]:
    """Every line once, in the order of the file; steps with `use` give way to the fragment's first step."""
    grouped: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges(article):
        source, target = article.steps.get(edge.source), _first(article, edge.target)
        if source is None or target is None or source.use is not None:
            continue
        grouped.setdefault((edge.source, target), []).append(edge)
    return [_line(article, article.steps[source], target, found, say) for (source, target), found in grouped.items()]


def _first(article: Article, step_id: str) -> str | None:
    """The step itself, or the first real one of the fragment it opens; None where it leads nowhere."""
    seen: set[str] = set()
    step = article.steps.get(step_id)
    while step is not None and step.use is not None:
        if step.enter is None or step.id in seen:
            return None
        seen.add(step.id)
        step = article.steps.get(step.enter)
    return step.id if step else None


def _line(article: Article, source: Step, target: str, found: list[Edge], say: Say) -> Line:
    plain = any(edge.means in ("after", "branch") and not _conditional(source, edge) for edge in found)
    words = [_words(article, source, edge, say) for edge in found]
    said = " / ".join(dict.fromkeys(word for word in words if word)) if not plain else ""
    label = said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip(" /,") + "…"
    aside = all(edge.means in ("skip", "fix") for edge in found)
    return Line(source.id, target, label, said, aside)


def _conditional(source: Step, edge: Edge) -> bool:
    return edge.means == "branch" and len(source.next) > 1


def _words(article: Article, source: Step, edge: Edge, say: Say) -> str:
    if edge.means == "option" and source.ask:
        text = next((option.say for option in source.ask.options if option.id == edge.owner), "")
        return fill(text, lambda path: None, lambda path: label_of(article, path))
    return {"skip": say(OTHERWISE), "fix": say(AFTER_A_FIX)}.get(edge.means, "")


def label_of(article: Article, path: str) -> str:
    """What stands in a look-up's place while nothing is known."""
    known = article.inputs.get(path)
    return known.label if known else path
