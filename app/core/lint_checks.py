"""What is wrong with checks, parameters, inputs and values: names, what they need, and circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from app.core.article import Article, CheckCall, Param, Place, Problem, Ref, Step
from app.core.availability import names_in
from app.core.checking import Declaration
from app.core.errors import CheckError
from app.core.fields import near
from app.core.kinds import Shape
from app.core.names import PROOF
from app.core.problems import problem
from app.core.surroundings import Checks, Surroundings


def check_problems(article: Article, checks: Checks, around: Mapping[str, Surroundings]) -> Iterator[Problem]:
    yield from _inputs(article)
    yield from _value_circles(article)
    for step in article.steps.values():
        for call in step.checks:
            yield from _call(call, checks, around[step.scope])
        yield from _check_circles(step)
    for path, place, scope, _ in fragment_references(article):
        yield from reference_problems(path, place, around[scope])


def _inputs(article: Article) -> Iterator[Problem]:
    for step in article.steps.values():
        for name in step.inputs:
            if name not in article.inputs and not step.scope:
                rest = near(name, article.inputs) if article.inputs else "Add it to `inputs` in the front matter."
                place = step.places.get(f"inputs.{name}", step.place)
                yield problem("unknown-input", place, f"There is no input `{name}`. {rest}")
    for rule in article.rules:
        if rule.input not in article.inputs:
            rest = near(rule.input, article.inputs) if article.inputs else "Add it to `inputs`."
            yield problem("unknown-input", rule.place, f"There is no input `{rule.input}`. {rest}")


def _call(call: CheckCall, checks: Checks, around: Surroundings) -> Iterator[Problem]:
    declared = checks.get(call.run)
    if declared is None:
        place = call.places.get("run", call.place)
        yield problem("unknown-check", place, f"There is no check `{call.run}`. {near(call.run, checks)}")
    else:
        yield from _params(call, declared, around)
    for name, param in call.params.items():
        place = call.places.get(f"with.{name}", call.place)
        for ref in references(param):
            if ref.path != "each":
                yield from reference_problems(ref.path, place, around)
            elif call.each is None:
                message = "Add `each` to this check, with the list whose elements `$each` stands for."
                yield problem("unknown-name", place, message)
    if isinstance(call.each, Ref):
        place = call.places.get("each", call.place)
        yield from reference_problems(call.each.path, place, around)
        found = shape_of(call.each.path, around)
        if found is not None and found.word not in ("list", "any"):
            message = f"`each` wants a list, and `${call.each.path}` is none. Give a list of texts, such as a fact."
            yield problem("type-mismatch", place, message)


def _params(call: CheckCall, declared: Declaration, around: Surroundings) -> Iterator[Problem]:
    fields = declared.params.model_fields
    for name, param in call.params.items():
        place = call.places.get(f"with.{name}", call.place)
        if name not in fields:
            rest = near(name, fields) if fields else "It takes none."
            yield problem("unknown-parameter", place, f"`{call.run}` takes no parameter `{name}`. {rest}")
        elif not any(references(param)):
            fault = _fault(declared.params, name, param)
            if fault:
                yield problem("wrong-value", place, f"`{call.run}` would not take this as `{name}`. {fault}")
        elif isinstance(param, Ref) and param.path != "each" and not _takes_list(fields[name]):
            found = shape_of(param.path, around)
            if found is not None and found.word == "list":
                message = f"`{name}` takes one, and `${param.path}` is a list: use `each`, and `$each` here."
                yield problem("type-mismatch", place, message)
    for name, field in fields.items():
        if field.is_required() and name not in call.params and name != PROOF:  # which the walk supplies
            message = f"`{call.run}` needs the parameter `{name}`. Add it under `with`."
            yield problem("missing-parameter", call.place, message)


def _fault(params: type[BaseModel], name: str, value: Param) -> str | None:
    """Why a check's parameters do not take a value that is written out; None where they do."""
    try:
        params.model_validate({name: list(value) if isinstance(value, tuple) else value})
    except ValidationError as found:
        faults = [each for each in found.errors() if each["loc"][:1] == (name,) and each["type"] != "missing"]
        return f"{faults[0]['msg'].rstrip('.')}." if faults else None
    except CheckError as found:
        return found.message.removeprefix(f"{name}: ")
    return None


def _takes_list(field: FieldInfo) -> bool:
    """Whether a parameter's annotation has a list anywhere, optional and annotated ones included."""

    def within(annotation: object) -> bool:
        origin = get_origin(annotation)
        if annotation in (list, tuple, object) or origin in (list, tuple, set, frozenset):
            return True
        return any(within(arg) for arg in get_args(annotation))

    return within(field.annotation)


def references(param: Param) -> Iterator[Ref]:
    """The `$` references in a parameter."""
    if isinstance(param, Ref):
        yield param
    elif isinstance(param, tuple):
        yield from (item for item in param if isinstance(item, Ref))


def fragment_references(article: Article) -> Iterator[tuple[str, Place, str, str]]:
    """What steps with `use` give their fragments: (path, where it stands, the scope it is read in, the step)."""
    for scope in article.scopes.values():
        caller = article.steps.get(scope.path)
        if scope.parent is None or caller is None:
            continue
        for name, param in scope.params.items():
            place = caller.places.get(f"with.{name}", caller.place)
            yield from ((ref.path, place, scope.parent, caller.id) for ref in references(param))


def shape_of(path: str, around: Surroundings) -> Shape | None:
    """What a dotted path stands for; None where it stands for nothing."""
    head, *rest = path.split(".")
    found = around.names.get(head)
    for part in rest:
        if found is None or found.word == "any":
            return found
        found = found.fields.get(part) if found.word == "check" else found.element if found.word == "table" else None
    return found


def reference_problems(path: str, place: Place, around: Surroundings) -> Iterator[Problem]:
    """What is unknown about a dotted path in a look-up or parameter."""
    head, *rest = path.split(".")
    found = around.names.get(head)
    if found is None:
        yield problem("unknown-name", place, f"Nothing here is called `{head}`. {near(head, around.names)}")
        return
    for part in rest:
        if found is None or found.word == "any":
            return
        if found.word == "table":
            if found.known is not None and part not in found.known:
                hint = near(part, found.known) if found.known else "It is empty."
                yield problem("unknown-entry", place, f"The table `{found.about}` has no entry `{part}`. {hint}")
                return
            found = found.element
        elif part in found.fields:
            found = found.fields[part]
        elif found.word == "answers":
            hint = near(part, found.fields) if found.fields else "No step asks anything."
            yield problem("unknown-step", place, f"No step `{part}` asks a question. {hint}")
            return
        elif found.word == "check":
            message = f"`{found.about}` has no fact `{part}`. {near(part, found.fields)}"
            yield problem("unknown-fact", place, message)
            return
        else:
            message = f"`{path.removesuffix(f'.{part}')}` has nothing within it: write it without `.{part}`."
            yield problem("type-mismatch", place, message)
            return


def _value_circles(article: Article) -> Iterator[Problem]:
    needs = {
        name: [used for used in sorted(names_in(e.source)) if used in article.values]
        for name, e in article.values.items()
    }
    for circle in circles(needs):
        way = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        message = f"These values use one another in a circle: {way}. Work one of them out without the others."
        yield problem("value-circle", article.values[circle[0]].place, message)


def _check_circles(step: Step) -> Iterator[Problem]:
    own = {call.name: call for call in step.checks}
    needs = {name: [head for head in _needs(call) if head in own] for name, call in own.items()}
    for circle in circles(needs):
        way = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        message = (
            f"These checks wait for one another in a circle: {way}. Give one of them what it needs from elsewhere."
        )
        yield problem("check-circle", own[circle[0]].place, message)


def _needs(call: CheckCall) -> Iterator[str]:
    """The names a check waits for before it can run."""
    for param in call.params.values():
        yield from (ref.path.split(".")[0] for ref in references(param))
    if isinstance(call.each, Ref):
        yield call.each.path.split(".")[0]


def circles(needs: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The circles of a small graph, each once, from its first member in the graph's order."""
    told: set[str] = set()
    for start in needs:
        if start in told:
            continue
        way = _way_back(start, needs)
        if way:
            told.update(way)
            yield way


def _way_back(start: str, needs: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from a member back to itself, without its repetition at the end; empty where there is none."""
    came: dict[str, str] = {}
    todo = [start]
    for at in todo:
        for target in needs[at]:
            if target == start:
                way = [at]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if target not in came:
                came[target] = at
                todo.append(target)
    return []
