"""Check everything: all checks of all steps, the ladder, and the way to the first step that fails."""

from __future__ import annotations

import re
from pathlib import Path

from tests.actions.factories import make_bench
from tests.actions.sample import MAIL
from tests.web.walk.site import STREAM, Visitor, visitor
from tests.web.walk.test_checks import messages


def rungs(html: str) -> dict[str, str]:
    """The status of each rung by its place."""
    return {found[2]: found[1] for found in re.finditer(r'<li class="rung (\w+)" id="(rung-\d+)">', html)}


def begun(folder: Path) -> Visitor:
    someone = visitor(folder)
    someone.start()
    someone.press("Continue", domain="example.com")
    return someone


def test_the_ladder_shows_every_step_before_anything_ran(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    page = someone.get(someone.page.links["Check everything"])
    assert list(rungs(page.html).values()) == ["none"] * 5
    assert "Not checked yet" in page.text
    assert "Nothing to check" in page.text


def test_checks_run_in_the_order_of_what_they_need_and_colour_the_ladder(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.bench.laboratory.says("smtp.connect", "refused")
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything")
    assert rungs(page.html)["rung-2"] == "fail"
    assert someone.bench.laboratory.checks["smtp.connect"].asked[0]["hosts"] == ["mx1.example.com", "mx2.example.com"]
    assert "It fails here" in page.text
    assert "Port 25 is closed" not in page.text.split("Probably:")[0]


def test_one_jumps_to_the_first_that_fails(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("dns.mx", "none")
    someone.reach("mx")
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything")
    assert page.links["Go to this step"] == f"/r/{someone.token}/mx"
    assert "Probably: No MX record" in page.text
    page = someone.get(page.links["Go to this step"])
    assert "This is probably the reason" in page.text


def test_a_step_not_reached_yet_is_reached_where_nobody_is_needed_in_between(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("smtp.connect", "refused")
    someone.reach("mx")
    someone.get(f"/r/{someone.token}/check")
    someone.press("Check everything")
    response = someone.client.post(f"/r/{someone.token}/check", data={"_step": "firewall"}, follow_redirects=False)
    assert response.headers["location"] == f"/r/{someone.token}/firewall"


def test_the_way_to_a_step_stops_where_an_answer_is_missing(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    response = someone.client.post(f"/r/{someone.token}/check", data={"_step": "last"}, follow_redirects=False)
    assert response.headers["location"] == f"/r/{someone.token}/sent"


def test_missing_inputs_are_asked_on_the_page(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.get(f"/r/{someone.token}/check")
    assert "It waits for “Your mail domain”." in page.text
    page = someone.press("Check everything", domain="nonsense domain")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    page = someone.press("Check everything", domain="example.com")
    assert rungs(page.html)["rung-2"] == "pass"


def test_the_results_are_the_walks_own(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.get(f"/r/{someone.token}/check")
    someone.press("Check everything")
    someone.get(f"/r/{someone.token}")
    page = someone.press("Continue", _answer="no")
    assert page.html.count('class="finding pass"') == 2


def test_with_htmx_the_ladder_turns_live(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.get(f"/r/{someone.token}/check")
    action, fields = someone.filled("Check everything")
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    assert rungs(told[0])["rung-2"] == "waiting"
    assert 'hx-target="#rung-2"' in told[1]
    assert rungs(told[3])["rung-2"] == "pass"
    assert 'hx-target="#ladder-summary"' in told[3]
    assert told[-1].strip().endswith("<p>2 of 2 checks done.</p>")


def test_a_failed_input_in_the_stream_comes_back_as_the_page(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything", STREAM, domain="x y")
    assert page.status == 422
    assert page.headers["hx-retarget"] == "#page"


def test_what_could_not_be_found_out_is_no_good_news(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.bench.laboratory.says("dns.mx", "limit")
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything")
    assert "No check found a problem" not in page.text
    assert "We could not find anything out" in page.text
    assert "checks could not find out; why, stands beside each." in page.text


def test_some_that_could_not_find_out_are_told_of(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.bench.laboratory.says("smtp.connect", "limit")
    someone.get(f"/r/{someone.token}/check")
    page = someone.press("Check everything")
    assert "No check found a problem, but not all could find out" in page.text


def test_a_step_whose_checks_wait_for_others_is_not_one_without_checks(tmp_path: Path) -> None:
    check = "checks:\n  banner: {run: smtp.banner, with: {hosts: $mx.hosts}, when: 'has(mx.hosts)'}\n"
    waits = MAIL.replace("id: firewall\n", f"id: firewall\n{check}")
    someone = Visitor(make_bench(tmp_path, mail=waits))
    someone.start()
    page = someone.press("Continue", domain="example.com")
    page = someone.get(page.links["Check everything"])
    assert page.text.count("Nothing to check") == 3
    assert page.text.count("Not checked yet") == 2
