"""Every set-up of the lab gets its one right verdict, from the check and from the whole diagnosis."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from app.actions.diagnose_given import diagnose_given
from app.checks import declarations
from app.checks.budgets import Budgets
from app.core.checking import COMMON_OUTCOMES, CheckResult
from tests.actions.factories import Clock
from tests.content import articles
from tests.lab import Lab
from tests.lab.reader import Reader
from tests.lab.setups import PACKAGED, SETUPS, Setup, Walk, table
from tests.lab.trial import PATIENT, QUICK, UNHURRIED, check

README = Path(__file__).with_name("README.md")
WALKED = [setup for setup in SETUPS if setup.walk is not None]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.name)
def test_the_verdict(setup: Setup) -> None:
    result = _checked(setup, PATIENT if setup.name == "mx-thousand" else QUICK)
    if result.code != setup.code:
        result = _checked(setup, UNHURRIED)
    assert result.code == setup.code, result.summary
    assert result.summary


def _checked(setup: Setup, budgets: Budgets) -> CheckResult:
    with Lab() as lab:
        setup.build(lab)
        ledger = Reader(Clock(), lab.mail_servers[0]) if setup.is_read else None
        return check(lab, setup.check, setup.params, budgets=budgets, ledger=ledger, **setup.settings)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("setup", WALKED, ids=lambda setup: setup.name)
def test_the_diagnosis(setup: Setup) -> None:
    walk = setup.walk
    assert walk is not None
    found = _diagnosed(setup, walk, QUICK)
    if found != (walk.first, walk.cause):
        found = _diagnosed(setup, walk, UNHURRIED)
    assert found == (walk.first, walk.cause)


def _diagnosed(setup: Setup, walk: Walk, budgets: Budgets) -> tuple[str | None, str | None]:
    """The step that is looked at first, and the cause to try first."""
    with Lab() as lab:
        setup.build(lab)
        settings = lab.as_settings(**setup.settings)
        walk.prepare(lab)
        article = articles.article(f"{walk.article}.md")
        work = diagnose_given(settings, article, walk.given, articles.TODAY, budgets=budgets)
        report = asyncio.run(work)
    return report["first"], next(iter(report["causes"]), None)


def test_every_code_of_every_check_is_produced() -> None:
    declared = {(name, outcome.code) for name, one in declarations().items() for outcome in one.outcomes}
    assert declared - {(setup.check, setup.code) for setup in SETUPS} == set()


def test_every_common_code_is_produced() -> None:
    assert {outcome.code for outcome in COMMON_OUTCOMES} - {setup.code for setup in SETUPS} == set()


def test_there_are_enough_broken_ones_under_names_of_their_own() -> None:
    known = declarations()
    broken = [s for s in SETUPS if (known[s.check].outcome(s.code) or COMMON_OUTCOMES[0]).status in ("fail", "warn")]
    assert len(broken) >= 60
    told = Counter(setup.walk.article for setup in WALKED if setup.walk and setup.walk.cause)
    assert told["inbound-email"] >= 60
    assert told["outbound-email"] >= 15
    assert [name for name, count in Counter(setup.name for setup in SETUPS).items() if count > 1] == []


def test_the_readme_lists_them() -> None:
    text = README.read_text(encoding="utf-8")
    assert f"\n\n{table(SETUPS)}\n" in text
    assert text.endswith(f"\n\n{table(PACKAGED)}")
