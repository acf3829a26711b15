"""`create_app`: the only place where the parts are put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp
from starlette_compress import CompressMiddleware

from app import logs
from app.actions.expire_comments import expire_comments
from app.actions.expire_runs import EXPIRE_EVERY, expire_runs
from app.actions.forget_log_ins import FORGET_EVERY, forget_log_ins
from app.actions.open_services import open_services
from app.actions.send_mail import Postman
from app.actions.services import Services
from app.library.watch import Background, Follower, Watcher
from app.settings import Settings
from app.web import errors, health
from app.web.arrival.routes import router as arrival
from app.web.articles.document_pages import DocumentPages
from app.web.articles.routes import router as articles
from app.web.assets import PREFIX, Assets
from app.web.board import LOOK_EVERY, Board, RefreshFirst
from app.web.comments.feeds import router as comment_feeds
from app.web.comments.foot import DocumentFoot
from app.web.comments.links import router as comment_links
from app.web.comments.reveals import Reveals
from app.web.comments.routes import router as comments
from app.web.comments.shortcut import CommentShortcut
from app.web.later import Later
from app.web.security import ADMIN, Security
from app.web.templates import Templates
from app.web.verification.drawing import Drawing
from app.web.verification.routes import router as verification
from app.web.walk.pages import Pages
from app.web.walk.routes import router as walk
from app.web.walk.shortcut import Shortcut
from app.web.walk.tips import Tips, tips_icon


def create_app(settings: Settings | None = None, services: Services | None = None) -> FastAPI:
    """The site for `settings`, those of the environment where none are given; migrates and imports at once.

    A test may bring `services` of its own, with another clock or runner; their settings are taken then.

    Raises StoreUnavailable where the database does not answer.
    """
    services = services or open_services(settings or Settings())
    settings = services.settings
    logs.configure(settings.log_json)
    app = FastAPI(
        title=settings.site_name,
        lifespan=_lifespan(services),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    assets = Assets(settings.static, dev=settings.dev)
    app.state.services = services
    app.state.templates = Templates(settings, assets)
    app.state.board = Board(services)
    app.state.board.refresh()
    app.state.documents = DocumentPages(services.library, keep=not settings.dev)
    app.state.board.tell(app.state.documents.drop)
    app.state.foot = DocumentFoot(services, app.state.templates, app.state.board)
    app.state.drawing = Drawing()
    app.state.reveals = Reveals()
    for router in (
        walk,
        articles,
        arrival,
        comment_links,
        comment_feeds,
        comments,
        verification,
        health.router,
    ):
        app.include_router(router)
    app.mount(PREFIX, assets)
    errors.install(app)
    # The last that is added is the outermost: a document that is kept needs none of the others.
    tips = Tips(app.state.board, tips_icon(assets.url("icons.svg")), writable=settings.comments)
    app.state.walk_pages = Pages(app.state.templates, tips)
    app.add_middleware(Later, site=app, features={"/api/": _api, ADMIN: _admin})
    app.add_middleware(RefreshFirst, board=app.state.board)
    app.add_middleware(Security, refuse=errors.refuse, base_url=settings.base_url)
    app.add_middleware(CompressMiddleware, minimum_size=500, zstd=False, brotli_quality=4, gzip_level=4)
    app.add_middleware(Shortcut, services=services, pages=app.state.walk_pages, board=app.state.board)
    app.add_middleware(CommentShortcut, services=services)
    app.add_middleware(_documents_first, pages=app.state.documents)
    return app


def _api() -> APIRouter:
    from app.web.api.routes import router

    return router


def _admin() -> APIRouter:
    from app.web.admin.routes import router

    return router


def _documents_first(app: ASGIApp, pages: DocumentPages) -> ASGIApp:
    return pages.before(app)


def _lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Threads are as many as database connections; the library keeps up with other processes, and with saved files."""
    settings, log = services.settings, logs.get_logger("unsnag")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.threads
        background: list[Background] = [  # made here, since a thread starts once and a test may start the site again
            Follower(services.library, log.info),
            Background(app.state.board.refresh, LOOK_EVERY, log.info),
            Background(partial(expire_runs, services), EXPIRE_EVERY, log.info),
            Background(partial(expire_comments, services), EXPIRE_EVERY, log.info),
            Background(partial(forget_log_ins, services), FORGET_EVERY, log.info),
            Postman(services, log.warning),
        ]
        if settings.dev:
            background.append(Watcher(services.library, services.sessions, settings.content, services.clock, log.info))
        for thread in background:
            thread.start()
        try:
            yield
        finally:
            for thread in background:
                thread.stop()
            services.engine.dispose()

    return lifespan
