"""A step with inputs and checks is one page and one form: what is typed goes along whichever button is pressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.factories import make_bench
from tests.web.walk.site import HTMX, STREAM, Page, Visitor
from tests.web.walk.test_checks import messages

JOINED = """\
---
format: 1
id: joined
title: Joined
inputs:
  domain: {type: domain, label: Your mail domain, optional: true}
  sender: {type: email, label: The address that wrote, optional: true, personal: true}
---
## Look
```yaml step
id: look
inputs: [domain, sender]
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  open: {run: smtp.connect, with: {hosts: $mx.hosts}}
ask:
  say: "Is it there?"
  options:
    yes: {say: "Yes", to: done}
    no: {say: "No", to: done}
```
Look.

## Done
```yaml step
id: done
end: information
```
Done.
"""


@pytest.fixture
def someone(tmp_path: Path) -> Visitor:
    """A visitor on the page of such a step."""
    begun = Visitor(make_bench(tmp_path, joined=JOINED))
    begun.start("joined")
    return begun


def test_there_is_one_way_on_and_everything_is_there(someone: Visitor) -> None:
    page = someone.page
    assert page.text.count("Continue") == 1
    assert "Is it there?" in page.text
    assert "Cannot run yet" in page.text
    form = page.form("Run all checks of this step")
    assert {"domain", "sender", "_inputs"} <= set(form.fields)
    assert form is page.form("Continue")
    assert form.offered["_answer"] == ["yes", "no"]


def test_a_run_takes_what_was_typed(someone: Visitor) -> None:
    page = someone.press("Run all checks of this step", domain="example.com")
    assert page.html.count('class="finding pass"') == 2
    assert someone.bench.laboratory.checks["dns.mx"].asked == [{"domain": "example.com"}]
    assert page.form("Run all checks again").fields["domain"] == ["example.com"]
    page = someone.press("Run all checks again", domain="example.org")
    assert someone.bench.laboratory.checks["dns.mx"].asked[1:] == [{"domain": "example.org"}]
    page = someone.press("Continue", _answer="yes")
    assert page.h1 == "Done"


def test_going_on_takes_what_was_typed_and_needs_no_run(someone: Visitor) -> None:
    page = someone.press("Continue", domain="example.com", _answer="no")
    assert page.h1 == "Done"
    assert "example.com Change Your mail domain" in page.text
    assert not someone.bench.laboratory.checks["dns.mx"].asked


def test_nothing_typed_is_no_hindrance(someone: Visitor) -> None:
    assert someone.press("Continue", _answer="no").h1 == "Done"


def test_the_stream_takes_what_was_typed_and_leaves_the_fields_in_the_form(someone: Visitor) -> None:
    action, fields = someone.filled("Run all checks of this step", domain="example.com")
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    assert told[0].count('class="finding waiting"') == 2
    rest = next(message for message in told if 'hx-target="#step-rest"' in message)
    assert rest.count('form="checks-form"') == 4  # two options, Continue, and that it is solved
    assert "Run all checks again" in rest
    assert told[-1] == "<p>2 of 2 checks done.</p>"


def test_a_run_with_nothing_to_go_by_says_so(someone: Visitor) -> None:
    action, fields = someone.filled("Run all checks of this step")
    told = messages(someone.client.post(action, data=fields, headers=STREAM).text)
    assert told[-1] == "<p>No check could run yet. Each row says what it waits for.</p>"
    assert "Run all checks of this step" in next(message for message in told if 'hx-target="#step-rest"' in message)


@pytest.mark.parametrize("headers", [{}, HTMX, STREAM], ids=["page", "htmx", "stream"])
@pytest.mark.parametrize("button", ["Run all checks of this step", "Continue"])
def test_what_cannot_be_taken_is_told_beside_its_field_and_kept(
    someone: Visitor, button: str, headers: dict[str, str]
) -> None:
    page = someone.press(button, headers, domain="not a domain", _answer="no")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.form("Continue").fields["domain"] == ["not a domain"]
    assert page.form("Continue").fields["_answer"] == ["no"]
    assert page.headers["hx-retarget"] == "#page"
    assert not someone.bench.laboratory.checks["dns.mx"].asked


def test_a_required_input_is_asked_for_on_the_same_page(tmp_path: Path) -> None:
    text = JOINED.replace("label: Your mail domain, optional: true", "label: Your mail domain")
    someone = Visitor(make_bench(tmp_path, joined=text))
    someone.start("joined")
    page = someone.press("Continue", _answer="no")
    assert page.status == 422
    assert "Enter a domain, such as example.com" in page.text
    page = someone.press("Run all checks of this step", domain="example.com")
    assert page.html.count('class="finding pass"') == 2


def test_inputs_to_be_changed_have_a_form_of_their_own(someone: Visitor) -> None:
    someone.press("Continue", domain="example.com", _answer="no")
    page = someone.get(f"/r/{someone.token}/look?change=inputs")
    assert "_answer" not in page.form("Continue").offered
    page = someone.press("Continue", domain="example.org")
    assert page.h1 == "Done"
    assert "example.org Change Your mail domain" in page.text


def test_enter_runs_the_checks_or_goes_on_where_an_answer_is_chosen(someone: Visitor) -> None:
    action, fields = someone.filled("Run all", domain="example.com")
    fields["_check"] = ["*enter"]
    page = Page(someone.client.post(action, data=fields))
    assert page.html.count('class="finding pass"') == 2
    page = Page(someone.client.post(action, data={**fields, "_answer": ["no"]}))
    assert page.h1 == "Done"


def test_a_chosen_answer_stays_chosen_when_checks_run(someone: Visitor) -> None:
    page = someone.press("Run all checks of this step", domain="example.com", _answer="no")
    assert page.html.count('class="finding pass"') == 2
    assert page.form("Continue").fields["_answer"] == ["no"]
    assert someone.press("Run again").form("Continue").fields["_answer"] == ["no"]
    assert "_answer" not in someone.get(f"/r/{someone.token}").form("Continue").fields, "it was not handed in"
    someone.press("Run all checks again", _answer="yes")
    assert someone.press("Continue").h1 == "Done"


def test_several_chosen_answers_stay_chosen_where_a_step_asks_for_nothing_else(tmp_path: Path) -> None:
    text = JOINED.replace("inputs: [domain, sender]\n", "").replace('?"\n', '?"\n  pick: many\n')
    text = text.replace("to: done}", "}").replace('"Yes", }', '"Yes"}').replace('"No", }', '"No"}')
    text = text.replace("\n```\nLook.", "\nnext: done\n```\nLook.")
    someone = Visitor(make_bench(tmp_path, joined=text))
    someone.start("joined")
    someone.press("Continue", domain="example.com")
    page = someone.press("Run all checks of this step", _answer=["yes", "no"])
    assert page.html.count('class="finding pass"') == 2
    assert page.form("Continue").fields["_answer"] == ["yes", "no"]


def test_an_address_chooses_only_what_is_offered(someone: Visitor) -> None:
    page = someone.get(f"/r/{someone.token}/look?chosen=nonsense")
    assert page.status == 200
    assert "_answer" not in page.form("Continue").fields
    assert "nonsense" not in page.html


def test_a_stale_page_gives_back_only_what_was_changed_on_it(someone: Visitor) -> None:
    action, stale = someone.filled("Continue", _answer="no")
    someone.press("Continue", domain="example.com", sender="maria@example.net", _answer="yes")
    page = Page(someone.client.post(action, data={**stale, "sender": ["sam@example.net"]}))
    assert page.h1 == "Done"
    page = someone.get(f"/r/{someone.token}/look")
    fields = page.form("Continue").fields
    assert fields["domain"] == ["example.com"]  # was empty on the stale page, and stayed so
    assert fields["sender"] == ["sam@example.net"]


def test_what_came_back_with_an_error_is_still_taken(someone: Visitor) -> None:
    someone.press("Continue", domain="not a domain", sender="maria@example.net", _answer="no")
    assert someone.press("Continue", domain="example.com").h1 == "Done"
    fields = someone.get(f"/r/{someone.token}/look").form("Continue").fields
    assert fields["sender"] == ["maria@example.net"]


def test_a_field_may_be_emptied(someone: Visitor) -> None:
    someone.press("Continue", domain="example.com", _answer="no")
    someone.get(f"/r/{someone.token}/look")
    someone.press("Continue", domain="")
    assert someone.get(f"/r/{someone.token}/look").form("Continue").fields["domain"] == [""]


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["page", "stream"])
def test_a_stale_page_runs_nothing_with_other_values_than_it_shows(someone: Visitor, headers: dict[str, str]) -> None:
    action, stale = someone.filled("Run all checks of this step")
    someone.press("Continue", domain="example.com", _answer="no")
    page = Page(someone.client.post(action, data=stale, headers=headers))
    assert page.status == 200
    assert page.form("Run all").fields["domain"] == ["example.com"]
    assert not someone.bench.laboratory.checks["dns.mx"].asked
    page = Page(someone.client.post(action, data={**stale, "domain": ["example.org"]}))
    assert someone.bench.laboratory.checks["dns.mx"].asked == [{"domain": "example.org"}]
