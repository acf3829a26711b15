"""Whether a domain belongs to the visitor: a TXT record `_unsnag.DOMAIN` that holds `unsnag-proof=TOKEN`.

What stands in the DNS can be read by all, so a record alone shows only that somebody who runs the domain published it
once. The ledger therefore says whether this site gave that token, for that domain, and not too long ago.
"""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

from app.checks.ledger import asked
from app.checks.name_servers import ask_each, find_zone
from app.checks.spf_survey import must_answer
from app.core.errors import BadParameter

if TYPE_CHECKING:
    from app.checks.network import Network

PLACE = "_unsnag"
PREFIX = "unsnag-proof="
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")


def record_name(domain: str) -> str:
    """Where the record stands."""
    return f"{PLACE}.{domain}"


def record_text(token: str) -> str:
    """What it holds."""
    return f"{PREFIX}{token}"


def read_proof(value: object) -> str:
    """A token as the walk or `unsnag proof` gives it; the whole text of the record will do."""
    text = value.strip().strip('"').removeprefix(PREFIX) if isinstance(value, str) else ""
    if not _TOKEN.fullmatch(text):
        raise BadParameter("Give the token that belongs to the record you published.")
    return text


async def is_proved(domain: str, proof: str, network: Network) -> bool:
    """Whether the record is there, holds this token, and the token counts. Raises ResolverFailed."""
    if not await _is_published(domain, record_text(proof), network):
        network.transcript.note(f"No record at {record_name(domain)} holds this token.")
        return False
    if not await asked(network.ledger.accepts, domain, proof):
        network.transcript.note(
            "The record is there, but we did not give this token for this domain in the last 7 days."
        )
        return False
    return True


async def _is_published(domain: str, text: str, network: Network) -> bool:
    """By our resolver, else by the domain's own servers: a resolver may remember for an hour that nothing was there."""
    name = record_name(domain)
    found = must_answer(await network.ask(name, "TXT")).strings()
    if any(hmac.compare_digest(one.strip().encode(), text.encode()) for one in found):
        return True
    _, servers = await find_zone(domain, network)
    said = await ask_each(tuple(sorted(servers.texts())), name, "TXT", network)
    return any(one.answer.authoritative and f'"{text}"' in one.answer.texts for one in said if one.answer is not None)
