"""A scenario's lists as a supply: what `unsnag walk` is told, and what an article's own tests say.

Results and answers given as a list serve one visit (or one retry) each, a single one serves all. A `tried` serves one
promotion, a `continue` one visit. Names the article does not have are wrong use; what is never reached is a warning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core.article import Article, CheckCall
from app.core.checking import CheckResult, Declaration
from app.core.errors import BadInput, WrongUse
from app.core.events import Arguments, gathered
from app.core.inputs import normalise
from app.core.names import ANY_DOMAIN, PROOF, takes_proof
from app.core.state import Answer, Outcomes, Result, Visit, frozen_answer


@dataclass(frozen=True, slots=True)
class Script:
    """What a walk is given. Keys are ids of paths: `near.records.mx` for a check inside a fragment."""

    given: Mapping[str, object] = field(default_factory=dict)
    checks: Mapping[str, object] = field(default_factory=dict)  # a code, {code, facts}, {each: …}, or a list of these
    answers: Mapping[str, object] = field(default_factory=dict)
    tried: Mapping[str, object] = field(default_factory=dict)
    passed: Mapping[str, int] = field(default_factory=dict)  # `continue`: step → how many visits


class ScriptSupply:
    """Plays a script. `used` counts what was taken, so that what was not can be named afterwards."""

    def __init__(self, article: Article, script: Script, checks: Mapping[str, Declaration]) -> None:
        self.article = article
        self.script = script
        self.checks = checks
        self.used: Counter[tuple[str, str]] = Counter()

    def result(self, visit: Visit, call: CheckCall, elements: list[str] | None, arguments: Arguments) -> Result | None:
        key = f"{visit.step}.{call.name}"
        said = self._take("checks", key, self.script.checks.get(key))
        if said is None or elements is None:
            return None if said is None else self._one(call, said)
        by_element = said.get("each") if isinstance(said, Mapping) else None
        if not isinstance(by_element, Mapping):
            return gathered({element: self._one(call, said) for element in elements})
        missing = [element for element in elements if element not in by_element]
        if missing:
            raise WrongUse(f"“{key}” says nothing of “{missing[0]}”: give a code for every element, or one for all.")
        return gathered({element: self._one(call, by_element[element]) for element in elements})

    def _one(self, call: CheckCall, said: object) -> Result:
        return scripted_result(self.checks[call.run], said)

    def answer(self, visit: Visit) -> Answer | None:
        ask = self.article.steps[visit.step].ask
        taken = self._take("answers", visit.step, self._answers(visit.step))
        taken = taken.items if isinstance(taken, _Single) else taken
        if ask and ask.many and isinstance(taken, str):
            return (taken,)
        return frozen_answer(taken)

    def _answers(self, step: str) -> object:
        """What is said of a question: where several may be picked a flat list is one answer, which serves all."""
        said, ask = self.script.answers.get(step), self.article.steps[step].ask
        if ask and ask.many and isinstance(said, list | tuple) and not any(isinstance(x, list | tuple) for x in said):
            return _Single(tuple(said))
        return said

    def tried(self, visit: Visit, cause: str) -> str | None:
        said = self.script.tried.get(cause)
        outcome = self._take("tried", cause, [said] if isinstance(said, str) else said)
        return outcome if isinstance(outcome, str) else None

    def passed(self, visit: Visit) -> bool:
        if self.used["continue", visit.step] >= self.script.passed.get(visit.step, 0):
            return False
        self.used["continue", visit.step] += 1
        return True

    def passed_start(self) -> bool:
        return True

    def proofs(self, check: str) -> Mapping[str, str]:
        """A script that says what a check finds says by that that the domain was proved."""
        said = self.script.checks.get(check)
        left = not isinstance(said, list) or self.used["checks", check] < len(said)
        return {ANY_DOMAIN: "proved"} if said is not None and left else {}

    def left(self, visits: list[Visit]) -> object:
        answers = {step: self._answers(step) for step in self.script.answers}
        lists = [("checks", self.script.checks), ("answers", answers), ("tried", self.script.tried)]
        left = [
            (kind, key, max(0, (len(said) if isinstance(said, list) else 1) - self.used[kind, key]))
            for kind, sayings in lists
            for key, said in sayings.items()
            if isinstance(said, list) or kind == "tried"
        ]
        return left, [max(0, n - self.used["continue", step]) for step, n in self.script.passed.items()]

    def _take(self, kind: str, key: str, said: object) -> object:
        """The next of a list, or the one that serves all; None where nothing is left."""
        if isinstance(said, list):
            index = self.used[kind, key]
            if index >= len(said):
                return None
            said = said[index]
        if said is not None:
            self.used[kind, key] += 1
        return said

    def unused(self) -> list[str]:
        """What was given and never reached, as sentences."""
        said = [("checks", "The result of", self.script.checks), ("answers", "The answer at", self.script.answers)]
        said += [("tried", "The try of", self.script.tried), ("continue", "The continue at", self.script.passed)]
        return [
            f"{words} “{key}” was not used: the walk did not come by it."
            for kind, words, sayings in said
            for key in sayings
            if not self.used[kind, key]
        ]


@dataclass(frozen=True, slots=True)
class _Single:
    """A flat list that is one answer."""

    items: tuple[object, ...]


def scripted_result(declaration: Declaration, said: object) -> Result:
    """The result a script speaks of: a code, with the facts given or the example facts its check declares for it."""
    code = said.get("code") if isinstance(said, Mapping) else said
    facts = said.get("facts") if isinstance(said, Mapping) else None
    outcome = declaration.outcome(str(code))
    if outcome is None:
        known = ", ".join(declaration.codes)
        raise WrongUse(f"“{declaration.name}” never ends with “{code}”. Its codes are: {known}.")
    if facts is not None and not isinstance(facts, Mapping):
        raise WrongUse(f"The facts of “{declaration.name}” are a mapping of fact to value.")
    unknown = [name for name in facts or () if name not in declaration.facts]
    if unknown:
        raise WrongUse(f"“{declaration.name}” has no fact “{unknown[0]}”. It has: {', '.join(declaration.facts)}.")
    seen = {name: _number(value) for name, value in (outcome.example if facts is None else facts).items()}
    plain = CheckResult(outcome.status, outcome.code, seen, outcome.say, advice=outcome.do)
    return Result(plain.status, plain.code, plain.facts, plain.summary, plain.advice)


def _number(value: object) -> object:
    """Numbers are doubles everywhere."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def examine(article: Article, script: Script, checks: Mapping[str, Declaration]) -> dict[str, object]:
    """The script's inputs, normalised, without a proof given beside them.

    Raises WrongUse for names and values the article does not have.
    """
    proof = (PROOF,) if PROOF not in article.inputs and takes_proof(article, checks) else ()
    _known("input", script.given, (*article.inputs, *proof))
    _known("question", script.answers, (step.id for step in article.steps.values() if step.ask))
    _known("cause", script.tried, (cause.id for step in article.steps.values() for cause in step.causes))
    _known("step", script.passed, (step.id for step in article.steps.values() if not step.use))
    _answerable(article, script)
    calls = {f"{step.id}.{call.name}": call for step in article.steps.values() for call in step.checks}
    _known("check", script.checks, calls)
    for key, said in script.checks.items():
        if calls[key].run not in checks:
            raise WrongUse(f"There is no check named “{calls[key].run}”.")
        for one in _flat(said):
            scripted_result(checks[calls[key].run], one)
    for cause, said in script.tried.items():
        for outcome in said if isinstance(said, list) else [said]:
            if outcome not in Outcomes:
                raise WrongUse(f"“{cause}” was tried with “{outcome}”: say worked, failed or skipped.")
    return {name: _input(article, name, raw) for name, raw in script.given.items() if name not in proof}


def _answerable(article: Article, script: Script) -> None:
    """Raises WrongUse for an option that its question never has, on the path or off it."""
    for step_id, said in script.answers.items():
        ask = article.steps[step_id].ask
        known = [option.id for option in ask.options] if ask else []
        todo = [said]
        while todo:
            one = todo.pop()
            if isinstance(one, list | tuple):
                todo.extend(one)
            elif one not in known:
                there_are = ", ".join(known)
                raise WrongUse(f"“{one}” is not among the answers of “{step_id}”. There are: {there_are}.", name=one)


def _input(article: Article, name: str, raw: object) -> object:
    try:
        return normalise(article.inputs[name], raw)
    except BadInput as problem:
        raise WrongUse(f"{name}: {problem.message}", input=name) from problem


def _flat(said: object) -> Iterable[object]:
    for one in said if isinstance(said, list) else [said]:
        each = one.get("each") if isinstance(one, Mapping) else None
        yield from each.values() if isinstance(each, Mapping) else [one]


def _known(what: str, names: Iterable[str], there_are: Iterable[str]) -> None:
    known = list(there_are)
    for name in names:
        if name not in known:
            list_of = ", ".join(known) if known else "none"
            raise WrongUse(f"The article has no {what} “{name}”. There are: {list_of}.", name=name)
