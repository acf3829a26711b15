"""How often somebody may have something checked: rule 8 of the door, on the `limits` package."""

from __future__ import annotations

from ipaddress import ip_network

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from app.checks.addresses import is_inside
from app.checks.names import read_address
from app.core.errors import BudgetSpent
from app.settings import Settings

PER_HOST = RateLimitItemPerMinute(120, namespace="host")
PER_ADDRESS = RateLimitItemPerMinute(120, namespace="address")
PER_NAME_SERVER = RateLimitItemPerMinute(600, namespace="name-server")  # one serves very many domains


def visitor_network(visitor: str) -> str:
    """The visitor as a limit sees them: an IPv4 address, the /64 of an IPv6 address, or the text itself."""
    address = read_address(visitor)
    if address is None or address.version == 4:
        return visitor
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped) if mapped else str(ip_network(f"{address}/64", strict=False))


class Quotas:
    """Counts in memory, in a sliding window of a minute.

    Not the package's moving window: that one visits every key, each in a thread, at every hit.
    """

    def __init__(self, settings: Settings) -> None:
        self._opened = settings.allow_networks
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._per_visitor = RateLimitItemPerMinute(settings.checks_per_minute, namespace="visitor")
        self._in_all = RateLimitItemPerMinute(settings.checks_per_minute * settings.checks_at_once, namespace="all")

    async def spend_visitor(self, visitor: str) -> None:
        """One check of this visitor and of all. Raises BudgetSpent where there were too many within a minute."""
        address = read_address(visitor)
        limited = bool(visitor) and not (address is not None and is_inside(address, self._opened))  # not our own people
        # The visitor's own limit comes first: whoever is over it takes nothing from what is there for all.
        if limited and not await self._limiter.hit(self._per_visitor, visitor_network(visitor)):
            raise BudgetSpent("You have run many checks within a minute. Wait a minute before the next.")
        if not await self._limiter.hit(self._in_all):
            raise BudgetSpent("Very many checks are running at the moment. Try again in a minute.")

    async def spend_target(self, host: str, address: str) -> None:
        """One connection to this host and this address. Raises BudgetSpent where there were too many."""
        if not await self._limiter.hit(PER_HOST, host) or not await self._limiter.hit(PER_ADDRESS, address):
            raise BudgetSpent(f"We have connected to {host} often within a minute. Try again in a minute.")

    async def spend_name_server(self, address: str) -> None:
        """One question to a name server by itself. Raises BudgetSpent where there were too many."""
        if not await self._limiter.hit(PER_NAME_SERVER, address):
            raise BudgetSpent(f"We have asked {address} very often within a minute. Try again in a minute.")
