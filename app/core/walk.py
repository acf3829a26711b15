"""How a walk goes: one function for the page, the command line and the scenarios.

`replay` plays a visitor's events from the start; `advance` goes on from a state and evaluates only the step it leaves
and the step it reaches. Both give the same state. The order of things at a step is that of the format reference,
docs/format.md, "How a walk goes"; `walker.py` holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.core import conditions
from app.core.article import Article, Cause, Option, Step
from app.core.calls import Call, Checks, Waiting, parameters
from app.core.events import Event, EventSupply, Record, empty_record, fold, fold_all, proofs_in, settle
from app.core.memory import names_in, remember
from app.core.names import Names
from app.core.state import Answer, Asks, Result, State, Visit
from app.core.walker import Walker, unlisted

__all__ = [
    "Call",
    "Checks",
    "Waiting",
    "advance",
    "grounds",
    "names_at",
    "parameters",
    "play",
    "replay",
    "shown_options",
    "unlisted",
]


def replay(
    article: Article, events: Iterable[Event], *, today: str, paged: bool = False, checks: Checks | None = None
) -> State:
    """The state after these events.

    `today` is an ISO date. With `paged` every step holds until it is continued, as on the page. `checks` says which
    parameters of a check are optional; without it all are required. Never raises, whatever the events hold.
    """

    def visits_of(record: Record) -> list[Visit]:
        return play(article, record, today=today, paged=paged, checks=checks).visits

    return play(article, fold_all(article, events, visits_of), today=today, paged=paged, checks=checks)


def advance(article: Article, state: State, event: Event, *, today: str, checks: Checks | None = None) -> State:
    """The state after one more event: the same as `replay` gives, for the price of the last step and the next."""
    settled = settle(article, event, lambda: state.visits)
    if settled is None:
        return state
    record = fold(state.record or empty_record(), settled)
    last = state.last
    here = last is not None and settled.get("at") == last.step and settled.get("visit") == last.number
    if not here or state.loop:
        return play(article, record, today=today, paged=state.paged, checks=checks)
    walker = Walker(article, EventSupply(record), today, state.paged, checks)
    walker.inputs, walker.reasons = dict(state.inputs), {}
    return _finish(walker.resume(state.visits), record)


def play(article: Article, record: Record, *, today: str, paged: bool = False, checks: Checks | None = None) -> State:
    """A folded record, played from the start."""
    walker = Walker(article, EventSupply(record), today, paged, checks)
    walker.take_inputs(record["given"])
    return _finish(walker.start(), record)


def _finish(state: State, record: Record) -> State:
    state.record = record
    if record["solved"]:
        state.solved, state.end, state.asks, state.loop = True, "solved", Asks(), False
    return state


def names_at(article: Article, state: State, today: str, scope: str = "", visit: Visit | None = None) -> Names:
    """What names mean after the last visit, or as they stood at the given one."""
    results: dict[tuple[str, str], Result] = {}
    answers: dict[str, Answer] = {}
    for made in state.visits:
        remember(article, results, answers, made)
        if made is visit:
            break
    return Names(article, state.inputs, results, answers, today, scope, proofs_in(state.record))


def grounds(article: Article, step: Step, cause: Cause) -> list[str]:
    """The checks (`step.check`) a cause's condition speaks of: the evidence that made it hold."""
    if cause.when is None:
        return []
    scope = article.scopes[step.scope]
    used = names_in(cause.when.source)
    return [".".join(scope.checks[name]) for name in scope.checks if name in used]


def shown_options(article: Article, state: State, step: Step, today: str) -> list[Option]:
    """The options of a step's question as the page shows them after this state's last visit of it."""
    names = names_at(article, state, today, step.scope, state.visit(step.id))
    every = step.ask.options if step.ask else ()
    return [option for option in every if option.when is None or conditions.holds(option.when.source, names)]
