"""`dns.record`: any name and type against a pattern, matched whole by an engine whose time is linear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from app.checks.names import read_name
from app.checks.parameters import Parameters, naming
from app.checks.spf_survey import must_answer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter

if TYPE_CHECKING:
    from app.checks.network import Network

TYPES = ("A", "AAAA", "CAA", "CNAME", "DNSKEY", "DS", "HTTPS", "MX", "NS", "PTR", "SOA", "SRV", "SVCB", "TLSA", "TXT")
MOST_PATTERN = 500
MOST_MEMORY = 1 << 20  # of a compiled pattern, in bytes


def read_record_name(value: object) -> str:
    """A name in the DNS, underscores included."""
    return read_name(value.strip() if isinstance(value, str) else "", underscores=True)


def read_record_type(value: object) -> str:
    """One of TYPES, in capitals."""
    kind = value.strip().upper() if isinstance(value, str) else ""
    if kind not in TYPES:
        raise BadParameter(f"Give one of {', '.join(TYPES)}.")
    return kind


def compile_pattern(text: str) -> Any:
    """A compiled pattern with `fullmatch`. Raises BadParameter."""
    import re2

    options = re2.Options()
    options.log_errors, options.max_mem = False, MOST_MEMORY
    try:
        return re2.compile(text, options)
    except re2.error as problem:
        raise BadParameter(f"This is no regular expression that we can use: {problem}.") from problem


def _pattern(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > MOST_PATTERN:
        raise BadParameter(f"Give a regular expression of up to {MOST_PATTERN} characters.")
    compile_pattern(value)
    return value


class RecordParameters(Parameters):
    name: Annotated[str, naming(read_record_name)]
    type: Annotated[str, naming(read_record_type)]
    pattern: Annotated[str, naming(_pattern)]


DECLARATION = Declaration(
    name="dns.record",
    title="A record in the DNS",
    about="Whether one of a name's records of a type is what it should be.",
    params=RecordParameters,
    facts={"values": "texts"},
    outcomes=(
        Outcome("match", "pass", "The record is as it should be.", "Nothing to do here.", {"values": ["192.0.2.25"]}),
        Outcome(
            "differs",
            "fail",
            "The record is there, but it is not what it should be.",
            "Correct the record, and wait until the old answer has run out.",
            {"values": ["192.0.2.99"]},
        ),
        Outcome(
            "none",
            "fail",
            "The record is missing.",
            "Publish the record.",
            {"values": []},
        ),
    ),
)


class DnsRecord:
    """TXT records are compared with their pieces put together, all others in their usual written form."""

    declaration = DECLARATION

    async def run(self, params: RecordParameters, network: Network) -> CheckResult:
        answer = must_answer(await network.ask(params.name, params.type))
        values = answer.strings() if params.type == "TXT" else answer.texts()
        pattern = compile_pattern(params.pattern)
        code = "none" if not values else "match" if any(pattern.fullmatch(value) for value in values) else "differs"
        detail = f"{params.name} {params.type}: {'; '.join(values[:4]) or 'nothing'}."
        return conclude(DECLARATION, code, network.transcript, {"values": values}, detail)


CHECK = DnsRecord()
