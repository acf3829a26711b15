"""Servers as Debian packages them get the verdicts that are right, where the machine has them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.actions.diagnose_given import diagnose_given
from tests.actions.factories import Clock
from tests.content import articles
from tests.lab import Lab
from tests.lab.daemons import Daemons, why_not
from tests.lab.daemons.town import PROGRAMS, TOKEN, start_town
from tests.lab.reader import QueueReader
from tests.lab.setups import PACKAGED, Setup
from tests.lab.trial import UNHURRIED, check, evidence

WHY_NOT = why_not(*PROGRAMS, root=True)
needs_packages = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "installed")
WALKED = [setup for setup in PACKAGED if setup.walk is not None]


@dataclass(frozen=True)
class Town:
    lab: Lab
    resolver: str
    folder: Path


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """The town; it fails at the end where a process or a file of it is left."""
    with Lab() as lab, Daemons() as daemons:
        yield Town(lab, start_town(lab, daemons), daemons.folder)
        assert _processes_of(daemons.folder) >= len(PROGRAMS)
    assert not daemons.folder.exists()
    assert _processes_of(daemons.folder) == 0


@needs_packages
@pytest.mark.parametrize("setup", PACKAGED, ids=lambda setup: setup.name)
def test_the_verdict(town: Town, setup: Setup) -> None:
    result = check(town.lab, setup.check, setup.params, budgets=UNHURRIED, resolver=town.resolver)
    assert result.code == setup.code, f"{result.summary}\n{evidence(result)}"


@needs_packages
def test_a_test_message_lies_in_the_queue_of_postfix(town: Town) -> None:
    """Postfix takes the message as it is, over an encrypted connection, and keeps every line."""
    reader = QueueReader(Clock(), town.folder / "postfix" / "queue")
    params = {"domain": "sound.test", "proof": TOKEN, "recipient": "sam@sound.test"}
    result = check(town.lab, "mail.roundtrip", params, budgets=UNHURRIED, ledger=reader, resolver=town.resolver)
    assert result.code == "arrived", f"{result.summary}\n{evidence(result)}"
    assert "Encrypted: TLSv1.3" in evidence(result)


@needs_packages
@pytest.mark.parametrize("setup", WALKED, ids=lambda setup: setup.name)
def test_the_diagnosis(town: Town, setup: Setup) -> None:
    walk = setup.walk
    assert walk is not None
    settings = town.lab.as_settings(resolver=town.resolver)
    article = articles.article("inbound-email.md")
    report = asyncio.run(diagnose_given(settings, article, walk.given, articles.TODAY, budgets=UNHURRIED))
    assert (report["first"], next(iter(report["causes"]), None)) == (walk.first, walk.cause)


@needs_packages
def test_signatures_are_seen_to_hold(town: Town) -> None:
    states = [
        check(town.lab, "dns.delegation", {"domain": domain}, budgets=UNHURRIED, resolver=town.resolver).facts["dnssec"]
        for domain in ("sound.test", "unsigned.test", "broken.test")
    ]
    assert states == ["secure", "insecure", "bogus"]


@needs_packages
def test_what_postfix_says_of_itself_is_read(town: Town) -> None:
    facts = check(town.lab, "smtp.ehlo", {"hosts": ["mx.sound.test"]}, budgets=UNHURRIED, resolver=town.resolver).facts
    assert facts["size"] == 20_000_000
    assert {"PIPELINING", "STARTTLS", "8BITMIME"} <= set(facts["extensions"])


def _processes_of(folder: Path) -> int:
    """How many processes work in this folder, or were started with its name."""
    found = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                where = str((entry / "cwd").readlink())
                said = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:  # it has just ended, or has ended and waits to be noticed
                continue
            found += str(folder) in where or str(folder) in said
    return found
