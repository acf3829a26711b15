"""Walks through fragments: names from inside and outside, returns, and passing over the whole."""

from __future__ import annotations

from app.core.article import Article
from app.core.scenario import walk_given
from app.core.script import Script
from app.core.state import State
from app.core.walk import grounds, names_at, replay
from tests.core.factories import CHECKS, article_of

RECORDS = """
---
format: 1
kind: fragment
id: records
title: Records
params:
  name: {type: domain, label: Domain}
returns: [ok, closed]
---
## Look {{ name }} up
```yaml step
id: records
checks:
  mx: {run: look.up, with: {domain: $name}}
next: port
```
### Nothing there
```yaml cause
id: none
when: 'mx.code == "none"'
```
Publish it.

## Reach it
```yaml step
id: port
checks:
  port: {run: reach.all, with: {hosts: $mx.hosts}}
next:
  - {when: 'port.code == "closed"', to: return.closed}
  - {to: return.ok}
```
"""

ARTICLE = article_of(
    """
    ## Near
    ```yaml step
    id: near
    when: 'side == "near"'
    else: after
    use: records
    with: {name: $domain}
    returns: {ok: after, closed: bad}
    ```
    ## After
    ```yaml step
    id: after
    next:
      - {when: 'has(near.mx.count) && near.mx.count > 1', to: good}
      - {to: bad}
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
    """
    inputs:
      domain: {type: domain, label: Domain}
      side: {type: choice, label: Side, options: {near: Near, far: Far}}
    """,
    _fragments__records=RECORDS.lstrip(),
)


def walked(article: Article = ARTICLE, side: str = "near", **checks: object) -> State:
    keys = {name.replace("__", "."): code for name, code in checks.items()}
    return walk_given(article, CHECKS, Script({"domain": "example.com", "side": side}, keys), "2026-11-24")[0]


def test_ids_of_the_path_are_the_callers_and_the_fragments() -> None:
    state = walked(near__records__mx="found", near__port__port="open")
    assert state.path == ["near.records", "near.port", "after", "good"]


def test_a_return_leads_where_the_caller_says() -> None:
    assert walked(near__records__mx="found", near__port__port="closed").path[-1] == "bad"


def test_a_cause_inside_is_promoted_by_its_own_names() -> None:
    state = walked(near__records__mx="none")
    assert (state.at, state.promoted) == ("near.records", ["near.none"])
    found = ARTICLE.cause("near.none")
    assert found is not None
    assert grounds(ARTICLE, *found) == ["near.records.mx"]


def test_when_passes_over_the_whole_fragment() -> None:
    assert walked(side="far").path == ["after", "bad"]


def test_the_asked_check_is_named_as_in_paths() -> None:
    assert walked().asks.checks == ["near.records.mx"]


def test_names_inside_are_the_fragments_own() -> None:
    state = replay(ARTICLE, [{"kind": "given", "values": {"domain": "Example.com"}}], today="2026-11-24", checks=CHECKS)
    assert names_at(ARTICLE, state, "2026-11-24", "near")["name"] == "example.com"
