"""One GET over one vetted connection: no redirects, no decompression, at most 256 KiB (rules 4, 5 and 7)."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import h11

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.sockets import Reached
from app.checks.web_address import WebAddress

if TYPE_CHECKING:
    from app.checks.network import Network

Failure = Literal["refused", "timeout", "certificate", "garbled", "no-route"]
_UNREACHED: dict[Reached, Failure] = {
    "refused": "refused",
    "reset": "refused",
    "timeout": "timeout",
    "unreachable": "timeout",
    "no-route": "no-route",
}


class FetchFailed(Exception):
    """No response came; `failure` says how."""

    def __init__(self, failure: Failure, words: str) -> None:
        super().__init__(words)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Response:
    """One response. Header names are lower-case; `whole` is False where the body was cut at the budget."""

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


async def fetch(address: WebAddress, network: Network) -> Response:
    """The response from the first address of the host that takes a connection.

    Raises FetchFailed; TargetRefused, NoConnection and ResolverFailed as `Network.vet` does.
    """
    vetted = await network.vet(address.host)
    failed = FetchFailed("no-route", "There is no address to try.")
    for where in vetted.addresses:
        async with network.reach(vetted, where, address.port) as contact:
            if contact.dialogue is None:
                failed = FetchFailed(_UNREACHED.get(contact.outcome, "timeout"), f"{where}: {contact.outcome}")
                continue
            try:
                if address.scheme == "https":
                    await contact.dialogue.start_tls(network.trust.strict_context, address.host)
                return await _get(contact.dialogue, address, network.budgets.http_bytes)
            except DialogueEnded as ended:
                raise FetchFailed(_by_ending(ended), ended.message) from ended
            except h11.RemoteProtocolError as problem:
                raise FetchFailed("garbled", f"The answer is no HTTP: {problem}.") from problem
    raise failed


def _by_ending(ended: DialogueEnded) -> Failure:
    if ended.ending == "handshake":
        return "certificate" if isinstance(ended.__cause__, ssl.SSLCertVerificationError) else "refused"
    return "timeout" if ended.ending == "timeout" else "refused"


async def _get(dialogue: Dialogue, address: WebAddress, most_bytes: int) -> Response:
    dialogue.allow(most_bytes + 64 * 1024)
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=32 * 1024)
    headers = [
        ("Host", address.authority),
        ("User-Agent", "Unsnag"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]
    dialogue.transcript.sent(f"GET {address.target} (Host: {address.authority})")
    request = connection.send(h11.Request(method="GET", target=address.target, headers=headers))
    await dialogue.send_bytes((request or b"") + (connection.send(h11.EndOfMessage()) or b""))
    return await _read(dialogue, connection, most_bytes)


async def _read(dialogue: Dialogue, connection: h11.Connection, most_bytes: int) -> Response:
    status, headers, body = 0, dict[str, str](), bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await dialogue.read_bytes())
        elif isinstance(event, h11.Response):
            status = event.status_code
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in event.headers}
            dialogue.transcript.received(f"HTTP {status} {event.reason.decode('latin-1')}")
            for name in ("location", "content-type"):
                if name in headers:
                    dialogue.transcript.received(f"{name}: {headers[name]}")
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) >= most_bytes:
                return Response(status, headers, bytes(body[:most_bytes]), False)
        elif isinstance(event, h11.EndOfMessage):
            return Response(status, headers, bytes(body), True)
        elif isinstance(event, h11.ConnectionClosed):
            raise h11.RemoteProtocolError("the connection was closed before the end")
