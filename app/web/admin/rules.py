"""`/admin/rules`: what is watched for. `/admin/options`: how strict the site is."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.find_session import Person
from app.actions.keep_rule import drop_rule, keep_rule
from app.actions.moderation_policy import CONFIRM_ADDRESS, LINKS, MODERATION
from app.actions.set_option import set_options
from app.core.errors import BadInput, NotFound
from app.storage import accounts, comment_rules, site_options
from app.web.admin.addresses import OPTIONS, RULES
from app.web.admin.browser import services_of
from app.web.admin.guard import admin_page, last, number
from app.web.bodies import Fields

KINDS: Mapping[str, str] = {"word": "Words", "address": "Addresses", "network": "Networks", "host": "Hosts of links"}
VERDICTS: Mapping[str, str] = {"hold": "waits", "reject": "is rejected", "spam": "is spam"}


def show_rules(request: Request, person: Person) -> Response:
    """`GET /admin/rules`"""
    return _rules(request, person)


def change_rules(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/rules`: `remove` names a rule; else one is added."""
    services = services_of(request)
    if "remove" in fields:
        try:
            drop_rule(services, person.actor, number(last(fields, "remove")) or 0)
        except NotFound:
            return RedirectResponse(f"{RULES}?said=rule-gone", 303)
        return RedirectResponse(f"{RULES}?said=rule-gone", 303)
    typed = {name: last(fields, name) for name in ("kind", "value", "verdict", "note")}
    try:
        keep_rule(services, person.actor, typed["kind"], typed["value"], typed["verdict"], typed["note"])
    except BadInput as problem:
        return _rules(request, person, typed=typed, errors=problem.fields, status=422)
    return RedirectResponse(f"{RULES}?said=rule", 303)


def show_options(request: Request, person: Person) -> Response:
    """`GET /admin/options`"""
    return _options(request, person)


def change_options(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/options`"""
    wanted = {name: last(fields, name).strip() for name in (MODERATION, CONFIRM_ADDRESS, LINKS)}
    try:
        set_options(services_of(request), person.actor, wanted)
    except BadInput as problem:
        return _options(request, person, typed=wanted, errors=problem.fields, status=422)
    return RedirectResponse(f"{OPTIONS}?said=options", 303)


def _rules(
    request: Request,
    person: Person,
    *,
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    with services_of(request).sessions() as session:
        found = comment_rules.list_rules(session)
        names = {account.id: account.name for account in accounts.accounts(session)}
    groups = [(label, [rule for rule in found if rule.kind == kind]) for kind, label in KINDS.items()]
    return admin_page(
        request,
        person,
        "rules.html",
        status=status,
        groups=[group for group in groups if group[1]],
        names=names,
        verdicts=VERDICTS,
        typed=typed or {"kind": "word", "value": "", "verdict": "hold", "note": ""},
        errors=errors or {},
    )


def _options(
    request: Request,
    person: Person,
    *,
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    services = services_of(request)
    with services.sessions() as session:
        held = typed if typed is not None else site_options.options(session)
    chosen = {name: held.get(name, "") for name in (MODERATION, CONFIRM_ADDRESS, LINKS)}
    return admin_page(
        request, person, "options.html", status=status, chosen=chosen, settings=services.settings, errors=errors or {}
    )
