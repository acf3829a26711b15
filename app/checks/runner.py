"""Running checks: each within its time, so many at once, equal ones once, results kept for a minute.

A runner belongs to one event loop at a time. A check that fails by a fault of ours ends as `unknown`, not as an error.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import structlog
from pydantic import BaseModel, ValidationError

from app.checks import registry
from app.checks.budgets import Budgets
from app.checks.flights import Flights
from app.checks.ledger import Ledger
from app.checks.quotas import Quotas
from app.checks.resolver_address import read_server
from app.checks.verdicts import could_not
from app.core.checking import Check, CheckResult, Declaration
from app.core.errors import BadParameter, BudgetSpent, CheckError
from app.settings import Settings

if TYPE_CHECKING:
    from app.checks.network import Network

KEPT_AT_MOST = 2048
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One run of one check: a key of the caller's, the check's name, and its parameters as given."""

    key: str
    name: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass
class _Kept:
    at: float
    result: CheckResult


class Runner:
    """Runs checks through one door. `budgets` are for tests and labs; the defaults are those of docs/checks.md.

    `ledger` is where proofs and messages are kept; in memory where there is none.
    """

    def __init__(
        self,
        settings: Settings,
        checks: Mapping[str, Check[Network]] | None = None,
        *,
        budgets: Budgets | None = None,
        clock: Callable[[], float] = time.monotonic,
        ledger: Ledger | None = None,
    ) -> None:
        self.checks = registry() if checks is None else checks
        self.budgets = budgets or Budgets()
        self._clock = clock
        self._settings, self._ledger = settings, ledger
        self._quotas = Quotas(settings)
        if settings.resolver:
            read_server(settings.resolver)  # a slip in it is told at start-up, not with the first check
        self._at_once = settings.checks_at_once
        self._room: asyncio.Semaphore | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._flights: Flights[CheckResult] = Flights()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    @cached_property
    def _network(self) -> Network:
        """The door, made with the first check: it takes 3 MB of DNS along, and some workers only serve pages."""
        from app.checks.network import Network

        return Network(self._settings, self.budgets, self._clock, ledger=self._ledger, quotas=self._quotas)

    async def wants_proof(self, visitor: str) -> bool:
        """Whether this visitor should solve a verification before more is checked for them."""
        return await self._quotas.wants_proof(visitor)

    async def admit_walk(self, visitor: str) -> None:
        """Counts a walk that this visitor starts. Raises LimitReached."""
        await self._quotas.spend_walk(visitor)

    def trust(self, visitor: str) -> None:
        """This visitor has just solved one."""
        self._quotas.trust(visitor)

    async def run(
        self, name: str, params: Mapping[str, object], *, visitor: str = "", fresh: bool | float = False
    ) -> CheckResult:
        """One check. Never raises but for being stopped; what goes wrong is a result of status `unknown`.

        `visitor` is the address that limits are counted by. `fresh` asks again whatever is kept, for somebody who has
        just repaired something; as a moment by our clock, whatever is kept from before it.
        """
        check = self.checks.get(name)
        if check is None:
            return CheckResult("unknown", "bad-input", summary=f"There is no check `{name}`.")
        network = self._network.for_run()
        try:
            read = read_params(check.declaration, params)
            key = f"{name} {json.dumps(read.model_dump(mode='json'), sort_keys=True)}"
            since = None if fresh is False else self._clock() if fresh is True else fresh
            kept = self._recall(key, since)
            if kept is not None:
                return kept
            if key not in self._flights:
                await network.quotas.spend_visitor(visitor)
        except CheckError as problem:
            return could_not(check.declaration, problem, network.transcript)
        result = await self._flights.share(key, lambda: self._run_now(check, read, since))
        if check.declaration.lasts:
            self._keep(key, result)
        return result

    async def run_many(
        self, calls: Iterable[Call], *, visitor: str = "", fresh: bool = False
    ) -> AsyncGenerator[tuple[str, CheckResult], None]:
        """All of these side by side; (key, result) as each finishes."""
        given = tuple(calls)
        async for found in diagnose_checks(
            self, lambda results: () if results else given, visitor=visitor, fresh=fresh
        ):
            yield found

    async def _run_now(self, check: Check[Network], params: BaseModel, since: float | None) -> CheckResult:
        async with self._slots():
            network = self._network.for_run(since)
            try:
                async with asyncio.timeout(self.budgets.check_s):
                    return await check.run(params, network)
            except TimeoutError:
                problem: CheckError = BudgetSpent(f"The check took longer than {self.budgets.check_s:g} seconds.")
            except CheckError as raised:
                problem = raised
            except Exception:  # a fault of ours must not look like the visitor's
                log.exception("check failed", check=check.declaration.name)
                problem = BudgetSpent("The check itself went wrong. This is our fault, and it has been noted.")
            return could_not(check.declaration, problem, network.transcript)

    def _slots(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if self._room is None or self._loop is not loop:
            self._room, self._loop = asyncio.Semaphore(self._at_once), loop
        return self._room

    def now(self) -> float:
        """The moment by the clock that results are kept by."""
        return self._clock()

    def _recall(self, key: str, since: float | None) -> CheckResult | None:
        kept = self._kept.get(key)
        if kept is None or (since is not None and kept.at <= since):
            return None
        return kept.result if self._clock() - kept.at < self.budgets.keep_s else None

    def _keep(self, key: str, result: CheckResult) -> None:
        """What we could not find out is not kept: the next try may do better."""
        if result.status == "unknown":
            return
        self._kept[key] = _Kept(self._clock(), result)
        self._kept.move_to_end(key)
        oldest = self._clock() - self.budgets.keep_s
        while self._kept and (len(self._kept) > KEPT_AT_MOST or next(iter(self._kept.values())).at < oldest):
            self._kept.popitem(last=False)


def read_params(declaration: Declaration, params: Mapping[str, object]) -> BaseModel:
    """The parameters of a check, read strictly. Raises BadParameter, whose text begins with the parameter's name."""
    given = {name: value for name, value in params.items() if value is not None}
    try:
        return declaration.params.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "parameters"
        words = {"missing": "must be given.", "extra_forbidden": f"is no parameter of {declaration.name}."}
        raise BadParameter(f"{where}: {words.get(first['type'], first['msg'])}", parameter=where) from problem


async def diagnose_checks(
    runner: Runner,
    runnable: Callable[[Mapping[str, CheckResult]], Iterable[Call]],
    *,
    visitor: str = "",
    fresh: bool = False,
    seconds: float | None = None,
) -> AsyncGenerator[tuple[str, CheckResult], None]:
    """Run checks as soon as they are known, side by side; (key, result) as each finishes.

    `runnable` is told all results so far, by key, and says which calls are known by now; calls whose key was seen
    before are passed over. What has not finished within `seconds` (a diagnosis' budget) ends as `limit`. What these
    checks find serves them all, `fresh` or not.
    """
    since = runner.now() if fresh else False
    results: dict[str, CheckResult] = {}
    tasks: dict[asyncio.Task[CheckResult], Call] = {}
    seen: set[str] = set()
    loop = asyncio.get_running_loop()
    deadline = loop.time() + (runner.budgets.diagnosis_s if seconds is None else seconds)
    try:
        while True:
            for call in runnable(results):
                if call.key not in seen:
                    seen.add(call.key)
                    work = runner.run(call.name, call.params, visitor=visitor, fresh=since)
                    tasks[loop.create_task(work)] = call
            if not tasks:
                return
            done, _ = await asyncio.wait(
                tasks, timeout=max(0.0, deadline - loop.time()), return_when=asyncio.FIRST_COMPLETED
            )
            finished = [(tasks.pop(task), task.result()) for task in done]
            if not done:
                finished = [(call, _out_of_time(runner, call)) for call in tasks.values()]
            for call, result in finished:
                results[call.key] = result
                yield call.key, result
            if not done:
                return
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _out_of_time(runner: Runner, call: Call) -> CheckResult:
    summary = f"All checks together took longer than {runner.budgets.diagnosis_s:g} seconds."
    return CheckResult("unknown", "limit", summary=summary, advice="Run this check again by itself.")
