"""What an SPF record costs every receiver, whoever sends: look-ups, voids, circles (RFC 7208 section 4.6.4).

Nothing is decided here about a sender; `spf_verdict` does that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.spf_macros import needs_address
from app.checks.spf_record import LOOKING_UP, Mechanism, Qualifier, Spf, SpfSyntax, is_spf, read_spf
from app.core.errors import ResolverFailed

if TYPE_CHECKING:
    from app.checks.network import Network
    from app.checks.resolver import Answer

MOST_LOOKUPS = 10
MOST_VOIDS = 2
MOST_MX = 10
STOP_AT = 40  # we go on counting past ten, so that people see by how much, but not for ever


@dataclass(frozen=True, slots=True)
class Fault:
    """Why receivers end with permerror: one of the check's codes, and the words for it."""

    code: str
    words: str


FAULT_ORDER = ("several", "syntax", "loop", "include-none", "too-many-lookups", "too-many-voids")


@dataclass
class Survey:
    """What was found: the record, the counts, the faults, and how the record ends."""

    record: str = ""
    lookups: int = 0
    voids: int = 0
    faults: list[Fault] = field(default_factory=list)
    ends_with: Qualifier | None = None

    @property
    def worst(self) -> Fault | None:
        return min(self.faults, key=lambda fault: FAULT_ORDER.index(fault.code), default=None)


def must_answer(answer: Answer) -> Answer:
    """The answer, or ResolverFailed where the other side's name servers leave us not knowing."""
    if answer.verdict in ("servfail", "timeout", "cname-loop"):
        raise ResolverFailed(f"The name servers of {answer.name} gave no answer that can be used.")
    return answer


async def survey(domain: str, network: Network) -> Survey:
    """Read the record of a domain and everything it draws in. Raises ResolverFailed."""
    found = Survey()
    spf = await _record(domain, network, found)
    if spf is None:
        return found
    await _visit(domain, spf, (domain,), network, found)
    found.ends_with = await _ending(spf, network)
    if found.lookups > MOST_LOOKUPS:
        found.faults.append(
            Fault("too-many-lookups", f"It takes {found.lookups} look-ups; {MOST_LOOKUPS} are allowed.")
        )
    if found.voids > MOST_VOIDS:
        found.faults.append(Fault("too-many-voids", f"{found.voids} look-ups find nothing; {MOST_VOIDS} may."))
    return found


async def _record(domain: str, network: Network, found: Survey) -> Spf | None:
    """The one record at a domain; None where there is none or it is at fault."""
    texts = [text for text in must_answer(await network.ask(domain, "TXT")).strings() if is_spf(text)]
    if not found.record and texts:
        found.record = texts[0]
    if len(texts) > 1:
        found.faults.append(Fault("several", f"{domain} has {len(texts)} SPF records."))
        return None
    try:
        return read_spf(texts[0]) if texts else None
    except SpfSyntax as problem:
        found.faults.append(Fault("syntax", f"{domain}: {problem}."))
        return None


async def _visit(domain: str, spf: Spf, trail: tuple[str, ...], network: Network, found: Survey) -> None:
    """Count what one record draws in, everything up to `all`."""
    works = []
    for mechanism in spf.mechanisms:
        if mechanism.name == "all":
            break
        if mechanism.name in LOOKING_UP and _count(found):
            works.append(_look_up(mechanism, domain, trail, network.branch(), found))
    if spf.redirect and spf.all_qualifier is None and _count(found):
        works.append(_draw_in(spf.redirect, "redirect=", domain, trail, network.branch(), found))
    await side_by_side(works)


def _count(found: Survey) -> bool:
    found.lookups += 1
    return found.lookups <= STOP_AT


async def _look_up(mechanism: Mechanism, domain: str, trail: tuple[str, ...], network: Network, found: Survey) -> None:
    name = mechanism.domain or domain
    if mechanism.name == "include":
        await _draw_in(name, "include:", domain, trail, network, found)
        return
    if mechanism.name == "ptr" or needs_address(name) or "%" in name.replace("%{d}", ""):
        network.transcript.note(f"{mechanism.name}:{name} depends on who sends; it counts as a look-up")
        return
    name = name.replace("%{d}", domain)
    answer = must_answer(await network.ask(name, "MX" if mechanism.name == "mx" else "A"))
    empty = answer.verdict != "ok"
    if empty and mechanism.name == "a":
        empty = must_answer(await network.ask(name, "AAAA")).verdict != "ok"
    if empty:
        found.voids += 1
        network.transcript.note(f"{mechanism.name}:{name} finds nothing (a void look-up)")
    if mechanism.name == "mx" and len(answer.records) > MOST_MX:
        found.faults.append(Fault("too-many-lookups", f"{name} has {len(answer.records)} MX records; ten are allowed."))


async def _draw_in(name: str, how: str, domain: str, trail: tuple[str, ...], network: Network, found: Survey) -> None:
    name = name.replace("%{d}", domain).lower().rstrip(".")
    if "%" in name:
        network.transcript.note(f"{how}{name} depends on who sends; it counts as a look-up")
        return
    if name in trail:
        found.faults.append(Fault("loop", f"{' → '.join((*trail, name))}."))
        return
    faults = len(found.faults)
    spf = await _record(name, network, found)
    if spf is not None:
        await _visit(name, spf, (*trail, name), network, found)
    elif len(found.faults) == faults:
        found.faults.append(Fault("include-none", f"{how}{name} leads to no SPF record."))


async def _ending(spf: Spf, network: Network) -> Qualifier | None:
    """How the record ends, through `redirect=`; at most ten steps."""
    for _ in range(MOST_LOOKUPS):
        if spf.all_qualifier is not None or not spf.redirect or "%" in spf.redirect:
            break
        following = await _record(spf.redirect, network, Survey())
        if following is None:
            break
        spf = following
    return spf.all_qualifier
