"""Walks that come round: what still counts, where they stop, and which causes may be tried in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from app.core.article import Article
from app.core.errors import WrongUse
from app.core.memory import read_from
from app.core.scenario import walk_given
from app.core.script import Script
from app.core.state import State
from app.core.walk import replay
from tests.core.factories import CHECKS, article_of

TODAY = "2026-11-24"
NOTHING: Mapping[str, object] = {}
DOMAIN = "inputs: {domain: {type: domain, label: Domain, default: a.example}}"


def round_trip(branch: str, front: str = DOMAIN) -> Article:
    """A first step, and a question that leads back to it."""
    return article_of(
        f"""
        ## First
        ```yaml step
        id: first
        checks: {{mx: {{run: look.up, with: {{domain: $domain}}}}}}
        next: [{{when: '{branch}', to: done}}, {{to: second}}]
        ```
        ## Second
        ```yaml step
        id: second
        ask: {{say: Again, options: {{back: {{say: Back, to: first}}, on: {{say: On, to: done}}}}}}
        ```
        ## Done
        ```yaml step
        id: done
        end: solved
        ```
        """,
        front,
    )


Said = Mapping[str, object]


def walk(article: Article, checks: Said = NOTHING, answers: Said = NOTHING, tried: Said = NOTHING) -> State:
    return walk_given(article, CHECKS, Script(checks=checks, answers=answers, tried=tried), TODAY)[0]


FOUND: dict[str, object] = {"first.mx": "found"}


def test_a_walk_that_nothing_can_change_stops_where_it_comes_back() -> None:
    state = walk(round_trip('mx.code == "none"'), checks=FOUND, answers={"second": "back"})
    assert (state.path, state.loop, state.end) == (["first", "second", "first"], True, None)


def test_further_answers_keep_it_going() -> None:
    state = walk(round_trip('mx.code == "none"'), checks=FOUND, answers={"second": ["back", "back", "on"]})
    assert state.path == ["first", "second"] * 3 + ["done"]
    state = walk(round_trip('mx.code == "none"'), checks={"first.mx": ["found", "none"]}, answers={"second": "back"})
    assert state.path == ["first", "second", "first", "done"]


@pytest.mark.parametrize(
    ("branch", "front"),
    [
        ('answers["second"] == "back"', DOMAIN),
        ('size(answers) == 1 && answers.exists(s, answers[s] == "back")', DOMAIN),
        ("asked", DOMAIN + '\nvalues: {asked: \'answers["second"] == "back"\'}'),
    ],
)
def test_a_later_answer_that_is_read_makes_a_difference(branch: str, front: str) -> None:
    state = walk(round_trip(branch, front), checks=FOUND, answers={"second": "back"})
    assert (state.path, state.end) == (["first", "second", "first", "done"], "solved")


def test_only_what_is_read_before_it_is_found_anew_counts() -> None:
    assert read_from(round_trip('mx.code == "none"')) == {"first": set(), "second": set(), "done": set()}
    read = read_from(round_trip('answers["second"] == "back"'))
    assert read == {"first": {("second", "")}, "second": set(), "done": set()}


def test_what_decides_whether_a_step_is_passed_over_counts_before_it() -> None:
    article = article_of(
        """
        ## One
        ```yaml step
        id: one
        ```
        ## Two
        ```yaml step
        id: two
        when: 'near.mx.code != "found"'
        else: done
        ```
        ## Near
        ```yaml step
        id: near
        use: looking
        with: {domain: $host}
        returns: {ok: one}
        ```
        ## Done
        ```yaml step
        id: done
        checks: {all: {run: reach.all, with: {hosts: $near.mx.hosts}}}
        end: solved
        ```
        """,
        "inputs: {host: {type: domain, label: Host, default: a.example}}",
        _fragments__looking="""\
        ---
        kind: fragment
        params: {domain: {type: domain}}
        returns: [ok]
        ---
        ## In
        ```yaml step
        id: in
        checks: {mx: {run: look.up, with: {domain: $domain}}}
        next: return.ok
        ```
        """,
    )
    assert read_from(article)["one"] == {("near.in", "mx")}
    state = walk(article, checks={"near.in.mx": "found", "done.all": "open"})
    assert state.path == ["one", "two", "near.in", "one", "done"]


CAUSES = article_of(
    """
    ## Begin
    ```yaml step
    id: begin
    checks: {mx: {run: look.up, with: {domain: $domain}}}
    ```
    ### First
    ```yaml cause
    id: one
    when: 'mx.code == "none"'
    ```
    ### Second
    ```yaml cause
    id: two
    when: 'mx.status == "fail"'
    ```
    ### Elsewhere
    ```yaml cause
    id: three
    to: away
    ```
    ## Done
    ```yaml step
    id: done
    end: solved
    ```
    ## Away
    ```yaml step
    id: away
    end: escalate
    ```
    """,
    DOMAIN,
)


def test_the_second_of_two_promoted_causes_may_be_the_one_that_was_tried() -> None:
    checks: dict[str, object] = {"begin.mx": ["none", "found"]}
    assert walk(CAUSES, checks=checks, tried={"two": "worked"}).path == ["begin", "done"]
    held = walk(CAUSES, checks=checks, tried={"two": "failed"})
    assert (held.path, held.at, held.end) == (["begin"], "begin", None)


def test_a_cause_that_is_not_promoted_may_be_tried_beside_those_that_are() -> None:
    assert walk(CAUSES, checks={"begin.mx": "none"}, tried={"three": "worked"}).path == ["begin", "away"]
    none = {"kind": "result", "check": "begin.mx", "result": {"status": "fail", "code": "none", "facts": {}}}
    for cause, path in (("three", ["begin", "away"]), ("two", ["begin"])):
        events: list[dict[str, Any]] = [
            {"kind": "continue", "step": ""},
            none,
            {"kind": "tried", "cause": cause, "outcome": "worked"},
        ]
        state = replay(CAUSES, events, today=TODAY, paged=True, checks=CHECKS)
        assert state.path == path
    assert state.asks.checks == ["begin.mx"]  # the fix worked, so the check runs again


def test_an_option_that_no_question_has_is_wrong_use_off_the_path_too() -> None:
    for answer in ("nope", ["back", "nope"]):
        with pytest.raises(WrongUse, match=r"nope.*back, on"):
            walk(round_trip('mx.code == "found"'), checks=FOUND, answers={"second": answer})


def test_several_picked_at_once_are_one_answer_that_serves_all_visits() -> None:
    article = article_of(
        """
        ## Which
        ```yaml step
        id: which
        ask: {say: Which, pick: many, options: {x: {say: X}, y: {say: Y}, z: {say: Z}}}
        next: [{when: '"y" in answers["which"]', to: which}, {to: done}]
        ```
        ## Done
        ```yaml step
        id: done
        end: solved
        ```
        """
    )
    state = walk(article, answers={"which": ["x", "y", "z"]})
    assert (state.path, state.loop) == (["which", "which"], True)
    assert walk(article, answers={"which": [["x", "y"], ["z"]]}).path == ["which", "which", "done"]
