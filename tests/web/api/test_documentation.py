"""docs/api.md names every operation, every kind of event and every field of a walk."""

from __future__ import annotations

from typing import get_args

from fastapi.routing import APIRoute

from app.web.api.models import NewEvent, RunView
from app.web.api.routes import router
from tests.actions.factories import ROOT

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_operation_is_documented() -> None:
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    assert len(routes) == 5
    for route in routes:
        assert all(f"`{method} {route.path}`" in TEXT for method in route.methods or ()), route.path


def test_every_kind_of_event_is_documented_with_its_fields() -> None:
    kinds = get_args(get_args(NewEvent)[0])
    assert len(kinds) == 8
    for model in kinds:
        kind = get_args(model.model_fields["kind"].annotation)[0]
        assert f"`{kind}`" in TEXT
        assert all(f"`{name}`" in TEXT for name in model.model_fields if name != "kind"), kind


def test_every_field_of_a_walk_is_in_the_example() -> None:
    assert all(f'"{name}"' in TEXT for name in RunView.model_fields)
