"""A comment → publish, hold or reject. Pure: who wrote what from where is told, and so is the time.

Every rule is asked in order, and each that objects gives a reason. The gravest verdict counts: spam, then rejected,
then held. What nobody objects to is published. Reasons are sentences for the moderator; the writer is only told that
the comment waits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Final, Literal

from app.core.comment_signs import contacts, covers, link_hosts, written_hosts
from app.core.likeness import Alike

Verdict = Literal["hold", "reject", "spam"]
State = Literal["published", "held", "rejected", "spam"]
Kind = Literal["word", "address", "network", "host"]
Moderation = Literal["all", "first-time", "none"]
STATE_OF: Final[dict[Verdict, State]] = {"hold": "held", "reject": "rejected", "spam": "spam"}
_GRAVITY: Final = ("hold", "reject", "spam")

TOO_ALIKE = 0.55  # of two writers' texts
SAME = 0.9  # as good as the same text
COMMON = 0.4  # put together from phrases of others


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment before it is kept. `html` is the clean HTML; `seconds` since the form was opened, None if unknown."""

    name: str
    email: str
    text: str
    html: str
    address: str = ""
    network: str = ""
    seconds: float | None = None
    honeypot: str = ""
    writer: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts it names, as links or otherwise."""
        return tuple(dict.fromkeys((*link_hosts(self.html), *written_hosts(self.text))))


@dataclass(frozen=True, slots=True)
class Rule:
    """What moderators watch for. A word rule with spaces at its ends is not needed: words are matched whole."""

    kind: Kind
    value: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class History:
    """What is known of this writer, this network, this thread and this text.

    `published` counts comments that may vouch for the writer; `recent` are those of the last `Policy.window_s`.
    """

    published: int = 0
    network_recent: int = 0
    network_judged: int = 0  # comments of this network that were judged spam lately
    thread_recent: int = 0
    alike: Alike | None = None
    hosts: frozenset[str] = frozenset()  # that the article itself and this site link to


@dataclass(frozen=True, slots=True)
class Policy:
    """How strict a site is."""

    moderation: Moderation = "first-time"
    links: int = 3  # more are held, whoever writes
    quickest_s: float = 3.0  # nobody fills in the form so fast
    window_s: float = 600.0
    network_held: int = 4  # comments of one network in a window, then the next wait
    network_refused: int = 20  # and then they are not taken at all
    thread_held: int = 20
    network_judged: int = 2


@dataclass(frozen=True, slots=True)
class Decision:
    state: State
    reasons: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Case:
    draft: Draft
    rules: tuple[Rule, ...]
    history: History
    policy: Policy
    hosts: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether the writer had a comment published before."""
        return self.history.published > 0


_Found = tuple[Verdict, str]
_ADDRESS_AS_NAME = re.compile(r"(?i)://|\bwww\.|\w\.(?:com|net|org|info|biz|ru|top|xyz|shop|online|site)\b")


def decide(draft: Draft, rules: tuple[Rule, ...], history: History, policy: Policy) -> Decision:
    """What becomes of a comment, and why."""
    case = _Case(draft, rules, history, policy, draft.hosts)
    found = [each for rule in _IN_ORDER for each in rule(case)]
    if not found:
        return Decision("published")
    gravest = max((verdict for verdict, _ in found), key=_GRAVITY.index)
    return Decision(STATE_OF[gravest], tuple(dict.fromkeys(reason for _, reason in found)))


def refused(history: History, policy: Policy) -> bool:
    """Whether so much comes from this network that nothing more of it is even kept."""
    return history.network_recent >= policy.network_refused


def folded(text: str) -> str:
    """As words are compared: compatibility forms, case and what cannot be seen do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


def _traps(case: _Case) -> Iterator[_Found]:
    if case.draft.honeypot.strip():
        yield "spam", "It filled in a field that people do not see."
    seconds = case.draft.seconds
    if seconds is None:
        yield "hold", "It does not say when its form was opened."
    elif seconds < case.policy.quickest_s:
        yield "hold", f"It was sent {max(seconds, 0):.1f} seconds after the form was opened."


def _words(case: _Case) -> Iterator[_Found]:
    blocked = [rule for rule in case.rules if rule.kind == "word"]
    if not blocked:
        return
    told = folded(f"{case.draft.name}\n{case.draft.email}\n{case.draft.text}")
    for rule in blocked:
        if _word(rule.value).search(told):
            yield rule.verdict, f"It holds “{rule.value}”, which is on the list of words."


@lru_cache(maxsize=4096)
def _word(value: str) -> re.Pattern[str]:
    """The word as a whole; scripts that put no space between words have no borders to look for."""
    word = folded(value)
    spaced = all(ord(c) < 0x0E00 or 0x10A0 <= ord(c) < 0x2E80 for c in word)
    border = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    return re.compile(f"{border[0]}{re.escape(word)}{border[1]}")


def _origins(case: _Case) -> Iterator[_Found]:
    for rule in case.rules:
        if rule.kind == "address" and _same_address(rule.value, case.draft):
            yield rule.verdict, f"“{rule.value}” is on the list of addresses."
        elif rule.kind == "network" and _inside(rule.value, case.draft.address):
            yield rule.verdict, f"It came from {rule.value}, which is on the list of networks."


def _same_address(value: str, draft: Draft) -> bool:
    """`name@example.com`, `@example.com` for everybody there, or the address of a computer."""
    wanted, email = value.strip().casefold(), draft.email.casefold()
    if wanted.startswith("@"):
        return bool(email) and email.endswith(wanted)
    return wanted == email if "@" in wanted else bool(draft.address) and wanted == draft.address.casefold()


def _inside(value: str, address: str) -> bool:
    try:
        found = ip_address(address)
        network = ip_network(value, strict=False)
    except ValueError:
        return False
    return found.version == network.version and found in network


def _hosts(case: _Case) -> Iterator[_Found]:
    for rule in case.rules:
        if rule.kind != "host":
            continue
        for host in case.hosts:
            if covers(rule.value.strip().casefold().lstrip("."), host):
                yield rule.verdict, f"It links to {host}, which is on the list of hosts."


def _links(case: _Case) -> Iterator[_Found]:
    count = len(link_hosts(case.draft.html))
    if count > case.policy.links:
        yield "hold", f"It has {count} links."
    if _ADDRESS_AS_NAME.search(case.draft.name):
        yield "hold", "The name is a web address."
    if case.known:
        return
    strange = [host for host in case.hosts if not any(covers(known, host) for known in case.history.hosts)]
    if strange:
        yield "hold", f"A first-time writer links to {', '.join(strange[:3])}."
    if found := contacts(case.draft.html):
        yield "hold", f"A first-time writer asks to be reached at {found[0]}."


def _alike(case: _Case) -> Iterator[_Found]:
    alike = case.history.alike
    if alike is None:
        return
    if alike.likeness >= TOO_ALIKE and alike.judged:
        yield "spam", f"{alike.likeness:.0%} of it stands in comment {alike.comment_id}, which was judged to be spam."
    elif alike.likeness >= SAME:
        yield "hold", f"The same text was written before (comment {alike.comment_id})."
    elif alike.likeness >= TOO_ALIKE:
        yield "hold", f"{alike.likeness:.0%} of it stands in comment {alike.comment_id}."
    elif alike.common >= COMMON and not case.known:
        yield "hold", f"{alike.common:.0%} of it stands in several of the latest comments."


def _rates(case: _Case) -> Iterator[_Found]:
    minutes = case.policy.window_s / 60
    if case.history.network_recent >= case.policy.network_held:
        yield "hold", f"{case.history.network_recent} comments came from its network within {minutes:.0f} minutes."
    if case.history.thread_recent >= case.policy.thread_held:
        yield "hold", f"{case.history.thread_recent} comments came to this article within {minutes:.0f} minutes."
    if case.history.network_judged >= case.policy.network_judged:
        yield "hold", f"{case.history.network_judged} comments from its network were spam lately."


def _policy(case: _Case) -> Iterator[_Found]:
    match case.policy.moderation:
        case "all":
            yield "hold", "Every comment waits for a moderator."
        case "first-time" if not case.known:
            yield "hold", "Its writer had no comment published before."


_IN_ORDER: Final[tuple[Callable[[_Case], Iterator[_Found]], ...]] = (
    _traps,
    _words,
    _origins,
    _hosts,
    _links,
    _alike,
    _rates,
    _policy,
)
