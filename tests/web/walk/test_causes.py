"""Causes: the matching ones first with their evidence, each with "It worked", "It did not" and "I can't try this"."""

from __future__ import annotations

from pathlib import Path

from app.actions.read_run import read_events, read_run
from tests.web.walk.site import Page, Visitor, visitor


def with_no_mx(folder: Path) -> Visitor:
    someone = visitor(folder)
    someone.bench.laboratory.says("dns.mx", "none", "found")
    someone.reach("mx")
    someone.press("Run all")
    return someone


def test_all_causes_are_always_there_to_read(tmp_path: Path) -> None:
    page = visitor(tmp_path).reach("mx")
    assert {"no-mx", "slow"} <= page.ids
    assert "What could go wrong at this step" in page.text
    assert "probably" not in page.text


def test_a_matching_cause_comes_first_open_and_with_its_evidence(tmp_path: Path) -> None:
    page = with_no_mx(tmp_path).page
    assert page.html.index('id="no-mx" open') < page.html.index('id="slow"')
    recognised = page.text.split("Recognised by")[1]
    assert "Mail servers of the domain (MX)" in recognised
    assert "Publish the record for example.com" in page.text
    assert page.links["Try this first: No MX record"] == "#no-mx"


def test_it_worked_runs_the_checks_again(tmp_path: Path) -> None:
    someone = with_no_mx(tmp_path)
    page = someone.press("It worked: worked:no-mx")
    assert page.h1 == "The sender looks up example.com"
    assert "Not run yet" in page.text
    page = someone.press("Run all")
    assert 'class="finding pass" id="check-mx"' in page.html
    assert "This is probably the reason" not in page.text


def test_it_did_not_lays_the_cause_aside(tmp_path: Path) -> None:
    someone = with_no_mx(tmp_path)
    page = someone.press("It did not: failed:no-mx")
    assert "It did not help" in page.text
    assert "Try this first" not in page.text
    assert 'id="no-mx" open' not in page.html


def test_i_cannot_try_this_lays_it_aside_too_and_may_be_changed(tmp_path: Path) -> None:
    someone = with_no_mx(tmp_path)
    page = someone.press("I can't try this: skipped:no-mx")
    assert "You could not try this" in page.text
    page = someone.press("It did not: failed:no-mx")
    assert "It did not help" in page.text


def test_a_cause_without_evidence_may_be_tried_too(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    page = someone.press("It did not: failed:slow")
    assert "It did not help" in page.text


def test_a_fix_leads_where_its_cause_says(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("smtp.connect", "refused")
    someone.reach("mx")
    someone.press("Run all")
    someone.press("Continue")
    page = someone.press("It worked: worked:closed")
    assert page.h1 == "What do you see"


def test_one_may_go_on_without_trying(tmp_path: Path) -> None:
    someone = with_no_mx(tmp_path)
    assert someone.press("Continue").h1 == "What do you see"


def test_a_double_click_on_it_worked_is_one_try(tmp_path: Path) -> None:
    someone = with_no_mx(tmp_path)
    action, fields = someone.filled("It worked: worked:no-mx")
    for _ in range(2):
        page = Page(someone.client.post(action, data=fields))
    assert page.h1 == "The sender looks up example.com"
    services = someone.bench.services
    rows = read_events(services, read_run(services, someone.token))
    assert [row.event["kind"] for row in rows].count("tried") == 1


def test_a_fix_that_worked_but_is_found_again_is_offered_again(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("dns.mx", "none")
    someone.reach("mx")
    someone.press("Run all")
    someone.press("It worked: worked:no-mx")
    page = someone.press("Run all")
    assert page.links["Try this first: No MX record"] == "#no-mx"
    assert 'id="no-mx" open' in page.html


def test_a_fix_tried_before_any_check_ran_counts(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.press("It worked: worked:no-mx")
    page = someone.press("Run all")
    assert page.html.count('class="finding pass"') == 2


def test_what_was_tried_is_in_the_trail(tmp_path: Path) -> None:
    someone = with_no_mx(tmp_path)
    someone.press("It did not: failed:no-mx")
    page = someone.press("Continue")
    assert "No MX record: it did not help" in page.text


def test_an_unknown_cause_is_not_found(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    response = someone.client.post(f"/r/{someone.token}/mx", data={"_tried": "worked:nothing", "_visit": "1"})
    assert response.status_code == 404
