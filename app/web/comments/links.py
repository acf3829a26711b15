"""`/comments/l/{token}`: the links in mail. GET shows what a link is for, since mail scanners follow links; POST acts.

All that such a request may do is in its address, so it needs no cookie and may come from anywhere: a mail provider's
own unsubscribe button (RFC 8058) posts here from outside. `app/web/security.py` lets these addresses pass for that
reason, keeps them out of caches and search engines, and tells them to no other site. The route's parameter is called
`token`, which `app/web/errors.py` keeps out of the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.actions.comment_links import Linked, follow_link, look_at_link, read_link
from app.actions.services import Services
from app.web.bodies import read_fields
from app.web.comments import links_kept, links_own
from app.web.templates import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says: before and after, and on its button."""

    title: str
    says: str
    button: str
    done_title: str
    done_says: str
    kind: str = "primary"


WORDS: Mapping[str, Words] = {
    "publish": Words("Publish this comment?", "", "Publish", "Published", "Everybody can read it now."),
    "reject": Words("Reject this comment?", "", "Reject", "Rejected", "It is shown to nobody.", "warning"),
    "spam": Words("Is this spam?", "", "It is spam", "Marked as spam", "It is shown to nobody.", "warning"),
    "confirm": Words(
        "Confirm your address",
        "You wrote this with an address of yours. Confirm that, and your comment goes on its way.",
        "Confirm my address",
        "Your address is confirmed",
        "Thank you.",
    ),
    "subscribe": Words(
        "Do you want to hear of replies?",
        "We write to you when somebody replies in this thread. Every message has a link that ends it.",
        "Yes, write to me",
        "You will hear of replies",
        "Every message has a link that ends it.",
    ),
    "unsubscribe": Words(
        "No more mail of replies?",
        "We wrote to you since you asked to hear of replies in this thread.",
        "No more of them",
        "You will hear no more of this thread",
        "If a message is under way already, it is the last one.",
    ),
}
STOOD: Mapping[str, str] = {
    "published": "It is published.",
    "held": "It waits.",
    "rejected": "It was rejected.",
    "spam": "It was marked as spam.",
    "withdrawn": "Its writer withdrew it.",
    "unconfirmed": "Its writer has yet to confirm the address.",
}


async def show(request: Request) -> Response:
    """`GET /comments/l/{token}`"""
    services: Services = request.app.state.services
    link = await run_in_threadpool(read_link, services, request.path_params["token"])
    if link.do == "mine":
        return await run_in_threadpool(links_own.show, request, link)
    return _page(request, await run_in_threadpool(look_at_link, services, link), acted=False)


async def act(request: Request) -> Response:
    """`POST /comments/l/{token}`. What a client posts beside it (`List-Unsubscribe=One-Click`) changes nothing."""
    services: Services = request.app.state.services
    link = await run_in_threadpool(read_link, services, request.path_params["token"])
    if link.do == "mine":
        return await run_in_threadpool(links_own.act, request, link, await read_fields(request))
    linked = await run_in_threadpool(follow_link, services, link)
    return _page(request, linked, acted=True)


def _page(request: Request, linked: Linked, *, acted: bool) -> Response:
    do, comment = linked.link.do, linked.comment
    words = WORDS[do]
    judged = do in ("publish", "reject", "spam")
    title = words.done_title if linked.done else words.title
    says = words.done_says if linked.done else words.says
    if linked.done and not acted and judged and comment is not None:
        title, says = "Somebody was quicker", STOOD[comment.state]
    if linked.done and do == "confirm" and comment is not None:
        says = "It is published." if comment.public else "A moderator looks at your comment now."
    shown = comment is not None and not comment.erased and (judged or comment.public or do == "confirm")
    return page(
        request,
        "comments/link.html",
        noindex=True,
        words=words,
        heading=title,
        says=says,
        done=linked.done,
        judged=judged,
        article=linked.title,
        comment=comment if shown else None,
        permalink=f"/comments/{comment.id}" if comment is not None and comment.public else "",
    )


router.add_route("/comments/l/{token}", show, methods=["GET"], include_in_schema=False)
router.add_route("/comments/l/{token}", act, methods=["POST"], include_in_schema=False)
router.add_route("/comments/mine", links_own.show_form, methods=["GET"], include_in_schema=False)
router.add_route("/comments/mine", links_own.ask, methods=["POST"], include_in_schema=False)
router.add_route("/comments/kept", links_kept.show, methods=["GET"], include_in_schema=False)
