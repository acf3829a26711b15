"""Write down a whole walk for the one who takes over: what was given, found, answered and tried, and how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.actions.personal import GIVEN_APART, is_outdated, put_back
from app.actions.read_run import Run, read_events
from app.actions.services import Services
from app.actions.transcript import LEFT_OUT, Attempt, Found, Given, Json, Stay, Transcript
from app.core.article import Article, Step
from app.core.checking import Declaration
from app.core.lookups import as_text, fill
from app.core.state import State, Visit
from app.core.walk import names_at
from app.storage.runs import EventRow

_ADDRESS = re.compile(r"[^\s<>()\[\]@,;:\"']{1,64}@[\w.-]{1,253}")
_MOST_ADDRESSES = 50  # of a pasted text; its lines themselves are left out as a whole

__all__ = ["Transcript", "as_json", "write_transcript"]


def write_transcript(services: Services, run: Run) -> Transcript:
    """Everything that happened, in the order of the path. `without_personal` makes it fit for other eyes."""
    rows = read_events(services, run, evidence=True)
    found = _results(rows, services.declarations, run)
    stays = [_stay(services, run, visit, found) for visit in run.state.visits]
    reached = {visit.step for visit in run.state.visits}
    stays += [
        Stay(step, _title(services, run, run.article.steps[step]), 1, tuple(results), off_path=True)
        for step, results in _by_step(found, run.article)
        if step not in reached
    ]
    at = run.article.steps.get(run.state.at or "")
    return Transcript(
        article=run.entry.article_id,
        title=_fill_article(services, run),
        document=run.article.document,
        version=run.entry.number,
        started=run.row.created_at,
        changed=rows[-1].created_at if rows else run.row.created_at,
        end=run.state.end or "",
        queue=(at.queue or "") if at and run.state.end == "escalate" else "",
        given=tuple(_given(run.article, run.state)),
        stays=tuple(stays),
        secrets=tuple(_secrets(run.article, run.state)),
        traces=tuple(_traces(run.article, run.state)),
    )


def as_json(transcript: Transcript) -> Json:
    """The transcript for programs; times are ISO 8601 in UTC."""
    return {
        "article": transcript.article,
        "title": transcript.title,
        "document": transcript.document,
        "version": transcript.version,
        "started": transcript.started.isoformat(),
        "changed": transcript.changed.isoformat(),
        "end": transcript.end or None,
        "queue": transcript.queue or None,
        "inputs": [
            {
                "name": g.name,
                "label": g.label,
                "value": None if g.value == LEFT_OUT else g.value,
                "personal": g.personal,
            }
            for g in transcript.given
        ],
        "steps": [_stay_json(stay) for stay in transcript.stays],
    }


def _stay_json(stay: Stay) -> Json:
    return {
        "step": stay.step,
        "title": stay.title,
        "visit": stay.number,
        "on_path": not stay.off_path,
        "checks": [
            {
                "check": f.check,
                "title": f.title,
                "element": f.element or None,
                "status": f.status,
                "code": f.code,
                "summary": f.summary,
                "advice": f.advice,
                "at": f.at.isoformat(),
                "evidence": list(f.evidence),
            }
            for f in stay.found
        ],
        "question": stay.question or None,
        "answers": list(stay.answers),
        "tried": [{"cause": a.cause, "title": a.title, "outcome": a.outcome} for a in stay.tried],
    }


def _given(article: Article, state: State) -> Iterable[Given]:
    for name, declared in article.inputs.items():
        value = state.inputs.get(name)
        if value is not None:
            picked = value if isinstance(value, tuple) else (value,)
            shown = [declared.options.get(item, item) if isinstance(item, str) else item for item in picked]
            yield Given(name, declared.label, as_text(shown) or "", declared.personal)


def _secrets(article: Article, state: State) -> Iterable[str]:
    """Personal values in every spelling that may turn up again: as typed, as normalised, and in parts of addresses."""
    for name, declared in article.inputs.items():
        if not declared.personal or declared.type in ("choice", "choices", "yes-no"):
            continue  # a choice is a word of the article; it is left out only where it was given
        for value in (state.inputs.get(name), state.record.get("given", {}).get(name)):
            for item in value if isinstance(value, list | tuple) else [value]:
                text = as_text(item)
                if text and len(text) > 2:
                    yield text


def _traces(article: Article, state: State) -> Iterable[str]:
    """What is personal in a part of a value: who an address belongs to, and the addresses within a text."""
    for name, declared in article.inputs.items():
        value = state.inputs.get(name)
        if not declared.personal or not isinstance(value, str):
            continue
        found = [value] if declared.type == "email" else _ADDRESS.findall(value) if declared.type == "text" else []
        for address in list(dict.fromkeys(found))[:_MOST_ADDRESSES]:
            yield address
            yield address.partition("@")[0]


def _results(rows: Iterable[EventRow], declarations: Mapping[str, Declaration], run: Run) -> dict[Any, list[Found]]:
    """(step, visit) → results in the order they came."""
    found: dict[Any, list[Found]] = {}
    for row in rows:
        if row.event.get("kind") == "result":
            step_id = str(row.event["check"]).rpartition(".")[0]
            found.setdefault((step_id, row.event.get("visit", 1)), []).append(_found(row, declarations, run))
    return found


def _found(row: EventRow, declarations: Mapping[str, Declaration], run: Run) -> Found:
    article, kept, token = run.article, run.row.inputs, run.token
    event: Mapping[str, Any] = put_back(article, [row.event], kept, token)[0]
    given: Mapping[str, Any] = row.event.get(GIVEN_APART) or {}  # type: ignore[assignment]
    step_id, _, name = event["check"].rpartition(".")
    call = article.steps[step_id].check(name) if step_id in article.steps else None
    declared = declarations.get(call.run) if call else None
    result = event["result"]
    return Found(
        check=event["check"],
        title=declared.title if declared else name,
        element=str(event.get("element") or ""),
        status=result["status"],
        code=result["code"],
        summary=result.get("summary", ""),
        advice=result.get("advice", ""),
        at=row.created_at,
        evidence=tuple(dict(line) for line in row.evidence or () if isinstance(line, Mapping)),
        private=any(article.inputs[source].type == "text" for source, _ in given.values() if source in article.inputs),
        outdated=is_outdated(article, row.event, kept, token),
    )


def _by_step(found: Mapping[Any, list[Found]], article: Article) -> list[tuple[str, list[Found]]]:
    order = list(article.steps)
    steps = sorted({step for step, _ in found if step in article.steps}, key=order.index)
    return [(step, [f for (owner, _), results in found.items() if owner == step for f in results]) for step in steps]


def _stay(services: Services, run: Run, visit: Visit, found: Mapping[Any, list[Found]]) -> Stay:
    step = run.article.steps[visit.step]
    picked = (visit.answer,) if isinstance(visit.answer, str) else visit.answer or ()
    says = {option.id: option.say for option in step.ask.options} if step.ask else {}
    titles = {cause.id: cause.title for cause in step.causes}
    return Stay(
        step=step.id,
        title=_title(services, run, step, visit),
        number=visit.number,
        found=tuple(found.get((step.id, visit.number), ())),
        question=_filled(services, run, step, step.ask.say, visit) if step.ask and picked else "",
        answers=tuple(_filled(services, run, step, says.get(option, option), visit) for option in picked),
        tried=tuple(
            Attempt(cause, _filled(services, run, step, titles.get(cause, cause), visit), outcome)
            for cause, outcome in visit.tried.items()
        ),
    )


def _title(services: Services, run: Run, step: Step, visit: Visit | None = None) -> str:
    return _filled(services, run, step, step.title, visit)


def _fill_article(services: Services, run: Run) -> str:
    names = names_at(run.article, run.state, services.today())
    labels = {name: declared.label for name, declared in run.article.inputs.items()}
    return fill(run.article.title, lambda path: as_text(names.lookup(path)), lambda path: labels.get(path, path))


def _filled(services: Services, run: Run, step: Step, text: str, visit: Visit | None) -> str:
    if "{{" not in text:
        return text
    names = names_at(run.article, run.state, services.today(), step.scope, visit)
    labels = names.scope.inputs
    return fill(
        text, lambda path: as_text(names.lookup(path)), lambda path: labels[path].label if path in labels else path
    )
