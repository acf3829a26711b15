"""`/admin/drafts`: versions that nobody is served yet, what each would change, and publishing one.

Whoever moderates may draft a cause from a comment; what visitors read of an article is changed by admins.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.find_session import Person
from app.actions.promote_comment import promote_comment
from app.actions.publish_draft import publish_draft
from app.actions.read_draft import DraftRead, list_drafts, read_draft
from app.core.errors import Conflict, NotFound, WrongUse
from app.web.admin.addresses import DRAFTS
from app.web.admin.browser import services_of
from app.web.admin.cards import credits_of, plain_title
from app.web.admin.comment_page import find_comment, show_again
from app.web.admin.guard import admin_page, denied, last, number, plain
from app.web.bodies import Fields

_KINDS = {"+": "added", "-": "removed", "@": "place"}


def promote(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}/promote`: makes a draft with a new cause, in `step` or where the comment hangs."""
    comment = find_comment(request)
    try:
        made = promote_comment(
            services_of(request),
            person.actor,
            comment.id,
            expected=last(fields, "expected"),
            step=last(fields, "step"),
            title=last(fields, "title").strip(),
        )
    except WrongUse as wrong:
        return show_again(request, person, errors={"step": wrong.message}, status=422)
    except Conflict as conflict:
        return show_again(request, person, wrong=conflict.message, status=409)
    except NotFound:
        return show_again(request, person, wrong="Publish the comment first.", status=409)
    return RedirectResponse(f"{draft_url(made.comment.article_id, made.number)}?said=promoted", 303)


def show_drafts(request: Request, person: Person) -> Response:
    """`GET /admin/drafts`"""
    found = list_drafts(services_of(request))
    rows = [(each, plain_title(each.description.title), draft_url(each.article_id, each.number)) for each in found]
    return admin_page(request, person, "drafts.html", rows=rows, credits=credits_of(services_of(request)))


def show_draft(request: Request, person: Person) -> Response:
    """`GET /admin/drafts/{article}/{number}`"""
    return _draft(request, person, _read(request))


def download(request: Request, person: Person) -> Response:
    """`GET /admin/drafts/{article}/{number}/patch`: for `git apply` or `patch -p1`."""
    draft = _read(request)
    name = f"{draft.listing.article_id}-{draft.listing.number}.patch"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(draft.patch, media_type="text/x-diff; charset=utf-8", headers=headers)


def publish(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/drafts/{article}/{number}`: `stale` where a newer version is served and is to be replaced."""
    if not person.account.is_admin:
        return denied(request, person)
    draft = _read(request)
    article_id, wanted = draft.listing.article_id, draft.listing.number
    try:
        publish_draft(services_of(request), person.actor, article_id, wanted, stale=last(fields, "stale") == "yes")
    except (Conflict, WrongUse) as problem:
        return _draft(request, person, _read(request), wrong=problem.message, status=409)
    return RedirectResponse(f"{DRAFTS}?said=published", 303)


def draft_url(article_id: str, wanted: int) -> str:
    return f"{DRAFTS}/{quote(article_id)}/{wanted}"


def lines_of(patch: str) -> Iterator[tuple[str, str]]:
    """Each line with what it is: file, place, added, removed, or nothing for what stays."""
    for line in patch.splitlines():
        kind = "file" if line.startswith(("+++", "---")) else _KINDS.get(line[:1], "")
        yield kind, line


def _read(request: Request) -> DraftRead:
    """Raises NotFound."""
    wanted = number(request.path_params["number"])
    return read_draft(services_of(request), plain(request.path_params["article"]), wanted or 0)


def _draft(request: Request, person: Person, draft: DraftRead, *, wrong: str = "", status: int = 200) -> Response:
    address = draft_url(draft.listing.article_id, draft.listing.number)
    return admin_page(
        request,
        person,
        "draft.html",
        status=status,
        draft=draft,
        article=plain_title(draft.listing.description.title),
        address=address,
        lines=list(lines_of(draft.patch)),
        wrong=wrong,
    )
