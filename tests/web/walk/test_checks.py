"""Running a step's checks: without scripts the form waits and the page has the results; with htmx rows come live."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.actions import record_events
from tests.actions.factories import make_bench
from tests.web.walk.site import STREAM, Page, Visitor, visitor


def messages(text: str) -> list[str]:
    """The data of each event of a stream."""
    return [
        "\n".join(line.removeprefix("data: ") for line in event.split("\n") if line.startswith("data:"))
        for event in text.strip().split("\n\n")
    ]


def test_the_rows_say_what_they_are_and_what_they_wait_for(tmp_path: Path) -> None:
    page = visitor(tmp_path).reach("mx")
    assert "Not run yet" in page.text
    assert "It waits for “Mail servers of the domain (MX)”." in page.text
    assert 'role="status" aria-atomic="true"' in page.html


def test_one_button_runs_all_and_each_row_has_icon_word_summary_and_evidence(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    page = someone.press("Run all checks of this step")
    assert page.status == 200
    assert page.h1 == "The sender looks up example.com"
    assert page.html.count('class="finding pass"') == 2
    assert "Your domain says which servers take its mail." in page.text
    assert "asked dns.mx" in page.text
    assert "Run again" in page.text


def test_one_check_may_be_run_by_itself(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    page = someone.press("Run: Mail servers")
    assert page.html.count('class="finding pass"') == 1
    assert not someone.bench.laboratory.checks["smtp.connect"].asked


def test_a_check_starts_with_what_another_found(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.press("Run all")
    assert someone.bench.laboratory.checks["smtp.connect"].asked == [{"hosts": ["mx1.example.com", "mx2.example.com"]}]


def test_unknown_is_never_shown_as_the_visitors_fault(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("dns.mx", "resolver-failed")
    someone.reach("mx")
    page = someone.press("Run all")
    assert 'class="finding unknown"' in page.html
    assert "Our own name server could not tell." in page.text
    assert "Could not find out" in page.text


def test_a_result_belongs_to_its_inputs(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.press("Run all")
    someone.get(f"/r/{someone.token}?change=inputs")
    someone.press("Continue", domain="example.org")
    page = someone.get(f"/r/{someone.token}/mx")
    assert 'class="finding pass"' not in page.html
    assert "Not run yet" in page.text


def test_a_branch_that_the_checks_point_at_is_recommended_beside_continue(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("smtp.connect", "refused")
    someone.reach("mx")
    page = someone.press("Run all")
    assert "What was found points to: The firewall lets it pass" in page.text
    page = someone.press("Continue")
    assert page.h1 == "The firewall lets it pass"
    assert "This is probably the reason" in page.text
    assert "Try this first: Port 25 is closed" in page.links


def test_the_walk_never_moves_on_by_itself(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.press("Run all")
    assert someone.get(f"/r/{someone.token}").h1 == "The sender looks up example.com"


def test_with_htmx_rows_appear_at_once_as_waiting_and_turn_one_by_one(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    action, fields = someone.filled("Run all")
    response = someone.client.post(action, data=fields, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["hx-push-url"] == "false"
    told = messages(response.text)
    assert told[0].count('class="finding waiting"') == 2
    assert 'aria-busy="true"' in told[0]
    assert "0 of 2 checks done." in told[0]
    assert 'hx-target="#check-mx"' in told[1]
    assert 'hx-target="#check-open"' in told[2]
    assert 'hx-target="#step-rest"' in told[3]
    assert 'aria-busy="false"' in told[3]
    assert "2 of 2 checks done." in told[-1]


def test_the_button_is_free_before_the_last_sentence_has_waited_for_its_second(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    action, fields = someone.filled("Run all")
    text = someone.client.post(action, data=fields, headers=STREAM).text
    assert text.index('aria-busy="false"') < text.index("event: hx:release") < text.index("2 of 2 checks done.")


def test_a_run_that_has_to_stop_leaves_no_row_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    action, fields = someone.filled("Run all")
    monkeypatch.setattr(record_events, "MOST_EVENTS", 0)
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    assert 'aria-busy="false"' in told[-1]
    assert 'class="finding waiting"' not in told[-1]
    assert "We had to stop: This walk has grown too long." in told[-1]


def test_a_row_is_never_announced_only_the_count(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    action, fields = someone.filled("Run all")
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    outside = [re.sub(r"<hx-partial.*?</hx-partial>", "", message, flags=re.S).strip() for message in told]
    assert [said for said in outside if said] == ["<p>0 of 2 checks done.</p>", "<p>2 of 2 checks done.</p>"]


def test_checks_of_a_step_the_walk_does_not_come_by_are_not_run(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    page = Page(someone.client.post(f"/r/{someone.token}/mx", data={"_check": "*", "_visit": "1"}))
    assert page.h1 == "The message is sent"
    assert not someone.bench.laboratory.checks["dns.mx"].asked


def test_checks_of_a_step_that_left_the_path_lead_htmx_to_where_the_walk_stands(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    response = someone.client.post(f"/r/{someone.token}/mx", data={"_check": "*", "_visit": "1"}, headers=STREAM)
    assert response.headers["hx-retarget"] == "#page"
    assert response.headers["hx-push-url"] == f"/r/{someone.token}/sent"


LATER = """\
---
format: 1
id: later
title: Later
inputs:
  domain: {type: domain, label: Your mail domain}
---
## Look
```yaml step
id: look
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  open: {run: smtp.connect, with: {hosts: $mx.hosts}, when: 'mx.status == "pass"'}
```
Look.

### Closed
```yaml cause
id: closed
when: 'open.status == "fail" || mx.status == "fail"'
```
Open it.

## Done
```yaml step
id: done
end: information
```
Done.
"""


def test_a_check_that_has_its_reason_only_later_is_waited_for_too(tmp_path: Path) -> None:
    someone = Visitor(make_bench(tmp_path, later=LATER))
    someone.start("later")
    someone.press("Continue", domain="example.com")
    action, fields = someone.filled("Run")
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    assert "0 of 1 check done." in told[0]
    assert 'class="finding waiting" id="check-open"' in told[1]
    assert 'class="finding pass" id="check-open"' in told[2]
    assert "2 of 2 checks done." in told[-1]
    someone.get(f"/r/{someone.token}/check")
    action, fields = someone.filled("Check everything")
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    assert 'class="rung waiting" id="rung-1"' in told[1]
