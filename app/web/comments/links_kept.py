"""`/comments/kept`: what is kept of those who comment, and for how long, as the settings stand."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.actions.moderation_policy import asks_for_address
from app.actions.post_comment import OPEN_FOR
from app.actions.send_mail import KEEP_DAYS
from app.actions.services import Services
from app.actions.verify import GOOD_FOR
from app.storage.comment_changes import KEPT_REMOVED
from app.web.comments.links_words import language_for, link_page
from app.web.comments.writers import KEPT as COOKIE_KEPT


async def show(request: Request) -> Response:
    """`GET /comments/kept`"""
    services: Services = request.app.state.services
    settings = services.settings
    return link_page(
        request,
        "comments/kept.html",
        language_for(request),
        address_days=settings.comment_address_days,
        removed_days=KEPT_REMOVED.days,
        mail_days=KEEP_DAYS,
        cookie_days=COOKIE_KEPT.days,
        minutes=round(OPEN_FOR.total_seconds() / 60),
        challenge_minutes=round(GOOD_FOR.total_seconds() / 60),
        confirm=await run_in_threadpool(asks_for_address, services),
    )
