"""`dns.propagation`: whether every name server of a zone gives the same answer as the resolver."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from app.checks.dns_record import read_record_name, read_record_type
from app.checks.name_servers import Said, ask_each, find_zone
from app.checks.parameters import Parameters, naming
from app.checks.spf_survey import must_answer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network

RESOLVER = "resolver"


class PropagationParameters(Parameters):
    name: Annotated[str, naming(read_record_name)]
    type: Annotated[str, naming(read_record_type)]


def _facts(second: list[str]) -> dict[str, object]:
    first = ["192.0.2.25"]
    return {"answers": {"ns1.example.net": first, "ns2.example.net": second, RESOLVER: first}}


DECLARATION = Declaration(
    name="dns.propagation",
    title="The same answer everywhere",
    about="Whether every name server of the zone, and the resolver we ask, give the same records for a name.",
    params=PropagationParameters,
    facts={"answers": "answers"},
    outcomes=(
        Outcome(
            "same",
            "pass",
            "All name servers give the same answer.",
            "Nothing to do here.",
            _facts(["192.0.2.25"]),
        ),
        Outcome(
            "unreachable",
            "warn",
            "One of the name servers does not answer; the others agree.",
            "See whether the server is up, and whether a firewall blocks port 53.",
            _facts([]),
        ),
        Outcome(
            "differs",
            "fail",
            "The name servers give different answers, so not everybody sees the same.",
            "After a change, wait until the old answer has run out; if it lasts, look at the servers' zones.",
            _facts(["192.0.2.99"]),
        ),
    ),
)


class DnsPropagation:
    """Asks the resolver, and each name server by itself."""

    declaration = DECLARATION

    async def run(self, params: PropagationParameters, network: Network) -> CheckResult:
        ours = must_answer(await network.ask(params.name, params.type))
        _, servers = await find_zone(params.name, network)
        said = await ask_each(tuple(sorted(servers.texts())), params.name, params.type, network)
        if not said:
            raise NoConnection(f"No name server of {params.name} could be asked.")
        answers = _answers(said) | {RESOLVER: sorted(ours.texts())}
        silent = [one for one in said if one.answer is None]
        heard = [answers[_key(one, said)] for one in said if one.answer is not None]
        if any(one != answers[RESOLVER] for one in heard):
            code, detail = (
                "differs",
                "; ".join(f"{who}: {', '.join(what) or 'nothing'}" for who, what in answers.items()),
            )
        else:
            code = "unreachable" if silent else "same"
            detail = f"It is {silent[0].server} {silent[0].address}".strip() if silent else params.name
        return conclude(DECLARATION, code, network.transcript, {"answers": answers}, f"{detail}.")


def _answers(said: list[Said]) -> dict[str, list[str]]:
    return {_key(one, said): sorted(one.answer.texts) if one.answer else [] for one in said}


def _key(one: Said, said: list[Said]) -> str:
    """The server's name, with its address where it has several."""
    several = Counter(other.server for other in said)[one.server] > 1
    return f"{one.server} {one.address}" if several else one.server


CHECK = DnsPropagation()
