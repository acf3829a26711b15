"""Buttons that hand nothing in: how a fix went, and that the problem is solved. What is typed or chosen beside them and
not handed in yet is still there afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.requests import Request
from starlette.responses import Response

from app.actions.read_run import Run, read_run
from app.actions.services import Services
from app.actions.submit_step import submit_inputs
from app.core.errors import BadInput
from app.web.bodies import Fields
from app.web.walk.fields import WAS, untouched, values_from
from app.web.walk.questions import ANSWER
from app.web.walk.stay import Typed
from app.web.walk.steps import go_on, show


def press(
    request: Request, services: Services, step_id: str, visit: int, fields: Fields, act: Callable[[], Run]
) -> Response:
    """Does it. Where something was typed or chosen the page comes again with it; where the walk goes on from there,
    what can be taken of the inputs is taken."""
    if ANSWER not in fields and not _touched(fields):
        return go_on(request, services, act())
    before = read_run(services, request.path_params["token"])
    if not _touched(fields) and fields[ANSWER] == _answered(before, step_id, visit):
        return go_on(request, services, act())
    run = act()
    led_on = _stands_at(before, step_id, visit) and not _stands_at(run, step_id, visit)
    if run.state.solved or led_on or run.state.visit(step_id, visit) is None:
        return go_on(request, services, _taken(services, run, step_id, fields))
    return show(request, services, run, step_id, visit, typed=Typed(fields, {}))


def _touched(fields: Fields) -> frozenset[str]:
    """The inputs that are not as the page showed them."""
    shown = frozenset(name.removeprefix(WAS) for name in fields if name.startswith(WAS))
    return shown - untouched(fields)


def _answered(run: Run, step_id: str, visit: int) -> list[str]:
    made = run.state.visit(step_id, visit)
    answer = made.answer if made is not None and made.answer else ()
    return [answer] if isinstance(answer, str) else list(answer)


def _stands_at(run: Run, step_id: str, visit: int) -> bool:
    last = run.state.last
    return last is not None and (last.step, last.number) == (step_id, visit)


def _taken(services: Services, run: Run, step_id: str, fields: Fields) -> Run:
    """The walk with the inputs that were typed, as far as they can be read."""
    step = run.article.steps.get(step_id)
    names: Collection[str] = [name for name in step.inputs if name in _touched(fields)] if step is not None else ()
    while names:
        values = values_from(run.article, names, fields)
        try:
            return submit_inputs(services, run.token, lambda _, values=values: values)  # type: ignore[misc]
        except BadInput as problem:
            left = [name for name in names if name not in problem.fields]
            names = left if len(left) < len(names) else ()
    return run
