"""Diagnose without a walk or a database: what `unsnag diagnose` does."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from app.actions.diagnose import Diagnosis
from app.actions.ledger import open_ledger
from app.actions.run_checks import run_ready
from app.checks import declarations
from app.checks.budgets import Budgets
from app.checks.runner import Runner
from app.core.article import Article
from app.core.events import empty_record
from app.core.names import ANY_DOMAIN, PROOF
from app.core.script import Script, examine
from app.settings import Settings


async def diagnose_given(
    settings: Settings,
    article: Article,
    given: Mapping[str, object],
    today: str,
    *,
    budgets: Budgets | None = None,
) -> dict[str, Any]:
    """Runs every check of an article whose inputs are known, within 30 s, and walks it with the results. Beside inputs
    `given` may hold the `proof` that the domain is one's own.

    Raises WrongUse for inputs the article does not have or cannot take. Gives article, steps,
    first, causes, end and elapsed_ms; docs/checks.md tells each.
    """
    began = time.monotonic()
    known = declarations()
    record = {**empty_record(), "given": examine(article, Script(given=given), known)}
    if PROOF in given and PROOF not in article.inputs:
        record["proofs"] = {ANY_DOMAIN: {"token": given[PROOF], "until": ""}}
    diagnosis = Diagnosis(article, record, known, today)
    runner = Runner(settings, budgets=budgets, ledger=open_ledger(settings))
    async for call, result in run_ready(runner, diagnosis.ready):
        diagnosis.finished(call, result)
    return diagnosis.report((time.monotonic() - began) * 1000)
