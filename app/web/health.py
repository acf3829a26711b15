"""`/healthz`, `/readyz`, `/metrics`: for those who watch over the server."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from fastapi import APIRouter, Request
from sqlalchemy import text
from starlette.responses import PlainTextResponse, Response

from app.actions.services import Services
from app.core.errors import NotFound
from app.settings import Network
from app.web.metrics import exposition

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
def metrics(request: Request) -> Response:
    """Counters of this process in the Prometheus text format, for those whom the operator lets read them."""
    services: Services = request.app.state.services
    if not is_reader(request.client.host if request.client else "", services.settings.metrics_networks):
        raise NotFound("There is no page at this address.")
    body, media_type = exposition()
    return Response(body, media_type=media_type, headers={"cache-control": "no-store"})


def is_reader(visitor: str, networks: Sequence[Network]) -> bool:
    """Whether `/metrics` is for this visitor. Who has no address came over no network, as from loopback."""
    try:
        address = ip_address(visitor.partition("%")[0])
    except ValueError:
        return any(network.is_loopback for network in networks)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in networks if network.version == address.version)
