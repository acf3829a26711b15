"""Whether a domain belongs to the visitor: a TXT record `_unsnag.DOMAIN` that holds `unsnag-proof=TOKEN`."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

from app.checks.spf_survey import must_answer
from app.core.errors import BadParameter

if TYPE_CHECKING:
    from app.checks.network import Network

PLACE = "_unsnag"
PREFIX = "unsnag-proof="
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")


def read_proof(value: object) -> str:
    """A token as the walk or `unsnag proof` gives it."""
    if not isinstance(value, str) or not _TOKEN.fullmatch(value.strip()):
        raise BadParameter("Give the token that belongs to the record you published.")
    return value.strip()


async def is_proved(domain: str, proof: str, network: Network) -> bool:
    """Whether the record is there and holds this token. Raises ResolverFailed."""
    texts = must_answer(await network.ask(f"{PLACE}.{domain}", "TXT")).strings()
    return any(hmac.compare_digest(text.strip().encode(), f"{PREFIX}{proof}".encode()) for text in texts)
