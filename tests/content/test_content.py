"""What ships is sound: every article is read without a complaint, keeps its promises, and lets nobody get stuck."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.checks import declarations
from app.core.article import Article, Scenario
from app.core.lint import Others, lint
from app.core.scenario import run_scenario, run_scenarios
from tests.content import articles

NAMES = articles.names()


@cache
def shipped(name: str) -> Article:
    return articles.article(name)


@cache
def others() -> Others:
    """Where links from one article to another may lead."""
    places: dict[str, frozenset[str]] = {}
    for name in NAMES:
        found = shipped(name)
        steps = found.steps.values()
        places[name] = places[found.id] = frozenset(
            [step.id for step in steps]
            + [cause.id for step in steps for cause in step.causes]
            + [note.id for step in steps for note in step.notes]
        )
    return Others(places, frozenset())


STEPS = [(name, step) for name in NAMES for step in shipped(name).steps]
SCENARIOS = [(name, scenario) for name in NAMES for scenario in shipped(name).scenarios]


def test_the_articles_of_the_issue_are_there() -> None:
    assert {"inbound-email.md", "outbound-email.md"} <= set(NAMES)
    inbound = shipped("inbound-email.md")
    assert (inbound.id, inbound.document, inbound.category) == ("inbound-email", 4564, ("Testing communication",))
    steps = [step.id for step in inbound.steps.values() if step.end is None]
    assert steps == ["sent", "mx", "firewall", "gateway", "filters", "repository", "forward", "fetch"]


@pytest.mark.parametrize("name", NAMES)
def test_the_linter_has_nothing_to_say(name: str) -> None:
    assert [
        f"{p.file}:{p.line} {p.code} {p.message}" for p in lint(articles.bundle(name), declarations(), others())
    ] == []


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS, ids=[f"{n}: {s.name}" for n, s in SCENARIOS])
def test_a_scenario_comes_out_as_it_says(name: str, scenario: Scenario) -> None:
    assert scenario.expect, "a scenario that expects nothing tests nothing"
    alone = replace(shipped(name), scenarios=(scenario,))
    assert [problem.message for problem in run_scenarios(alone, declarations())] == []


@pytest.mark.parametrize(("name", "step"), STEPS, ids=[f"{n}: {s}" for n, s in STEPS])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_random_walker_reaches_an_end_from_every_step(name: str, step: str, data: st.DataObject) -> None:
    begun_there = replace(shipped(name), start=step)
    last = articles.wander(begun_there, lambda things: data.draw(st.sampled_from(things)))[-1]
    assert last.end is not None, last.path


@pytest.mark.parametrize("name", NAMES)
def test_every_fault_a_check_can_find_points_at_a_cause(name: str) -> None:
    """Each failing code of each check, alone at its step, promotes at least one cause, or is told by a branch."""
    article, checks = shipped(name), declarations()
    for step in article.steps.values():
        for call in step.checks:
            handled = " ".join(c.when.source for c in step.causes if c.when)
            for outcome in checks[call.run].outcomes:
                if outcome.status == "fail":
                    assert f'"{outcome.code}"' in handled, (step.id, call.name, outcome.code)


@pytest.mark.parametrize("name", NAMES)
def test_every_cause_says_what_to_do_and_how_likely_it_is(name: str) -> None:
    for step in shipped(name).steps.values():
        for cause in step.causes:
            assert cause.body.strip(), cause.id
            assert cause.likely is not None, cause.id


@pytest.mark.parametrize("name", NAMES)
def test_every_question_lets_a_person_say_that_they_do_not_know(name: str) -> None:
    for step in shipped(name).steps.values():
        if step.ask is not None:
            assert "unsure" in {option.id for option in step.ask.options}, step.id


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_called_invalid(name: str) -> None:
    for file, text in articles.bundle(name).files.items():
        assert "invalid" not in text.lower(), file


def test_with_only_the_domain_every_network_step_is_reached() -> None:
    checks = articles.UP_TO_THE_GATEWAY
    state = run_scenario(
        shipped("inbound-email.md"), Scenario("", given={"domain": "example.com"}, checks=checks), declarations()
    )
    assert state.path == ["sent", "mx", "firewall", "gateway"]
    assert state.asks.step == "gateway"
    assert not state.asks.inputs
