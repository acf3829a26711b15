"""Puts fragments in their callers' places: one flat list of steps whose ids are those of paths and permalinks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from app.core.article import Ask, Cause, Param, Place, Ref, Scope, Step
from app.core.errors import BadInput
from app.core.fields import Report, near
from app.core.inputs import normalise
from app.core.sections import NOWHERE
from app.core.source import RETURN, Source
from app.core.step_source import StepSource

MAX_NESTING: Final = 3
MAX_STEPS: Final = 5_000

FindFragment = Callable[[str, str], Source | None]


@dataclass(slots=True)
class Expanded:
    """All steps in file order, fragments' steps right after the step that calls them. `whole` as in `Draft`."""

    steps: dict[str, Step] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Call:
    """How the steps of one scope are reached: their prefix, and where the returns lead (ids of the article)."""

    path: str = ""
    parent: str | None = None
    returns: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Param] = field(default_factory=dict)
    chain: tuple[str, ...] = ()  # the files of the fragments this call is inside of
    root: Place = NOWHERE  # where the article enters the outermost of them

    def full(self, local: str) -> str:
        return f"{self.path}.{local}" if self.path else local

    def target(self, local: str) -> str:
        if self.path and local.startswith(RETURN):
            return self.returns.get(local.removeprefix(RETURN), self.full(local))
        return self.full(local)


def expand(source: Source, find: FindFragment, report: Report) -> Expanded:
    """The steps and scopes of an article. `find` gives the source of a fragment by name, seen from a file."""
    expander = _Expander(find, report)
    expander.scope(source, _Call())
    return expander.result


class _Expander:
    def __init__(self, find: FindFragment, report: Report) -> None:
        self.find = find
        self.report = report
        self.result = Expanded()

    def scope(self, source: Source, call: _Call) -> None:
        ids = [each.step.id for each in source.steps]
        self.result.scopes[call.path] = Scope(
            path=call.path,
            parent=call.parent,
            inputs=source.front.inputs,
            params=call.params,
            checks={
                check.name: (call.full(each.step.id), check.name) for each in source.steps for check in each.step.checks
            },
            calls={each.step.id: call.full(each.step.id) for each in source.steps if each.step.use},
            steps=tuple(call.full(step_id) for step_id in ids),
        )
        for each, after in zip_longest(source.steps, ids[1:]):
            self._step(source, each, after, call)

    def _step(self, source: Source, each: StepSource, after: str | None, call: _Call) -> None:
        step = placed(each.step, after, call.full, call.target) if call.path else replace(each.step, after=after)
        self.result.steps[step.id] = step
        if step.use is None or not self._known(source, each, call):
            return
        fragment = self.find(step.use, source.file)
        if fragment is None or not fragment.whole:
            self.result.whole = False
            return
        self._return_targets(source, each)
        inner = self._call(fragment, each, call)
        self.result.steps[step.id] = replace(step, enter=inner.full(_first(fragment)))
        self.scope(fragment, inner)

    def _known(self, source: Source, each: StepSource, call: _Call) -> bool:
        """Whether the fragment may be opened here: it is there, in no circle and not too deep."""
        use = each.step.use or ""
        place = each.step.places.get("use", each.step.place)
        fragment = self.find(use, source.file)
        if fragment is None:
            message = f"There is no fragment `{use}`. Add `_fragments/{use}.md`, or correct the name."
            self.report.tell("unknown-fragment", place, message)
        elif fragment.file in call.chain:
            way = " → ".join([*call.chain[call.chain.index(fragment.file) :], fragment.file])
            message = f"Break this circle: the fragments use one another ({way})."
            self.report.tell("fragment-circle", call.root, message)
        elif len(call.chain) >= MAX_NESTING:
            message = f"Nest fragments {MAX_NESTING} deep at most: put the steps of `{use}` into the fragment itself."
            self.report.tell("fragment-too-deep", call.root, message)
        elif len(self.result.steps) > MAX_STEPS:
            message = f"Split this article: with its fragments it has more than {MAX_STEPS:,} steps."
            self.report.tell("fragment-too-deep", call.root if call.chain else place, message)
        else:
            return True
        self.result.whole = False
        return False

    def _call(self, fragment: Source, each: StepSource, call: _Call) -> _Call:
        step = each.step
        use = step.places.get("use", step.place)
        for name in fragment.front.returns:
            if name not in each.returns:
                message = f"Add `{name}` to `returns`: the fragment may leave that way."
                self.report.tell("missing-return", step.places.get("returns", use), message)
                self.result.whole = False
        for name, place in each.return_places.items():
            if name not in fragment.front.returns:
                message = f"Drop `{name}`: the fragment has no such return."
                self.report.tell("unknown-return", place, message)
        return _Call(
            path=call.full(step.id),
            parent=call.path,
            returns={name: call.target(target) for name, target in each.returns.items()},
            params=self._params(fragment, each, use),
            chain=(*call.chain, fragment.file),
            root=call.root if call.chain else use,
        )

    def _return_targets(self, source: Source, each: StepSource) -> None:
        """Told here, since a target inside the fragment no longer shows by which return it came."""
        ids = [other.step.id for other in source.steps]
        for name, target in each.returns.items():
            if target not in ids and not target.startswith(RETURN):
                place = each.step.places.get(f"returns.{name}", each.return_places[name])
                self.report.tell("unknown-target", place, f"No step has the id `{target}`. {near(target, ids)}")

    def _params(self, fragment: Source, each: StepSource, use: Place) -> dict[str, Param]:
        given: dict[str, Param] = {}
        known = fragment.front.inputs
        for name, value in each.params.items():
            if name in known:
                given[name] = self._literal(fragment, name, value, each.step.places.get(f"with.{name}", use))
            else:
                message = f"Drop `{name}`: the fragment takes {', '.join(known) or 'no parameters'}."
                self.report.tell("unknown-parameter", each.param_places[name], message)
        for name, inp in known.items():
            if name in given:
                continue
            if inp.default is not None:
                given[name] = inp.default
            elif not inp.optional:
                message = f"Add `{name}` to `with`: the fragment needs it."
                self.report.tell("missing-parameter", each.step.places.get("with", use), message)
        return given

    def _literal(self, fragment: Source, name: str, value: Param, place: Place) -> Param:
        """A literal is held to its parameter's type here; what a name stands for is only known in the walk."""
        inp = fragment.front.inputs[name]
        if isinstance(value, Ref) or (isinstance(value, tuple) and inp.type != "choices"):
            return value
        if isinstance(value, tuple) and any(isinstance(item, Ref) for item in value):
            return value
        try:
            return normalise(inp, value)
        except BadInput as error:
            self.report.tell("wrong-value", place, f"The fragment would not take this: {error.message}")
            return value


def placed(step: Step, after: str | None, full: Callable[[str], str], target: Callable[[str], str]) -> Step:
    """A fragment's step under its caller: every id and target as the article has it."""
    return replace(
        step,
        id=full(step.id),
        scope=full("")[:-1],
        was=tuple(full(was) for was in step.was),
        otherwise=target(step.otherwise) if step.otherwise else None,
        ask=_ask(step.ask, target) if step.ask else None,
        next=tuple(replace(branch, to=target(branch.to)) for branch in step.next),
        after=full(after) if after else None,
        causes=tuple(_cause(cause, full, target) for cause in step.causes),
        notes=tuple(replace(note, id=full(note.id), was=tuple(full(was) for was in note.was)) for note in step.notes),
    )


def _ask(ask: Ask, target: Callable[[str], str]) -> Ask:
    return replace(
        ask, options=tuple(replace(option, to=target(option.to)) if option.to else option for option in ask.options)
    )


def _cause(cause: Cause, full: Callable[[str], str], target: Callable[[str], str]) -> Cause:
    to = cause.to if cause.to == "retry" else target(cause.to)
    return replace(cause, id=full(cause.id), was=tuple(full(was) for was in cause.was), to=to)


def _first(fragment: Source) -> str:
    start = fragment.front.fields.text("start")
    return start or fragment.steps[0].step.id
