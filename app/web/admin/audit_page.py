"""`GET /admin/audit`: what everybody with an account did, the latest first."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.actions.find_session import Person
from app.storage import audit
from app.storage.audit import AuditEntry
from app.web.admin.addresses import AUDIT
from app.web.admin.browser import services_of
from app.web.admin.guard import admin_page, asked, number

PAGE = 50
NO_ACCOUNT = "-"  # before the name of an actor that has no account: the command line, a link in a mail
KINDS = ("comment", "rule", "option", "account", "session", "article", "writer")
SAYINGS: Mapping[str, str] = {
    "log-in": "logged in",
    "log-out": "logged out",
    "end-session": "ended a session",
    "end-sessions": "ended their other sessions",
    "add-account": "added an account",
    "disable-account": "disabled an account",
    "enable-account": "enabled an account",
    "change-role": "changed a role",
    "set-password": "set a password",
    "make-password-link": "made a link for a new password",
    "set-option": "changed an option",
    "add-rule": "added a rule",
    "remove-rule": "removed a rule",
    "publish": "published a comment",
    "hold": "held a comment",
    "reject": "rejected a comment",
    "spam": "called a comment spam",
    "edit": "edited a comment",
    "undo": "took back what they had done",
    "mark": "marked a comment",
    "promote": "made a cause of a comment",
    "erase": "erased all that they had written",
    "credit-left": "is still named by an article",
}


def show_audit(request: Request, person: Person) -> Response:
    """Filters: `who` (account id), `action`, `kind` and `id` of the subject; `before` an entry's id for paging."""
    chosen = {name: asked(request, name).strip() for name in ("who", "action", "kind", "id")}
    with services_of(request).sessions() as session:
        found = audit.entries(
            session,
            account_id=number(chosen["who"]),
            actor=chosen["who"].removeprefix(NO_ACCOUNT) if chosen["who"].startswith(NO_ACCOUNT) else "",
            action=chosen["action"],
            subject_kind=chosen["kind"],
            subject_id=chosen["id"],
            before=number(asked(request, "before")),
            limit=PAGE + 1,
        )
        actors, actions = audit.actors(session), audit.actions(session)
    entries, more = found[:PAGE], len(found) > PAGE
    kept = {name: value for name, value in chosen.items() if value}
    older = f"{AUDIT}?{urlencode({**kept, 'before': entries[-1].id})}" if more else ""
    newest = f"{AUDIT}?{urlencode(kept)}" if asked(request, "before") else ""
    rows = [(entry, saying_of(entry), details_in_words(entry)) for entry in entries]
    return admin_page(
        request,
        person,
        "audit.html",
        rows=rows,
        chosen=chosen,
        actors=[(NO_ACCOUNT + name if account_id is None else str(account_id), name) for account_id, name in actors],
        actions=[(action, SAYINGS.get(action, action)) for action in actions],
        kinds=[(kind, kind) for kind in KINDS],
        older=older,
        newest=newest,
    )


def saying_of(entry: AuditEntry) -> str:
    """What was done, in words; an action that we have none for by its name."""
    if (entry.action, entry.subject_kind) == ("publish", "article"):
        return "published a draft"
    return SAYINGS.get(entry.action, entry.action)


def details_in_words(entry: AuditEntry) -> str:
    """`held → published` for a change of state, then the other details as `name: value`."""
    details = dict(entry.details)
    before, after = (details.pop(one, details.pop(other, None)) for one, other in (("before", "from"), ("after", "to")))
    said = [f"{before or 'nothing'} → {after or 'nothing'}"] if before is not None and after is not None else []
    for name, value in details.items():
        if value is None:
            continue
        said.append(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return ", ".join(said)
