"""What changed between two runs of a check: which runs are compared, which facts count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.article import Article
from app.core.changes import Change, FactChange, Past, changed_facts, inputs_behind
from app.core.events import gathered
from app.core.state import Result
from tests.core.factories import article_of

NOON = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)
FRONT = """\
inputs:
  domain: {type: domain, label: Domain}
  sender: {type: email, label: Sender, optional: true}
values:
  base: 'domain'
"""
BODY = """\
## One
```yaml step
id: one
checks:
  mx: {run: look.up, with: {domain: $base}}
  near: {run: look.up, with: {domain: $domain, sender: $sender}}
  reach: {run: reach.all, with: {hosts: $mx.hosts}}
  all: {run: look.up, with: {domain: $each}, each: $mx.hosts}
next: two
```
Look.

## Two
```yaml step
id: two
use: part
with: {place: $domain}
returns: {over: done}
```

## Done
```yaml step
id: done
end: information
```
Done.
"""
PART = """\
---
format: 1
kind: fragment
id: part
title: Part
returns: [over]
params:
  place: {type: domain, label: Place}
---
## In
```yaml step
id: in
checks:
  inner: {run: look.up, with: {domain: $place}}
next: return.over
```
In.
"""


@pytest.fixture(scope="module")
def article() -> Article:
    return article_of(BODY, FRONT, _fragments__part=PART)


def given(**values: object) -> dict[str, Any]:
    return {"kind": "given", "values": values}


def noted(check: str, result: Result, element: str = "", visit: int = 1, attempt: int = 1) -> dict[str, Any]:
    event: dict[str, Any] = {"kind": "result", "check": check, "result": result.to_json()}
    return {**event, "visit": visit, "attempt": attempt, **({"element": element} if element else {})}


def past_of(article: Article, *events: Mapping[str, Any]) -> Past:
    return Past(article, [(event, NOON + timedelta(minutes=number)) for number, event in enumerate(events)])


def changed(
    article: Article, past: Past, key: str, shown: Result, slot: tuple[int, int] | None = None
) -> Change | None:
    step_id, _, name = key.rpartition(".")
    call = article.steps[step_id].check(name)
    assert call is not None
    return past.change(step_id, call, shown, slot)


FOUND = Result("pass", "found", {"hosts": ["a.example", "b.example"]}, "There are hosts.")
NONE = Result("fail", "none", {}, "There are none.")


def test_a_first_run_has_nothing_to_be_compared_with(article: Article) -> None:
    assert changed(article, past_of(article, noted("one.mx", FOUND)), "one.mx", FOUND) is None
    assert changed(article, past_of(article), "one.mx", FOUND) is None


def test_status_code_and_facts_beside_those_of_the_run_before(article: Article) -> None:
    change = changed(article, past_of(article, noted("one.mx", NONE), noted("one.mx", FOUND)), "one.mx", FOUND)
    assert change is not None
    assert (change.before, change.now, change.at) == (NONE, FOUND, NOON)
    assert change.verdict_differs
    assert change.differs
    assert change.facts == (FactChange("hosts", [], ["a.example", "b.example"]),)


def test_the_same_again_is_no_change(article: Article) -> None:
    turned = Result("pass", "found", {"hosts": ["b.example", "a.example"]})
    change = changed(article, past_of(article, noted("one.mx", FOUND), noted("one.mx", turned)), "one.mx", turned)
    assert change is not None
    assert not change.differs


def test_the_run_just_before_counts_and_no_earlier_one(article: Article) -> None:
    past = past_of(article, noted("one.mx", NONE), noted("one.mx", FOUND), noted("one.mx", FOUND))
    change = changed(article, past, "one.mx", FOUND)
    assert change is not None
    assert change.at == NOON + timedelta(minutes=1)
    assert not change.differs


def test_runs_of_other_inputs_are_passed_over(article: Article) -> None:
    past = past_of(
        article,
        given(domain="a.example"),
        noted("one.reach", NONE),
        given(domain="b.example"),
        noted("one.reach", FOUND),
    )
    assert changed(article, past, "one.reach", FOUND) is None
    again = past_of(
        article,
        given(domain="a.example"),
        noted("one.reach", NONE),
        given(domain="b.example"),
        noted("one.reach", FOUND),
        given(domain="a.example"),
        noted("one.reach", FOUND),
    )
    change = changed(article, again, "one.reach", FOUND)
    assert change is not None
    assert change.at == NOON + timedelta(minutes=1)


def test_an_input_that_the_check_does_not_use_changes_nothing(article: Article) -> None:
    past = past_of(article, noted("one.mx", NONE), given(sender="a@b.example"), noted("one.mx", FOUND))
    assert changed(article, past, "one.mx", FOUND) is not None
    assert (
        changed(article, past_of(article, noted("one.near", NONE), given(sender="a@b.example")), "one.near", NONE)
        is None
    )


def test_the_shown_visit_and_attempt_are_told_and_the_retry_is_compared_with_what_was_before(article: Article) -> None:
    past = past_of(
        article,
        noted("one.mx", NONE),
        noted("one.mx", FOUND, attempt=2),
        noted("one.mx", NONE, visit=2),
    )
    first = changed(article, past, "one.mx", FOUND, (1, 2))
    assert first is not None and first.before is not None
    assert (first.before.code, first.at) == ("none", NOON)
    second = changed(article, past, "one.mx", NONE)
    assert second is not None and second.before is not None
    assert (second.before.code, second.at) == ("found", NOON + timedelta(minutes=1))


def test_elements_are_compared_one_by_one(article: Article) -> None:
    past = past_of(
        article,
        noted("one.all", FOUND, "a.example"),
        noted("one.all", NONE, "b.example"),
        noted("one.all", NONE, "a.example"),
        noted("one.all", FOUND, "c.example"),
    )
    shown = gathered({"a.example": NONE, "c.example": FOUND})
    change = changed(article, past, "one.all", shown)
    assert change is not None and change.differs
    seen = {part.element: (part.before and part.before.code, part.now and part.now.code) for part in change.parts}
    assert seen == {"a.example": ("found", "none"), "c.example": (None, "found"), "b.example": ("none", None)}


def test_elements_that_are_all_new_are_no_change(article: Article) -> None:
    past = past_of(article, noted("one.all", FOUND, "a.example"))
    assert changed(article, past, "one.all", gathered({"a.example": FOUND})) is None


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (
            {"ms": 4.0, "delay_ms": 9.0, "seconds": 3.0, "days_left": 30.0},
            {"ms": 5.0, "delay_ms": 8.0, "days_left": 29.0},
        ),
        (
            {"banner": "220 mx1.example.com ESMTP; Tue, 24 Nov 2026 11:53:21 +0000"},
            {"banner": "220 mx1.example.com ESMTP; Wed, 25 Nov 2026 1:02:03 +0100"},
        ),
        (
            {"reply": "250 2.1.5 OK d2e1a72fcca58-7b8e0c1234 - gsmtp"},
            {"reply": "250 2.1.5 OK x13si123456edr.12 - gsmtp"},
        ),
        ({"hosts": []}, {}),
        ({"hosts": ["a"], "count": 1.0}, {"hosts": ["a"], "count": 2.0}),
        ({"answers": {"ns1": ["a", "b"]}}, {"answers": {"ns1": ["b", "a"]}}),
    ],
)
def test_what_differs_each_time_anyhow_is_no_change(before: dict[str, Any], now: dict[str, Any]) -> None:
    assert not list(changed_facts(Result("pass", "ok", before), Result("pass", "ok", now)))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"banner": "220 mx1.example.com ESMTP"}, {"banner": "220 mx2.example.com ESMTP"}),
        ({"banner": "220 mx1.example.com ESMTP"}, {"banner": "421 mx1.example.com ESMTP"}),
        ({"reply": "450 4.2.1 later"}, {"reply": "450 4.2.2 later"}),
        ({"address": "192.0.2.10"}, {"address": "192.0.2.11"}),
        ({"server": "mx at 192.0.2.10"}, {"server": "mx at 192.0.2.11"}),
        ({"policy": "none"}, {"policy": "reject"}),
        ({"bits": 1024.0}, {"bits": 2048.0}),
        ({"record": "v=spf1 -all"}, {}),
    ],
)
def test_what_differs_for_good_is_told(before: dict[str, Any], now: dict[str, Any]) -> None:
    (told,) = changed_facts(Result("pass", "ok", before), Result("pass", "ok", now))
    (name,) = before
    assert told == FactChange(name, before[name], now.get(name))


def test_of_a_list_only_what_came_and_what_is_gone(article: Article) -> None:
    before, now = {"hosts": ["a", "b"]}, {"hosts": ["b", "c"]}
    (told,) = changed_facts(Result("pass", "ok", before), Result("pass", "ok", now))
    assert told == FactChange("hosts", ["a"], ["c"])


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("one.mx", {"domain"}),
        ("one.near", {"domain", "sender"}),
        ("one.reach", {"domain"}),
        ("one.all", {"domain"}),
        ("two.in.inner", {"domain"}),
    ],
)
def test_inputs_behind_a_check(article: Article, key: str, names: set[str]) -> None:
    step_id, _, name = key.rpartition(".")
    call = article.steps[step_id].check(name)
    assert call is not None
    assert inputs_behind(article, step_id, call) == names
