"""The player of walks: from step to step, in the format's order, with whatever a supply gives.

`walk.py` is the way in. One `Walker` plays once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core import conditions
from app.core.article import Article, Cause, CheckCall, Option, Rule, Step
from app.core.calls import Checks, Waiting, parameters
from app.core.errors import BadInput
from app.core.events import Supply, gathered
from app.core.inputs import normalise
from app.core.memory import Key, forget, inputs_behind, read_from, remember
from app.core.names import Names
from app.core.state import Answer, InputValue, Result, State, Visit

Moment = tuple[Mapping[Key, Result | Answer], object]  # results and answers known, what the supply has left
FURTHEST = 2_000  # visits; a walk that is longer is a loop that no comparison caught


@dataclass
class Walker:
    """Plays a supply over an article. Make one, give it inputs, and `start` or `resume` it once."""

    article: Article
    supply: Supply
    today: str
    paged: bool = False
    checks: Checks | None = None
    inputs: dict[str, InputValue] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    results: dict[tuple[str, str], Result] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    ways: list[tuple[str, str]] = field(default_factory=list)  # every edge walked, those past skipped steps included
    state: State = field(default_factory=State)
    moments: dict[str, list[Moment]] = field(default_factory=dict)  # step → what was known each time it was reached
    live: Mapping[str, frozenset[Key]] | None = None  # `read_from`, worked out where a walk comes back to a step

    # -- inputs ---------------------------------------------------------------------------------------------------

    def take_inputs(self, given: Mapping[str, object]) -> None:
        """Normalises what was given and puts defaults in place; what cannot be read is missing, with its reason."""
        for name, declared in self.article.inputs.items():
            raw = given.get(name, declared.default)
            if raw is None or raw in ("", ()):
                continue
            try:
                self.inputs[name] = normalise(declared, raw)
            except BadInput as problem:
                self.reasons[name] = problem.message

    def missing(self, names: Iterable[str]) -> list[str]:
        """Inputs among these that the walk has to ask for, and those that a broken rule asks again."""
        names = list(names)
        asked = [n for n in names if n in self.article.inputs and n not in self.inputs]
        asked = [n for n in asked if not self.article.inputs[n].optional or n in self.reasons]
        for rule in self.article.rules:
            if rule.input in names and rule.input not in asked and self._broken(rule):
                self.reasons[rule.input] = rule.say
                asked.append(rule.input)
        return asked

    def _broken(self, rule: Rule) -> bool:
        if any(name not in self.inputs for name in inputs_behind(self.article, rule.that.source)):
            return False
        return not conditions.holds(rule.that.source, self.names())

    def names(self, scope: str = "") -> Names:
        return Names(self.article, self.inputs, self.results, self.answers, self.today, scope)

    # -- the way --------------------------------------------------------------------------------------------------

    def start(self) -> State:
        loose = unlisted(self.article)
        self.state.asks.inputs = self.missing(loose)
        if self.state.asks.inputs or (self.paged and loose and not self.supply.passed_start()):
            return self._state(None)
        return self._go(self.article.start)

    def resume(self, visits: list[Visit]) -> State:
        """Goes on at the last of these visits, which is played again."""
        for visit in visits[:-1]:
            self._arrive(Visit(visit.step, visit.number))
            self.visits[-1] = visit
            remember(self.article, self.results, self.answers, visit)
        return self._go(visits[-1].step, known=True)

    def _go(self, target: str | None, known: bool = False) -> State:
        """From step to step until something holds, the walk ends, or it goes round."""
        passed_over = 0
        while target is not None and len(self.visits) < FURTHEST:
            step = self.article.steps.get(target)
            if step is None or passed_over > len(self.article.steps):
                break
            if step.when and not known and not conditions.holds(step.when.source, self.names(step.scope)):
                target, passed_over = self._lead(step, step.otherwise or step.after), passed_over + 1
                continue
            known = False
            if step.use:
                target = self._lead(step, step.enter)
                continue
            passed_over = 0
            visit = Visit(target, 1 + sum(1 for made in self.visits if made.step == target))
            if self._arrive(visit):
                self.state.loop = True
                return self._state(step)
            target = self._lead(step, self._stay(step, visit))
            if target is None:
                return self._state(step)
        self.state.loop = target is not None and len(self.visits) >= FURTHEST
        return self._state(self.article.steps.get(self.visits[-1].step) if self.visits else None)

    def _lead(self, step: Step, target: str | None) -> str | None:
        if target is not None:
            self.ways.append((step.id, target))
        return target

    def _arrive(self, visit: Visit) -> bool:
        """Notes the visit; True where all that counts from here on is what it was at an earlier visit of this step."""
        self.visits.append(visit)
        forget(self.article, self.results, self.answers, visit.step)
        if self.paged:  # a page goes on only where somebody says so, and may be come back to as often as they like
            return False
        known = {**self.results, **{(step, ""): answer for step, answer in self.answers.items()}}
        moment = (known, self.supply.left(self.visits))
        before = self.moments.setdefault(visit.step, [])
        again = any(self._same(visit.step, moment, earlier) for earlier in before)
        before.append(moment)
        return again

    def _same(self, step: str, now: Moment, then: Moment) -> bool:
        if self.live is None:
            self.live = read_from(self.article)
        return now[1] == then[1] and all(now[0].get(key) == then[0].get(key) for key in self.live[step])

    def _state(self, step: Step | None) -> State:
        self.state.visits, self.state.inputs, self.state.reasons = self.visits, self.inputs, self.reasons
        self.state.at = step.id if step else None
        self.state.promoted = list(self.visits[-1].promoted) if step and self.visits else []
        self.state.paged = self.paged
        return self.state

    # -- at a step ------------------------------------------------------------------------------------------------

    def _stay(self, step: Step, visit: Visit) -> str | None:
        """Everything that happens at a step, in the format's order; the next step, or None where the walk stays."""
        asks = self.state.asks
        asks.inputs = self.missing(step.inputs)
        if asks.inputs:
            return None
        while True:
            asks.checks = self._run_checks(step, visit)
            visit.promoted = [cause.id for cause in step.causes if self._promoted(step, cause)]
            if asks.checks and not self._passes(visit):
                # On a page a fix may be tried before the checks ran; in a scenario a try waits for its promotion.
                tried = self._try_causes(step, visit) if self.paged and not step.end else None
                if tried is not None and tried[2]:
                    continue
                asks.checks = asks.checks if tried is None or tried[1] is None else []
                return tried[1] if tried else None
            asks.checks = []
            if step.end:
                self.state.end = step.end
                return None
            held, target, again = self._try_causes(step, visit)
            if not again:
                break
        if target is not None or held:
            return target
        return self._answer_and_lead(step, visit)

    def _passes(self, visit: Visit) -> bool:
        """Whether the visitor went on without what is missing; asked only where it matters, since it is used up."""
        visit.continued = visit.continued or self.supply.passed(visit)
        return visit.continued

    def _run_checks(self, step: Step, visit: Visit) -> list[str]:
        """Takes every result there is, until no further check becomes runnable; the keys of those that are missing."""
        while True:
            pending: list[str] = []
            took = False
            visit.waiting = {}
            names = self.names(step.scope)
            for call in step.checks:
                if call.name in visit.results or (call.when and not conditions.holds(call.when.source, names)):
                    continue
                result = self._take(step, visit, call, names)
                if result is not None:
                    visit.results[call.name] = self.results[step.id, call.name] = result
                    took = True
                elif call.name not in visit.waiting:
                    pending.append(f"{step.id}.{call.name}")
            if not took:
                return pending

    def _take(self, step: Step, visit: Visit, call: CheckCall, names: Names) -> Result | None:
        names.proofs = self.supply.proofs(f"{step.id}.{call.name}")
        runs = parameters(self.article, names, step, call.name, self.checks)
        if isinstance(runs, Waiting):
            visit.waiting[call.name] = runs.names
            return None
        if call.each is None:
            return self.supply.result(visit, call, None, lambda _: runs[0].params)
        if not runs:
            return gathered({})
        by_element = {str(run.element): run.params for run in runs}
        return self.supply.result(visit, call, list(by_element), lambda element: by_element[str(element)])

    def _promoted(self, step: Step, cause: Cause) -> bool:
        return cause.when is not None and conditions.holds(cause.when.source, self.names(step.scope))

    def _try_causes(self, step: Step, visit: Visit) -> tuple[bool, str | None, bool]:
        """(held by an untried cause, where a fix led, whether the checks run again)."""
        for cause in self._in_turn(step, visit):
            outcome = self.supply.tried(visit, cause.id)
            if outcome is not None:
                visit.tried[cause.id] = outcome
                if outcome == "worked":
                    return self._after_fix(step, visit, cause)
        untried = any(visit.tried.get(cause) not in ("failed", "skipped") for cause in visit.promoted)
        return untried and not self._passes(visit), None, False

    def _in_turn(self, step: Step, visit: Visit) -> list[Cause]:
        """The causes that may be tried now: those that are promoted first, each in the order of the file."""
        promoted = [c for c in step.causes if c.id in visit.promoted]
        others = [c for c in step.causes if c.id not in visit.promoted and c.id not in visit.tried]
        # In a script a cause that could be promoted and would only run the checks again is kept for its promotion.
        others = [c for c in others if self.paged or c.when is None or c.to != "retry"]
        return [c for c in promoted if visit.tried.get(c.id) not in ("failed", "skipped")] + others

    def _after_fix(self, step: Step, visit: Visit, cause: Cause) -> tuple[bool, str | None, bool]:
        if cause.to != "retry":
            return False, cause.to, False
        visit.attempt += 1
        visit.results = {}
        forget(self.article, self.results, {}, step.id)
        return False, None, True

    def _answer_and_lead(self, step: Step, visit: Visit) -> str | None:
        chosen: str | None = None
        if step.ask is not None:
            answer = self.supply.answer(visit)
            reason = None if answer is None else self.objection(step, answer)
            if answer is None or reason:
                self.state.asks.step = step.id
                if reason:
                    self.reasons[step.id] = reason
                return None
            visit.answer = self.answers[step.id] = answer
            chosen = next((o.to for o in step.ask.options if o.id == answer), None)
        elif self.paged and not self._passes(visit):
            return None
        return chosen or self._next(step)

    def _next(self, step: Step) -> str | None:
        names = self.names(step.scope)
        for branch in step.next:
            if branch.when is None or conditions.holds(branch.when.source, names):
                return branch.to
        return step.after

    def objection(self, step: Step, answer: Answer) -> str | None:
        """Why an answer cannot be taken, or None where it can."""
        assert step.ask is not None
        shown = {option.id: option for option in self.options(step)}
        picked = (answer,) if isinstance(answer, str) else answer
        if not step.ask.many and not isinstance(answer, str):
            return "Choose one of the answers."
        if not picked:
            return "Choose at least one of the answers."
        unknown = [option for option in picked if option not in shown]
        if unknown:
            return f"“{unknown[0]}” is not among the answers here. Choose one that is shown."
        alone = [shown[option].say for option in picked if shown[option].alone]
        if alone and len(picked) > 1:
            return f"“{alone[0]}” cannot stand beside other answers. Take one or the other away."
        return None

    def options(self, step: Step) -> list[Option]:
        """The options of a step's question that are shown now."""
        names = self.names(step.scope)
        every = step.ask.options if step.ask else ()
        return [option for option in every if option.when is None or conditions.holds(option.when.source, names)]


def unlisted(article: Article) -> tuple[str, ...]:
    """Inputs that no step lists: they are asked before the first step."""
    return article.loose
