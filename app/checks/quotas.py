"""How often somebody may have something checked (rule 8 of the door) or start a walk, on the `limits` package."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from ipaddress import ip_network

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from app.checks.addresses import is_inside
from app.checks.names import read_address
from app.core.errors import BudgetSpent, LimitReached
from app.settings import Settings

PER_HOST = RateLimitItemPerMinute(120, namespace="host")
PER_ADDRESS = RateLimitItemPerMinute(120, namespace="address")
PER_NAME_SERVER = RateLimitItemPerMinute(600, namespace="name-server")  # one serves very many domains

UNPROVEN = 1 / 3  # of a minute's checks are left when a visitor is asked for a proof
TRUSTED_S = 600.0


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

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._trusted: dict[str, float] = {}  # network → until when
        self._opened = settings.allow_networks
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._per_visitor = RateLimitItemPerMinute(settings.checks_per_minute, namespace="visitor")
        self._walks = RateLimitItemPerMinute(settings.walks_per_minute, namespace="walks")
        self._in_all = RateLimitItemPerMinute(settings.checks_per_minute * settings.checks_at_once, namespace="all")

    async def wants_proof(self, visitor: str) -> bool:
        """Whether this visitor had so much checked within a minute that a person should show that they are one."""
        if not self._limited(visitor):
            return False
        network = visitor_network(visitor)
        if self._trusted.get(network, 0.0) > self._clock():
            return False
        left = (await self._limiter.get_window_stats(self._per_visitor, network)).remaining
        return left < self._per_visitor.amount * UNPROVEN

    def trust(self, visitor: str) -> None:
        """This visitor has just shown it, and is not asked again for a while."""
        now = self._clock()
        self._trusted = {network: until for network, until in self._trusted.items() if until > now}
        self._trusted[visitor_network(visitor)] = now + TRUSTED_S

    def _limited(self, visitor: str) -> bool:
        address = read_address(visitor)
        return bool(visitor) and not (address is not None and is_inside(address, self._opened))  # not our own people

    async def spend_visitor(self, visitor: str) -> None:
        """One check of this visitor and of all. Raises BudgetSpent where there were too many within a minute."""
        limited = self._limited(visitor)
        # The visitor's own limit comes first: whoever is over it takes nothing from what is there for all.
        if limited and not await self._limiter.hit(self._per_visitor, visitor_network(visitor)):
            raise BudgetSpent("You have run many checks within a minute. Wait a minute before the next.")
        if not await self._limiter.hit(self._in_all):
            raise BudgetSpent("Very many checks are running at the moment. Try again in a minute.")

    async def spend_walk(self, visitor: str) -> None:
        """One walk that this visitor starts. Raises LimitReached where there were too many within a minute.

        Counted is who came over the network: neither this machine's own programs, nor all visitors of a proxy beside us
        that was not named, as one.
        """
        address = read_address(visitor)
        if address is None or address.is_loopback or is_inside(address, self._opened):
            return
        network = visitor_network(visitor)
        if await self._limiter.hit(self._walks, network):
            return
        free_at = (await self._limiter.get_window_stats(self._walks, network)).reset_time
        wait = max(math.ceil(free_at - time.time()), 0) + 1  # a full window is not free at its very end
        raise LimitReached("Very many walks were started from your network within a minute.", retry_after=wait)

    async def spend_target(self, host: str, address: str) -> None:
        """One connection to this host and this address. Raises BudgetSpent where there were too many."""
        if not await self._limiter.hit(PER_HOST, host) or not await self._limiter.hit(PER_ADDRESS, address):
            raise BudgetSpent(f"We have connected to {host} often within a minute. Try again in a minute.")

    async def spend_name_server(self, address: str) -> None:
        """One question to a name server by itself. Raises BudgetSpent where there were too many."""
        if not await self._limiter.hit(PER_NAME_SERVER, address):
            raise BudgetSpent(f"We have asked {address} very often within a minute. Try again in a minute.")
