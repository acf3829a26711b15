"""People with accounts, for tests: their password, and how they log in."""

from __future__ import annotations

from app.actions.add_account import NewAccount, add_account
from app.actions.find_session import Person, find_session
from app.actions.log_in import Browser, log_in
from app.actions.services import Services
from app.storage.accounts import Account
from app.storage.audit import COMMAND_LINE

PASSWORD = "four words of no account"
HOME = Browser("192.0.2.7", "Firefox at home")
ELSEWHERE = Browser("198.51.100.9", "Somebody else's")


def make_account(services: Services, name: str = "Maria", role: str = "admin", password: str = PASSWORD) -> Account:
    """`maria@example.com` for Maria."""
    new = NewAccount(f"{name.lower()}@example.com", name, role, password)
    return add_account(services.sessions, new, COMMAND_LINE, services.clock())


def make_person(services: Services, name: str = "Maria", role: str = "admin", browser: Browser = HOME) -> Person:
    """Somebody new who is logged in."""
    account = make_account(services, name, role)
    person = find_session(services, log_in(services, account.email, PASSWORD, browser).token)
    assert person is not None
    return person
