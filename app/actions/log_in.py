"""Log in with an email address and a password.

Failures are limited where they come from, never for an account as a whole, since that would let anybody lock it out:

* ten in a quarter of an hour for one account from one network (/24, /48);
* after fifty for one network in all, whatever the accounts, each further one comes with a proof of work or the digits
  of a picture, unless the account has logged in from that network before. Nobody has to wait for what others fail at;
* a browser in which the account has logged in before, or chose its password by a link, is counted by itself, whoever
  else fails from its network (a device cookie, as OWASP's "Slow Down Online Guessing Attacks with Device Cookies" has
  it).

An attempt is written down before the password is looked at and taken back when it was right, so a hundred at the same
moment are counted like a hundred in a row. Whether there is such an account is told neither by the words nor by the
work: a password is hashed in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from app.actions.passwords import check_password
from app.actions.services import Services
from app.actions.verify import Proof, verify
from app.core.addresses import email as mailbox
from app.core.errors import BadInput, BadVerification, LimitReached
from app.core.network_prefix import network_prefix
from app.storage import account_sessions, accounts, audit, login_failures
from app.storage.accounts import Account
from app.storage.audit import Actor

PER_ACCOUNT, PER_NETWORK = 10, 50  # failures within `WINDOW`
WINDOW = timedelta(minutes=15)
TOKEN_BYTES = 32
DEVICE_DAYS = 400  # the longest that browsers keep a cookie (RFC 6265bis section 5.5)
MOST_AGENT = 300  # characters of what a browser calls itself
WRONG = "This email address and this password do not belong together. Check both and try again."
TOO_OFTEN = (
    "Too many log-ins to this account failed from your network. Wait a quarter of an hour and try again. "
    "An admin can give you a link for a new password: with that you need not wait."
)
NO_PROOF = Proof()


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a log-in comes from. `device` and `token` are what its cookies say, `""` where there are none."""

    address: str
    agent: str
    device: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """What the browser is to keep: `token` until `expires_at` at most, `device` for `DEVICE_DAYS`."""

    account: Account
    token: str
    device: str
    expires_at: datetime


def actor_of(account: Account) -> Actor:
    return Actor(account.id, account.name)


def log_in(services: Services, email: str, password: str, browser: Browser, proof: Proof = NO_PROOF) -> LoggedIn:
    """Opens a session with a new token; the one that the browser had is ended.

    Raises BadVerification where a proof is needed and not good, other BadInput where the two do not belong together or
    the account is disabled, LimitReached, StoreUnavailable.
    """
    typed = _normal(email)
    with services.sessions() as session:
        account = accounts.account_by_email(session, typed)
    kept = account.password_hash if account is not None and account.disabled_at is None else ""
    attempt = _attempt(services, typed, account, browser, proof)
    right, renewed = check_password(password, kept)
    if not right or account is None:
        raise BadInput(WRONG, fields={"email": WRONG})
    return _open(services, account, browser, attempt, renewed)


@contextmanager
def counted_by_session(services: Services, account: Account, session_id: int) -> Iterator[None]:
    """For a password that is asked for again: ten wrong ones from one session, then it has to wait."""
    place = f"session {session_id}"
    attempt = _begin(services, account.email, place, None)
    yield
    with services.sessions() as session:
        login_failures.clear(session, email=attempt.email, place=place)
        session.commit()


@dataclass(frozen=True, slots=True)
class _Attempt:
    email: str  # digest
    place: str


def needs_proof(services: Services, browser: Browser) -> bool:
    """Whether so much failed from this network that a browser that is not known has to bring a proof."""
    since, network = services.clock() - WINDOW, _network_of(browser)
    with services.sessions() as session:
        return login_failures.count(session, email="", place=network, since=since).place >= PER_NETWORK


def device_for(services: Services, account: Account, known: str = "") -> str:
    """What makes a browser known to an account, for its cookie: as it is called already, or by a new name."""
    return services.signer.sign("device", {"account": account.id, "browser": known or token_urlsafe(16)})


def _attempt(services: Services, typed: str, account: Account | None, browser: Browser, proof: Proof) -> _Attempt:
    network = _network_of(browser)
    device = _device_of(services, browser.device, account)
    with services.sessions() as session:  # asked for accounts that are not there too, so that both take as long
        known = account_sessions.knows_network(session, account.id if account is not None else 0, network)
    asked = None if known or device else proof
    return _begin(services, typed, f"browser {device}" if device else network, asked)


def _begin(services: Services, typed: str, place: str, proof: Proof | None) -> _Attempt:
    """Writes the attempt down as if it had failed. `proof` is None where none is ever asked for.

    Raises LimitReached where there were too many for the account, BadVerification where there were many in all.
    """
    now = services.clock()
    attempt = _Attempt(services.signer.digest("log-in", typed), place)
    with services.sessions() as session:
        written = login_failures.add(session, email=attempt.email, place=place, now=now)
        session.commit()  # first, so that those at the same moment count one another
        failed = login_failures.count(session, email=attempt.email, place=place, since=now - WINDOW)
        try:
            if failed.account > PER_ACCOUNT:
                raise LimitReached(TOO_OFTEN, retry_after=int(WINDOW.total_seconds()))
            if proof is not None and failed.place > PER_NETWORK:
                verify(services, proof, token_hex(16))  # for this attempt alone
        except (BadVerification, LimitReached):
            login_failures.remove(session, written)  # nothing was tried, so the wait grows no longer
            session.commit()
            raise
    return attempt


def _open(services: Services, found: Account, browser: Browser, attempt: _Attempt, renewed: str | None) -> LoggedIn:
    now, token = services.clock(), token_urlsafe(TOKEN_BYTES)
    expires_at = now + timedelta(days=services.settings.session_days)
    with services.sessions() as session:
        account = accounts.find_account(session, found.id)
        if account is None or account.disabled_at or account.password_hash != found.password_hash:
            raise BadInput(WRONG, fields={"email": WRONG})  # changed while we were hashing
        login_failures.clear(session, email=attempt.email, place=attempt.place)
        if browser.token:
            account_sessions.revoke_token(session, browser.token, now)
        if renewed:
            accounts.renew_hash(session, account.id, account.password_hash, renewed)
        number = account_sessions.open_session(
            session,
            account_id=account.id,
            token=token,
            agent=browser.agent[:MOST_AGENT],
            network=_network_of(browser),
            now=now,
            expires_at=expires_at,
        )
        audit.record(
            session,
            account=actor_of(account),
            action="log-in",
            subject_kind="session",
            subject_id=number,
            now=now,
        )
        session.commit()
    device = device_for(services, account, _device_of(services, browser.device, account))
    return LoggedIn(account, token, device, expires_at)


def _network_of(browser: Browser) -> str:
    """What has no address, such as a socket, is a network by itself."""
    return network_prefix(browser.address) or browser.address


def _device_of(services: Services, signed: str, account: Account | None) -> str:
    """The name of this browser, if `account` has logged in with it before."""
    data = services.signer.read("device", signed, DEVICE_DAYS * 86_400) if signed else None
    if data is None or account is None or data["account"] != account.id:
        return ""
    return str(data["browser"])


def _normal(email: str) -> str:
    """What was typed, as addresses are kept; as it is where it is none, for then there is no such account."""
    typed = email.strip().replace("\0", "")[:320]  # PostgreSQL cannot even be asked for a NUL
    try:
        return mailbox(typed).lower()
    except ValueError:
        return typed.lower()
