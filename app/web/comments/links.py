"""`/comments/l/{token}`: the links in mail. GET shows what a link is for, since mail scanners follow links; POST acts.

All that such a request may do is in its address, so it needs no cookie and may come from anywhere: a mail provider's
own unsubscribe button (RFC 8058) posts here from outside. `app/web/security.py` lets these addresses pass for that
reason, keeps them out of caches and search engines, and tells them to no other site. The route's parameter is called
`token`, which `app/web/errors.py` keeps out of the log.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.actions.comment_links import Linked, follow_link, look_at_link, read_link
from app.actions.moderate_comment import edition
from app.actions.services import Services
from app.web.bodies import Fields, read_fields
from app.web.comments import links_kept, links_own
from app.web.comments.links_words import STOOD, VERDICTS, language_for, link_page, words_of
from app.web.comments.writers import written_by
from app.web.spoken import speaker

router = APIRouter()


async def show(request: Request) -> Response:
    """`GET /comments/l/{token}`"""
    services: Services = request.app.state.services
    link = await run_in_threadpool(read_link, services, request.path_params["token"])
    if link.do == "mine":
        return await run_in_threadpool(links_own.show, request, link)
    return _page(request, await run_in_threadpool(look_at_link, services, link), acted=False)


async def act(request: Request) -> Response:
    """`POST /comments/l/{token}`. What a client posts beside it (`List-Unsubscribe=One-Click`) changes nothing, but for
    the other comments that were ticked beside the one to confirm, and which text of a comment a moderator saw."""
    services: Services = request.app.state.services
    link = await run_in_threadpool(read_link, services, request.path_params["token"])
    if link.do == "mine":
        return await run_in_threadpool(links_own.act, request, link, await read_fields(request))
    fields = await read_fields(request) if link.do in ("confirm", *VERDICTS) else {}
    linked = await run_in_threadpool(follow_link, services, link, _numbers(fields), _last(fields, "seen"))
    return _page(request, linked, acted=True)


def _numbers(fields: Fields) -> tuple[int, ...]:
    return tuple(int(number) for number in fields.get("also", ()) if number.isascii() and number.isdigit())


def _last(fields: Fields, name: str) -> str | None:
    return fields[name][-1] if name in fields else None


def _page(request: Request, linked: Linked, *, acted: bool) -> Response:
    do, comment = linked.link.do, linked.comment
    judged = do in VERDICTS
    lang = "en" if judged else language_for(request)
    _say = speaker(lang)
    words = VERDICTS[do] if judged else words_of(do, _say)
    title = words.done_title if linked.done else words.title
    says = words.done_says if linked.done else words.says
    if linked.done and not acted and judged and comment is not None:
        title, says = "Somebody was quicker", STOOD[comment.state]
    if linked.done and do == "confirm" and comment is not None and comment.public:
        says = _say("Your tip is published.")
    shown = comment is not None and not comment.erased and (judged or comment.public or do == "confirm")
    return link_page(
        request,
        "comments/link.html",
        lang,
        words=words,
        heading=title,
        says=says,
        done=linked.done,
        judged=judged,
        article=linked.title,
        comment=comment if shown else None,
        seen=edition(comment) if judged and comment is not None else None,
        others=linked.others,
        ticked=written_by(request, request.app.state.services),  # this browser wrote them
        permalink=f"/comments/{comment.id}" if comment is not None and comment.public else "",
    )


router.add_route("/comments/l/{token}", show, methods=["GET"], include_in_schema=False)
router.add_route("/comments/l/{token}", act, methods=["POST"], include_in_schema=False)
router.add_route("/comments/mine", links_own.show_form, methods=["GET"], include_in_schema=False)
router.add_route("/comments/mine", links_own.ask, methods=["POST"], include_in_schema=False)
router.add_route("/comments/kept", links_kept.show, methods=["GET"], include_in_schema=False)
