"""Reading a mail address as strictly as an SMTP command needs it: pure (RFC 5321 section 4.1.2)."""

from __future__ import annotations

import re

from app.checks.names import read_name
from app.core.errors import BadParameter

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
MAX_LOCAL_BYTES = 64


def read_mailbox(value: object) -> str:
    """An address as it may stand between `<` and `>`: a plain local part, a domain as A-labels. Nothing stays nothing.

    Quoted and international local parts are refused: nobody needs them here, and they are how commands are smuggled in.
    """
    if not isinstance(value, str):
        raise BadParameter("Give a mail address, such as name@example.com.")
    text = value.strip()
    if not text:
        return ""
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > MAX_LOCAL_BYTES:
        raise BadParameter("Give a mail address, such as name@example.com.")
    return f"{local}@{read_name(domain)}"


def domain_of(mailbox: str) -> str:
    return mailbox.rpartition("@")[2]
