"""Rule 3: which addresses the door may visit."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.addresses import DENIED, refusal
from app.checks.interfaces import own_addresses

NAMED = [
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "2002::/16",
    "2001::/32",
    "::/96",
    "::ffff:0:0/96",
    "fec0::/10",
    "3fff::/20",
    "5f00::/16",
    "192.0.0.0/24",
    "192.88.99.0/24",
    "100.64.0.0/10",
]


@pytest.mark.parametrize("text", NAMED)
def test_the_deny_list_names(text: str) -> None:
    network = ip_network(text)
    assert refusal(network[0]) is not None
    assert refusal(network[-1]) is not None
    assert refusal(network[network.num_addresses // 2]) is not None


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "1.1.1.1", "193.0.6.139", "100.63.255.255", "100.128.0.1", "192.88.98.1", "2606:4700::1111", "2a00::1"],
)
def test_public_addresses_pass(text: str) -> None:
    assert refusal(ip_address(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "10.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "172.31.255.255",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1:ffff::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "100::1",
        "4000::1",
        "e000::1",
    ],
)
def test_addresses_that_are_not_public_do_not(text: str) -> None:
    assert refusal(ip_address(text)) is not None


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_ipv4_address_hides_in_an_ipv6_address(inner: IPv4Address) -> None:
    number = int(inner)
    hidden = [
        IPv6Address(number),
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0xFFFF << 48 | number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x64FF9B0001 << 80 | number),
        IPv6Address(0x2002 << 112 | number << 80),
        IPv6Address(0x20010000 << 96 | (number ^ 0xFFFFFFFF)),
    ]
    assert all(refusal(address) is not None for address in hidden)


@given(st.one_of(st.integers(0, 2**32 - 1).map(IPv4Address), st.integers(0, 2**128 - 1).map(IPv6Address)))
def test_whatever_passes_is_public_unicast(address: IPv4Address | IPv6Address) -> None:
    if refusal(address) is None:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_private
        assert not any(address in network for network, _ in DENIED if network.version == address.version)


@given(st.integers(0, 2**32 - 1).map(IPv4Address), st.integers(0, 32))
def test_an_opened_network_passes_whole_and_nothing_beside_it(address: IPv4Address, prefix: int) -> None:
    network = ipaddress.ip_network(f"{address}/{prefix}", strict=False)
    assert refusal(network[0], [network]) is None
    assert refusal(network[-1], [network]) is None
    beside = int(network[-1]) + 1
    if beside < 2**32:
        outside = IPv4Address(beside)
        assert refusal(outside, [network]) == refusal(outside)


def test_an_opened_ipv4_network_opens_no_ipv6_address() -> None:
    assert refusal(ip_address("::ffff:127.0.0.1"), [ip_network("127.0.0.0/8")]) is not None


def test_this_host_is_refused_even_at_a_public_address() -> None:
    mine = ip_address("8.8.4.4")
    assert refusal(mine) is None
    assert refusal(mine, own=[mine]) is not None


def test_this_host_knows_its_addresses() -> None:
    assert ip_address("127.0.0.1") in own_addresses()
