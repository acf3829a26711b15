"""Write down what to watch for, and cross it out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import cast, get_args

from sqlmodel import Session

from app.actions.services import Services
from app.core.addresses import domain, email, host_name
from app.core.errors import BadInput, NotFound
from app.core.moderation import Kind, Verdict
from app.storage import audit, comment_rules
from app.storage.audit import Actor

LONGEST = 200  # characters of a value or a note
WIDEST: Mapping[int, int] = {4: 8, 6: 16}  # prefix lengths; a shorter one would be a good part of the internet


def keep_rule(services: Services, actor: Actor, kind: str, value: str, verdict: str, note: str = "") -> int:
    """A rule from now on; where there is one for the same, it gets this verdict. Its id.

    Raises BadInput with a sentence for `kind`, `value`, `verdict` or `note`.
    """
    with services.sessions() as session:
        made = keep_in(session, services, actor, kind, value, verdict, note)
        session.commit()
    return made


def keep_in(session: Session, services: Services, actor: Actor, kind: str, value: str, verdict: str, note: str) -> int:
    """The same within a transaction of the caller's, who commits."""
    kept, now = read_value(kind, value), services.clock()
    if verdict not in get_args(Verdict):
        raise _bad("verdict", "Choose what happens to such a comment.")
    if len(note) > LONGEST:
        raise _bad("note", f"Write at most {LONGEST} characters.")
    known = cast("Kind", kind)
    made = comment_rules.keep_rule(
        session, known, kept, cast("Verdict", verdict), note=note.strip(), account_id=actor.account_id, now=now
    )
    # The value itself stays out of the log: an address is somebody's, and the log is for good.
    audit.record(
        session,
        account=actor,
        action="add-rule",
        subject_kind="rule",
        subject_id=made,
        details={"kind": kind, "verdict": verdict},
        now=now,
    )
    return made


def drop_rule(services: Services, actor: Actor, rule_id: int) -> None:
    """Raises NotFound where it is gone already."""
    with services.sessions() as session:
        if not comment_rules.drop_rule(session, rule_id):
            raise NotFound("That rule is not there any more.", kind="rule")
        audit.record(
            session,
            account=actor,
            action="remove-rule",
            subject_kind="rule",
            subject_id=rule_id,
            now=services.clock(),
        )
        session.commit()


def read_value(kind: str, value: str) -> str:
    """A value as rules are kept. Raises BadInput for `kind` or `value`."""
    text = " ".join(value.split())
    if kind not in get_args(Kind):
        raise _bad("kind", "Choose what to look at.")
    if not text or len(text) > LONGEST:
        raise _bad("value", f"Enter what to look for, in at most {LONGEST} characters.")
    if not text.isprintable():
        raise _bad("value", "Take out the characters that cannot be seen.")
    try:
        return _READERS[kind](text)
    except ValueError as error:
        raise _bad("value", str(error)) from error


def _address(text: str) -> str:
    """`name@example.com`, `@example.com` for everybody there, or the address of a computer."""
    if text.startswith("@"):
        return f"@{domain(text[1:])}"
    if "@" in text:
        return email(text).lower()
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise ValueError("Enter a mail address, @example.com for all of a domain, or an IP address.") from error


def _network(text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError("Enter a network such as 192.0.2.0/24 or 2001:db8::/48.") from error
    widest = WIDEST[network.version]
    if network.prefixlen < widest:
        raise ValueError(f"Enter a smaller network, /{widest} or longer: this one is a good part of the internet.")
    return str(network)


def _host(text: str) -> str:
    name = text.partition("://")[2].partition("/")[0] if "://" in text else text
    return host_name(name.lstrip("."))


_READERS: Mapping[str, Callable[[str], str]] = {"word": str, "address": _address, "network": _network, "host": _host}


def _bad(field: str, sentence: str) -> BadInput:
    return BadInput(sentence, fields={field: sentence})
