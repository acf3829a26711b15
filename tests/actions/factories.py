"""Services over a database and a content folder of their own, with checks that answer what a test tells them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.actions.open_services import open_services
from app.actions.services import Services
from app.checks import declarations
from app.checks.budgets import Budgets
from app.checks.runner import Runner
from app.core.checking import CheckResult, Declaration, EvidenceLine
from app.settings import Settings
from app.storage import publishing

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Scripted:
    """A check that gives its codes in turn, the last one for ever, and notes what it was asked."""

    declaration: Declaration
    codes: list[str]
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    gate: asyncio.Event | None = None  # where it is there, a run says that it began, and waits
    began: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, params: Any, network: object) -> CheckResult:
        self.asked.append(params.model_dump(mode="json"))
        if self.gate is not None:
            self.began.set()
            await self.gate.wait()
        code = self.codes.pop(0) if len(self.codes) > 1 else self.codes[0]
        outcome = self.declaration.outcome(code)
        assert outcome is not None, code
        evidence = (EvidenceLine(1.0, "sent", f"asked {self.declaration.name}"), EvidenceLine(2.0, "received", code))
        return CheckResult(outcome.status, code, dict(outcome.example), outcome.say, evidence, 3.0, outcome.do)


class Laboratory:
    """The checks of a test. `says("dns.mx", "none", "found")` sets what one finds, run after run."""

    def __init__(self) -> None:
        known = declarations()
        fine = {"dns.mx": "found", "smtp.connect": "open", "smtp.banner": "ok", "net.tcp": "open", "dns.address": "ok"}
        self.checks = {name: Scripted(known[name], [code]) for name, code in fine.items()}

    def says(self, name: str, *codes: str) -> Scripted:
        self.checks[name].codes = list(codes)
        return self.checks[name]

    def runner(self, settings: Settings) -> Runner:
        return Runner(settings, self.checks, budgets=Budgets(keep_s=0.0))


@dataclass
class Bench:
    """Services and what a test turns on them."""

    services: Services
    clock: Clock
    laboratory: Laboratory
    content: Path

    def write(self, **articles: str) -> None:
        """Writes articles by id (`_` for `-`) and imports them."""
        for name, text in articles.items():
            (self.content / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
        with self.services.sessions() as session:
            report = self.services.library.import_folder(session, self.content, self.clock())
        self.services.library.refresh()
        assert not self.services.library.broken(), (report, self.services.library.broken())

    def withdraw(self, article_id: str) -> None:
        """Takes an article away, as an operator does."""
        with self.services.sessions() as session:
            publishing.lock_library(session)
            publishing.withdraw(session, article_id)
            session.commit()
        self.services.library.refresh()


def make_bench(folder: Path, checks_per_minute: int = 100_000, /, **articles: str) -> Bench:
    """A bench whose library holds these articles."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        database=f"sqlite:///{folder / 'test.sqlite'}",
        content=content,
        static=ROOT / "static",
        migrations=ROOT / "migrations",
        checks_per_minute=checks_per_minute,
        _env_file=None,
    )
    clock, laboratory = Clock(), Laboratory()
    services = open_services(settings, runner=laboratory.runner(settings), clock=clock)
    bench = Bench(services, clock, laboratory, content)
    if articles:
        bench.write(**articles)
    return bench
