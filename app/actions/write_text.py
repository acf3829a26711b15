"""Write a transcript as plain text, for a mail to support or a ticket. Lines are for people; programs take the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.actions.transcript import Found, Stay, Transcript

STATUS = {"pass": "ok", "warn": "warning", "fail": "problem", "unknown": "not known"}
OUTCOME = {"worked": "it worked", "failed": "it did not help", "skipped": "could not be tried"}
END = {"solved": "Solved.", "escalate": "Handed over to support.", "information": "Ended.", "": "Still open."}


def write_text(transcript: Transcript) -> str:
    """The transcript as UTF-8 text with lines of any length, ending in a line break."""
    return "\n".join(_lines(transcript)) + "\n"


def _lines(transcript: Transcript) -> Iterator[str]:
    number = f" (document {transcript.document})" if transcript.document else ""
    yield f"{transcript.title}{number}"
    yield f"Walk started {_time(transcript.started)}, last step {_time(transcript.changed)} (UTC)"
    yield f"Result: {END[transcript.end]}" + (f" Queue: {transcript.queue}." if transcript.queue else "")
    if transcript.given:
        yield ""
        yield "What was given"
        yield from (f"  {given.label}: {given.value}" for given in transcript.given)
    for number_, stay in enumerate((s for s in transcript.stays if not s.off_path), 1):
        yield ""
        yield f"{number_}. {stay.title}" + (f" (visit {stay.number})" if stay.number > 1 else "")
        yield from _stay(stay)
    beside = [stay for stay in transcript.stays if stay.off_path]
    if beside:
        yield ""
        yield "Checked beside the path"
        for stay in beside:
            yield f"  {stay.title}"
            yield from _found(stay.found)


def _stay(stay: Stay) -> Iterator[str]:
    yield from _found(stay.found)
    for attempt in stay.tried:
        yield f"  Tried: {attempt.title}: {OUTCOME.get(attempt.outcome, attempt.outcome)}"
    if stay.answers:
        yield f"  {stay.question} {', '.join(stay.answers)}"


def _found(results: Iterable[Found]) -> Iterator[str]:
    for found in results:
        where = f" for {found.element}" if found.element else ""
        verdict = f"{STATUS.get(found.status, found.status)} ({found.code})"
        yield f"  {found.title}{where}: {verdict}. {found.summary}".rstrip()
        for line in found.evidence:
            mark = {"sent": ">", "received": "<"}.get(str(line.get("direction")), "-")
            yield f"      {_offset(line.get('at_ms'))} {mark} {line.get('text', '')}"


def _time(moment: object) -> str:
    return str(moment)[:16]


def _offset(at: object) -> str:
    return f"{at:7.0f} ms" if isinstance(at, int | float) else " " * 10
