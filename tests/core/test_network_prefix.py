from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.network_prefix import is_ipv4, network_prefix


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:7:1:2::3", "2001:db8:7::/48"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert network_prefix(address) == network


@given(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", fullmatch=True) | st.text("0123456789.٣", max_size=16))
def test_ipv4_is_what_python_takes_for_it(text: str) -> None:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        assert not is_ipv4(text)
    else:
        assert is_ipv4(text)


@given(st.ip_addresses())
def test_an_address_is_in_its_network(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    mapped = getattr(address, "ipv4_mapped", None)
    assert (mapped or address) in ipaddress.ip_network(network_prefix(str(address)))
