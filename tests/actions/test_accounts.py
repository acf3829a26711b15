"""Giving accounts, taking them away, and choosing passwords."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from sqlmodel import Session

from app.actions.add_account import NewAccount, add_account
from app.actions.change_account import LAST_ADMIN, change_role, disable_account, find_account
from app.actions.change_password import (
    LINK_HOURS,
    account_of_link,
    change_own_password,
    make_password_link,
    set_password,
    set_password_by_link,
)
from app.actions.find_session import find_session
from app.actions.log_in import PER_ACCOUNT, log_in
from app.core.errors import BadInput, Conflict, Gone, LimitReached, NotFound
from app.storage import accounts, audit
from app.storage.accounts import Account
from app.storage.audit import COMMAND_LINE
from tests.actions.factories import NOON, Bench, make_bench
from tests.actions.people import ELSEWHERE, HOME, PASSWORD, make_account, make_person
from tests.databases import BOTH, Database, open_database

NEW = "another four words entirely"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


def test_an_account_is_kept_as_it_is_compared(bench: Bench) -> None:
    new = NewAccount(" Jörg@Exämple.COM ", "  Jörg   Ä. ", "moderator", PASSWORD)
    made = add_account(bench.services.sessions, new, COMMAND_LINE, bench.clock())
    assert (made.email, made.name, made.role) == ("jörg@xn--exmple-cua.com", "Jörg Ä.", "moderator")
    assert find_account(bench.services.sessions, "JÖRG@xn--exmple-cua.com") == made
    assert log_in(bench.services, "jörg@exämple.com", PASSWORD, HOME).account == made
    with pytest.raises(Conflict):
        add_account(bench.services.sessions, new, COMMAND_LINE, bench.clock())


def test_every_field_says_what_is_wrong(bench: Bench) -> None:
    with pytest.raises(BadInput) as refused:
        add_account(bench.services.sessions, NewAccount("maria", " ", "boss"), COMMAND_LINE, bench.clock())
    assert set(refused.value.fields) == {"email", "name", "role"}
    with pytest.raises(BadInput, match="a name or an address"):
        make_account(bench.services, "Maria", password="maria@example.com")


def test_the_last_admin_stays(bench: Bench) -> None:
    maria, otto = make_account(bench.services), make_account(bench.services, "Otto")
    sessions, now = bench.services.sessions, bench.clock()
    disable_account(sessions, otto, COMMAND_LINE, now)
    with pytest.raises(Conflict, match="only admin"):
        disable_account(sessions, maria, COMMAND_LINE, now)
    with pytest.raises(Conflict, match="only admin"):
        change_role(sessions, maria, "moderator", COMMAND_LINE, now)
    make_account(bench.services, "Rosa")
    change_role(sessions, maria, "moderator", COMMAND_LINE, now)
    assert find_account(sessions, maria.id).role == "moderator"
    with pytest.raises(NotFound):
        change_role(sessions, maria, "boss", COMMAND_LINE, now)
    with pytest.raises(NotFound):
        find_account(sessions, "nobody@example.com")


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("deed", ["disable", "demote"])
def test_of_two_admins_who_take_the_rights_of_each_other_at_once_one_keeps_them(
    kind: str, deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, both = accounts.active_admins, Barrier(2)

    def count(session: Session) -> int:
        found = counted(session)
        with suppress(BrokenBarrierError):  # the other one cannot come here as long as this one is not done
            both.wait(0.2)
        return found

    monkeypatch.setattr(accounts, "active_admins", count)
    for database in open_database(kind, tmp_path):
        made = [
            add_account(database.sessions, NewAccount(f"{name}@example.com", name, "admin"), COMMAND_LINE, NOON)
            for name in ("maria", "otto")
        ]

        def take_away(account: Account, database: Database = database) -> str:
            try:
                if deed == "disable":
                    disable_account(database.sessions, account, COMMAND_LINE, NOON)
                else:
                    change_role(database.sessions, account, "moderator", COMMAND_LINE, NOON)
            except Conflict as refused:
                return refused.message
            return "done"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(take_away, made)) == [LAST_ADMIN, "done"]
        with database.sessions() as session:
            assert counted(session) == 1


def test_a_new_password_ends_the_other_sessions(bench: Bench) -> None:
    services = bench.services
    maria = make_person(services)
    elsewhere = log_in(services, "maria@example.com", PASSWORD, ELSEWHERE)
    assert change_own_password(services, maria, PASSWORD, NEW) == 1
    assert find_session(services, elsewhere.token) is None
    with pytest.raises(BadInput):
        log_in(services, "maria@example.com", PASSWORD, HOME)
    again = find_session(services, log_in(services, "maria@example.com", NEW, HOME).token)
    assert again is not None
    set_password(services.sessions, again.account, PASSWORD, COMMAND_LINE, bench.clock())
    with services.sessions() as session:
        assert audit.entries(session)[0].details == {"ended": 2}


def test_the_password_of_today_is_asked_for_but_not_for_ever(bench: Bench) -> None:
    maria = make_person(bench.services)
    for _ in range(PER_ACCOUNT):
        with pytest.raises(BadInput) as refused:
            change_own_password(bench.services, maria, "not the password", NEW)
        assert set(refused.value.fields) == {"current"}
    with pytest.raises(LimitReached):
        change_own_password(bench.services, maria, PASSWORD, NEW)
    assert log_in(bench.services, "maria@example.com", PASSWORD, HOME)  # a thief's guesses do not lock the owner out


def test_a_password_that_is_not_taken_changes_nothing(bench: Bench) -> None:
    maria = make_person(bench.services)
    with pytest.raises(BadInput) as refused:
        change_own_password(bench.services, maria, PASSWORD, "short")
    assert set(refused.value.fields) == {"password"}
    assert log_in(bench.services, "maria@example.com", PASSWORD, HOME)


def test_a_link_works_once_and_not_for_ever(bench: Bench) -> None:
    services = bench.services
    otto = add_account(
        services.sessions, NewAccount("otto@example.com", "Otto", "moderator"), COMMAND_LINE, bench.clock()
    )
    link = make_password_link(services, otto, COMMAND_LINE)
    assert account_of_link(services, link).id == otto.id
    with pytest.raises(BadInput):
        set_password_by_link(services, link, "short")
    set_password_by_link(services, link, NEW)
    assert log_in(services, "otto@example.com", NEW, HOME)
    for used in (link, "made up", ""):
        with pytest.raises(Gone):
            account_of_link(services, used)
    late = make_password_link(services, find_account(services.sessions, otto.id), COMMAND_LINE)
    bench.clock.move(hours=LINK_HOURS + 1)
    with pytest.raises(Gone):
        set_password_by_link(services, late, NEW)


def test_of_two_who_use_a_link_at_once_one_chooses_the_password(bench: Bench) -> None:
    services = bench.services
    otto = make_account(services, "Otto")
    both = find_account(services.sessions, otto.id)  # as each of them has read it
    set_password(services.sessions, both, NEW, COMMAND_LINE, bench.clock())
    with pytest.raises(Conflict, match="at this moment"):
        set_password(services.sessions, both, "a third one, of the other", COMMAND_LINE, bench.clock())
    assert log_in(services, "otto@example.com", NEW, HOME)


def test_a_link_for_a_disabled_account_opens_nothing(bench: Bench) -> None:
    services = bench.services
    make_account(services)
    otto = make_account(services, "Otto")
    link = make_password_link(services, otto, COMMAND_LINE)
    disable_account(services.sessions, otto, COMMAND_LINE, bench.clock())
    with pytest.raises(Gone):
        account_of_link(services, link)
