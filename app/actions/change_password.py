"""Choose a password: as its owner, by a link that an admin made, or on the command line."""

from __future__ import annotations

from datetime import datetime

from app.actions.find_session import Person
from app.actions.log_in import counted_by_session
from app.actions.passwords import check_password, chosen_password, hash_password
from app.actions.services import Services
from app.core.errors import BadInput, Conflict, Gone
from app.storage import account_sessions, accounts, audit
from app.storage.accounts import Account
from app.storage.audit import Actor
from app.storage.engine import Sessions

LINK_HOURS = 72
_PURPOSE = "password"


def change_own_password(services: Services, person: Person, current: str, new: str) -> int:
    """Ends the person's sessions in other browsers; says how many.

    Raises BadInput for the fields `current` and `password`, LimitReached after many wrong ones.
    """
    with counted_by_session(services, person.account, person.session.id):
        if not check_password(current, person.account.password_hash)[0]:
            fault = "This is not your password of today. Check it and try again."
            raise BadInput(fault, fields={"current": fault})
    return set_password(services.sessions, person.account, new, person.actor, services.clock(), keep=person.session.id)


def set_password(
    sessions: Sessions, account: Account, new: str, actor: Actor, now: datetime, *, keep: int | None = None
) -> int:
    """A new password; ends every session but `keep`, and says how many.

    Raises BadInput for `password`, Conflict where somebody else changed it at the same moment.
    """
    text = chosen_password(new, account.email, account.email.partition("@")[0], account.name)
    password_hash = hash_password(text)
    with sessions() as session:
        if not accounts.set_password(session, account.id, account.password_hash, password_hash, now):
            session.rollback()
            raise Conflict("The password was changed at this moment. Log in with the new one.")
        ended = account_sessions.revoke_all(session, account.id, now, but=keep)
        audit.record(
            session,
            account=actor,
            action="set-password",
            subject_kind="account",
            subject_id=account.id,
            details={"ended": ended},
            now=now,
        )
        session.commit()
    return ended


def make_password_link(services: Services, account: Account, actor: Actor) -> str:
    """A signed text that lets whoever has it choose the account's password, once, within `LINK_HOURS`."""
    now = services.clock()
    with services.sessions() as session:
        audit.record(
            session,
            account=actor,
            action="make-password-link",
            subject_kind="account",
            subject_id=account.id,
            now=now,
        )
        session.commit()
    return services.signer.sign(_PURPOSE, {"account": account.id, "was": _standing(services, account)})


def account_of_link(services: Services, link: str) -> Account:
    """Whose password a link is for. Raises Gone where it was used, ran out, or never was one."""
    data = services.signer.read(_PURPOSE, link, LINK_HOURS * 3600)
    account: Account | None = None
    if data is not None and isinstance(data["account"], int):
        with services.sessions() as session:
            account = accounts.find_account(session, data["account"])
    if data is None or account is None or account.disabled_at or data["was"] != _standing(services, account):
        raise Gone("This link was used already, or its time ran out. Ask an admin for another.", kind="password-link")
    return account


def set_password_by_link(services: Services, link: str, new: str) -> Account:
    """Raises Gone as `account_of_link` does, BadInput for `password`."""
    account = account_of_link(services, link)
    set_password(services.sessions, account, new, Actor(account.id, account.name), services.clock())
    return account


def _standing(services: Services, account: Account) -> str:
    """Changes with the password, so that a link works once. A digest: a link tells nothing of what is kept."""
    return services.signer.digest("password link", f"{account.id} {account.password_hash}")
