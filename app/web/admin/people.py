"""Sessions, of oneself and for admins of everybody; accounts, for admins."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.add_account import NewAccount, add_account
from app.actions.change_account import change_role, disable_account, enable_account, find_account
from app.actions.change_password import LINK_HOURS, make_password_link
from app.actions.end_session import end_other_sessions, end_session, sessions_of
from app.actions.find_session import Person
from app.core.errors import BadInput, Conflict, NotFound
from app.storage.accounts import Account, accounts
from app.web.admin.addresses import PASSWORD, SESSIONS, USERS
from app.web.admin.agents import agent_in_words
from app.web.admin.browser import services_of
from app.web.admin.guard import admin_page, last, number
from app.web.bodies import Fields


def show_sessions(request: Request, person: Person) -> Response:
    """`GET /admin/sessions`"""
    found = sessions_of(services_of(request), person)
    rows = [(session, account, agent_in_words(session.agent)) for session, account in found]
    mine = [row for row in rows if row[1].id == person.account.id]
    others = [row for row in rows if row[1].id != person.account.id]
    return admin_page(request, person, "sessions.html", mine=mine, others=others)


def end(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/sessions`: ends `session`, or all but this one."""
    services = services_of(request)
    if last(fields, "do") == "end-others":
        end_other_sessions(services, person)
        return RedirectResponse(f"{SESSIONS}?said=others", 303)
    session_id = number(last(fields, "session"))
    try:
        end_session(services, person, session_id or 0)
    except NotFound:
        return RedirectResponse(f"{SESSIONS}?said=ended-before", 303)
    return RedirectResponse(f"{SESSIONS}?said=ended", 303)


def show_users(request: Request, person: Person) -> Response:
    """`GET /admin/users`"""
    return _users(request, person)


def change_users(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/users`: adds an account, or changes the one that `account` names."""
    services, what, now = services_of(request), last(fields, "do"), services_of(request).clock()
    if what == "add":
        return _add(request, person, fields)
    account_id = number(last(fields, "account"))
    account = find_account(services.sessions, account_id or 0)
    if what == "link":
        return _link(request, person, account)
    if account.id == person.account.id:
        return _users(request, person, status=409, wrong="Ask another admin to change your own account.")
    try:
        if what == "disable":
            disable_account(services.sessions, account, person.actor, now)
        elif what == "enable":
            enable_account(services.sessions, account, person.actor, now)
        elif what == "role":
            change_role(services.sessions, account, last(fields, "role"), person.actor, now)
        else:
            raise BadInput("This page does not know that button. Load it again.")
    except Conflict as conflict:
        return _users(request, person, status=409, wrong=conflict.message)
    return RedirectResponse(f"{USERS}?said={what}", 303)


def _add(request: Request, person: Person, fields: Fields) -> Response:
    services = services_of(request)
    new = NewAccount(last(fields, "email"), last(fields, "name"), last(fields, "role"))
    try:
        account = add_account(services.sessions, new, person.actor, services.clock())
    except BadInput as problem:
        return _users(request, person, status=422, errors=problem.fields, typed=new)
    except Conflict as conflict:
        return _users(request, person, status=409, errors={"email": conflict.message}, typed=new)
    return _link(request, person, account)


def _link(request: Request, person: Person, account: Account) -> Response:
    """Shown once and never put into an address of ours: whoever has it chooses the password."""
    services = services_of(request)
    base = services.settings.base_url.rstrip("/") or str(request.base_url).rstrip("/")
    address = f"{base}{PASSWORD}/{make_password_link(services, account, person.actor)}"
    return admin_page(request, person, "password_link.html", account=account, address=address, hours=LINK_HOURS)


def _users(
    request: Request,
    person: Person,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    typed: NewAccount | None = None,
    wrong: str = "",
) -> Response:
    with services_of(request).sessions() as session:
        everybody = accounts(session)
    context = {"accounts": everybody, "errors": errors or {}, "wrong": wrong}
    return admin_page(
        request, person, "users.html", status=status, typed=typed or NewAccount("", "", "moderator"), **context
    )
