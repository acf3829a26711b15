"""How the API's errors are documented: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from typing import Any

from app.web.api.models import ProblemView

PROBLEM = "application/problem+json"
_SAY = {
    400: "The body is not JSON.",
    403: "The request may not be made from where it came.",
    404: "There is no such article, walk, step or check.",
    409: "The walk does not stand where this could happen, or somebody else was quicker.",
    410: "The walk has expired, or the article was taken away.",
    413: "The body is longer than 64 KiB.",
    415: "The body is not declared as JSON.",
    422: "Something given cannot be taken; `fields` says why, field by field.",
    429: "Too many requests; `Retry-After` says when to come again.",
    503: "The database does not answer.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented errors of an operation."""
    schema = ProblemView.model_json_schema()
    return {
        status: {"description": _SAY[status], "content": {PROBLEM: {"schema": schema}}}
        for status in (*statuses, 429, 503)
    }
