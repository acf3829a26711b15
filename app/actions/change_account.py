"""Disable an account, enable it again, give it another role. What it did stays in the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from app.core.errors import Conflict, NotFound
from app.storage import account_sessions, accounts, audit
from app.storage.account_tables import ROLES
from app.storage.accounts import Account
from app.storage.audit import Actor, Detail
from app.storage.engine import Sessions

LAST_ADMIN = "This is the only admin who can log in. Make somebody else an admin first."


def find_account(sessions: Sessions, name: int | str) -> Account:
    """By id or by email address. Raises NotFound."""
    with sessions() as session:
        found = (
            accounts.find_account(session, name)
            if isinstance(name, int)
            else accounts.account_by_email(session, name.strip())
        )
    if found is None:
        raise NotFound(f"There is no account “{name}”.", kind="account")
    return found


def disable_account(sessions: Sessions, account: Account, actor: Actor, now: datetime) -> None:
    """Ends all its sessions too. Raises Conflict where nobody would be left to look after the accounts."""
    with sessions() as session:
        _not_the_last(session, account)
        accounts.set_disabled(session, account.id, now)
        ended = account_sessions.revoke_all(session, account.id, now)
        _note(session, actor, "disable-account", account, now, ended=ended)
        session.commit()


def enable_account(sessions: Sessions, account: Account, actor: Actor, now: datetime) -> None:
    with sessions() as session:
        accounts.set_disabled(session, account.id, None)
        _note(session, actor, "enable-account", account, now)
        session.commit()


def change_role(sessions: Sessions, account: Account, role: str, actor: Actor, now: datetime) -> None:
    """Raises NotFound for a role that there is not, Conflict where no admin would be left."""
    if role not in ROLES:
        raise NotFound(f"There is no role “{role}”. There are: {', '.join(ROLES)}.", kind="role")
    with sessions() as session:
        if role != "admin":
            _not_the_last(session, account)
        accounts.set_role(session, account.id, role)
        _note(session, actor, "change-role", account, now, **{"from": account.role, "to": role})
        session.commit()


def _not_the_last(session: Session, known: Account) -> None:
    """Counts when nobody else can demote or disable an admin before the commit, and looks at the account anew."""
    accounts.lock_accounts(session)
    account = accounts.find_account(session, known.id) or known
    if account.is_admin and account.disabled_at is None and accounts.active_admins(session) <= 1:
        raise Conflict(LAST_ADMIN)


def _note(session: Session, actor: Actor, action: str, account: Account, now: datetime, **details: Detail) -> None:
    audit.record(
        session,
        account=actor,
        action=action,
        subject_kind="account",
        subject_id=account.id,
        details=details,
        now=now,
    )
