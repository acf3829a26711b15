"""A site's services with a clock of one's own, and a solver of challenges."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import altcha

from app.actions.open_services import open_services
from app.actions.services import Services
from app.actions.verify import Proof
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Clock:
    """Moves only when a test moves it."""

    now: datetime = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def made_services(folder: Path, clock: Clock) -> Services:
    """Services on a database of its own, without articles."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    chosen = Settings(
        _env_file=None,
        database=f"sqlite:///{folder / 'site.sqlite'}",
        content=content,
        static=ROOT / "static",
        migrations=ROOT / "migrations",
    )
    return open_services(chosen, clock=clock)


def solve(challenge: Mapping[str, object]) -> Proof:
    """What a browser sends after the work: ALTCHA's own solver does it here."""
    found = altcha.solve_challenge(altcha.Challenge.from_dict(dict(challenge)))
    assert found is not None
    told = {"challenge": challenge, "solution": found.to_dict()}
    return Proof(base64.b64encode(json.dumps(told).encode()).decode())
