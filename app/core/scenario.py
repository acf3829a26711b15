"""Runs an article's own tests, and walks it with whatever a person or a program gives."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.article import Article, Problem, Scenario
from app.core.checking import Declaration
from app.core.errors import WrongUse
from app.core.script import Script, ScriptSupply, examine
from app.core.state import State
from app.core.walker import Walker

Checks = Mapping[str, Declaration]
SOME_DAY = "2026-01-01"  # `today` of a scenario that names none, so that it ends the same way every day


def walk_given(article: Article, checks: Checks, script: Script, today: str) -> tuple[State, list[str]]:
    """Walks an article with a script: the state, and warnings about what was given and never reached.

    Raises WrongUse for unknown names, values out of bounds, and answers that are not on offer where they are used.
    """
    walker, supply = _walked(article, checks, script, today)
    return walker.state, supply.unused()


def _walked(article: Article, checks: Checks, script: Script, today: str) -> tuple[Walker, ScriptSupply]:
    given = examine(article, script, checks)
    supply = ScriptSupply(article, script, checks)
    walker = Walker(article, supply, today, checks=checks)
    walker.take_inputs(given)
    state = walker.start()
    if state.asks.step and (reason := state.reasons.get(state.asks.step)):
        raise WrongUse(f"{state.asks.step}: {reason}", step=state.asks.step)
    return walker, supply


def _played(article: Article, scenario: Scenario, checks: Checks) -> Walker:
    script = Script(scenario.given, scenario.checks, scenario.answers, scenario.tried, scenario.passed)
    return _walked(article, checks, script, scenario.today or SOME_DAY)[0]


def run_scenario(article: Article, scenario: Scenario, checks: Checks) -> State:
    return _played(article, scenario, checks).state


def run_scenarios(article: Article, checks: Checks) -> list[Problem]:
    """One problem for every expectation that is not met; none where all scenarios hold."""
    return scenarios_and_edges(article, checks)[0]


def walked_edges(article: Article, checks: Checks) -> set[tuple[str, str]]:
    """The edges (from step, to step) that the scenarios walk; those past skipped steps and into fragments included."""
    return scenarios_and_edges(article, checks)[1]


def scenarios_and_edges(article: Article, checks: Checks) -> tuple[list[Problem], set[tuple[str, str]]]:
    """Both of the above, for one walk of each scenario."""
    problems: list[Problem] = []
    walked: set[tuple[str, str]] = set()
    for scenario in article.scenarios:
        try:
            walker = _played(article, scenario, checks)
        except WrongUse as wrong:
            problems.append(_problem(scenario, wrong.message))
            continue
        walked.update(walker.ways)
        for what, expected in scenario.expect.items():
            found = met(walker.state, what, expected)
            if found is not None:
                problems.append(_problem(scenario, f"expected {what} {_words(expected)}, and it is {_words(found)}"))
    return problems, walked


def met(state: State, what: str, expected: object) -> object | None:
    """None where an expectation is met, else what was found instead. Promoted causes are compared as a set."""
    found: object = state.summary().get(what)
    if what == "promoted":
        same = isinstance(expected, list) and sorted(map(str, expected)) == sorted(state.promoted)
    elif what == "asks" and isinstance(expected, Mapping):
        asks = state.asks.to_json()
        found = {name: asks[name] for name in expected if name in asks}
        same = found == dict(expected)
    elif what == "asks":
        wanted = expected if isinstance(expected, list) else [expected]
        found = [*state.asks.inputs, *state.asks.checks, *([state.asks.step] if state.asks.step else [])]
        same = sorted(map(str, wanted)) == sorted(found)
    else:
        same = found == expected
    if same:
        return None
    return "nothing" if found is None else found


def _words(value: object) -> str:
    if isinstance(value, list):
        return " → ".join(map(str, value)) if value else "empty"
    return "nothing" if value is None else str(value)


def _problem(scenario: Scenario, what: str) -> Problem:
    place = scenario.place
    sentence = f"The scenario “{scenario.name}” fails: {what.rstrip('.')}. "
    sentence += "Mend the article, or the scenario where it is out of date."
    return Problem(place.file, place.line, place.column, "scenario-failed", "error", sentence)
