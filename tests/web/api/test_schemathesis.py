"""The OpenAPI document holds: whatever fits it or breaks it, the answer is one that it names, and never a 500.

Schemathesis makes requests of both kinds for every operation, and judges status, media type and body by the document.
Half of them go to a walk and an article that exist, so that they come past the 404.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.testclient import TestClient

from app.main import create_app
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL

EXAMPLES = 40
OPERATIONS = (
    "GET /api/v1/articles",
    "GET /api/v1/articles/{id}",
    "POST /api/v1/runs",
    "GET /api/v1/runs/{token}",
    "POST /api/v1/runs/{token}/events",
)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, str]]:
    """The schema over a site, and what is there to be found in it."""
    app = create_app(services=make_bench(tmp_path_factory.mktemp("api"), mail=MAIL).services)
    run = TestClient(app).post("/api/v1/runs", json={"article": "mail", "given": {"domain": "example.com"}}).json()
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app), {"token": run["token"], "id": "mail"}


def test_the_document_names_the_five_operations(api: tuple[Any, dict[str, str]]) -> None:
    assert {result.ok().label for result in api[0].get_all_operations()} == set(OPERATIONS)


FITS = [pytest.param(label, GenerationMode.POSITIVE, id=f"{label} fits") for label in OPERATIONS]
# a reading operation takes any text in its path, so there is nothing to break
BREAKS = [
    pytest.param(label, GenerationMode.NEGATIVE, id=f"{label} breaks")
    for label in OPERATIONS
    if label.startswith("POST")
]


@pytest.mark.parametrize(("label", "mode"), [*FITS, *BREAKS])
def test_every_operation_answers_as_documented(
    api: tuple[Any, dict[str, str]], label: str, mode: GenerationMode
) -> None:
    schema, known = api
    calls = 0

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(schema.find_operation_by_label(label).as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        nonlocal calls
        calls += 1
        for name, value in known.items():
            if calls % 2 and name in (case.path_parameters or {}):
                case.path_parameters[name] = value
        # an input's name fits the schema and may still be none of the article's
        excluded = [schemathesis.checks.positive_data_acceptance]
        response = case.call()
        if response.status_code == 413:  # too long to be read is refused before it is known to break the schema
            excluded.append(schemathesis.checks.negative_data_rejection)
        case.validate_response(response, excluded_checks=excluded)

    holds()
    assert calls


def test_errors_are_documented_as_problems(tmp_path: Path) -> None:
    document = TestClient(create_app(services=make_bench(tmp_path).services)).get("/api/v1/openapi.json").json()
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                assert int(status) < 400 or list(response["content"]) == ["application/problem+json"]
