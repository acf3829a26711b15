"""How many addresses of writers one network may ask for: enough for a reader, useless for a harvester."""

from __future__ import annotations

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.core.errors import LimitReached
from app.core.network_prefix import network_prefix

AN_HOUR = RateLimitItemPerHour(20)


class Reveals:
    """Counts in the memory of this worker; kept at `app.state.reveals`."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def spend(self, address: str) -> None:
        """One more for this reader's network. Raises LimitReached."""
        if not self._limiter.hit(AN_HOUR, network_prefix(address) or address):
            raise LimitReached("You have asked for many addresses. Wait an hour before the next.", retry_after=3600)
