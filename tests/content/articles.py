"""The articles that ship, as tests read them, and a visitor who wanders through one at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from app.checks import declarations
from app.core.article import Article, Bundle, Input, Step
from app.core.calls import Call
from app.core.parse import gather, parse
from app.core.state import State
from app.core.walk import advance, names_at, parameters, replay, shown_options

T = TypeVar("T")
Pick = Callable[[Sequence[T]], T]

CONTENT = Path(__file__).parents[2] / "content"
TODAY = "2026-11-24"
PATIENCE = 3  # attempts at a step before the visitor no longer says that a fix worked
FURTHEST = 400  # events; the longest of our articles needs about eighty
UP_TO_THE_GATEWAY = {  # what every check of inbound-email finds of a sound domain with nothing else given
    **{"mx.mx": "found", "mx.address": "ok", "mx.delegation": "ok", "mx.everywhere": "same", "firewall.port25": "open"},
    **{f"gateway.{name}": "ok" for name in ("banner", "ehlo", "starttls", "mailfrom")},
    **{"gateway.sts": "none", "gateway.dane": "none", "gateway.rpt": "none"},
}
SAMPLES: Mapping[str, Any] = {
    **{"text": "a word", "number": "1", "date": TODAY, "year": "2026", "yes-no": "yes", "domain": "example.com"},
    **{"host": "mail.example.com", "email": "sam@example.com", "ip": "192.0.2.10", "url": "https://example.com/"},
    "port": "993",
}


def names() -> list[str]:
    """The files of the articles in content/, translations aside."""
    return sorted(file.name for file in CONTENT.glob("*.md") if file.name.count(".") == 1)


def bundle(name: str) -> Bundle:
    def read(path: str) -> str | None:
        file = CONTENT / path
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def siblings(folder: str) -> list[str]:
        place = CONTENT / folder
        return sorted(file.name for file in place.iterdir()) if place.is_dir() else []

    return gather(name, read, siblings)


def article(name: str) -> Article:
    parsed = parse(bundle(name))
    assert parsed.article is not None, parsed.problems
    return parsed.article


def wander(article: Article, choose: Pick[Any]) -> list[State]:
    """Every state of a random walk from the article's start until it ends, loops, or runs out of patience."""
    checks = declarations()
    states = [replay(article, [], today=TODAY, checks=checks)]
    while states[-1].end is None and not states[-1].loop and len(states) < FURTHEST:
        for event in _next_events(article, states[-1], choose):
            states.append(advance(article, states[-1], event, today=TODAY, checks=checks))
    return states


def _next_events(article: Article, state: State, choose: Pick[Any]) -> list[dict[str, Any]]:
    """One thing that a visitor could do where the walk holds; a check tells of each element by itself."""
    if state.asks.inputs:
        name = state.asks.inputs[0]
        return [{"kind": "given", "values": {name: _typed(article.inputs[name], choose)}}]
    step = article.steps[state.at or ""]
    if state.asks.checks:
        results = _results(article, state, choose(state.asks.checks), choose)
        return _one_of(choose, results, [{"kind": "continue", "step": step.id}])
    visit = state.visits[-1]
    open_causes = [cause for cause in state.promoted if visit.tried.get(cause) not in ("failed", "skipped")]
    if open_causes and not visit.continued:
        outcomes = ["failed", "skipped"] if visit.attempt >= PATIENCE else ["worked", "failed", "skipped"]
        tried = {"kind": "tried", "cause": open_causes[0], "outcome": choose(outcomes)}
        return _one_of(choose, [tried], [{"kind": "continue", "step": step.id}])
    return [{"kind": "answer", "step": step.id, "value": _answer(article, state, step, choose)}]


def _one_of(choose: Pick[Any], usual: list[dict[str, Any]], rare: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rare if choose([False, False, True]) else usual


def _typed(declared: Input, choose: Pick[Any]) -> Any:
    if declared.options:
        value = choose(list(declared.options))
        return [value] if declared.type == "choices" else value
    return SAMPLES[declared.type]


def _results(article: Article, state: State, key: str, choose: Pick[Any]) -> list[dict[str, Any]]:
    step = article.steps[state.at or ""]
    calls = parameters(article, names_at(article, state, TODAY), step, key.rpartition(".")[2], declarations())
    assert isinstance(calls, list)
    return [{"kind": "result", "check": key, "element": call.element, "result": _found(call, choose)} for call in calls]


def _found(call: Call, choose: Pick[Any]) -> dict[str, Any]:
    declared = declarations()[call.run]
    outcome = declared.outcome(choose(declared.codes))
    assert outcome is not None
    return {"status": outcome.status, "code": outcome.code, "facts": dict(outcome.example)}


def _answer(article: Article, state: State, step: Step, choose: Pick[Any]) -> Any:
    options = [option.id for option in shown_options(article, state, step, TODAY)]
    value = choose(options)
    return [value] if step.ask and step.ask.many else value
