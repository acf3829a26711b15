"""`net.tcp`: does a connection to a host and port of the allowed set come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.knocking import failing_code, knock_at_all
from app.checks.parameters import Host, Parameters, Port
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

_FAILED: dict[str, object] = {"address": "192.0.2.25", "ms": 40.0}


class TcpParameters(Parameters):
    host: Host
    port: Port


DECLARATION = Declaration(
    name="net.tcp",
    title="Connection to a port",
    about="Whether a connection to one port of a server comes about, and how long it takes.",
    params=TcpParameters,
    facts={"address": "text", "ms": "number"},
    outcomes=(
        Outcome("open", "pass", "The server takes connections on this port.", "Nothing to do here.", _FAILED),
        Outcome(
            "refused",
            "fail",
            "The server turns connections to this port away: nothing listens there.",
            "See that the service runs, and that the firewall passes the port on to it.",
            _FAILED,
        ),
        Outcome(
            "timeout",
            "fail",
            "The server does not answer on this port. Most often a firewall drops the connection.",
            "Open the port in the firewall, and ask the internet provider whether they block it.",
            {"address": "192.0.2.25", "ms": 5000.0},
        ),
        Outcome(
            "reset",
            "fail",
            "The connection comes about and is cut at once.",
            "Look for a filter in between, and in the log of the service.",
            _FAILED,
        ),
        Outcome(
            "unreachable",
            "fail",
            "The network says that there is no way to this server.",
            "Check that the address in the DNS is the right one, and that the internet line is up.",
            _FAILED,
        ),
        Outcome(
            "blocked-here",
            "unknown",
            "Our own network does not let us reach this server, so we cannot tell.",
            "Nothing is known about your side. Run the check from another place.",
            _FAILED,
        ),
    ),
)


class NetTcp:
    """Tries each address of the host until one takes the connection; otherwise tells of the first."""

    declaration = DECLARATION

    async def run(self, params: TcpParameters, network: Network) -> CheckResult:
        vetted = await network.vet(params.host)
        tries = await knock_at_all(network, vetted, params.port, until_open=True)
        address_text, best = next(
            (one for one in tries if one[1].outcome == "open"),
            next((one for one in tries if one[1].outcome != "no-route"), tries[0]),
        )
        code = await failing_code(network, [knock.outcome for _, knock in tries], params.port)
        facts = {"address": address_text, "ms": best.ms}
        return conclude(DECLARATION, code, network.transcript, facts, f"{params.host} port {params.port}.")


CHECK = NetTcp()
