"""Which cause to try first.

With one fault and independent fixes, the expected cost of repair (ECR) is least when fixes are tried in falling order
of efficiency, the probability that a fix works over what it costs (Heckerman, Breese and Rommelse, "Decision-theoretic
troubleshooting", 1995). A promoted cause has evidence on its side, so promoted ones come before all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.core.article import Cause

UNSAID = 0.2  # the prior of a cause whose author gave none: "sometimes"


def efficiency(cause: Cause) -> float:
    """Probability per minute: what a minute spent on this fix buys."""
    return (UNSAID if cause.likely is None else cause.likely) / cause.cost


def order(causes: Iterable[Cause], promoted: Collection[str] = ()) -> list[Cause]:
    """Causes in the order to try them; equally good ones stay in file order."""
    return sorted(causes, key=lambda cause: (cause.id not in promoted, -efficiency(cause)))


def expected_cost(causes: Iterable[Cause]) -> float:
    """The ECR in minutes of trying causes in this order until one works, likelihoods scaled to sum to one."""
    in_turn = list(causes)
    total = sum(UNSAID if cause.likely is None else cause.likely for cause in in_turn) or 1.0
    left, cost = 1.0, 0.0
    for cause in in_turn:
        cost += left * cause.cost
        left -= (UNSAID if cause.likely is None else cause.likely) / total
    return cost
