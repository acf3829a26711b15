"""A step's question: which options are shown, and which one was picked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.actions.read_run import Run
from app.core import conditions
from app.core.article import Step
from app.core.state import Answer, Visit
from app.web.walk.texts import Texts

ANSWER = "_answer"  # the form's field; inputs never begin with an underscore


@dataclass(frozen=True, slots=True)
class Question:
    """`picked` holds the ids of an earlier answer; `alone` those that exclude all others."""

    say: Markup
    many: bool
    options: tuple[tuple[str, Markup], ...]
    picked: tuple[str, ...]
    alone: tuple[str, ...]


def question_of(
    run: Run,
    step: Step,
    visit: Visit,
    texts: Texts,
    typed: Mapping[str, list[str]] | None = None,
    chosen: Sequence[str] = (),
) -> Question | None:
    """The question as it stands at this visit: with what is `chosen` already, else with what was answered here or on an
    earlier visit."""
    if step.ask is None:
        return None
    shown = [o for o in step.ask.options if o.when is None or conditions.holds(o.when.source, texts.names)]
    known = tuple(option.id for option in shown if option.id in chosen)
    picked = tuple(typed.get(ANSWER, ())) if typed is not None else known or _earlier(run, step, visit)
    return Question(
        say=texts.line(step.ask.say),
        many=step.ask.many,
        options=tuple((option.id, texts.line(option.say)) for option in shown),
        picked=picked,
        alone=tuple(option.id for option in shown if option.alone),
    )


def _earlier(run: Run, step: Step, visit: Visit) -> tuple[str, ...]:
    """This visit's answer, else the one told for it that does not count yet, else that of the visit before."""
    told = run.state.record.get("answers", {}).get(step.id, {})
    before = [told[str(number)] for number in range(1, visit.number + 1) if str(number) in told]
    answer: Answer | list[str] = visit.answer or (before[-1] if before else ())
    return (answer,) if isinstance(answer, str) else tuple(answer)
