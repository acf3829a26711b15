"""`create_app`: the only place where the parts are put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette_compress import CompressMiddleware

from app.settings import Settings
from app.web import errors, health
from app.web.assets import PREFIX, Assets
from app.web.security import Security
from app.web.templates import Templates


def create_app(settings: Settings | None = None) -> FastAPI:
    """The site for `settings`, those of the environment where none are given."""
    settings = settings or Settings()
    app = FastAPI(
        title=settings.site_name,
        lifespan=_lifespan(settings),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    assets = Assets(settings.static, dev=settings.dev)
    app.state.templates = Templates(settings, assets)
    app.mount(PREFIX, assets)
    app.include_router(health.router)
    errors.install(app)
    # The last that is added is the outermost.
    app.add_middleware(Security, refuse=errors.refuse, base_url=settings.base_url)
    app.add_middleware(CompressMiddleware, minimum_size=500, zstd=False, brotli_quality=4, gzip_level=4)
    return app


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.threads
        yield

    return lifespan
