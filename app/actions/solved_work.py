"""A proof of work that our own challenge asked for, read at a tenth of what ALTCHA's library needs to read any.

The library writes the parameters as JavaScript would, sign by sign. Ours are a few texts and numbers, for which
Python's own JSON says the same. Whatever does not come out right here is left to the library, whose word counts.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode
from typing import NamedTuple

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class Solved(NamedTuple):
    """A challenge of ours that was solved: its nonce, and when it was made, in seconds since 1970."""

    nonce: str
    made: int


def read_solved(payload: str, key: bytes, key_of_solutions: bytes) -> Solved | None:
    """The challenge, where we signed it and it was solved; None where the library has to look.

    The parameters are signed as they were read, so what is not signed cannot be among them.
    """
    try:
        sent = json.loads(b64decode(payload))
        parameters, solution = sent["challenge"]["parameters"], sent["solution"]
        signed = _digest(key, _canonical(parameters).encode())
        if not _same(sent["challenge"]["signature"], signed) or parameters.get("expiresAt"):
            return None
        if not _same(parameters["keySignature"], _digest(key_of_solutions, bytes.fromhex(solution["derivedKey"]))):
            return None
        return Solved(parameters["nonce"], parameters["data"]["made"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _digest(key: bytes, data: bytes) -> str:
    return hmac.digest(key, data, "sha256").hex()


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode(), ours.encode())
