"""Passwords: what we take for one, and how it is kept.

Kept as argon2id (RFC 9106) with what OWASP's Password Storage Cheat Sheet asks for at least: 19 MiB and two rounds in
one lane, 20 to 40 ms on one core. More memory would be dear where eight threads may hash at once in a small machine.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from app.core.errors import BadInput

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST, LONGEST = 12, 256  # characters
MEMORY_KIB, ROUNDS, LANES = 19 * 1024, 2, 1


@lru_cache(maxsize=1)
def _hasher() -> tuple[PasswordHash, str]:
    """What hashes, and the hash of a password that nobody has."""
    # imported when somebody logs in: no visitor's page needs it, and it is in every worker's memory afterwards
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    hasher = PasswordHash((Argon2Hasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES),))
    return hasher, hasher.hash(token_urlsafe(16))


def prepared(password: str) -> str:
    """The same text however a keyboard composes its letters (RFC 8265 section 4.2, OpaqueString)."""
    whole = password.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be hashed
    return unicodedata.normalize("NFC", whole)


def chosen_password(password: str, *known: str) -> str:
    """A password that somebody chose, as it is hashed. `known` are texts that others know: name, address.

    Raises BadInput for the field `password`. Length is asked for, kinds of letters are not (NIST SP 800-63B 3.1.1).
    """
    text = prepared(password)
    fault = ""
    if len(text) < SHORTEST:
        fault = f"Choose at least {SHORTEST} characters: three or four words are easy to keep in mind."
    elif len(text) > LONGEST:
        fault = f"Choose at most {LONGEST} characters."
    elif len(set(text)) < 5:
        fault = "Choose more than a few characters again and again: that is guessed soon."
    elif text.casefold() in {other.casefold() for other in known}:
        fault = "Choose something that others do not know: this is a name or an address."
    if fault:
        raise BadInput(fault, fields={"password": fault})
    return text


def hash_password(password: str) -> str:
    """argon2id in PHC form, with a salt of its own."""
    return _hasher()[0].hash(prepared(password))


def check_password(password: str, kept: str) -> tuple[bool, str | None]:
    """Whether this is the password, and a new hash where the kept one has other parameters than today's.

    Where nothing is kept (`""`: no such account, or no password yet) the work is the same and the answer is no.
    """
    hasher, nobodys = _hasher()
    text = prepared(password)
    if not kept or len(text) > LONGEST:
        hasher.verify(text[:LONGEST], nobodys)
        return False, None
    return hasher.verify_and_update(text, kept)
