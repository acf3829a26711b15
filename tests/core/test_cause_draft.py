"""A tip becomes a cause, and nothing else in the file changes by a byte."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks import declarations
from app.core.article import Article, Bundle
from app.core.cause_draft import DraftedCause, Tip, draft_cause, first_sentence
from app.core.errors import WrongUse
from app.core.lint import lint
from app.core.parse import parse
from app.core.patch import unified_patch
from tests.actions.sample import MAIL

TIP = Tip(17, "Ada", "The provider closes port 25 by default. Ask them:\n\n```\ntelnet mx.example.com 25\n```")
CALLER = """\
---
format: 1
id: mail
title: Mail
summary: About mail.
category: Tests
inputs:
  domain: {type: domain, label: Domain}
---
Intro.

## Near
```yaml step
id: near
use: records
with: {domain: $domain}
returns: {done: end}
```

## End
```yaml step
id: end
end: solved
```
All is well.
"""
FRAGMENT = """\
---
format: 1
kind: fragment
id: records
title: Records
params:
  domain: {type: domain, label: Domain}
returns: [done]
---
## Look at them
```yaml step
id: look
ask:
  say: "Are they there?"
  options:
    yes: {say: "Yes", to: return.done}
    no: {say: "No", to: return.done}
```
Look.
"""


def drafted(text: str = MAIL, step: str = "mx", tip: Tip = TIP, **more: object) -> DraftedCause:
    bundle = Bundle("mail.md", {"mail.md": text})
    return draft_cause(bundle, read(bundle), step, tip, **more)  # type: ignore[arg-type]


def read(bundle: Bundle) -> Article:
    parsed = parse(bundle)
    assert parsed.article is not None, parsed.problems
    return parsed.article


def test_the_cause_stands_at_its_step_with_credit_and_the_rest_is_untouched() -> None:
    found = drafted()
    after = found.bundle.files["mail.md"]
    added = after.replace("\n", "\0").split("\0")
    kept = MAIL.split("\n")
    assert [line for line in added if line not in kept and line] == [
        "### The provider closes port 25 by default",
        "id: the-provider-closes-port-25-by-default",
        "The provider closes port 25 by default. Ask them:",
        "telnet mx.example.com 25",
        "[Ada](/comments/17) told us of this.",
    ]
    step, _ = read(found.bundle).cause(found.cause_id) or pytest.fail("no cause")
    assert (step.id, [each.id for each in step.causes]) == ("mx", ["no-mx", "slow", found.cause_id])
    at = after.index("### The provider")
    end = after.index("## The firewall")
    assert after[:at] + after[end:] == MAIL, "only a block went in"


def test_it_brings_no_new_error() -> None:
    known = declarations()
    before = lint(Bundle("mail.md", {"mail.md": MAIL}), known)
    after = lint(drafted().bundle, known)
    assert {each.code for each in after if each.severity == "error"} <= {each.code for each in before}


@pytest.mark.parametrize("text", [MAIL.replace("\n", "\r\n"), "\ufeff" + MAIL, MAIL.rstrip("\n"), MAIL + "\n\n\n"])
def test_line_ends_marks_and_blank_lines_stay_as_they_are(text: str) -> None:
    for step in ("mx", "escalate"):
        after = drafted(text, step).bundle.files["mail.md"]
        rows = after.split("\n")
        for row in text.rstrip("\n").split("\n"):
            assert row in rows
        assert after.count("\r\n") == (after.count("\n") if "\r\n" in text else 0)
        assert after.startswith("\ufeff") is text.startswith("\ufeff")


@pytest.mark.parametrize("text", [MAIL, MAIL.replace("\n", "\r\n"), MAIL.rstrip("\n")])
def test_git_takes_the_patch(tmp_path: Path, text: str) -> None:
    after = drafted(text, "escalate").bundle.files["mail.md"]
    (tmp_path / "mail.md").write_bytes(text.encode())
    (tmp_path / "new.patch").write_bytes(unified_patch("mail.md", text, after).encode())
    subprocess.run(["git", "apply", "new.patch"], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "mail.md").read_bytes() == after.encode()


def test_an_id_that_was_ever_used_is_not_taken_again() -> None:
    first = drafted(title="Slow").cause_id
    assert first == "slow-2"
    assert drafted(title="Slow", taken={"slow-2"}).cause_id == "slow-3"


HARMFUL = [
    "## Solved\n```yaml step\nid: solved\n```",
    "```yaml cause\nid: x",
    "````\n```\nnever closed",
    "A heading\n===\nand another\n---",
    "<!-- a comment that never ends",
    "{{ domain }} and {{ nothing }} ![x](y.png) <script>alert(1)</script>",
    "- a list\n  ```\n  in it",
    "> a quotation\n```\nand a fence",
    "    indented\n\n\n# one",
    "[ref]: /x",
    "~~~yaml scenarios\n- name: x\n~~~",
    "\t```\n<div>\n## In HTML",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_no_tip_changes_what_stands_round_it(text: str) -> None:
    known = declarations()
    found = drafted(tip=Tip(3, "Eve [x](y) `", text))
    article = read(found.bundle)
    old = read(Bundle("mail.md", {"mail.md": MAIL}))
    assert list(article.steps) == list(old.steps)
    assert [step.body for step in article.steps.values()] == [step.body for step in old.steps.values()]
    errors = [each for each in lint(found.bundle, known) if each.severity == "error"]
    assert errors == [each for each in lint(Bundle("mail.md", {"mail.md": MAIL}), known) if each.severity == "error"]


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("abc `~#>-=*_[]()!{}<\\|\n1.:"), min_size=1, max_size=60))
def test_any_text_goes_in_or_is_refused(text: str) -> None:
    try:
        found = drafted(tip=Tip(1, "A", text))
    except WrongUse:
        return
    article = read(found.bundle)
    assert [each.id for each in article.steps["mx"].causes] == ["no-mx", "slow", found.cause_id]


def test_a_step_of_a_fragment_says_where_the_cause_belongs() -> None:
    bundle = Bundle("mail.md", {"mail.md": CALLER, "_fragments/records.md": FRAGMENT})
    article = read(bundle)
    with pytest.raises(WrongUse, match=r"comes out of _fragments/records\.md, which other articles may use"):
        draft_cause(bundle, article, "near.look", TIP)
    with pytest.raises(WrongUse, match="the fragment “records”"):
        draft_cause(bundle, article, "near", TIP)
    with pytest.raises(WrongUse, match="no step “nowhere”"):
        draft_cause(bundle, article, "nowhere", TIP)


def test_the_heading_is_what_the_tip_begins_with() -> None:
    assert first_sentence("**Look** at `postconf -n`. Then restart.") == "Look at postconf -n"
    assert first_sentence("!!!\n- Ο διακομιστής δεν απαντά. Κι άλλα.") == "Ο διακομιστής δεν απαντά"
    assert first_sentence("端口25被封锁了。请联系服务商。") == "端口25被封锁了。请联系服务商"
    assert first_sentence("word " * 40).endswith("word …") and len(first_sentence("word " * 40)) <= 75
    assert first_sentence("550\n5.7.1") == ""
