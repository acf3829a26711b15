"""The pages for moderators. Plain Starlette routes, as those of walks: there is nothing to validate or document."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.web.admin import addresses, amending, audit_page, comment_page, drafts, entering, people, queue, rules
from app.web.admin.guard import Handler, does, shows
from app.web.security import ADMIN

router = APIRouter()


async def first(request: Request) -> Response:
    """`GET /admin`"""
    return RedirectResponse(addresses.COMMENTS, 303)


def _add(path: str, handler: Handler, method: str = "GET") -> None:
    router.add_route(path, handler, methods=[method], include_in_schema=False)


_add(ADMIN, first)
_add(addresses.LOG_IN, entering.show_log_in)
_add(addresses.LOG_IN, entering.enter, "POST")
_add(addresses.LOG_OUT, does(entering.leave), "POST")
_add(addresses.PASSWORD, shows(entering.show_own_password))
_add(addresses.PASSWORD, does(entering.change_password), "POST")
_add(addresses.PASSWORD + "/{token}", entering.show_link)
_add(addresses.PASSWORD + "/{token}", entering.use_link, "POST")
_add(addresses.SESSIONS, shows(people.show_sessions))
_add(addresses.SESSIONS, does(people.end), "POST")
_add(addresses.USERS, shows(people.show_users, admins=True))
_add(addresses.USERS, does(people.change_users, admins=True), "POST")
_add(addresses.AUDIT, shows(audit_page.show_audit))
_add(addresses.COMMENTS, shows(queue.show_queue))
_add(addresses.COMMENTS, does(queue.judge), "POST")
_add(addresses.COMMENTS + "/{id}", shows(comment_page.show_comment))
_add(addresses.COMMENTS + "/{id}", does(comment_page.mark), "POST")
_add(addresses.COMMENTS + "/{id}/edit", shows(amending.show_edit))
_add(addresses.COMMENTS + "/{id}/edit", does(amending.edit), "POST")
_add(addresses.COMMENTS + "/{id}/block", shows(amending.show_block))
_add(addresses.COMMENTS + "/{id}/block", does(amending.block), "POST")
_add(addresses.RULES, shows(rules.show_rules))
_add(addresses.RULES, does(rules.change_rules), "POST")
_add(addresses.OPTIONS, shows(rules.show_options, admins=True))
_add(addresses.OPTIONS, does(rules.change_options, admins=True), "POST")
_add(addresses.COMMENTS + "/{id}/promote", does(drafts.promote), "POST")
_add(addresses.DRAFTS, shows(drafts.show_drafts))
_add(addresses.DRAFTS + "/{article}/{number}", shows(drafts.show_draft))
_add(addresses.DRAFTS + "/{article}/{number}", does(drafts.publish), "POST")
_add(addresses.DRAFTS + "/{article}/{number}/patch", shows(drafts.download))
