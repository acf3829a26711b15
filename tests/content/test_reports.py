"""Real reports, read by the real check, lead the articles to the cause that explains them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.checks import declarations
from app.checks.bounce_text import read_bounce
from app.core.article import Scenario
from app.core.scenario import run_scenario
from tests.checks.bounces import BOUNCES
from tests.content import articles

UP_TO_THE_ANSWER = {"mx.mx": "found", "mx.address": "ok", "answer.port25": "open", "answer.banner": "ok"}
BY_A_RULE = "554 5.7.1 Message refused by local policy"


def told(text: str) -> dict[str, object]:
    """What a scenario says of a check that read this text."""
    found = read_bounce(text)
    assert found is not None
    return {
        "code": "recognised",
        "facts": {"enhanced": found.enhanced, "class": found.meaning, "server": found.server},
    }


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("<a@example.com>: host mx.example.com[192.0.2.25] said: 554 5.7.1 Relay access denied", "domain-not-local"),
        ("552 5.3.4 Message size exceeds fixed limit", "too-large"),
        ("552 5.2.2 Mailbox full", "full"),
        ("550 5.7.26 This mail is unauthenticated", "auth-policy"),
        ("550 5.7.0 blocked using bl.example", "sender-listed"),
        ("530 5.7.0 Must issue a STARTTLS command first", "tls-fails"),
    ],
)
def test_the_gateway_names_the_cause_that_the_report_gives(text: str, cause: str) -> None:
    article = articles.article("inbound-email.md")
    checks = {"sent.bounce": told(text), **articles.UP_TO_THE_GATEWAY}
    scenario = Scenario("", given={"domain": "example.com", "report": text}, checks=checks)
    state = run_scenario(article, scenario, declarations())
    assert (state.at, state.promoted) == ("gateway", [cause])


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("550 5.1.1 User unknown", "no-such-user"),
        ("552 5.2.2 Mailbox full", "their-mailbox"),
        ("552 5.3.4 Message size exceeds fixed limit", "their-size"),
        ("550 5.7.26 This mail is unauthenticated", "own-spf-dkim"),
        ("554 5.7.1 Relay access denied", "their-relay"),
        ("554 5.4.6 Too many hops", "their-loop"),
    ],
)
def test_the_last_step_of_sending_names_the_cause_that_the_report_gives(text: str, cause: str) -> None:
    article = articles.article("outbound-email.md")
    given = {"destination": "example.net", "symptom": "returned", "report": text}
    checks = {**UP_TO_THE_ANSWER, "refusal.bounce": told(text)}
    state = run_scenario(article, Scenario("", given=given, checks=checks), declarations())
    assert (state.at, state.promoted) == ("refusal", [cause])


@pytest.mark.parametrize("name", articles.names())
def test_the_articles_speak_only_of_classes_that_the_check_gives(name: str) -> None:
    source = articles.bundle(name).files[name]
    spoken = re.findall(r'bounce\.class == "([a-z-]+)"', source)
    for listed in re.findall(r"bounce\.class in \[([^\]]*)\]", source):
        spoken += re.findall(r'"([a-z-]+)"', listed)
    assert spoken
    given = [read_bounce(text) for text in (BY_A_RULE, *(text for text, *_ in BOUNCES))]
    assert set(spoken) <= {found.meaning for found in given if found is not None}


def test_every_class_is_documented() -> None:
    chapter = (
        Path("docs/checks.md").read_text("utf-8").split("## What a pasted report is about", 1)[1].split("\n## ", 1)[0]
    )
    documented = set(re.findall(r"^\| `([a-z-]+)` \| \S", chapter, re.MULTILINE))
    source = Path("app/checks/bounce_text.py").read_text("utf-8")
    by_words = re.findall(r'^ {8}\("([a-z-]+)", r"', source, re.MULTILINE)
    by_code = re.findall(r'"\d\.\d{1,2}": "([a-z-]+)"', source)
    assert len(by_words) > 5
    assert documented - {"class"} == {*by_words, *by_code, "temporary", "other"}
