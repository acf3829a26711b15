"""A proof of ownership that an article leaves out: the walk supplies it, and waits for nobody to give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from app.core.article import Article, Bundle
from app.core.calls import Call, Waiting
from app.core.checking import Declaration, Outcome
from app.core.errors import WrongUse
from app.core.lint import lint
from app.core.scenario import walk_given
from app.core.script import Script
from app.core.state import State
from app.core.walk import advance, names_at, parameters, replay
from tests.core.factories import CHECKS, article_of, text_of

TODAY = "2026-11-24"


class ProvedParams(BaseModel):
    domain: str
    proof: str


PROVED = Declaration(
    "ask.owner",
    "Owner",
    "Asks what only the owner may ask.",
    ProvedParams,
    {},
    (Outcome("closed", "pass", "Closed."), Outcome("open", "fail", "Open."), Outcome("not-proved", "unknown", "No.")),
)
KNOWN = {**CHECKS, "ask.owner": PROVED}
BODY = """
## Ask
```yaml step
id: ask
checks:
  relay: {run: ask.owner, with: {domain: $domain}}
next: done
```
### Open
```yaml cause
id: open
when: 'relay.code == "open"'
```
Close it.

## Done
```yaml step
id: done
end: solved
```
"""
FRONT = """
inputs:
  domain: {type: domain, label: Domain}
"""
SCENARIOS = """
```yaml scenarios
- name: nobody proved anything
  given: {domain: example.com}
  expect: {path: [ask, done], end: solved}
- name: the relay is open
  given: {domain: example.com}
  checks: {ask.relay: open}
  expect: {at: ask, promoted: [open]}
- name: it was open
  given: {domain: example.com}
  checks: {ask.relay: [open, closed]}
  tried: {open: worked}
  expect: {path: [ask, done]}
```
"""
PROOF = {"kind": "proof", "domain": "example.com", "token": "t" * 32, "until": "2026-12-01T12:00:00+00:00"}
GIVEN = {"kind": "given", "values": {"domain": "example.com"}}
CLOSED = {"status": "pass", "code": "closed"}


@pytest.fixture
def article() -> Article:
    return article_of(BODY, FRONT)


def played(article: Article, *events: Mapping[str, Any]) -> State:
    """A page's walk after these events, past the page of inputs."""
    events = (*events, {"kind": "continue", "step": ""})
    state = replay(article, events, today=TODAY, paged=True, checks=KNOWN)
    grown = replay(article, (), today=TODAY, paged=True, checks=KNOWN)
    for event in events:
        grown = advance(article, grown, event, today=TODAY, checks=KNOWN)
    assert grown.to_json() == state.to_json()
    return state


def runs(article: Article, state: State) -> list[Call] | Waiting:
    return parameters(article, names_at(article, state, TODAY), article.steps["ask"], "relay", KNOWN)


def test_an_article_may_leave_the_proof_to_the_walk() -> None:
    problems = lint(Bundle(main="test.md", files={"test.md": text_of(BODY + SCENARIOS, FRONT)}), KNOWN)
    assert [problem.code for problem in problems] == []


def test_without_a_proof_the_check_waits_and_nothing_waits_for_it(article: Article) -> None:
    state = played(article, GIVEN)
    assert runs(article, state) == Waiting(("proof",))
    assert state.asks.checks == []
    assert runs(article, played(article)) == Waiting(("domain", "proof"))


def test_the_walk_gives_the_token_of_the_domain_that_the_check_asks_about(article: Article) -> None:
    state = played(article, GIVEN, PROOF)
    assert runs(article, state) == [Call("ask.relay", "ask.owner", {"domain": "example.com", "proof": "t" * 32})]
    assert state.asks.checks == ["ask.relay"]
    assert runs(article, played(article, GIVEN, {**PROOF, "domain": "example.net"})) == Waiting(("proof",))
    assert State.from_json(state.to_json()).record["proofs"] == state.record["proofs"]


def test_a_new_token_makes_the_result_old(article: Article) -> None:
    found = {"kind": "result", "check": "ask.relay", "result": CLOSED, "visit": 1, "attempt": 1}
    found["params"] = {"domain": "example.com", "proof": "t" * 32}
    state = played(article, GIVEN, PROOF, found)
    assert state.visits[0].results["relay"].code == "closed"
    assert played(article, GIVEN, PROOF, found, {**PROOF, "token": "u" * 32}).asks.checks == ["ask.relay"]


@pytest.mark.parametrize("broken", [{"token": None}, {"domain": 5}, {"until": None}])
def test_an_event_that_nobody_understands_changes_nothing(article: Article, broken: Mapping[str, object]) -> None:
    assert runs(article, played(article, GIVEN, {**PROOF, **broken})) == Waiting(("proof",))


def test_the_command_line_may_give_it_beside_the_inputs(article: Article) -> None:
    state, warnings = walk_given(article, KNOWN, Script(given={"domain": "example.com", "proof": "t" * 32}), TODAY)
    assert (state.path, warnings) == (["ask", "done"], [])
    bound = article_of(BODY.replace("{domain: $domain}", "{domain: $domain, proof: fixed}"), FRONT)
    with pytest.raises(WrongUse):
        walk_given(bound, KNOWN, Script(given={"domain": "example.com", "proof": "t" * 32}), TODAY)
