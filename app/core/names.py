"""What names mean at a point of a walk: inputs, values, tables, checks, answers, today.

`Names` is the mapping that conditions and look-ups read. It resolves a name only when it is asked for, since most
conditions use two of thirty. A fragment has its own `Names`, whose parameters are read in the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from app.core import conditions
from app.core.article import Article, CheckCall, Input, Param, Ref, Scope
from app.core.checking import Declaration
from app.core.state import Answer, InputValue, Result

PROOF = "proof"  # the parameter that a walk supplies itself where an article leaves it out
ANY_DOMAIN = ""
NOT_RUN: Mapping[str, str] = {"status": "unknown", "code": "not-run"}
Latest = Mapping[tuple[str, str], Result]


class Names(Mapping[str, object]):
    """Names of one scope of an article. Unknown inputs, answers and values are None; unknown names raise KeyError."""

    def __init__(
        self,
        article: Article,
        inputs: Mapping[str, InputValue],
        results: Latest,
        answers: Mapping[str, Answer],
        today: str,
        scope: str = "",
        proofs: Mapping[str, str] | None = None,
    ) -> None:
        self.article = article
        self.inputs = inputs
        self.results = results
        self.answers = answers
        self.today = today
        self.proofs = proofs or {}  # domain → the token with which it was proved
        self.scope: Scope = article.scopes[scope]
        self._busy: set[str] = set()
        self._worked_out: dict[str, object] = {}

    def within(self, scope: str) -> Names:
        """The same moment, seen from another scope."""
        if scope == self.scope.path:
            return self
        return Names(self.article, self.inputs, self.results, self.answers, self.today, scope, self.proofs)

    def __getitem__(self, name: str) -> object:
        scope = self.scope
        if name in scope.checks:
            return self._check(scope.checks[name])
        if name in scope.inputs:
            return self._input(name, scope.inputs[name])
        if name in scope.calls:
            return self._call(scope.calls[name])
        if name == "answers":
            return self._answers()
        if name == "today":
            return as_date(self.today)
        if scope.path == "":
            if name in self.article.values:
                return self._value(name)
            if name in self.article.tables:
                return self.article.tables[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        yield from self.scope.checks
        yield from self.scope.inputs
        yield from self.scope.calls
        if self.scope.path == "":
            yield from self.article.values
            yield from self.article.tables
        yield from ("answers", "today")

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _check(self, key: tuple[str, str]) -> object:
        result = self.results.get(key)
        return NOT_RUN if result is None else _dated(result.as_name())

    def _input(self, name: str, declared: Input) -> object:
        if self.scope.path:
            return self._param(name, declared)
        value = self.inputs.get(name)
        if isinstance(value, tuple):
            return list(value)
        return as_date(value) if declared.type == "date" and isinstance(value, str) else value

    def _param(self, name: str, declared: Input) -> object:
        """A fragment's parameter: what the caller gave, read where the caller stands."""
        if name not in self.scope.params:
            default = declared.default
            return list(default) if isinstance(default, tuple) else default
        return self.within(self.scope.parent or "").parameter(self.scope.params[name])

    def parameter(self, value: Param) -> object:
        """A parameter's value in this scope: a literal as it stands, a `$` reference looked up; None if unknown."""
        if isinstance(value, tuple):
            items = [self.parameter(item) for item in value]
            return None if any(item is None for item in items) else items
        return self.lookup(value.path) if isinstance(value, Ref) else value

    def lookup(self, path: str) -> object:
        """`domain`, `mx.hosts`, `near.mx.hosts`: the value, or None where it is not known."""
        head, *rest = path.split(".")
        try:
            value: object = self[head]
        except KeyError:
            return None
        for part in rest:
            if not isinstance(value, Mapping) or part not in value:
                return None
            value = value[part]
        return value

    def _call(self, path: str) -> object:
        inner = self.article.scopes[path]
        seen: dict[str, object] = {name: self._check(key) for name, key in inner.checks.items()}
        return seen | {name: self._call(deeper) for name, deeper in inner.calls.items()}

    def _answers(self) -> dict[str, object]:
        """Every question by id, None where it was not answered; inside a fragment by its own ids."""
        prefix = f"{self.scope.path}." if self.scope.path else ""
        seen: dict[str, object] = {}
        for step in self.article.steps.values():
            if step.ask is not None and step.id.startswith(prefix):
                answer = self.answers.get(step.id)
                seen[step.id[len(prefix) :]] = list(answer) if isinstance(answer, tuple) else answer
        return seen

    def _value(self, name: str) -> object:
        if name in self._worked_out:
            return self._worked_out[name]
        if name in self._busy:
            return None  # a circle; the linter has said so
        self._busy.add(name)
        try:
            found = conditions.value(self.article.values[name].source, self)
        finally:
            self._busy.discard(name)
        # Values may use one another many times over: each is worked out once, for as long as the outermost takes.
        self._worked_out[name] = found
        if not self._busy:
            self._worked_out.clear()
        return found


def as_date(text: str) -> datetime | None:
    """An ISO date as a timestamp at midnight UTC, None where it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def _dated(facts: dict[str, Any]) -> dict[str, Any]:
    """`not_after` is the one fact that is a date (checks' results are JSON, so it arrives as text)."""
    text = facts.get("not_after")
    if isinstance(text, str):
        return facts | {"not_after": as_date(text)}
    return facts


def elements(names: Names, call: CheckCall) -> list[str] | None:
    """What `each` runs over, as texts; None while that is not known."""
    if isinstance(call.each, Ref):
        found = names.lookup(call.each.path)
        return [str(item) for item in found] if isinstance(found, list | tuple) else None
    return [str(item) for item in call.each or ()]


def wants_proof(call: CheckCall, checks: Mapping[str, Declaration] | None) -> bool:
    """Whether a check asks for a proof of ownership that its article leaves to the walk."""
    declared = checks.get(call.run) if checks else None
    field = declared.params.model_fields.get(PROOF) if declared else None
    return field is not None and field.is_required() and PROOF not in call.params


def takes_proof(article: Article, checks: Mapping[str, Declaration] | None) -> bool:
    """Whether any check of an article has its proof from the walk."""
    return any(wants_proof(call, checks) for step in article.steps.values() for call in step.checks)


def arguments(
    names: Names, call: CheckCall, checks: Mapping[str, Declaration] | None, element: str | None = None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A call's parameters as they stand now, and the references it still waits for.

    A reference that is not known is left out where the check declares the parameter optional. A proof that the article
    leaves out is the walk's own, for the domain that the check is given.
    """
    fields = checks[call.run].params.model_fields if checks and call.run in checks else {}
    ready: dict[str, Any] = {}
    waits: list[str] = []
    for name, param in call.params.items():
        value = element if isinstance(param, Ref) and param.path == "each" else names.parameter(param)
        if value is not None:
            ready[name] = value.date().isoformat() if isinstance(value, datetime) else value
        elif name not in fields or fields[name].is_required():
            waits.append(param.path if isinstance(param, Ref) else name)
    if wants_proof(call, checks):
        token = names.proofs.get(str(ready.get("domain"))) or names.proofs.get(ANY_DOMAIN)
        if token:
            ready[PROOF] = token
        else:
            waits.append(PROOF)
    return ready, tuple(waits)
