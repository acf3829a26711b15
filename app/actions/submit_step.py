"""What a visitor hands in at a step: inputs, an answer, or just "continue".

Every form says which visit of which step it belongs to, so an old tab, a double click and the back button all do what
they say: the same thing twice is once, and an answer to an earlier visit changes that answer and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from app.actions.read_inputs import read_inputs
from app.actions.read_run import Run
from app.actions.record_events import Event, record_events
from app.actions.services import Services
from app.core.article import Article, Step
from app.core.errors import BadInput, NotFound
from app.core.state import State, frozen_answer

Values = Callable[[Article], Mapping[str, object]]


def no_values(_: Article) -> Mapping[str, object]:
    """Where a form holds no inputs."""
    return {}


START = ""  # stands for the page before the first step, which asks what no step lists


def submit_inputs(
    services: Services,
    token: str,
    values: Values,
    step_id: str | None = None,
    visit: int = 1,
    untouched: Collection[str] = (),
) -> Run:
    """Takes what was typed for some inputs. With `step_id` the walk goes on where that step wants nothing else.

    `untouched` names those that are as the page showed them: what another tab gave for them meanwhile stays.
    Raises BadInput with a reason for each field that cannot be taken; nothing is kept then.
    """

    def propose(run: Run) -> Sequence[Event]:
        events = _given(run, values, untouched)
        if step_id is not None and wants_nothing_else(run, step_id) and not _passed(run, step_id, visit):
            events.append({"kind": "continue", "step": step_id, "visit": visit})
        return events

    return record_events(services, token, propose, _refuse)


def submit_answer(
    services: Services,
    token: str,
    step_id: str,
    answer: str | Sequence[str] = (),
    visit: int = 1,
    values: Values = no_values,
    untouched: Collection[str] = (),
) -> Run:
    """Answers a step's question, if it has one, and goes on, past checks not run and causes not tried.

    `values` are inputs handed in by the same form, `untouched` as `submit_inputs` has it. Raises BadInput where an
    answer or a value is missing or cannot stand; the answer's reason is under `_answer`.
    """

    def propose(run: Run) -> Sequence[Event]:
        step = find_step(run, step_id)
        events = _given(run, values, untouched, ask=step if not answer else None)
        if _may_hold(step) and not _passed(run, step_id, visit):
            events.append({"kind": "continue", "step": step_id, "visit": visit})
        if step.ask is not None:
            kept = _as_kept(step, answer)
            if run.state.record.get("answers", {}).get(step_id, {}).get(str(visit)) != kept:
                events.append({"kind": "answer", "step": step_id, "value": kept, "visit": visit})
        return events

    return record_events(services, token, propose, _refuse)


def continue_step(services: Services, token: str, step_id: str, visit: int = 1) -> Run:
    """Goes on from a step without an answer; `START` goes on from the page before the first step."""

    def propose(run: Run) -> Sequence[Event]:
        if step_id != START:
            find_step(run, step_id)
        return [] if _passed(run, step_id, visit) else [{"kind": "continue", "step": step_id, "visit": visit}]

    return record_events(services, token, propose)


def find_step(run: Run, step_id: str) -> Step:
    """A step of this walk's article. Raises NotFound."""
    step = run.article.steps.get(step_id)
    if step is None or step.use:
        raise NotFound("This walk has no such step.", kind="step", step=step_id)
    return step


def wants_nothing_else(run: Run, step_id: str) -> bool:
    """Whether a step's page holds nothing beyond its inputs, so that handing them in goes on at once."""
    if step_id == START:
        return True
    step = find_step(run, step_id)
    return not (step.checks or step.ask or step.end or step.causes)


def _may_hold(step: Step) -> bool:
    """Whether more than a question may hold a walk at a step, so that going on has to be said as well."""
    return step.ask is None or bool(step.checks) or any(cause.when is not None for cause in step.causes)


def _passed(run: Run, step_id: str, visit: int) -> bool:
    return str(visit) in run.state.record.get("passed", {}).get(step_id, {})


def _given(run: Run, values: Values, untouched: Collection[str], ask: Step | None = None) -> list[Event]:
    """The event for these inputs where any of them is new; what is wrong with a missing answer is told with theirs."""
    try:
        given = read_inputs(run.article, values(run.article))
    except BadInput as problem:
        fields = {**problem.fields, "_answer": _please_answer(ask)} if ask is not None and ask.ask else problem.fields
        raise BadInput(problem.message, fields) from problem
    known = run.state.record.get("given", {})
    given = {name: value for name, value in given.items() if name not in untouched or name not in known}
    return [{"kind": "given", "values": given}] if any(known.get(n) != value for n, value in given.items()) else []


def _as_kept(step: Step, answer: str | Sequence[str]) -> str | list[str]:
    """The answer as an event holds it: a form sends a list, of which a question for one takes the first."""
    value = frozen_answer(answer if isinstance(answer, str) else list(answer))
    if step.ask is not None and not step.ask.many and isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if not value:
        raise BadInput(_please_answer(step), {"_answer": _please_answer(step)})
    return value if isinstance(value, str) else list(value)


def _please_answer(step: Step) -> str:
    several = step.ask is not None and step.ask.many
    return "Choose at least one of the answers." if several else "Choose one of the answers."


def _refuse(events: Sequence[Event], state: State) -> None:
    """What the walk would only ask again is told beside the field at once. A rule that blames a field which was not
    among those handed in is kept, and asked at that field's step."""
    fields: dict[str, str] = {}
    for event in events:
        if event["kind"] == "given":
            fields |= {name: state.reasons[name] for name in event["values"] if name in state.reasons}
        elif event["kind"] == "answer" and event["step"] in state.reasons:
            last = state.last
            if last is not None and (last.step, last.number) == (event["step"], event["visit"]):
                fields["_answer"] = state.reasons[last.step]
    if fields:
        raise BadInput("Please look at what you typed.", fields)
