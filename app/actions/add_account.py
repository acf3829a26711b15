"""Give somebody an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.passwords import chosen_password, hash_password
from app.core.addresses import email as mailbox
from app.core.errors import BadInput
from app.storage import accounts, audit
from app.storage.account_tables import ROLES
from app.storage.accounts import Account
from app.storage.audit import Actor
from app.storage.engine import Sessions

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class NewAccount:
    """As it was typed. Without a password nobody can log in until one was chosen by a link."""

    email: str
    name: str
    role: str
    password: str | None = None


def add_account(sessions: Sessions, new: NewAccount, actor: Actor, now: datetime) -> Account:
    """Raises BadInput with a sentence for each field that cannot be taken, Conflict where the address has one."""
    email, name = _checked(new)
    password_hash = ""
    if new.password is not None:
        password_hash = hash_password(chosen_password(new.password, email, email.partition("@")[0], name))
    with sessions() as session:
        made = accounts.add_account(
            session, email=email, name=name, role=new.role, password_hash=password_hash, now=now
        )
        audit.record(
            session,
            account=actor,
            action="add-account",
            subject_kind="account",
            subject_id=made.id,
            details={"role": made.role},
            now=now,
        )
        session.commit()
    return made


def _checked(new: NewAccount) -> tuple[str, str]:
    faults: dict[str, str] = {}
    email, name = new.email.strip(), " ".join(new.name.split())
    try:
        email = mailbox(email).lower()
    except ValueError as error:
        faults["email"] = str(error)
    if not name:
        faults["name"] = "Enter the name that the audit log should show."
    elif len(name) > LONGEST_NAME or not name.isprintable():
        faults["name"] = f"Enter a name of at most {LONGEST_NAME} letters, without control characters."
    if new.role not in ROLES:
        faults["role"] = f"Choose one of: {', '.join(ROLES)}."
    if faults:
        raise BadInput(" ".join(faults.values()), fields=faults)
    return email, name
