"""What changed since the last run: on its row, in the sentence of the batch, and above the ladder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.factories import make_bench
from tests.actions.sample import MAIL
from tests.web.walk.site import STREAM, Visitor, visitor
from tests.web.walk.test_checks import messages


def mended(folder: Path, *codes: str) -> Visitor:
    """A walk at the step `mx`, whose checks ran once."""
    someone = visitor(folder)
    someone.bench.laboratory.says("dns.mx", *codes)
    someone.reach("mx")
    page = someone.press("Run all checks of this step")
    assert "Changed since" not in page.text
    assert "The same as before" not in page.text
    someone.bench.clock.move(minutes=4)
    return someone


def test_a_row_says_what_it_was_and_what_it_is_and_since_when(tmp_path: Path) -> None:
    someone = mended(tmp_path, "none", "found")
    page = someone.press("Run all checks again")
    assert "Changed since 12:00 UTC" in page.text
    assert "before: Problem none → now: Fine found" in page.text
    assert "Servers new: mx1.example.com, mx2.example.com" in page.text


def test_what_is_the_same_is_said_to_be(tmp_path: Path) -> None:
    someone = mended(tmp_path, "found")
    page = someone.press("Run all checks again")
    assert page.text.count("The same as before (12:00 UTC).") == 2
    someone.bench.clock.move(days=1)
    page = someone.press("Run: Mail servers") if "Run: Mail servers" in page.text else someone.press("Run again: Mail")
    assert "The same as before (5 April 2026, 12:04 UTC)." in page.text


def test_one_check_that_ran_again_leaves_what_the_others_say(tmp_path: Path) -> None:
    someone = mended(tmp_path, "found", "found", "none")
    someone.press("Run all checks again")
    page = someone.press("Run again: Mail servers")
    assert page.text.count("Changed since") == 1
    assert len(someone.bench.laboratory.checks["smtp.connect"].asked) == 2


def test_a_fix_that_worked_is_seen_by_the_next_run(tmp_path: Path) -> None:
    someone = mended(tmp_path, "none", "found")
    page = someone.press("It worked")
    assert "Changed since" not in page.text
    page = someone.press("Run all checks of this step")
    assert "before: Problem none → now: Fine found" in page.text


def test_results_of_another_domain_are_not_compared(tmp_path: Path) -> None:
    someone = mended(tmp_path, "none", "found")
    someone.get(f"/r/{someone.token}?change=inputs")
    someone.press("Continue", domain="example.org")
    someone.get(f"/r/{someone.token}/mx")
    page = someone.press("Run all checks of this step")
    assert "Changed since" not in page.text
    assert "The same as before" not in page.text


def test_the_batch_is_told_in_one_sentence(tmp_path: Path) -> None:
    someone = mended(tmp_path, "found")
    someone.bench.laboratory.says("smtp.connect", "open", "refused")
    for last in (
        "<p>2 of 2 checks done, nothing changed since the last run.</p>",
        "<p>2 of 2 checks done, 1 problem, 1 changed since the last run.</p>",
    ):
        someone.get(f"/r/{someone.token}/mx")
        action, fields = someone.filled("Run all checks again")
        told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
        assert told[-1].strip().endswith(last)


@pytest.mark.parametrize("live", [False, True], ids=["page", "stream"])
def test_the_ladder_lists_what_changed_and_leads_there(tmp_path: Path, live: bool) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("smtp.connect", "open", "refused")
    someone.start()
    someone.press("Continue", domain="example.com")
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything")
    assert "What changed since the last run" not in page.text
    if live:
        action, fields = someone.filled("Check everything again")
        told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
        assert told[-1].strip().endswith("<p>2 of 2 checks done, 1 problem, 1 changed since the last run.</p>")
        page = someone.get(f"/r/{someone.token}/check")
    else:
        page = someone.press("Check everything again")
    assert "What changed since the last run" in page.text
    assert page.links["Connection to port 25"] == "#check-2-open"
    assert "check-2-open" in page.ids
    assert page.text.count("before: Fine open → now: Problem refused") == 2
    assert page.text.count("The same as before (12:00 UTC).") == 1


def test_in_german(tmp_path: Path) -> None:
    someone = Visitor(make_bench(tmp_path, mail=MAIL.replace("format: 1", "format: 1\nlang: de")))
    someone.bench.laboratory.says("dns.mx", "none", "found")
    someone.start()
    someone.press("Weiter", domain="example.com")
    someone.press("Weiter", _answer="no")
    someone.press("Alle Prüfungen")
    page = someone.press("Alle Prüfungen")
    assert "Anders als zuvor (12:00 UTC)" in page.text
    assert "vorher: Problem none → jetzt: In Ordnung found" in page.text
    assert "neu: mx1.example.com, mx2.example.com" in page.text


PERSONAL = """\
---
format: 1
id: person
title: A person
inputs:
  domain: {type: domain, label: Your mail domain, personal: true}
---
## Look
```yaml step
id: look
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
```
Look.

## Done
```yaml step
id: done
end: information
```
Done.
"""


def test_a_personal_value_that_changed_is_not_compared_and_the_same_is(tmp_path: Path) -> None:
    someone = Visitor(make_bench(tmp_path, person=PERSONAL))
    someone.start("person")
    someone.press("Continue", domain="example.com")
    someone.press("Run the check")
    assert "The same as before" in someone.press("Run the check again").text
    someone.get(f"/r/{someone.token}?change=inputs")
    someone.press("Continue", domain="example.org")
    page = someone.press("Run the check")
    assert "The same as before" not in page.text
    assert "Changed since" not in page.text
