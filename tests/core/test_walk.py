from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.article import Article
from app.core.errors import WrongUse
from app.core.scenario import walk_given
from app.core.script import Script
from app.core.state import State
from app.core.walk import advance, replay
from tests.core.factories import CHECKS, article_of

TODAY = "2026-11-24"
MAIL = """
## Look up
```yaml step
id: mx
checks:
  mx: {run: look.up, with: {domain: $domain}}
next: firewall
```
### No record
```yaml cause
id: no-mx
when: 'mx.code == "none"'
```
Publish it.
### Hidden fault
```yaml cause
id: hidden
to: fetch
```
Look under the carpet.

## Firewall
```yaml step
id: firewall
checks:
  port: {run: reach.all, with: {hosts: $mx.hosts}}
```
### Closed
```yaml cause
id: closed
when: 'port.code == "closed"'
```
Open it.

## Fetch
```yaml step
id: fetch
when: 'mode in ["alone", "both"]'
else: escalate
ask:
  say: Does it show up?
  options:
    yes: {say: "Yes", to: solved}
    no: {say: "No", to: escalate}
    again: {say: "Look again", to: mx}
```

## Solved
```yaml step
id: solved
end: solved
```

## Escalate
```yaml step
id: escalate
end: escalate
```
"""
FRONT = """
inputs:
  domain: {type: domain, label: Domain}
  mode: {type: choice, label: Mode, options: {alone: Alone, wall: Wall, both: Both}}
"""
MAIL_ARTICLE = article_of(MAIL, FRONT)
GIVEN = {"domain": "example.com", "mode": "alone"}


def walked(article: Article, **script: Any) -> State:
    return walk_given(article, CHECKS, Script(**script), TODAY)[0]


def mail(**script: Any) -> State:
    return walked(MAIL_ARTICLE, **{"given": GIVEN, **script})


def test_before_the_first_step_it_holds_for_inputs_no_step_lists() -> None:
    state = walked(MAIL_ARTICLE)
    assert (state.path, state.at, state.asks.inputs) == ([], None, ["domain", "mode"])


def test_it_holds_for_a_check_that_has_not_run() -> None:
    state = mail()
    assert (state.path, state.at, state.asks.checks) == (["mx"], "mx", ["mx.mx"])


def test_a_promoted_cause_holds() -> None:
    state = mail(checks={"mx.mx": "none"})
    assert (state.at, state.promoted, state.asks.checks, state.end) == ("mx", ["no-mx"], [], None)


def test_a_fix_that_worked_runs_the_checks_again_and_goes_on() -> None:
    state = mail(
        checks={"mx.mx": ["none", "found"], "firewall.port": "open"},
        tried={"no-mx": "worked"},
        answers={"fetch": "yes"},
    )
    assert (state.path, state.end) == (["mx", "firewall", "fetch", "solved"], "solved")


def test_a_tried_serves_one_promotion() -> None:
    state = mail(checks={"mx.mx": "none"}, tried={"no-mx": "worked"})
    assert (state.path, state.promoted) == (["mx"], ["no-mx"])
    assert state.visits[0].attempt == 2


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_a_fix_that_did_not_help_is_laid_aside(outcome: str) -> None:
    state = mail(checks={"mx.mx": "none"}, tried={"no-mx": outcome})
    assert state.path == ["mx", "firewall", "fetch"]  # the port check waits for hosts nobody found, and holds nothing


def test_continue_goes_on_without_a_check_and_past_a_cause() -> None:
    assert mail(passed={"mx": 1}).path == ["mx", "firewall", "fetch"]
    assert mail(checks={"mx.mx": "none"}, passed={"mx": 1}).path == ["mx", "firewall", "fetch"]


def test_a_cause_that_was_not_promoted_may_lead_elsewhere() -> None:
    assert mail(checks={"mx.mx": "found"}, tried={"hidden": "worked"}).path == ["mx", "fetch"]


def test_a_step_that_does_not_apply_is_passed_over_to_its_else() -> None:
    state = mail(given={**GIVEN, "mode": "wall"}, checks={"mx.mx": "found", "firewall.port": "open"})
    assert (state.path, state.end) == (["mx", "firewall", "escalate"], "escalate")


def test_it_holds_for_an_answer() -> None:
    assert mail(checks={"mx.mx": "found", "firewall.port": "open"}).asks.step == "fetch"


def test_results_given_as_a_list_serve_one_visit_each() -> None:
    state = mail(checks={"mx.mx": ["found", "none"], "firewall.port": "open"}, answers={"fetch": ["again", "yes"]})
    assert (state.path, state.promoted) == (["mx", "firewall", "fetch", "mx"], ["no-mx"])


def test_a_walk_that_goes_round_stops_where_it_was() -> None:
    state = mail(checks={"mx.mx": "found", "firewall.port": "open"}, answers={"fetch": "again"})
    assert state.loop and state.end is None
    assert state.path[-1] == state.at
    assert len(state.path) < 10


def test_wrong_use_names_what_there_is() -> None:
    with pytest.raises(WrongUse, match=r"domain, mode"):
        mail(given={"host": "x"})
    with pytest.raises(WrongUse, match=r"mx\.mx"):
        mail(checks={"mx.port": "open"})
    with pytest.raises(WrongUse, match="never ends"):
        mail(checks={"mx.mx": "fine"})
    with pytest.raises(WrongUse, match="not among"):
        mail(checks={"mx.mx": "found", "firewall.port": "open"}, answers={"fetch": "perhaps"})
    with pytest.raises(WrongUse):
        mail(given={"domain": "exa mple"})


def test_what_is_off_the_path_is_a_warning() -> None:
    _, warnings = walk_given(MAIL_ARTICLE, CHECKS, Script(given=GIVEN, answers={"fetch": "yes"}), TODAY)
    assert len(warnings) == 1 and "fetch" in warnings[0]


LISTED = article_of(
    """
    ## Ports
    ```yaml step
    id: ports
    inputs: [low, high]
    ```
    ## Many
    ```yaml step
    id: many
    ask:
      say: Which?
      pick: many
      options:
        a: {say: A}
        b: {say: B}
        c: {say: C, when: 'low > 10'}
        none: {say: None of these, alone: true}
    next:
      - {when: '"a" in answers["many"]', to: first}
      - {to: second}
    ```
    ## First
    ```yaml step
    id: first
    end: information
    ```
    ## Second
    ```yaml step
    id: second
    end: solved
    ```
    """,
    """
    inputs:
      low: {type: number, label: Low}
      high: {type: number, label: High, optional: true}
      day: {type: date, label: Day, default: "2026-01-01"}
    rules:
      - {that: 'low < high', say: Low must be below high., input: high}
    """,
)


def test_a_rule_across_inputs_counts_once_all_are_known() -> None:
    assert walked(LISTED, given={"low": "5"}).asks.step == "many"
    broken = walked(LISTED, given={"low": "5", "high": "4"})
    assert (broken.path, broken.asks.inputs, broken.reasons) == (
        ["ports"],
        ["high"],
        {"high": "Low must be below high."},
    )


def test_a_question_with_many_answers() -> None:
    assert walked(LISTED, given={"low": 5}, answers={"many": ["a", "b"]}).end == "information"
    assert walked(LISTED, given={"low": 5}, answers={"many": "none"}).end == "solved"
    with pytest.raises(WrongUse, match="None of these"):
        walked(LISTED, given={"low": 5}, answers={"many": ["a", "none"]})
    with pytest.raises(WrongUse, match="“c”"):
        walked(LISTED, given={"low": 5}, answers={"many": ["c"]})
    assert walked(LISTED, given={"low": 11}, answers={"many": ["c"]}).end == "solved"


EACH = article_of(
    """
    ## Each
    ```yaml step
    id: each
    checks:
      mx: {run: look.up, with: {domain: $domain}}
      one: {run: reach.all, with: {hosts: $each}, each: $mx.hosts}
    next:
      - {when: 'one.each["b.example"].code == "closed"', to: bad}
      - {to: good}
    ```
    ## Good
    ```yaml step
    id: good
    end: solved
    ```
    ## Bad
    ```yaml step
    id: bad
    end: escalate
    ```
    """,
    "inputs: {domain: {type: domain, label: Domain}}",
)


def test_a_check_runs_for_each_element_and_the_worst_counts() -> None:
    one = {"each": {"a.example": "open", "b.example": "closed"}}
    state = walked(EACH, given={"domain": "example.com"}, checks={"each.mx": "found", "each.one": one})
    assert state.visits[0].results["one"].status == "fail"
    assert state.end == "escalate"


def test_an_empty_list_counts_as_run() -> None:
    facts = {"code": "found", "facts": {"hosts": [], "count": 0}}
    state = walked(EACH, given={"domain": "example.com"}, checks={"each.mx": facts})
    assert (state.visits[0].results["one"].code, state.end) == ("no-elements", "solved")


# -- events ----------------------------------------------------------------------------------------------------------


def result(check: str, code: str, **more: Any) -> dict[str, Any]:
    name = "look.up" if check.endswith("mx") else "reach.all"
    outcome = CHECKS[name].outcome(code)
    assert outcome
    found = {"status": outcome.status, "code": code, "facts": dict(outcome.example)}
    return {"kind": "result", "check": check, "result": found, **more}


START: list[dict[str, Any]] = [{"kind": "given", "values": GIVEN}, {"kind": "continue", "step": ""}]


def played(*events: dict[str, Any], paged: bool = True) -> State:
    return replay(MAIL_ARTICLE, [*START, *events], today=TODAY, paged=paged, checks=CHECKS)


def test_on_the_page_every_step_holds_until_it_is_continued() -> None:
    state = played(result("mx.mx", "found"))
    assert (state.at, state.asks.checks) == ("mx", [])
    assert played(result("mx.mx", "found"), {"kind": "continue", "step": "mx"}).at == "firewall"


def test_changing_an_answer_keeps_later_ones_on_the_path() -> None:
    events = [
        result("mx.mx", "found"),
        {"kind": "continue", "step": "mx"},
        result("firewall.port", "open"),
        {"kind": "continue", "step": "firewall"},
        {"kind": "answer", "step": "fetch", "value": "no"},
    ]
    assert played(*events).end == "escalate"
    changed = played(*events, {"kind": "answer", "step": "fetch", "value": "yes", "visit": 1})
    assert changed.end == "solved"
    other_mode = played(*events, {"kind": "given", "values": {"mode": "wall"}})
    assert other_mode.path == ["mx", "firewall", "escalate"]
    back = played(*events, {"kind": "given", "values": {"mode": "wall"}}, {"kind": "given", "values": {"mode": "both"}})
    assert back.path == ["mx", "firewall", "fetch", "escalate"]


def test_a_result_found_with_other_parameters_does_not_count() -> None:
    found = result("mx.mx", "found", params={"domain": "example.com"})
    assert played(found).asks.checks == []
    assert played(found, {"kind": "given", "values": {"domain": "example.org"}}).asks.checks == ["mx.mx"]


def test_a_fix_that_worked_opens_the_step_again() -> None:
    state = played(
        result("mx.mx", "none"),
        {"kind": "continue", "step": "mx"},
        {"kind": "tried", "cause": "no-mx", "outcome": "worked", "visit": 1, "attempt": 1},
    )
    assert (state.at, state.asks.checks, state.visits[0].attempt) == ("mx", ["mx.mx"], 2)


def test_solved_ends_a_walk_at_any_time_and_may_be_taken_back() -> None:
    assert played({"kind": "solved"}).end == "solved"
    assert played({"kind": "solved"}, {"kind": "reopen"}).end is None


def test_a_state_survives_json() -> None:
    state = played(result("mx.mx", "none"), {"kind": "tried", "cause": "no-mx", "outcome": "failed"})
    assert State.from_json(state.to_json()) == state


steps = st.sampled_from(["mx", "firewall", "fetch", "solved", "escalate", "", "nowhere"])
visits = st.none() | st.integers(-1, 3)


def _event(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    base = {"kind": st.just(kind), "visit": visits, "attempt": visits}
    more: dict[str, dict[str, Any]] = {
        "given": {
            "values": st.dictionaries(
                st.sampled_from(["domain", "mode"]), st.none() | st.sampled_from(["wall", "example.com", "both", ""])
            )
        },
        "answer": {
            "step": steps,
            "value": st.sampled_from(["yes", "no", "again", "never"]) | st.lists(st.text(max_size=3), max_size=2),
        },
        "tried": {
            "cause": st.sampled_from(["no-mx", "hidden", "closed", "x"]),
            "outcome": st.sampled_from(["worked", "failed", "skipped", "x"]),
        },
        "continue": {"step": steps},
    }
    return st.fixed_dictionaries({**base, **more.get(kind, {})})


results = st.sampled_from(
    [("mx.mx", "found"), ("mx.mx", "none"), ("mx.mx", "odd"), ("firewall.port", "open"), ("firewall.port", "closed")]
).flatmap(lambda pair: visits.map(lambda visit: result(*pair, visit=visit)))
events = st.lists(
    st.one_of(*(_event(kind) for kind in ("given", "answer", "tried", "continue", "solved", "reopen")), results),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(events, st.booleans())
def test_advancing_event_by_event_gives_what_a_replay_gives(events: list[dict[str, Any]], paged: bool) -> None:
    every = [*START, *events]
    state = replay(MAIL_ARTICLE, [], today=TODAY, paged=paged, checks=CHECKS)
    for event in every:
        state = advance(MAIL_ARTICLE, state, event, today=TODAY, checks=CHECKS)
    again = replay(MAIL_ARTICLE, every, today=TODAY, paged=paged, checks=CHECKS)
    assert state.to_json() == again.to_json()
    assert State.from_json(again.to_json()).to_json() == again.to_json()


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["given", "answer", "mx", "mx.mx"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["kind", "step", "value", "values", "visit", "check", "result", "cause", "outcome", "status", "code"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(anything, max_size=6))
def test_no_event_list_makes_a_replay_raise(events: list[Any]) -> None:
    state = replay(MAIL_ARTICLE, [*START, *events], today=TODAY, checks=CHECKS)
    assert state.at is None or state.at in MAIL_ARTICLE.steps
