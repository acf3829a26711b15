"""Give a walk the record with which its visitor proves that a domain is theirs, and keep the token for its checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.give_proof import ProofRecord, give_proof
from app.actions.ledger import ledger_of
from app.actions.personal import personal_source
from app.actions.read_run import Run, read_run
from app.actions.record_events import record_events
from app.actions.services import Services
from app.actions.submit_step import find_step
from app.core.article import CheckCall, Step
from app.core.errors import BadInput, Conflict, WrongUse
from app.core.names import wants_proof
from app.core.state import Visit
from app.core.walk import names_at


@dataclass(frozen=True, slots=True)
class Wanted:
    """A domain that checks of a step want proved, and the record that was given for it, if one was."""

    domain: str
    checks: tuple[CheckCall, ...]
    record: ProofRecord | None = None

    def good(self, now: datetime) -> bool:
        return self.record is not None and self.record.until > now


def proofs_wanted(services: Services, run: Run, step: Step, visit: Visit | None) -> list[Wanted]:
    """The domains of a step that are to be proved, as far as they are known by now."""
    calls = [call for call in step.checks if wants_proof(call, services.declarations)]
    if not calls:
        return []
    names = names_at(run.article, run.state, services.today(), step.scope, visit)
    by_domain: dict[str, list[CheckCall]] = {}
    for call in calls:
        param = call.params.get("domain")
        # An event names the domain, so one that is personal cannot be proved.
        personal = personal_source(run.article, step.scope, param) if param is not None else None
        domain = names.parameter(param) if param is not None and personal is None else None
        if isinstance(domain, str) and domain:
            by_domain.setdefault(domain, []).append(call)
    return [Wanted(domain, tuple(found), _given(run, domain)) for domain, found in by_domain.items()]


def _given(run: Run, domain: str) -> ProofRecord | None:
    return next((record for record in proofs_given(run) if record.domain == domain), None)


def proofs_given(run: Run) -> list[ProofRecord]:
    """The records that a walk was given, those that count no longer included."""
    kept = run.state.record.get("proofs", {}).items()
    return [ProofRecord(domain, one["token"], datetime.fromisoformat(one["until"])) for domain, one in kept]


def prove_domain(services: Services, token: str, step_id: str, domain: str, visit: int = 1) -> Run:
    """The walk with a record for this domain, which a check of the step must want proved. One that is still good stays.

    Raises NotFound and Gone as `read_run` does, Conflict where no check of the step asks for this domain.
    """
    run = read_run(services, token)
    step = find_step(run, step_id)
    wanted = proofs_wanted(services, run, step, run.state.visit(step_id, visit))
    found = next((one for one in wanted if one.domain == domain), None)
    if found is None:
        raise Conflict("No check of this step asks whose domain that is.")
    if found.good(services.clock()):
        return run
    try:
        record = give_proof(ledger_of(services), domain)
    except WrongUse as problem:
        raise BadInput(problem.message) from problem
    event = {"kind": "proof", "domain": domain, "token": record.token, "until": record.until.isoformat()}
    return record_events(services, token, lambda _: [event])


def prove_step(services: Services, token: str, step_id: str) -> Run:
    """The walk with a record for every domain that the step's checks want proved, as programs ask for it.

    Raises as `prove_domain`, and BadInput where there is none, or none that is known yet.
    """
    run = read_run(services, token)
    wanted = proofs_wanted(services, run, find_step(run, step_id), run.state.visit(step_id))
    if not wanted:
        reason = "No check of this step asks for a proof, or it is not known yet of which domain."
        raise BadInput("There is nothing to prove here.", {"step": reason})
    for one in wanted:
        run = prove_domain(services, token, step_id, one.domain)
    return run
