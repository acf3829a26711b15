"""Accounts, their sessions, failed log-ins and options, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.core.errors import Conflict
from app.storage import account_sessions, accounts, login_failures, site_options
from app.storage.accounts import Account
from tests.databases import Database
from tests.storage.shelf import DAY, NOW

HOUR = timedelta(hours=1)


def add(session: Session, name: str = "Maria", role: str = "admin") -> Account:
    made = accounts.add_account(
        session, email=f"{name}@Example.com", name=name, role=role, password_hash="hash", now=NOW
    )
    session.commit()
    return made


def open_session(session: Session, account: Account, token: str, network: str = "192.0.2.0/24") -> int:
    return account_sessions.open_session(
        session,
        account_id=account.id,
        token=token,
        agent="Firefox",
        network=network,
        now=NOW,
        expires_at=NOW + 14 * DAY,
    )


def test_accounts(database: Database) -> None:
    with database.sessions() as session:
        maria, anna = add(session), add(session, "Anna", "moderator")
        assert accounts.find_account(session, maria.id) == maria
        assert accounts.account_by_email(session, "MARIA@example.com") == maria
        assert accounts.accounts(session) == [anna, maria]
        assert (accounts.find_account(session, 99), accounts.account_by_email(session, "x")) == (None, None)
        with pytest.raises(Conflict):
            add(session, "maria")
        assert accounts.set_password(session, maria.id, "hash", "new", NOW + HOUR)
        assert not accounts.set_password(session, maria.id, "hash", "another", NOW)
        accounts.renew_hash(session, maria.id, "old", "renewed")
        changed = accounts.find_account(session, maria.id)
        assert changed is not None and (changed.password_hash, changed.password_at) == ("new", NOW + HOUR)
        accounts.renew_hash(session, maria.id, "new", "renewed")
        accounts.set_role(session, anna.id, "admin")
        assert accounts.active_admins(session) == 2
        accounts.set_disabled(session, maria.id, NOW)
        assert accounts.active_admins(session) == 1
        gone = accounts.find_account(session, maria.id)
        assert gone is not None and (gone.password_hash, gone.disabled_at) == ("renewed", NOW)


def test_sessions(database: Database) -> None:
    with database.sessions() as session:
        maria, anna = add(session), add(session, "Anna")
        one, two = open_session(session, maria, "one"), open_session(session, maria, "two")
        other = open_session(session, anna, "other", "198.51.100.0/24")
        found = account_sessions.find_session(session, "one", now=NOW, idle=HOUR)
        assert found is not None and (found[0].id, found[0].agent, found[1]) == (one, "Firefox", maria)
        assert account_sessions.find_session(session, "one", now=NOW + HOUR, idle=HOUR) is None
        account_sessions.see(session, one, NOW + timedelta(seconds=59))
        account_sessions.see(session, two, NOW + timedelta(seconds=60))
        living = account_sessions.living_sessions(session, now=NOW + HOUR, idle=HOUR)
        assert [(s.id, a.name) for s, a in living] == [(two, "Maria")]
        mine = account_sessions.living_sessions(session, now=NOW, idle=HOUR, account_id=anna.id)
        assert [s.id for s, _ in mine] == [other]
        assert account_sessions.revoke(session, two, NOW) and not account_sessions.revoke(session, two, NOW)
        account_sessions.revoke_token(session, "one", NOW)
        assert account_sessions.find_session(session, "one", now=NOW, idle=HOUR) is None
        assert account_sessions.knows_network(session, maria.id, "192.0.2.0/24")
        assert not account_sessions.knows_network(session, maria.id, "198.51.100.0/24")
        third = open_session(session, anna, "third")
        assert account_sessions.revoke_all(session, anna.id, NOW, but=third) == 1
        assert account_sessions.forget_sessions(session, NOW + 90 * DAY) == 0
        assert account_sessions.forget_sessions(session, NOW + 91 * DAY) == 3
        assert account_sessions.forget_sessions(session, NOW + 105 * DAY) == 1


def test_a_session_of_a_disabled_account_or_beyond_its_end_is_none(database: Database) -> None:
    with database.sessions() as session:
        maria = add(session)
        open_session(session, maria, "one")
        assert account_sessions.find_session(session, "one", now=NOW + 14 * DAY, idle=15 * DAY) is None
        accounts.set_disabled(session, maria.id, NOW)
        assert account_sessions.find_session(session, "one", now=NOW, idle=HOUR) is None


def test_failures_are_counted_by_place(database: Database) -> None:
    with database.sessions() as session:
        for email, place in (("a", "net"), ("a", "net"), ("b", "net"), ("a", "other")):
            last = login_failures.add(session, email=email, place=place, now=NOW)
        assert login_failures.count(session, email="a", place="net", since=NOW - HOUR) == (2, 3)
        assert login_failures.count(session, email="a", place="nowhere", since=NOW - HOUR) == (0, 0)
        assert login_failures.count(session, email="a", place="net", since=NOW) == (0, 0)
        login_failures.remove(session, last)
        assert login_failures.count(session, email="a", place="other", since=NOW - HOUR) == (0, 0)
        login_failures.clear(session, email="a", place="net")
        assert login_failures.count(session, email="a", place="net", since=NOW - HOUR) == (0, 1)
        assert login_failures.forget_failures(session, NOW + HOUR) == 1


def test_options(database: Database) -> None:
    with database.sessions() as session:
        assert site_options.options(session) == {}
        site_options.set_option(session, "moderation", "all")
        site_options.set_option(session, "moderation", "none")
        site_options.set_option(session, "confirm_address", "true")
        assert site_options.options(session) == {"moderation": "none", "confirm_address": "true"}
        site_options.set_option(session, "moderation", None)
        assert site_options.options(session) == {"confirm_address": "true"}
