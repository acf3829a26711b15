"""What a receiver decides about one sender: `check_host()` of RFC 7208 section 4, whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import TYPE_CHECKING, Literal

from app.checks.names import Address, read_address
from app.checks.spf_macros import Sender, expand, needs_proven_name
from app.checks.spf_record import LOOKING_UP, Mechanism, Spf, SpfSyntax, is_spf, read_spf
from app.checks.spf_survey import MOST_LOOKUPS, MOST_MX, MOST_VOIDS

if TYPE_CHECKING:
    from app.checks.network import Network
    from app.checks.resolver import Answer

Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"]
_BY_SIGN: dict[str, Result] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}


class _Ended(Exception):
    """Evaluation ends at once, with temperror or permerror."""

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result


@dataclass
class _Spent:
    lookups: int = 0
    voids: int = 0


async def check_host(sender: Sender, domain: str, network: Network) -> Result:
    """The result for mail from this sender's address in the name of `domain`.

    An IPv4 address that is written as an IPv6 one is an IPv4 address (section 5).
    """
    sender = replace(sender, address=getattr(sender.address, "ipv4_mapped", None) or sender.address)
    try:
        return await _evaluate(sender, domain, network, _Spent())
    except _Ended as ended:
        return ended.result


async def _evaluate(sender: Sender, domain: str, network: Network, spent: _Spent) -> Result:
    if not _is_domain(domain):
        return "none"
    answer = _usable(await network.ask(domain, "TXT"))
    texts = [text for text in answer.strings() if is_spf(text)]
    if not texts:
        return "none"
    if len(texts) > 1:
        raise _Ended("permerror")
    try:
        spf = read_spf(texts[0])
    except SpfSyntax:
        raise _Ended("permerror") from None
    return await _walk(spf, sender, domain, network, spent)


async def _walk(spf: Spf, sender: Sender, domain: str, network: Network, spent: _Spent) -> Result:
    for mechanism in spf.mechanisms:
        if mechanism.name in LOOKING_UP:
            _spend(spent)
        if await _matches(mechanism, sender, domain, network, spent):
            return _BY_SIGN[mechanism.qualifier]
    if not spf.redirect:
        return "neutral"
    _spend(spent)
    result = await _evaluate(sender, await _expanded(spf.redirect, sender, domain, network, spent), network, spent)
    if result == "none":
        raise _Ended("permerror")
    return result


def _spend(spent: _Spent) -> None:
    spent.lookups += 1
    if spent.lookups > MOST_LOOKUPS:
        raise _Ended("permerror")


async def _matches(mechanism: Mechanism, sender: Sender, domain: str, network: Network, spent: _Spent) -> bool:
    match mechanism.name:
        case "all":
            return True
        case "ip4" | "ip6":
            assert mechanism.network is not None
            return sender.address.version == mechanism.network.version and sender.address in mechanism.network
    name = domain
    if mechanism.domain:
        name = await _expanded(mechanism.domain, sender, domain, network, spent)
    match mechanism.name:
        case "include":
            result = await _evaluate(sender, name, network, spent)
            if result == "none":
                raise _Ended("permerror")
            return result == "pass"
        case "exists":
            return _counted(await _ask(network, name, "A"), spent).verdict == "ok"
        case "a":
            return await _is_at(mechanism, name, sender.address, network, spent)
        case "mx":
            return await _is_at_mx(mechanism, name, sender.address, network, spent)
        case _:
            name = name.lower().rstrip(".")
            names = await _validated(sender.address, network, spent)
            return any(one == name or one.endswith(f".{name}") for one in names)


async def _is_at(mechanism: Mechanism, name: str, address: Address, network: Network, spent: _Spent) -> bool:
    answer = _counted(await _ask(network, name, _kind(address)), spent)
    return _is_in(answer, mechanism, address)


async def _is_at_mx(mechanism: Mechanism, name: str, address: Address, network: Network, spent: _Spent) -> bool:
    answer = _counted(await _ask(network, name, "MX"), spent)
    if len(answer.records) > MOST_MX:
        raise _Ended("permerror")
    hosts = [text.split(" ", 1)[1] for text in answer.texts()]
    for host in hosts:
        if host != "." and _is_in(_usable(await _ask(network, host, _kind(address))), mechanism, address):
            return True
    return False


def _is_in(answer: Answer, mechanism: Mechanism, address: Address) -> bool:
    prefix = mechanism.prefix4 if address.version == 4 else mechanism.prefix6
    return any(address in ip_network(f"{text}/{prefix}", strict=False) for text in answer.texts())


async def _validated(address: Address, network: Network, spent: _Spent) -> list[str]:
    """Names of the address that lead back to it (RFC 7208 section 5.5); failures find nothing."""
    answer = await network.ask_reverse(str(address))
    if answer.verdict in ("no-data", "nxdomain"):
        _counted(answer, spent)
    names = []
    for name in answer.texts()[:MOST_MX]:
        found = await _ask(network, name, _kind(address))
        if address in [read_address(text) for text in found.texts()]:
            names.append(name.lower())
    return names


async def _expanded(text: str, sender: Sender, domain: str, network: Network, spent: _Spent) -> str:
    if needs_proven_name(text):
        sender = await _with_validated(sender, domain, network, spent)
    return expand(text, sender, domain)


async def _with_validated(sender: Sender, domain: str, network: Network, spent: _Spent) -> Sender:
    names = await _validated(sender.address, network, spent)
    exact = [name for name in names if name == domain]
    below = [name for name in names if name.endswith(f".{domain}")]
    return replace(sender, validated=next(iter((*exact, *below, *names)), "unknown"))


async def _ask(network: Network, name: str, kind: str) -> Answer:
    if not _is_domain(name):
        from app.checks.resolver import Answer

        return Answer(name, kind, "nxdomain")
    return await network.ask(name, kind)


def _kind(address: Address) -> str:
    return "A" if address.version == 4 else "AAAA"


def _is_domain(name: str) -> bool:
    labels = name.rstrip(".").split(".")
    return len(labels) > 1 and len(name) <= 254 and all(0 < len(label) <= 63 for label in labels)


def _usable(answer: Answer) -> Answer:
    if answer.verdict in ("servfail", "timeout", "cname-loop"):
        raise _Ended("temperror")
    return answer


def _counted(answer: Answer, spent: _Spent) -> Answer:
    """The answer; more than two that find nothing are a permerror (section 4.6.4)."""
    if _usable(answer).verdict != "ok":
        spent.voids += 1
        if spent.voids > MOST_VOIDS:
            raise _Ended("permerror")
    return answer
