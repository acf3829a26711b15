"""Logging in: sessions that end, failures that are counted where they come from, and nobody who can lock others out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, text

from app.actions import log_in as module
from app.actions.change_account import disable_account, enable_account
from app.actions.end_session import end_other_sessions, end_session, log_out, sessions_of
from app.actions.find_session import find_session
from app.actions.forget_log_ins import forget_log_ins
from app.actions.log_in import PER_ACCOUNT, PER_NETWORK, Browser, LoggedIn, log_in, needs_proof
from app.actions.verify import make_challenge
from app.core.errors import BadInput, BadVerification, LimitReached, NotFound
from app.storage import accounts, audit
from app.storage.audit import COMMAND_LINE
from tests.actions.factories import Bench, make_bench
from tests.actions.people import ELSEWHERE, HOME, PASSWORD, make_account, make_person
from tests.actions.verifying import solve


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = make_bench(tmp_path)
    make_account(made.services)
    return made


def fail(bench: Bench, times: int, email: str = "maria@example.com", browser: Browser = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(BadInput, match="do not belong together"):
            log_in(bench.services, email, "not the password", browser)


def succeed(bench: Bench, browser: Browser = HOME, email: str = "maria@example.com") -> LoggedIn:
    return log_in(bench.services, email, PASSWORD, browser)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many log-ins at no cost: only the counting is tried."""
    monkeypatch.setattr(module, "check_password", lambda password, kept: (bool(kept) and password == PASSWORD, None))


def test_who_logs_in_is_known_by_the_token(bench: Bench) -> None:
    done = succeed(bench, email="  Maria@EXAMPLE.com ")
    person = find_session(bench.services, done.token)
    assert person is not None
    assert (person.account.name, person.session.network, person.session.agent) == (
        "Maria",
        "192.0.2.0/24",
        "Firefox at home",
    )
    assert find_session(bench.services, done.token + "x") is None
    assert find_session(bench.services, "") is None


def test_the_token_is_not_in_the_database(bench: Bench) -> None:
    done = succeed(bench)
    with bench.services.engine.connect() as connection:
        rows = [
            *connection.execute(text("SELECT * FROM account_session")),
            *connection.execute(text("SELECT * FROM account")),
        ]
    assert done.token not in repr(rows) and PASSWORD not in repr(rows)


def test_each_log_in_has_a_new_token_and_ends_the_one_before(bench: Bench) -> None:
    first = succeed(bench)
    second = succeed(bench, replace(HOME, token=first.token))
    assert first.token != second.token
    assert find_session(bench.services, first.token) is None
    assert find_session(bench.services, second.token) is not None


def test_a_session_ends_when_it_was_idle_and_in_any_case(bench: Bench) -> None:
    settings, done = bench.services.settings, succeed(bench)
    for _ in range(settings.session_days * 24 // settings.session_idle_hours - 1):
        bench.clock.move(hours=settings.session_idle_hours - 0.1)
        assert find_session(bench.services, done.token) is not None
    bench.clock.move(hours=settings.session_idle_hours)
    assert find_session(bench.services, done.token) is None
    busy = succeed(bench)
    for _ in range(settings.session_days * 2):
        assert find_session(bench.services, busy.token) is not None
        bench.clock.move(hours=12)
    assert find_session(bench.services, busy.token) is None


@pytest.mark.parametrize("email", ["maria@example.com", "nobody@example.com", "no address", "", "a@b\0.example"])
def test_a_wrong_password_and_no_such_account_say_the_same(bench: Bench, email: str) -> None:
    with pytest.raises(BadInput) as refused:
        log_in(bench.services, email, "not the password", HOME)
    assert refused.value.fields == {"email": module.WRONG}


def test_an_account_without_a_password_or_disabled_lets_nobody_in(bench: Bench) -> None:
    account = make_account(bench.services, "Otto", "admin")
    done = succeed(bench, email="otto@example.com")
    disable_account(bench.services.sessions, account, COMMAND_LINE, bench.clock())
    assert find_session(bench.services, done.token) is None
    with pytest.raises(BadInput) as refused:
        succeed(bench, email="otto@example.com")
    assert refused.value.fields == {"email": module.WRONG}
    enable_account(bench.services.sessions, account, COMMAND_LINE, bench.clock())
    assert find_session(bench.services, done.token) is None  # what ended stays ended
    assert succeed(bench, email="otto@example.com")


def test_a_hash_of_other_parameters_is_renewed_by_logging_in(bench: Bench) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with bench.services.sessions() as session:
        maria = accounts.account_by_email(session, "maria@example.com")
        assert maria is not None
        accounts.renew_hash(session, maria.id, maria.password_hash, old)
        session.commit()
    fail(bench, 1)
    succeed(bench)
    with bench.services.sessions() as session:
        renewed = accounts.find_account(session, maria.id)
    assert renewed is not None and renewed.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert renewed.password_at == maria.password_at  # it is the same password
    assert succeed(bench)


def test_the_work_is_the_same_whether_there_is_an_account(bench: Bench) -> None:
    statements: list[str] = []
    fail(bench, 1)  # makes the site's secret
    event.listen(bench.services.engine, "before_cursor_execute", lambda c, cur, said, *rest: statements.append(said))
    asked = []
    for email in ("maria@example.com", "nobody@example.com"):
        statements.clear()
        fail(bench, 1, email)
        asked.append(list(statements))
    assert asked[0] == asked[1]


@pytest.mark.usefixtures("quick")
class TestLimits:
    def test_ten_failures_for_one_account_from_one_network(self, bench: Bench) -> None:
        fail(bench, PER_ACCOUNT)
        with pytest.raises(LimitReached, match="quarter of an hour"):
            succeed(bench, ELSEWHERE)
        with pytest.raises(LimitReached):
            succeed(bench, Browser("198.51.100.200", "the same network"))

    def test_the_owner_is_not_locked_out(self, bench: Bench) -> None:
        fail(bench, PER_ACCOUNT)
        assert succeed(bench, HOME)

    def test_it_ends_and_hammering_does_not_lengthen_it(self, bench: Bench) -> None:
        fail(bench, PER_ACCOUNT)
        bench.clock.move(minutes=14)
        with pytest.raises(LimitReached):
            succeed(bench, ELSEWHERE)
        bench.clock.move(minutes=1)
        assert succeed(bench, ELSEWHERE)

    def test_accounts_that_are_not_there_are_limited_alike(self, bench: Bench) -> None:
        fail(bench, PER_ACCOUNT, "nobody@example.com")
        with pytest.raises(LimitReached):
            log_in(bench.services, "nobody@example.com", PASSWORD, ELSEWHERE)

    def test_a_network_has_a_limit_over_all_accounts(self, bench: Bench) -> None:
        for number in range(PER_NETWORK):
            assert not needs_proof(bench.services, ELSEWHERE)
            fail(bench, 1, f"guess{number}@example.com")
        assert needs_proof(bench.services, ELSEWHERE) and not needs_proof(bench.services, HOME)
        for email in ("maria@example.com", "nobody@example.com"):
            with pytest.raises(BadVerification):
                log_in(bench.services, email, PASSWORD, ELSEWHERE)

    def test_who_brings_a_proof_waits_for_nobody_and_it_is_good_for_one_attempt(self, bench: Bench) -> None:
        for number in range(PER_NETWORK):
            fail(bench, 1, f"guess{number}@example.com")
        proof = solve(make_challenge(bench.services))
        for email, password in (("nobody@example.com", PASSWORD), ("maria@example.com", "a guess")):
            with pytest.raises(BadInput, match="do not belong together"):
                log_in(bench.services, email, password, ELSEWHERE, solve(make_challenge(bench.services)))
        assert log_in(bench.services, "maria@example.com", PASSWORD, ELSEWHERE, proof)
        with pytest.raises(BadVerification, match="used before"):
            log_in(bench.services, "otto@example.com", PASSWORD, ELSEWHERE, proof)

    def test_a_proof_is_no_way_round_the_limit_of_an_account(self, bench: Bench) -> None:
        fail(bench, PER_ACCOUNT)
        with pytest.raises(LimitReached):
            log_in(bench.services, "maria@example.com", PASSWORD, ELSEWHERE, solve(make_challenge(bench.services)))

    def test_a_network_that_knows_the_account_is_not_hindered_by_others(self, bench: Bench) -> None:
        succeed(bench, ELSEWHERE)
        for number in range(PER_NETWORK):
            fail(bench, 1, f"guess{number}@example.com")
        assert succeed(bench, ELSEWHERE)
        with pytest.raises(BadVerification):
            log_in(bench.services, "otto@example.com", PASSWORD, ELSEWHERE)

    def test_a_browser_that_knows_the_account_is_not_hindered_by_its_neighbour(self, bench: Bench) -> None:
        done = succeed(bench, HOME)
        fail(bench, PER_ACCOUNT, browser=Browser("192.0.2.8", "the neighbour"))
        with pytest.raises(LimitReached):
            succeed(bench, HOME)
        assert succeed(bench, replace(HOME, device=done.device))

    def test_a_browser_that_knows_the_account_has_a_limit_too(self, bench: Bench) -> None:
        stolen = replace(ELSEWHERE, device=succeed(bench, HOME).device)
        fail(bench, PER_ACCOUNT, browser=stolen)
        with pytest.raises(LimitReached):
            succeed(bench, stolen)

    def test_it_is_known_for_its_own_account_only(self, bench: Bench) -> None:
        make_account(bench.services, "Otto")
        mine = replace(HOME, device=succeed(bench, HOME).device)
        fail(bench, PER_ACCOUNT, "otto@example.com", mine)
        with pytest.raises(LimitReached):
            succeed(bench, HOME, "otto@example.com")

    def test_a_device_that_we_did_not_sign_is_none(self, bench: Bench) -> None:
        fail(bench, PER_ACCOUNT, browser=replace(ELSEWHERE, device="made up"))
        with pytest.raises(LimitReached):
            succeed(bench, replace(ELSEWHERE, device="made up otherwise"))

    def test_the_right_password_clears_what_failed(self, bench: Bench) -> None:
        for _ in range(3):
            fail(bench, PER_ACCOUNT - 1)
            succeed(bench, ELSEWHERE)

    def test_a_hundred_at_once_are_counted_like_a_hundred_in_a_row(self, bench: Bench) -> None:
        def attempt(_: int) -> bool:
            try:
                log_in(bench.services, "maria@example.com", "not the password", ELSEWHERE)
            except LimitReached:
                return False
            except BadInput:
                return True
            raise AssertionError

        with ThreadPoolExecutor(4) as pool:
            tried = list(pool.map(attempt, range(40)))
        assert sum(tried) <= PER_ACCOUNT

    def test_what_was_typed_is_not_written_down(self, bench: Bench) -> None:
        fail(bench, 1, "my secret password")
        with bench.services.engine.connect() as connection:
            rows = list(connection.execute(text("SELECT email, network FROM login_failure")))
        assert len(rows) == 1 and len(rows[0][0]) == 64
        assert "secret" not in repr(rows)

    def test_all_of_it_is_forgotten(self, bench: Bench) -> None:
        fail(bench, 3)
        succeed(bench, HOME)
        assert forget_log_ins(bench.services) == 0
        bench.clock.move(minutes=16)
        assert forget_log_ins(bench.services) == 3
        bench.clock.move(days=bench.services.settings.session_days + 91)
        assert forget_log_ins(bench.services) == 1


def test_sessions_are_listed_and_ended(bench: Bench) -> None:
    services = bench.services
    admin = find_session(services, succeed(bench).token)
    otto = make_person(services, "Otto", "moderator", ELSEWHERE)
    assert admin is not None
    other = find_session(services, succeed(bench, ELSEWHERE).token)
    assert other is not None
    assert {s.id for s, _ in sessions_of(services, admin)} == {admin.session.id, otto.session.id, other.session.id}
    assert [s.id for s, _ in sessions_of(services, otto)] == [otto.session.id]
    with pytest.raises(NotFound):
        end_session(services, otto, admin.session.id)
    end_session(services, admin, otto.session.id)
    assert sessions_of(services, otto) == []
    assert end_other_sessions(services, admin) == 1
    log_out(services, admin)
    assert sessions_of(services, admin) == []
    with services.sessions() as session:
        done = [(e.actor, e.action, e.subject_kind) for e in audit.entries(session)]
    assert done[:3] == [
        ("Maria", "log-out", "session"),
        ("Maria", "end-sessions", "account"),
        ("Maria", "end-session", "session"),
    ]
