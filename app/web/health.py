"""`/healthz`, `/readyz`, `/metrics`: for those who watch over the server."""

from __future__ import annotations

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.responses import PlainTextResponse, Response

from app.actions.services import Services

router = APIRouter(include_in_schema=False)


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> Response:
    """The process answers. Nothing else is looked at, so that a slow database restarts nobody."""
    return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})


@router.api_route("/readyz", methods=["GET", "HEAD"])
def readyz(request: Request) -> Response:
    """The database answers too; where it does not, the error says 503 and a balancer looks elsewhere."""
    services: Services = request.app.state.services
    with services.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return PlainTextResponse("ready\n", headers={"cache-control": "no-store"})


@router.get("/metrics")
def metrics() -> Response:
    """Counters of this process in the Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})
