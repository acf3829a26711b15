"""Accounts: people who may log in. `email` is kept in lower case and is what they log in with."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.errors import Conflict
from app.storage.account_tables import AccountTable

ACCOUNT: Table = AccountTable.__table__  # type: ignore[attr-defined]


class Account(NamedTuple):
    """One account. `password_hash` is argon2id in PHC form, empty where no password was set yet."""

    id: int
    email: str
    name: str
    role: str
    password_hash: str
    created_at: datetime
    password_at: datetime
    disabled_at: datetime | None

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


COLUMNS = [ACCOUNT.c[name] for name in Account._fields]
_BY_ID = select(*COLUMNS).where(ACCOUNT.c.id == bindparam("value"))
_BY_EMAIL = select(*COLUMNS).where(ACCOUNT.c.email == bindparam("value"))
_ALL = select(*COLUMNS).order_by(ACCOUNT.c.name, ACCOUNT.c.id)
_ADMINS = select(func.count()).where(ACCOUNT.c.role == "admin", ACCOUNT.c.disabled_at.is_(None))


def find_account(session: Session, account_id: int) -> Account | None:
    row = session.connection().execute(_BY_ID, {"value": account_id}).first()
    return None if row is None else Account._make(row)


def account_by_email(session: Session, email: str) -> Account | None:
    """The account with this address, whatever the case of its letters."""
    row = session.connection().execute(_BY_EMAIL, {"value": email.lower()}).first()
    return None if row is None else Account._make(row)


def accounts(session: Session) -> list[Account]:
    """Everybody, by name."""
    return [Account._make(row) for row in session.connection().execute(_ALL)]


def lock_accounts(session: Session) -> None:
    """Let one in at a time, until the commit, of those who take away what an account may do.

    Writes the oldest account as it is: accounts are never removed, so it is the same row for everybody.
    """
    oldest = select(func.min(ACCOUNT.c.id)).scalar_subquery()
    session.connection().execute(update(ACCOUNT).where(ACCOUNT.c.id == oldest).values(role=ACCOUNT.c.role))


def active_admins(session: Session) -> int:
    return int(session.connection().execute(_ADMINS).scalar_one())


def add_account(session: Session, *, email: str, name: str, role: str, password_hash: str, now: datetime) -> Account:
    """A new account. Raises Conflict where the address has one already, the transaction is then rolled back."""
    values = {
        "email": email.lower(),
        "name": name,
        "role": role,
        "password_hash": password_hash,
        "created_at": now,
        "password_at": now,
        "disabled_at": None,
    }
    try:
        key = session.connection().execute(insert(ACCOUNT), values).inserted_primary_key
    except IntegrityError as error:
        session.rollback()
        raise Conflict("There is an account with this email address already.", email=email) from error
    return Account(id=int(key[0]) if key else 0, **values)  # type: ignore[arg-type]


def set_password(session: Session, account_id: int, old: str, new: str, now: datetime) -> bool:
    """A new hash in place of the `old` one; False where that was changed meanwhile."""
    mine = (ACCOUNT.c.id == account_id) & (ACCOUNT.c.password_hash == old)
    changed = update(ACCOUNT).where(mine).values(password_hash=new, password_at=now)
    return session.connection().execute(changed).rowcount == 1


def renew_hash(session: Session, account_id: int, old: str, new: str) -> None:
    """The same password under new parameters, unless it was changed meanwhile."""
    mine = (ACCOUNT.c.id == account_id) & (ACCOUNT.c.password_hash == old)
    session.connection().execute(update(ACCOUNT).where(mine).values(password_hash=new))


def set_disabled(session: Session, account_id: int, at: datetime | None) -> None:
    session.connection().execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(disabled_at=at))


def set_role(session: Session, account_id: int, role: str) -> None:
    session.connection().execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(role=role))
