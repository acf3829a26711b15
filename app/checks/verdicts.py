"""Putting a result together from a declaration, so that every check words its outcomes in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.checks.transcript import Transcript, visible, visible_lines
from app.core.checking import CheckResult, Declaration
from app.core.errors import CheckError

MOST_DETAIL = 400  # characters; what a server says can be long
NEW_LINE = "\n"


def conclude(
    declaration: Declaration,
    code: str,
    transcript: Transcript,
    facts: Mapping[str, object],
    detail: str = "",
) -> CheckResult:
    """A result with the outcome's own sentence, and `detail`, a sentence that names what was found, after it."""
    outcome = declaration.outcome(code)
    if outcome is None:
        raise LookupError(f"{declaration.name} declares no outcome `{code}`")
    return CheckResult(
        status=outcome.status,
        code=code,
        facts={name: _plain(value) for name, value in facts.items()},
        summary=f"{outcome.say} {visible(detail.replace(NEW_LINE, ' '))[:MOST_DETAIL]}".strip(),
        evidence=transcript.lines(),
        elapsed_ms=transcript.elapsed_ms,
        advice=outcome.do,
    )


def could_not(declaration: Declaration, problem: CheckError, transcript: Transcript) -> CheckResult:
    """The result of a check that could not find out; always `unknown`."""
    transcript.note(problem.message)
    return conclude(declaration, problem.code, transcript, {}, problem.message)


def sentence(problem: object) -> str:
    """A fault's words as a sentence."""
    words = str(problem)
    return f"{words[:1].upper()}{words[1:]}."


def _plain(value: object) -> object:
    """Facts as conditions and pages read them: numbers are doubles, sequences are lists, and no text acts (rule 10)."""
    if isinstance(value, str):
        return visible_lines(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Sequence):
        return [_plain(element) for element in value]
    if isinstance(value, Mapping):
        return {visible(str(name)): _plain(held) for name, held in value.items()}
    return value
