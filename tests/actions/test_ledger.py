"""The ledger over a database: whose proofs count, and how messages are kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.actions.confirm_arrival import confirm_arrival, find_arrival
from app.actions.give_proof import give_proof
from app.actions.ledger import StoredLedger
from app.checks.ledger import MOST_IN_DOMAIN, MOST_TO_ONE, Ledger, MemoryLedger, Posted
from app.core.codes import in_groups
from app.core.errors import BadInput, BudgetSpent, NotFound, WrongUse
from tests.actions.factories import NOON, Clock
from tests.databases import BOTH, Database, open_database

SAM = "sam@example.com"


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    yield from open_database(request.param, tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(database: Database, clock: Clock) -> StoredLedger:
    return StoredLedger(lambda: database.sessions, clock)


def test_a_token_counts_for_its_domain_and_seven_days(ledger: StoredLedger, clock: Clock) -> None:
    record = give_proof(ledger, "Exämple.COM ")
    assert record.domain == "xn--exmple-cua.com"
    assert re.fullmatch(r"[0-9a-f]{32}", record.token)
    assert record.line == f'_unsnag.xn--exmple-cua.com TXT "unsnag-proof={record.token}"'
    assert ledger.accepts(record.domain, record.token)
    assert not ledger.accepts("example.com", record.token)
    clock.move(days=6, hours=23)
    assert ledger.accepts(record.domain, record.token)
    clock.move(hours=1)
    assert not ledger.accepts(record.domain, record.token)


def test_a_token_that_nobody_gave_counts_only_on_the_command_line(database: Database, clock: Clock) -> None:
    lenient = StoredLedger(lambda: database.sessions, clock, lenient=True)
    strict = StoredLedger(lambda: database.sessions, clock)
    assert lenient.accepts("example.com", "x" * 32)
    assert not strict.accepts("example.com", "x" * 32)
    record = give_proof(lenient, "example.com")
    assert not lenient.accepts("example.net", record.token)
    clock.move(days=8)
    assert not lenient.accepts("example.com", record.token)


@pytest.mark.parametrize("domain", ["", "192.0.2.1", "two words", "localhost"])
def test_only_a_domain_gets_a_record(ledger: StoredLedger, domain: str) -> None:
    with pytest.raises(WrongUse):
        give_proof(ledger, domain)


@pytest.fixture(params=["memory", "stored"])
def either(request: pytest.FixtureRequest, ledger: StoredLedger, clock: Clock) -> Ledger:
    """Both kinds keep the same contract."""
    return MemoryLedger(clock) if request.param == "memory" else ledger


def test_a_message_is_fresh_once_and_then_waited_for(either: Ledger, clock: Clock) -> None:
    first = either.post("example.com", SAM)
    assert first.fresh
    either.note(first, "accepted")
    clock.move(minutes=30)
    again = either.post("example.com", SAM)
    assert (again.id, again.fresh, again.accepted_at, again.seconds) == (first.id, False, NOON, None)
    clock.move(minutes=31)
    assert either.post("example.com", SAM).fresh


def test_limits_of_an_address_and_of_a_domain(either: Ledger) -> None:
    for number in range(MOST_IN_DOMAIN):
        either.note(either.post("example.com", f"sam{number // MOST_TO_ONE}@example.com"), "refused")
    for address in ("sam0@example.com", "eve@example.com"):
        with pytest.raises(BudgetSpent):
            either.post("example.com", address)
    assert either.post("example.net", "sam@example.net").fresh


def test_what_was_put_off_does_not_count(either: Ledger) -> None:
    for _ in range(MOST_TO_ONE + 2):
        posted = either.post("example.com", SAM)
        assert posted.fresh
        either.note(posted, "put-off")


def test_two_workers_at_once_send_one_message(ledger: StoredLedger) -> None:
    with ThreadPoolExecutor(4) as pool:
        posted = list(pool.map(lambda _: ledger.post("example.com", SAM), range(4)))
    assert len({one.code for one in posted}) == 1
    assert [one.fresh for one in posted].count(True) == 1


def confirmed(ledger: StoredLedger, clock: Clock) -> Posted:
    posted = ledger.note(ledger.post("example.com", SAM), "accepted")
    clock.move(seconds=42)
    confirm_arrival(ledger.sessions, in_groups(posted.code).lower(), clock())
    return ledger.look(posted)


def test_a_confirmed_message_says_how_long_it_took(ledger: StoredLedger, clock: Clock) -> None:
    posted = confirmed(ledger, clock)
    assert posted.seconds == 42.0
    clock.move(seconds=60)
    confirm_arrival(ledger.sessions, posted.code, clock())
    assert ledger.look(posted).seconds == 42.0
    assert find_arrival(ledger.sessions, posted.code, clock()).domain == "example.com"


def test_looking_confirms_nothing(ledger: StoredLedger, clock: Clock) -> None:
    posted = ledger.note(ledger.post("example.com", SAM), "accepted")
    assert find_arrival(ledger.sessions, posted.code, clock()).confirmed_at is None
    assert ledger.look(posted).confirmed_at is None


def test_codes_that_lead_nowhere(ledger: StoredLedger, clock: Clock) -> None:
    refused = ledger.post("example.com", SAM)
    ledger.note(refused, "refused")
    old = ledger.note(ledger.post("example.com", "eve@example.com"), "accepted")
    for code, error in (("nonsense", BadInput), ("0" * 12, NotFound), (refused.code, NotFound)):
        with pytest.raises(error):
            confirm_arrival(ledger.sessions, code, clock())
    clock.move(hours=25)
    with pytest.raises(NotFound):
        confirm_arrival(ledger.sessions, old.code, clock())
