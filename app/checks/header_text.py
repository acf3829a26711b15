"""Reading pasted mail headers: pure (RFC 5322 section 3.6.7, RFC 5321 section 4.4, RFC 8601)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.checks.header_fields import read_fields
from app.checks.pasted import read_paste

MOST_CHARS = 262_144
MOST_HEADER = 4_096
MOST_HOPS = 30  # more than that is a loop (RFC 5321 section 6.3 asks servers to stop at 100)
SAME_WAY = 3  # a message that takes the same step so often goes in a circle

_PART = re.compile(r"(?:^|\s)(from|by|with)\s+([^\s;()]+)", re.IGNORECASE)
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hop:
    """One server's stamp. `delay_s` is the time since the hop before it, never negative; clocks differ."""

    sender: str
    receiver: str
    protocol: str
    at: datetime
    delay_s: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The way of a message, first hop first, and what receivers found about its sender, as method → result."""

    hops: tuple[Hop, ...]
    results: dict[str, str]

    @property
    def slowest(self) -> float:
        return max((hop.delay_s for hop in self.hops), default=0.0)

    @property
    def circles(self) -> bool:
        steps = Counter((hop.sender, hop.receiver) for hop in self.hops if hop.sender and hop.receiver)
        return len(self.hops) > MOST_HOPS or max(steps.values(), default=0) >= SAME_WAY

    @property
    def unproved(self) -> bool:
        """Whether the sender's name failed its tests: DMARC decides; without it, SPF and DKIM together."""
        if "dmarc" in self.results:
            return self.results["dmarc"] == "fail"
        failed = [method for method in ("spf", "dkim") if self.results.get(method) in ("fail", "permerror", "softfail")]
        return bool(failed) and "pass" not in self.results.values()


def read_trace(text: str) -> Trace | None:
    """The way, or None where no Received header can be read."""
    headers = read_fields(read_paste(text[:MOST_CHARS]).lines)
    stamps = [stamp for name, value in headers if name.lower() == "received" and (stamp := _stamp(value)) is not None]
    if not stamps:
        return None
    stamps.reverse()
    hops = []
    for number, (parts, at) in enumerate(stamps):
        delay = (at - stamps[number - 1][1]).total_seconds() if number else 0.0
        sender, receiver, protocol = (parts.get(key, "") for key in ("from", "by", "with"))
        hops.append(Hop(sender, receiver, protocol, at, max(0.0, delay)))
    return Trace(tuple(hops), _results([value for name, value in headers if name.lower() == "authentication-results"]))


def _stamp(value: str) -> tuple[dict[str, str], datetime] | None:
    """The parts and the time of one Received header; None where the time cannot be read."""
    flat = " ".join(value[:MOST_HEADER].split())
    head, _, date = flat.rpartition(";")
    try:
        at = parsedate_to_datetime(re.sub(r"\([^()]*\)", "", date).strip())
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    parts: dict[str, str] = {}
    for key, word in _PART.findall(_without_comments(head)):
        parts.setdefault(key.lower(), word.strip("[]<>").lower().rstrip("."))
    return parts, at


def _without_comments(text: str) -> str:
    """Comments stand in brackets, one level inside another at most."""
    return re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", " ", text)


def _results(values: list[str]) -> dict[str, str]:
    """The first result for each method: the topmost header is the last receiver's."""
    found: dict[str, str] = {}
    for value in values:
        for method, result in _RESULT.findall(_without_comments(value[:MOST_HEADER])):
            found.setdefault(method.lower(), result.lower())
    return found
