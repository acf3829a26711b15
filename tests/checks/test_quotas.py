"""Rule 8: how often, and by whom."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.quotas import TRUSTED_S, Quotas, visitor_network
from app.core.errors import BudgetSpent, LimitReached
from app.settings import Settings


def settings(**more: object) -> Settings:
    return Settings(_env_file=None, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visitor", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_visitor_is_counted_by_their_network(visitor: str, network: str) -> None:
    assert visitor_network(visitor) == network


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0x2000, 0x3FFF))
def test_all_addresses_of_a_64_are_one_visitor(one: int, other: int, top: int) -> None:
    from ipaddress import IPv6Address

    prefix = top << 112
    assert visitor_network(str(IPv6Address(prefix | one))) == visitor_network(str(IPv6Address(prefix | other)))


def test_a_visitor_reaches_their_limit_alone() -> None:
    async def go() -> None:
        quotas = Quotas(settings(checks_per_minute=5))
        for number in range(5):
            await quotas.spend_visitor(f"2001:db8::{number}")
        with pytest.raises(BudgetSpent):
            await quotas.spend_visitor("2001:db8::9")
        await quotas.spend_visitor("2001:db8:0:1::9")
        await quotas.spend_visitor("")  # the command line is nobody's visitor

    asyncio.run(go())


def test_a_network_starts_so_many_walks_and_is_told_how_long_to_wait() -> None:
    async def go() -> None:
        quotas = Quotas(settings(walks_per_minute=3))
        for number in range(3):
            await quotas.spend_walk(f"2001:db8::{number}")
        with pytest.raises(LimitReached) as refused:
            await quotas.spend_walk("2001:db8::9")
        assert 0 < refused.value.retry_after <= 61
        await quotas.spend_walk("2001:db8:0:1::9")
        for _ in range(3):
            await quotas.spend_walk("192.0.2.7")
        with pytest.raises(LimitReached):
            await quotas.spend_walk("::ffff:192.0.2.7")

    asyncio.run(go())


@pytest.mark.parametrize("visitor", ["127.0.0.1", "::1", "10.1.2.3", "", "unix:"])
def test_walks_from_this_machine_and_from_the_operators_networks_are_not_counted(visitor: str) -> None:
    async def go() -> None:
        quotas = Quotas(settings(walks_per_minute=1, allow_networks="10.0.0.0/8"))
        for _ in range(5):
            await quotas.spend_walk(visitor)

    asyncio.run(go())


def test_walks_and_checks_are_counted_apart() -> None:
    async def go() -> None:
        quotas = Quotas(settings(walks_per_minute=1, checks_per_minute=1))
        await quotas.spend_walk("192.0.2.7")
        await quotas.spend_visitor("192.0.2.7")

    asyncio.run(go())


def test_an_operators_own_network_is_not_counted_by_visitor() -> None:
    async def go() -> None:
        quotas = Quotas(settings(checks_per_minute=2, allow_networks="127.0.0.0/8"))
        for _ in range(10):
            await quotas.spend_visitor("127.0.0.1")
        for _ in range(2):
            await quotas.spend_visitor("192.0.2.1")
        with pytest.raises(BudgetSpent):
            await quotas.spend_visitor("192.0.2.1")

    asyncio.run(go())


def test_all_together_reach_a_limit_too() -> None:
    async def go() -> None:
        quotas = Quotas(settings(checks_per_minute=5, checks_at_once=2))
        for number in range(10):
            await quotas.spend_visitor(f"192.0.2.{number}")
        with pytest.raises(BudgetSpent):
            await quotas.spend_visitor("192.0.2.99")

    asyncio.run(go())


def test_whoever_is_over_their_limit_takes_nothing_from_the_others() -> None:
    async def go() -> None:
        quotas = Quotas(settings(checks_per_minute=5, checks_at_once=2))
        for number in range(50):
            if number < 5:
                await quotas.spend_visitor("192.0.2.1")
            else:
                with pytest.raises(BudgetSpent):
                    await quotas.spend_visitor("192.0.2.1")
        await quotas.spend_visitor("192.0.2.2")

    asyncio.run(go())


def test_a_name_server_is_not_asked_without_end() -> None:
    async def go() -> None:
        quotas = Quotas(settings())
        for _ in range(600):
            await quotas.spend_name_server("192.0.2.53")
        with pytest.raises(BudgetSpent):
            await quotas.spend_name_server("192.0.2.53")
        await quotas.spend_name_server("192.0.2.54")

    asyncio.run(go())


def test_past_a_threshold_a_visitor_shows_that_they_are_a_person() -> None:
    async def go() -> None:
        now = 0.0
        quotas = Quotas(settings(checks_per_minute=30, allow_networks="127.0.0.0/8"), lambda: now)
        for _ in range(20):
            assert not await quotas.wants_proof("192.0.2.1")
            await quotas.spend_visitor("192.0.2.1")
            await quotas.spend_visitor("127.0.0.1")
        await quotas.spend_visitor("192.0.2.1")
        assert await quotas.wants_proof("192.0.2.1")
        assert not await quotas.wants_proof("192.0.2.2")
        for free in ("127.0.0.1", ""):
            assert not await quotas.wants_proof(free)
        quotas.trust("192.0.2.1")
        assert not await quotas.wants_proof("192.0.2.1")
        now = TRUSTED_S + 1
        assert await quotas.wants_proof("192.0.2.1")

    asyncio.run(go())
