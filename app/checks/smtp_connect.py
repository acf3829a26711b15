"""`smtp.connect`: does a connection to port 25 come about, at every address of every mail server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.knocking import failing_code, knock_at_all
from app.checks.parameters import Hosts, Parameters
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BudgetSpent, CheckError, NoConnection, ResolverFailed, TargetRefused

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.names import Address
    from app.checks.network import Network
    from app.checks.sockets import Knock, Reached

PORT = 25

_FAILED: dict[str, object] = {"open": [], "failed": ["mx1.example.com 192.0.2.25"]}


class ConnectParameters(Parameters):
    hosts: Hosts


DECLARATION = Declaration(
    name="smtp.connect",
    title="Connection to port 25",
    about="Whether a connection to the mail port comes about, at every address of every server.",
    params=ConnectParameters,
    facts={"open": "texts", "failed": "texts"},
    outcomes=(
        Outcome(
            "open",
            "pass",
            "Your mail servers take connections.",
            "Nothing to do here.",
            {"open": ["mx1.example.com 192.0.2.25"], "failed": []},
        ),
        Outcome(
            "partly",
            "warn",
            "Some of your mail servers take connections and others do not. Mail arrives, but may be late.",
            "Repair the addresses that failed, or take them out of the DNS.",
            {"open": ["mx1.example.com 192.0.2.25"], "failed": ["mx2.example.com 192.0.2.26"]},
        ),
        Outcome(
            "refused",
            "fail",
            "Your mail server turns connections away: nothing listens on port 25.",
            "See that the mail service runs, and that the firewall passes port 25 on to it.",
            _FAILED,
        ),
        Outcome(
            "timeout",
            "fail",
            "Your mail server does not answer on port 25. Most often a firewall drops the connection.",
            "Open port 25 inbound in your firewall, and ask your internet provider whether they block it.",
            _FAILED,
        ),
        Outcome(
            "reset",
            "fail",
            "The connection to your mail server comes about and is cut at once.",
            "Look in the mail server's log, and for a filter in between, such as a firewall.",
            _FAILED,
        ),
        Outcome(
            "unreachable",
            "fail",
            "The network says that there is no way to your mail server.",
            "Check that the address in the DNS is the right one, and that your internet line is up.",
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


@dataclass(frozen=True, slots=True)
class _Tried:
    """What became of one host: an outcome for each address, or why there was none to try."""

    host: str
    outcomes: tuple[tuple[str, Reached], ...] = ()
    problem: CheckError | None = None
    private: tuple[str, ...] = ()


class SmtpConnect:
    """Hosts side by side, the addresses of one host after another."""

    declaration = DECLARATION

    async def run(self, params: ConnectParameters, network: Network) -> CheckResult:
        tried = await side_by_side(_try_host(host, network.branch()) for host in params.hosts)
        reached = [outcome for one in tried for _, outcome in one.outcomes]
        if not reached:
            raise _first_problem(tried)
        works = [f"{one.host} {where}" for one in tried for where, outcome in one.outcomes if outcome == "open"]
        fails = [f"{one.host} {where}" for one in tried for where in (*_failures(one), *one.private)]
        code = "partly" if works and fails else await failing_code(network, reached, PORT)
        detail = {"open": "", "partly": f"Not reached: {', '.join(fails[:4])}."}.get(
            code, f"Tried: {', '.join(fails)}."
        )
        return conclude(DECLARATION, code, network.transcript, {"open": works, "failed": fails}, detail)


async def _try_host(host: str, network: Network) -> _Tried:
    try:
        vetted = await network.vet(host)
        tried = await knock_at_all(network, vetted, PORT, knock_at=_join)
    except TargetRefused as problem:
        return _Tried(host, problem=problem, private=tuple(str(problem.context.get("addresses") or "").split()))
    except CheckError as problem:
        network.transcript.note(problem.message)
        return _Tried(host, problem=problem)
    return _Tried(host, tuple((where, knock.outcome) for where, knock in tried))


async def _join(network: Network, vetted: Vetted, address: Address, _: int, seconds: float) -> Knock:
    """The first part of a conversation that other checks go on with."""
    conversation = network.converse(vetted, address)
    try:
        return await conversation.knock(seconds)
    finally:
        conversation.quote_into(network)


def _failures(one: _Tried) -> tuple[str, ...]:
    """Addresses that failed; a family this machine has no way to tells nothing unless it is all there is."""
    telling = tuple(where for where, outcome in one.outcomes if outcome not in ("open", "no-route"))
    all_of_it = tuple(where for where, outcome in one.outcomes if outcome != "open")
    return telling if telling or any(o == "open" for _, o in one.outcomes) else all_of_it


def _first_problem(tried: Sequence[_Tried]) -> CheckError:
    """What kept us from trying anything; our own resolver's failure and a refusal come before a missing address."""
    problems = [one.problem for one in tried if one.problem is not None]
    order: tuple[type[CheckError], ...] = (TargetRefused, ResolverFailed, BudgetSpent, CheckError)
    return next(
        (p for kind in order for p in problems if isinstance(p, kind)), NoConnection("There was no host to try.")
    )


CHECK = SmtpConnect()
