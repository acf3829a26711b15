"""A pasted message may be long; nothing else may, and not many at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app.core.inputs import MAX_TEXT
from app.web.walk import pasted
from tests.actions.factories import make_bench
from tests.web.walk.site import Page, Visitor

LONG = "Received: from a.example\n" * 9_000  # some 220 KiB
FORM = {"content-type": "application/x-www-form-urlencoded"}
BOUNCE = """\
---
format: 1
id: bounce
title: A report
inputs:
  report: {type: text, label: The report, optional: true, personal: true}
  remark: {type: text, label: A remark, optional: true}
---
## Look
```yaml step
id: look
inputs: [report, remark]
checks:
  bounce: {run: mail.bounce, with: {text: $report}}
```
Look.

## Read
```yaml step
id: read
use: part
with: {letter: $remark}
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
params: {letter: {type: text, label: A letter, optional: true}}
returns: [over]
---
## In
```yaml step
id: in
checks:
  inner: {run: RUN, with: {WITH: $letter}}
next: return.over
```
In.
"""


def begun(folder: Path, run: str = "http.get", parameter: str = "url") -> Visitor:
    """At the step that asks for a report; `run` takes the remark."""
    bench = make_bench(folder)
    (bench.content / "_fragments").mkdir()
    (bench.content / "_fragments" / "part.md").write_text(PART.replace("RUN", run).replace("WITH", parameter))
    bench.write(bounce=BOUNCE)
    someone = Visitor(bench)
    someone.start("bounce")
    return someone


def test_a_long_report_is_taken(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    page = someone.press("Continue", report=LONG)
    assert page.status == 200
    assert page.h1 == "In"
    page = someone.get(f"/r/{someone.token}/look")
    assert page.html.count("Received: from a.example") == 9_000
    assert someone.get(f"/r/{someone.token}/transcript").status == 200


def test_a_long_report_is_kept_neither_as_a_state_nor_as_a_page(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    states = someone.bench.services.states
    assert states.latest(1) is not None
    someone.press("Continue", report=LONG)
    assert states.latest(1) is None
    path = f"/r/{someone.token}/look"
    someone.get(path)
    assert someone.client.app.state.walk_pages.ready(path) is None  # type: ignore[attr-defined]


def test_the_ladder_takes_it_too(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything", report=LONG)
    assert page.status == 200
    assert "report" not in page.form("Check everything").fields


@pytest.mark.parametrize(("run", "parameter", "status"), [("http.get", "url", 413), ("mail.headers", "text", 200)])
def test_other_inputs_may_not_be_long_but_those_of_fragments_are_followed(
    tmp_path: Path, run: str, parameter: str, status: int
) -> None:
    assert begun(tmp_path, run, parameter).press("Continue", remark=LONG).status == status


def test_more_than_a_check_reads_is_told_beside_the_field(tmp_path: Path) -> None:
    page = begun(tmp_path).press("Continue", report="a" * (MAX_TEXT + 1))
    assert page.status == 422
    assert "Shorten this: at most 262,144 characters can be taken." in page.text


def test_a_form_beyond_all_use_is_refused(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    assert someone.press("Continue", report="a" * (pasted.LONGEST + 1)).status == 413


def test_a_form_that_does_not_say_how_long_it_is_may_not_be_long(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    action, fields = someone.filled("Continue", report=LONG)

    def pieces() -> Iterator[bytes]:
        yield urlencode(fields, doseq=True).encode()

    assert someone.client.post(action, content=pieces(), headers=FORM).status_code == 413


def test_few_are_read_at_once_and_the_room_is_free_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = begun(tmp_path)
    action, fields = someone.filled("Continue", report=LONG)
    monkeypatch.setattr(pasted.ROOM, "taken", pasted.AT_ONCE)
    page = Page(someone.client.post(action, data=fields))
    assert page.status == 429
    assert page.headers["retry-after"] == "5"
    monkeypatch.setattr(pasted.ROOM, "taken", pasted.AT_ONCE - 1)
    for _ in range(2):
        assert someone.client.post(action, data=fields).status_code == 200


def test_an_unknown_walk_takes_no_long_form(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    assert someone.client.post("/r/unknown/look", data={"report": LONG}).status_code == 404
