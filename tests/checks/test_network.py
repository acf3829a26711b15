"""The one door: the rules that need a network. Rules 1, 3, 7 and 10 alone are in test_names, test_addresses, …"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TypeVar

import dns.message
import dns.rrset
import pytest

from app.checks.hosts import Vetted
from app.checks.network import Network
from app.core.errors import BadParameter, BudgetSpent, NoConnection, ResolverFailed, TargetRefused
from app.settings import Settings
from tests.lab import Lab
from tests.lab.lab import UNREACHABLE
from tests.lab.trial import QUICK, open_connections

T = TypeVar("T")


def door(lab: Lab, work: Callable[[Network], Awaitable[T]], **settings: object) -> T:
    async def go() -> T:
        return await work(Network(lab.as_settings(**settings), QUICK))

    return asyncio.run(go())


def vet(lab: Lab, host: str, **settings: object) -> Vetted:
    return door(lab, lambda network: network.vet(host), **settings)


def reached(lab: Lab, host: str, address: str, port: int = 25) -> str:
    async def go(network: Network) -> str:
        vetted = await network.vet(host)
        async with network.reach(vetted, ip_address(address), port) as contact:
            if contact.dialogue is not None:
                await contact.dialogue.read_line()
            return contact.outcome

    return door(lab, go)


# Rule 1


@pytest.mark.parametrize("host", ["localhost", "127.1", "user@example.com", "example.com:25", "a.local", "single"])
def test_what_is_no_public_name_is_never_asked_about(lab: Lab, host: str) -> None:
    with pytest.raises(TargetRefused):
        vet(lab, host)
    assert lab.dns.queries == []


def test_what_is_no_name_is_never_asked_about(lab: Lab) -> None:
    with pytest.raises(BadParameter):
        vet(lab, "a..b")
    assert lab.dns.queries == []


# Rule 2


def test_a_host_is_resolved_once(lab: Lab) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2")
    lab.smtp("127.0.0.2")
    assert reached(lab, "mx.example.com", "127.0.0.2") == "open"
    assert sorted(lab.dns.queries) == [("mx.example.com", "A"), ("mx.example.com", "AAAA")]


def test_a_host_with_one_bad_address_is_refused_whole(lab: Lab) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2\nmx A 10.0.0.1\nsix A 127.0.0.2\nsix AAAA fe80::1")
    lab.smtp("127.0.0.2")
    for host in ("mx.example.com", "six.example.com"):
        with pytest.raises(TargetRefused):
            vet(lab, host)


@pytest.mark.parametrize(
    "address", ["::ffff:127.0.0.2", "64:ff9b::7f00:2", "2002:7f00:2::1", "::7f00:2", "2001:0:7f00:2::1"]
)
def test_an_address_in_disguise_is_refused_even_where_what_it_hides_is_open(lab: Lab, address: str) -> None:
    lab.dns.zone("example.com", f"mx AAAA {address}")
    with pytest.raises(TargetRefused):
        vet(lab, "mx.example.com")


def test_a_rebinding_name_is_vetted_once_and_for_all(lab: Lab) -> None:
    """The name server gives a good address first and a bad one ever after; the connection goes to the good one."""
    given = iter(["127.0.0.2"])

    def rebind(query: dns.message.Message) -> dns.message.Message:
        reply = dns.message.make_response(query)
        if query.question[0].rdtype == 1:
            where = next(given, "10.0.0.1")
            reply.answer.append(dns.rrset.from_text(query.question[0].name, 0, "IN", "A", where))
        return reply

    lab.dns.lie("rebind.example.com", rebind)
    server = lab.smtp("127.0.0.2")
    assert reached(lab, "rebind.example.com", "127.0.0.2") == "open"
    assert server.connections == 1


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("other A 127.0.0.2", "does not exist"),
        ("mx TXT nothing", "has no address"),
        ("mx CNAME mx", "circle"),
    ],
)
def test_a_host_without_address_cannot_be_visited(lab: Lab, zone: str, words: str) -> None:
    lab.dns.zone("example.com", zone)
    with pytest.raises(NoConnection, match=words):
        vet(lab, "mx.example.com")


@pytest.mark.parametrize("lie", ["refused", "servfail", "silent"])
def test_one_family_that_cannot_be_found_out_does_not_hide_the_other(lab: Lab, lie: str) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2")
    lab.dns.lie("mx.example.com", lie, "AAAA")  # type: ignore[arg-type]
    lab.dns.lie(".", lie)  # type: ignore[arg-type]
    assert [str(address) for address in vet(lab, "mx.example.com").addresses] == ["127.0.0.2"]


def test_our_own_resolver_down_is_said(lab: Lab) -> None:
    lab.dns.lie("mx.example.com", "silent")
    lab.dns.lie(".", "silent")
    with pytest.raises(ResolverFailed):
        vet(lab, "mx.example.com")


# Rules 3 and 11


def test_loopback_and_private_ranges_are_closed_by_default(lab: Lab) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2\nlan A 192.168.1.25")
    for host in ("mx.example.com", "lan.example.com", "127.0.0.1", "10.0.0.1", "::1"):
        with pytest.raises(TargetRefused):
            vet(lab, host, allow_networks="")


def test_an_operator_opens_just_what_they_name(lab: Lab) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2\nlan A 192.168.1.25")
    assert vet(lab, "mx.example.com", allow_networks="127.0.0.2/32").host == "mx.example.com"
    with pytest.raises(TargetRefused):
        vet(lab, "lan.example.com", allow_networks="127.0.0.2/32")
    assert vet(lab, "lan.example.com", allow_networks="192.168.0.0/16").host == "lan.example.com"


def test_names_stay_strict_where_networks_are_open(lab: Lab) -> None:
    lab.dns.zone("localhost", "@ A 127.0.0.1")
    with pytest.raises(TargetRefused):
        vet(lab, "localhost", allow_networks="0.0.0.0/0,::/0")


def test_the_settings_are_empty_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RESOLVER", "ALLOW_NETWORKS", "PORT_MAP", "TRUST_ROOTS", "CONTROL_SMTP", "BLOCKLISTS"):
        monkeypatch.delenv(f"UNSNAG_{name}", raising=False)
    assert Settings(_env_file=None).opened() == {}


# Rule 4


def test_only_a_vetted_address_is_connected_to(lab: Lab) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2")
    server = lab.smtp("127.0.0.3")
    with pytest.raises(TargetRefused):
        reached(lab, "mx.example.com", "127.0.0.3")
    assert server.connections == 0


def test_an_address_is_judged_again_at_the_moment_of_connecting(lab: Lab) -> None:
    """Even a `Vetted` put together by hand leads nowhere the door is closed."""

    async def go(network: Network) -> None:
        forged = Vetted("mx.example.com", (ip_address("10.0.0.1"),))
        async with network.reach(forged, ip_address("10.0.0.1"), 25):
            pass

    with pytest.raises(TargetRefused):
        door(lab, go)


@pytest.mark.parametrize("outcome", ["open", "refused", "timeout", "unreachable"])
def test_what_became_of_a_connection(lab: Lab, outcome: str) -> None:
    address = {"open": "127.0.0.2", "refused": "127.0.0.3", "timeout": "127.0.0.4", "unreachable": UNREACHABLE}[outcome]
    lab.smtp("127.0.0.2")
    lab.silent("127.0.0.4")
    assert reached(lab, address, address) == outcome
    assert not open_connections(lab)


# Rule 6


def test_the_port_map_leads_to_the_lab_and_the_evidence_says_so(lab: Lab) -> None:
    lab.smtp("127.0.0.2")

    async def go(network: Network) -> str:
        vetted = await network.vet("127.0.0.2")
        async with network.reach(vetted, vetted.addresses[0], 25) as contact:
            assert contact.outcome == "open"
        return network.transcript.lines()[0].text

    assert str(lab.ports[25]) in door(lab, go)


# Rule 8


def test_one_connection_for_a_host_at_a_time(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2")
    lab.dns.zone("example.com", "one A 127.0.0.2\ntwo A 127.0.0.2")

    async def visit(network: Network, host: str) -> None:
        vetted = await network.vet(host)
        async with network.reach(vetted, vetted.addresses[0], 25) as contact:
            assert contact.dialogue is not None
            await contact.dialogue.read_line()

    async def go(network: Network) -> None:
        await asyncio.gather(*(visit(network, host) for host in ("one.example.com", "two.example.com") * 5))

    door(lab, go)
    assert server.connections == 10
    assert server.most_at_once <= 2  # the server may notice a good-bye a moment after the next hello


def test_a_target_is_spared_after_many_connections(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only public targets are counted, so this one is made public by a table of nothing denied."""
    monkeypatch.setattr("app.checks.addresses.DENIED", ())
    monkeypatch.setattr("app.checks.network.refusal", lambda *_: None)

    async def go(network: Network) -> int:
        vetted = await network.vet("127.0.0.3")
        for number in range(500):
            try:
                async with network.reach(vetted, vetted.addresses[0], 25):
                    pass
            except BudgetSpent:
                return number
        return -1

    assert 110 <= door(lab, go, allow_networks="") <= 130  # the window slides


# The control probe


def control(lab: Lab, host: str) -> bool | None:
    lab.control = host
    return door(lab, lambda network: network.is_blocked_here())


def test_the_control_probe(lab: Lab) -> None:
    lab.smtp("127.0.0.2")
    lab.silent("127.0.0.4")
    assert control(lab, "127.0.0.2") is False
    assert control(lab, "127.0.0.3") is False  # refused: the network let it through
    assert control(lab, "127.0.0.4") is True
    assert control(lab, UNREACHABLE) is True
    assert control(lab, "") is None
    assert control(lab, "gone.example.com") is None


def test_nothing_else_opens_sockets_or_resolves() -> None:
    """Only the door's own rooms may touch the network."""
    from pathlib import Path

    rooms = {"network.py", "sockets.py", "resolver.py", "dialogue.py", "interfaces.py"}
    words = ("import socket", "open_connection", "getaddrinfo", "dns.asyncquery", "create_connection", "import httpx")
    for path in Path("app/checks").glob("*.py"):
        if path.name not in rooms:
            assert not any(word in path.read_text() for word in words), path.name


def test_a_socket_is_never_inherited(lab: Lab) -> None:
    lab.smtp("127.0.0.2")

    async def go(network: Network) -> bool:
        vetted = await network.vet("127.0.0.2")
        async with network.reach(vetted, vetted.addresses[0], 25) as contact:
            assert contact.dialogue is not None
            sock: socket.socket = contact.dialogue._sock
            return sock.get_inheritable()

    assert door(lab, go) is False
