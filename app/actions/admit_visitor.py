"""Whoever has very much checked shows first that a person sits there; whoever starts very many walks waits."""

from __future__ import annotations

import asyncio

from app.actions.services import Services
from app.actions.verify import Proof, verify
from app.checks.quotas import visitor_network


async def admit_visitor(services: Services, visitor: str, proof: Proof) -> None:
    """Returns where checks may run for this visitor. Raises BadVerification where a verification comes first.

    A proof counts for the network it came from, so that it cannot be handed round.
    """
    if not await services.runner.wants_proof(visitor):
        return
    await asyncio.to_thread(verify, services, proof, f"checks for {visitor_network(visitor)}")
    services.runner.trust(visitor)


async def admit_walk(services: Services, visitor: str) -> None:
    """Returns where this visitor may start one walk more. Raises LimitReached, which says how long to wait."""
    await services.runner.admit_walk(visitor)
