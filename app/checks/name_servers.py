"""The name servers of a zone, each asked by itself: what `dns.delegation` and `dns.propagation` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.names import Address
from app.checks.sockets import has_way
from app.core.errors import CheckError

if TYPE_CHECKING:
    from app.checks.network import Network
    from app.checks.resolver import Answer, DirectAnswer

MOST_SERVERS = 16


@dataclass(frozen=True, slots=True)
class Said:
    """What one address of one server said. `answer` is None for silence, and where it cannot be visited."""

    server: str
    address: str
    answer: DirectAnswer | None


async def find_zone(name: str, network: Network) -> tuple[str, Answer]:
    """The zone that a name lies in, by its NS records: the name itself, or the nearest above it that has some.

    Where the name's own answer is no answer, that is returned with it.
    """
    labels = name.split(".")
    first = await network.ask(name, "NS")
    if first.verdict != "no-data":
        return name, first
    for at in range(1, len(labels) - 1):
        place = ".".join(labels[at:])
        answer = await network.ask(place, "NS")
        if answer.verdict == "ok":
            return place, answer
    return name, first


async def ask_each(servers: tuple[str, ...], name: str, kind: str, network: Network) -> list[Said]:
    """Every address of every server, side by side; addresses that our machine has no way to are left out."""
    found = await side_by_side(_ask_host(host, name, kind, network.branch()) for host in servers[:MOST_SERVERS])
    return [said for one in found for said in one]


async def _ask_host(host: str, name: str, kind: str, network: Network) -> list[Said]:
    try:
        vetted = await network.vet(host)
    except CheckError as problem:
        network.transcript.note(problem.message)
        return [Said(host, "", None)]
    ways = [address for address in vetted.addresses if has_way(address)]

    async def one(address: Address) -> Said:
        return Said(host, str(address), await network.ask_server(vetted, address, name, kind))

    return await side_by_side(one(address) for address in ways)
