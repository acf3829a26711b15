"""Put together what the actions need: the store, the library over it, the runner of checks."""

from __future__ import annotations

from app.actions.ledger import StoredLedger
from app.actions.open_library import open_library
from app.actions.services import Clock, Services, system_clock
from app.checks import declarations
from app.checks.hosting import HostedRunner
from app.checks.runner import Runner
from app.settings import Settings


def open_services(
    settings: Settings, *, runner: Runner | None = None, clock: Clock = system_clock, import_content: bool = True
) -> Services:
    """Migrates, imports the content folder, and opens everything. `runner` and `clock` are for tests.

    Raises StoreUnavailable where the database does not answer.
    """
    brought = runner.checks.items() if runner else ()
    known = {**declarations(), **{name: check.declaration for name, check in brought}}
    opened = open_library(settings, known, clock(), import_content=import_content)
    ledger = StoredLedger(lambda: opened.sessions, clock)
    services = Services(
        settings=settings,
        engine=opened.engine,
        sessions=opened.sessions,
        library=opened.library,
        runner=runner or HostedRunner(settings, ledger=ledger),
        declarations=known,
        clock=clock,
    )
    _ = services.signer  # made now: within a transaction it would wait for that transaction's own end
    return services
