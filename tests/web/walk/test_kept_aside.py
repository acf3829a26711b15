"""What is typed or chosen and not handed in yet is still there after a button that is about something else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.actions.read_run import read_events, read_run
from tests.actions.factories import make_bench
from tests.web.walk.site import HTMX, Visitor

CAUSES = """
### The plug
```yaml cause
id: plug
to: done
```
Push it in.

### The fuse
```yaml cause
id: fuse
```
Put in another.
"""
QUESTION = """
ask:
  say: "Is it there?"
  options:
    yes: {say: "Yes", to: done}
    no: {say: "No", to: done}
"""
CHECKS = """
checks:
  mx: {run: dns.mx, with: {domain: $domain}}"""
INPUTS = """
inputs: [domain, sender]"""
ARTICLE = """\
---
format: 1
id: kept
title: Kept
inputs:
  domain: {{type: domain, label: Your mail domain{optional}}}
  sender: {{type: email, label: The address that wrote, optional: true, personal: true}}
---
## Look
```yaml step
id: look{parts}
```
Look.
{causes}
## Done
```yaml step
id: done
end: information
```
Done.
"""


def visitor(folder: Path, parts: str, optional: str = ", optional: true") -> Visitor:
    text = ARTICLE.format(parts=parts.rstrip(), causes=CAUSES, optional=optional)
    begun = Visitor(make_bench(folder, kept=text))
    begun.start("kept")
    return begun


FORMS = pytest.mark.parametrize(
    "parts", [INPUTS + CHECKS + QUESTION, INPUTS + QUESTION], ids=["beside checks", "without checks"]
)


@FORMS
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_cause_laid_aside_loses_nothing(tmp_path: Path, parts: str, headers: dict[str, str]) -> None:
    someone = visitor(tmp_path, parts)
    page = someone.press(
        "It did not: failed:fuse", headers, domain="half typed", sender="ada@example.com", _answer="no"
    )
    assert page.status == 200 and "Error" not in page.title
    assert "It did not help" in page.text
    assert 'value="half typed"' in page.html and 'value="ada@example.com"' in page.html
    assert 'value="no" form="checks-form" checked' in page.html or 'value="no" checked' in page.html
    assert "field-error" not in page.html, "nobody handed it in"
    kinds = [
        row.event["kind"]
        for row in read_events(someone.bench.services, read_run(someone.bench.services, someone.token))
    ]
    assert kinds == ["tried"]


def test_what_was_typed_where_it_is_asked_first_is_kept_too(tmp_path: Path) -> None:
    someone = visitor(tmp_path, INPUTS, optional="")
    page = someone.press("It did not: failed:fuse", domain="half typed")
    assert page.status == 200
    assert page.form("Continue").fields["domain"] == ["half typed"]
    assert "It did not help" in someone.press("Continue", domain="example.com").text


@FORMS
def test_where_nothing_was_typed_the_page_has_its_own_address(tmp_path: Path, parts: str) -> None:
    someone = visitor(tmp_path, parts)
    page = someone.press("It did not: failed:fuse")
    assert page.url.endswith("/look") and "It did not help" in page.text
    action, fields = someone.filled("It did not: failed:plug")
    assert someone.client.post(action, data=fields, follow_redirects=False).status_code == 303


@FORMS
def test_a_fix_that_leads_on_takes_what_can_be_read(tmp_path: Path, parts: str) -> None:
    someone = visitor(tmp_path, parts)
    page = someone.press("It worked: worked:plug", domain="not a domain", sender="ada@example.com")
    assert page.h1 == "Done"
    given = read_run(someone.bench.services, someone.token).state.record["given"]
    assert given["sender"] == "ada@example.com" and "domain" not in given


@FORMS
def test_that_it_is_solved_takes_what_was_typed(tmp_path: Path, parts: str) -> None:
    someone = visitor(tmp_path, parts)
    page = someone.press("My problem is solved: solved", domain="example.com")
    assert page.h1 == "Your problem is solved"
    page = someone.press("It is not solved after all")
    assert page.form("Continue").fields["domain"] == ["example.com"]


def test_looking_back_one_stays_there_with_what_was_chosen(tmp_path: Path) -> None:
    someone = visitor(tmp_path, INPUTS + QUESTION)
    someone.press("Continue", _answer="yes")
    someone.get(f"/r/{someone.token}/look")
    page = someone.press("It did not: failed:fuse", _answer="no")
    assert "You are looking back" in page.text and "It did not help" in page.text
    assert page.form("Continue").fields["_answer"] == ["no"]


def test_enter_goes_on_and_presses_no_button_of_a_cause(tmp_path: Path) -> None:
    someone = visitor(tmp_path, INPUTS + QUESTION)
    text = (someone.bench.content / "kept.md").read_text()
    someone.bench.write(kept=text.replace("id: fuse", "id: fuse\nwhen: 'domain == \"example.com\"'"))
    someone.start("kept")
    someone.press("It did not: failed:plug", domain="example.com")
    someone.press("Continue", domain="example.com", _answer="yes")
    page = someone.get(f"/r/{someone.token}/look")
    assert "This is probably the reason" in page.text
    buttons = re.findall(r'<button type="submit" form="step-form"[^>]*name="(\w+)"', page.html)
    assert buttons[0] == "_do" and "_tried" in buttons
