"""Write down a whole walk for the one who takes over: what was given, found, answered and tried, and how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.actions.read_run import Run, read_events
from app.actions.services import Services
from app.core.article import Article, Step
from app.core.checking import Declaration
from app.core.lookups import as_text, fill
from app.core.state import State, Visit
from app.core.walk import names_at
from app.storage.runs import EventRow

LEFT_OUT = "[left out: personal]"
_NAMES = frozenset({"article", "step", "check", "cause", "code", "status", "outcome", "end", "queue", "secrets"})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    name: str
    label: str
    value: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A check's result; `evidence` holds what was said, line by line."""

    check: str
    title: str
    element: str
    status: str
    code: str
    summary: str
    advice: str
    at: datetime
    evidence: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    cause: str
    title: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Stay:
    """One visit of a step. `off_path` where a step was only checked, never reached."""

    step: str
    title: str
    number: int
    found: tuple[Found, ...] = ()
    question: str = ""
    answers: tuple[str, ...] = ()
    tried: tuple[Attempt, ...] = ()
    off_path: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A walk, written down. `end` is solved, escalate, information or '' while it goes on."""

    article: str
    title: str
    document: int | None
    version: int
    started: datetime
    changed: datetime
    end: str
    queue: str
    given: tuple[Given, ...] = ()
    stays: tuple[Stay, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def without_personal(self) -> Transcript:
        """The same for other eyes: every personal value is left out, wherever it was repeated."""
        masked: Transcript = _masked(self, self.secrets)
        return masked


def write_transcript(services: Services, run: Run) -> Transcript:
    """Everything that happened, in the order of the path. `without_personal` makes it fit for other eyes."""
    rows = read_events(services, run, evidence=True)
    found = _results(rows, services.declarations, run.article)
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


def _results(
    rows: Iterable[EventRow], declarations: Mapping[str, Declaration], article: Article
) -> dict[Any, list[Found]]:
    """(step, visit) → results in the order they came."""
    found: dict[Any, list[Found]] = {}
    for row in rows:
        event: Mapping[str, Any] = row.event
        if event.get("kind") != "result":
            continue
        step_id, _, name = event["check"].rpartition(".")
        call = article.steps[step_id].check(name) if step_id in article.steps else None
        declared = declarations.get(call.run) if call else None
        result = event["result"]
        found.setdefault((step_id, event.get("visit", 1)), []).append(
            Found(
                check=event["check"],
                title=declared.title if declared else name,
                element=str(event.get("element") or ""),
                status=result["status"],
                code=result["code"],
                summary=result.get("summary", ""),
                advice=result.get("advice", ""),
                at=row.created_at,
                evidence=tuple(dict(line) for line in row.evidence or () if isinstance(line, Mapping)),
            )
        )
    return found


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


def _masked(thing: Any, secrets: tuple[str, ...]) -> Any:
    """A copy of any part of a transcript in which no secret is left."""
    if isinstance(thing, Given):
        return Given(thing.name, thing.label, LEFT_OUT, True) if thing.personal else thing
    if isinstance(thing, str):
        for secret in secrets:
            thing = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", LEFT_OUT, thing, flags=re.IGNORECASE)
        return thing
    if isinstance(thing, tuple):
        return tuple(_masked(item, secrets) for item in thing)
    if isinstance(thing, dict):
        return {key: _masked(item, secrets) for key, item in thing.items()}
    if hasattr(thing, "__dataclass_fields__"):
        held = {name: getattr(thing, name) for name in thing.__dataclass_fields__}
        return type(thing)(**{n: value if n in _NAMES else _masked(value, secrets) for n, value in held.items()})
    return thing
