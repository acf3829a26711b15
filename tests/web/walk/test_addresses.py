"""Addresses of steps, those included whose ids are words of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.web.walk.addresses import RESERVED, step_url
from tests.actions.factories import make_bench
from tests.web.walk.site import Visitor

WORDS = """\
---
format: 1
id: words
title: Words of ours
---
## First
```yaml step
id: check
```
One.

## Second
```yaml step
id: transcript
ask:
  say: Well?
  options: {back: {say: Back, to: check}, on: {say: On, to: done}}
```
Two.

## Done
```yaml step
id: done
end: information
```
Three.
"""


def test_steps_with_reserved_ids_have_an_address_of_their_own() -> None:
    assert step_url("T", "mx") == "/r/T/mx"
    assert step_url("T", "near.records", 2) == "/r/T/near.records?visit=2"
    assert {step_url("T", word).partition("?")[0] for word in RESERVED} == {"/r/T"}


def test_a_walk_goes_through_steps_with_reserved_ids(tmp_path: Path) -> None:
    someone = Visitor(make_bench(tmp_path, words=WORDS))
    assert someone.start("words").h1 == "First"
    token = someone.token
    assert someone.press("Continue").h1 == "Second"
    assert someone.page.url == f"/r/{token}?step=transcript"
    assert someone.get(f"/r/{token}?step=check").h1 == "First"
    assert someone.get(f"/r/{token}/check").h1 == "Check everything"
    assert "no live checks" in someone.page.text


def test_coming_to_a_step_again_asks_again_with_the_earlier_answer_filled_in(tmp_path: Path) -> None:
    someone = Visitor(make_bench(tmp_path, words=WORDS))
    someone.start("words")
    someone.press("Continue")
    page = someone.press("Continue", _answer="back")
    assert page.h1 == "First"
    assert "visit=2" in page.url
    page = someone.press("Continue")
    assert page.h1 == "Second"
    assert page.form("Continue").fields["_answer"] == ["back"]
    assert someone.press("Continue", _answer="on").h1 == "Done"
    assert "This is where the walk ends" in someone.page.text


@pytest.mark.parametrize(
    "query", ["visit=0", "visit=x", "visit=99999", "step=", "change=nonsense", "change=inputs", "visit=%00"]
)
def test_strange_queries_do_no_harm(tmp_path: Path, query: str) -> None:
    someone = Visitor(make_bench(tmp_path, words=WORDS))
    someone.start("words")
    assert someone.get(f"/r/{someone.token}?{query}").status == 200
