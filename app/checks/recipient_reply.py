"""What a server means by its answer to RCPT: pure (RFC 5321 section 4.2.3, RFC 3463, RFC 6647 for greylisting)."""

from __future__ import annotations

import re
from typing import Literal

from app.checks.smtp_reply import Reply

Meaning = Literal["accepted", "greylisted", "temporary", "unknown-user", "full", "relay-denied", "policy"]

_GREY = re.compile(r"gr[ae]y.?list|try again|come back|retry in|temporarily deferred|not yet authorized", re.IGNORECASE)
_FULL = re.compile(r"quota|mailbox (?:is )?full|over.?limit|insufficient (?:system )?storage|no space", re.IGNORECASE)
_RELAY = re.compile(
    r"relay|not (?:a )?local|authentication required|we do not (?:accept|handle) mail for", re.IGNORECASE
)
# Postfix says this with a 4 in front unless it is told otherwise, of a domain that it will never serve.
_RELAY_PUT_OFF = re.compile(
    r"relay(?:ing)? (?:access )?denied|relay(?:ing)? not permitted|unable to relay", re.IGNORECASE
)
_UNKNOWN = re.compile(
    r"user unknown|unknown (?:user|recipient|local|address)|no such (?:user|mailbox|recipient|person|address)"
    r"|(?:user|recipient|mailbox|address)[^.]{0,40}(?:not found|not exist|n't exist|unknown|invalid|unavailable)"
    r"|invalid (?:recipient|mailbox)|recipient rejected|not our customer|no mailbox here",
    re.IGNORECASE,
)
_BY_ENHANCED: dict[str, Meaning] = {
    "1.1": "unknown-user",
    "1.2": "relay-denied",
    "1.3": "unknown-user",
    "1.6": "unknown-user",
    "1.10": "unknown-user",
    "2.1": "unknown-user",
    "2.2": "full",
    "3.1": "full",
    "4.1": "unknown-user",
}


def read_meaning(reply: Reply) -> Meaning:
    """By the enhanced code where that is clear, then by the words, then by the code."""
    if reply.kind == 2:
        return "accepted"
    permanent = reply.kind == 5
    subject = reply.enhanced[2:]
    if subject in _BY_ENHANCED and (permanent or _BY_ENHANCED[subject] == "full"):
        return _BY_ENHANCED[subject]
    if _FULL.search(reply.text) or reply.code == 552:
        return "full"
    if not permanent:
        if _RELAY_PUT_OFF.search(reply.text):
            return "relay-denied"
        return "greylisted" if _GREY.search(reply.text) or reply.enhanced == "4.2.0" else "temporary"
    if _RELAY.search(reply.text):
        return "relay-denied"
    if _UNKNOWN.search(reply.text):
        return "unknown-user"
    if subject.startswith("7.") or reply.code in (554, 571):
        return "policy"
    return "unknown-user" if reply.code in (550, 551, 553) and not subject else "policy"
