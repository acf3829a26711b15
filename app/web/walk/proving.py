"""Proving on a step's page that a domain is one's own: what asks for it, and the record to publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.prove_domain import proofs_wanted, prove_domain
from app.actions.read_run import Run
from app.actions.services import Services
from app.core.article import Step
from app.core.state import Visit
from app.web.phrases import instant
from app.web.spoken import check_words
from app.web.walk.addresses import step_url
from app.web.walk.rows import Row

PROVE = "_prove"  # the field that names the domain
PLACE = "proof_"  # no id of an article has a low line
NOT_PROVED = "not-proved"


@dataclass(frozen=True, slots=True)
class ProofView:
    """One domain to prove. `name` and `value` are empty until there is a record; `good` where it counts still."""

    id: str
    domain: str
    checks: tuple[str, ...]
    name: str = ""
    value: str = ""
    until: str = ""
    good: bool = False
    open: bool = False


def proofs_of(
    services: Services, run: Run, step: Step, visit: Visit, rows: Sequence[Row], lang: str
) -> tuple[ProofView, ...]:
    """What a visitor is offered to prove; a record lies open until it has done its work."""
    views: list[ProofView] = []
    for number, wanted in enumerate(proofs_wanted(services, run, step, visit), 1):
        names = {call.name for call in wanted.checks}
        if not any(row.name in names for row in rows):
            continue
        titles = tuple(check_words(lang, services.declarations[call.run].title) for call in wanted.checks)
        view_id = f"{PLACE}{number}"
        record = wanted.record
        if record is None:
            views.append(ProofView(view_id, wanted.domain, titles))
            continue
        good = wanted.good(services.clock())
        found = [visit.results.get(name) for name in names]
        open_ = good and any(result is None or result.code == NOT_PROVED for result in found)
        until = instant(record.until, lang)
        views.append(ProofView(view_id, wanted.domain, titles, record.name, record.text, until, good, open_))
    return tuple(views)


def prove(
    request: Request,
    services: Services,
    token: str,
    step_id: str,
    domain: str,
    visit: int,
    chosen: Sequence[str] = (),
) -> Response | None:
    """Gives the record and leads back to its step; None where htmx wants the page at once. Raises as `prove_domain`."""
    run = prove_domain(services, token, step_id, domain, visit)
    if request.headers.get("hx-request") == "true":
        return None
    return RedirectResponse(f"{step_url(run.token, step_id, visit, chosen)}#{PLACE}1", 303)
