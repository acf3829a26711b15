"""A whole diagnosis of incoming mail: beside its critical path, beside checkdmarc, many at once, and what stays."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any

from app.actions.diagnose import Diagnosis
from app.actions.run_checks import run_ready
from app.checks import declarations
from app.checks.runner import Runner
from app.core.article import Article, Bundle
from app.core.events import empty_record
from app.core.parse import parse
from app.settings import Settings
from tests.bench import machine
from tests.bench.baselines.by_checkdmarc import Checkdmarc
from tests.bench.baselines.diagnosis_path import Path
from tests.bench.far import LARGE, FarLab, domain, far_lab
from tests.bench.report import Figure, Report, median
from tests.bench.setting import Setting

TRIPS_MS = (0, 20, 40, 100)
JUDGED_MS = 40  # the round trip that the goals are about
AT_ONCE = 200
SIDE_BY_SIDE = 20  # diagnoses at a time while memory is watched
GOOD = {"pass"}
TEXT = """---
format: 1
id: whole
title: Everything about incoming mail
summary: Every check that a whole diagnosis of incoming mail takes.
category: Bench
inputs:
  domain: {type: domain, label: Domain}
  recipient: {type: email, label: Recipient}
---

## Everything
```yaml step
id: everything
inputs: [domain, recipient]
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  address: {run: dns.address, with: {hosts: $mx.hosts}}
  port25: {run: smtp.connect, with: {hosts: $mx.hosts}}
  banner: {run: smtp.banner, with: {hosts: $mx.hosts}}
  ehlo: {run: smtp.ehlo, with: {hosts: $mx.hosts}}
  starttls: {run: smtp.starttls, with: {hosts: $mx.hosts}}
  certificate: {run: tls.certificate, with: {host: $each, port: 25}, each: $mx.hosts}
  mailfrom: {run: smtp.mailfrom, with: {hosts: $mx.hosts}}
  rcpt: {run: smtp.recipient, with: {hosts: $mx.hosts, recipient: $recipient}}
  ptr: {run: dns.ptr, with: {addresses: $address.addresses}}
  spf: {run: dns.spf, with: {domain: $domain}}
  dmarc: {run: dns.dmarc, with: {domain: $domain}}
  sts: {run: dns.mta-sts, with: {domain: $domain}}
  reports: {run: dns.tls-rpt, with: {domain: $domain}}
ask:
  say: Is all well?
  options:
    yes: {say: "Yes", to: well}
    no: {say: "No", to: well}
```
Look at everything.

## All is well
```yaml step
id: well
end: solved
```
Nothing to do.
"""
CHECKS = 14


@dataclass(frozen=True)
class Scene:
    """Everybody who looks at the same lab."""

    lab: FarLab
    settings: Settings
    article: Article
    path: Path
    checkdmarc: Checkdmarc

    async def diagnose(self, name: str, runner: Runner | None = None) -> float:
        """The seconds of a whole diagnosis; raises where it finds a fault in a sound domain.

        Without a runner that others use too, it makes its own; with one, it trusts nothing that was found earlier.
        """
        began = time.perf_counter()
        given = {"domain": name, "recipient": f"sam@{name}"}
        found = Diagnosis(self.article, {**empty_record(), "given": given}, declarations(), "2026-11-24")
        async for call, result in run_ready(runner or Runner(self.settings), found.ready, fresh=runner is not None):
            found.finished(call, result)
        report = found.report()
        took = time.perf_counter() - began
        results = report["steps"][0]["checks"]
        if len(results) != CHECKS or {one["status"] for one in results.values()} != GOOD:
            raise RuntimeError({name: (one["code"], one["summary"]) for name, one in results.items()})
        return took

    async def walk(self) -> float:
        began = time.perf_counter()
        await self.path.walk(LARGE, f"sam@{LARGE}")
        return time.perf_counter() - began


def scene_of(lab: FarLab) -> Scene:
    address, _, port = lab.overrides["resolver"].rpartition(":")
    limits = {"checks_per_minute": 1_000_000}  # the limits in all are not what is measured here
    settings = Settings(_env_file=None, **{**lab.overrides, **limits})
    article = parse(Bundle("whole.md", {"whole.md": TEXT})).article
    if article is None:
        raise RuntimeError("the article of the bench cannot be read")
    led: tuple[Any, ...] = ((address, int(port)), lab.overrides["port_map"], lab.overrides["trust_roots"])
    return Scene(lab, settings, article, Path(*led), Checkdmarc(*led))


def diagnosis(setting: Setting) -> None:
    """Ratios at several distances, in turn with the bare walk and with checkdmarc; then many at once, and memory."""
    with far_lab(AT_ONCE) as lab:
        scene = scene_of(lab)
        for trip in TRIPS_MS:
            lab.move(trip / 1000)
            _compare(scene, setting.report, trip, max(3, setting.rounds))
        lab.move(JUDGED_MS / 1000)
        asyncio.run(_many(scene, setting.report))
        lab.move(0)
        asyncio.run(_memory(scene, setting.report, setting.diagnoses))


def _compare(scene: Scene, report: Report, trip: int, rounds: int) -> None:
    asyncio.run(scene.diagnose(LARGE))  # once before it counts
    asyncio.run(scene.walk())
    ours, bare, theirs = [], [], []
    for _ in range(rounds):
        ours.append(asyncio.run(scene.diagnose(LARGE)))
        bare.append(asyncio.run(scene.walk()))
        theirs.append(_clocked(scene.checkdmarc.same))
    judged = trip == JUDGED_MS
    ratio, quicker = median(ours) / median(bare), median(theirs) / median(ours)
    note = f"{CHECKS} checks of {LARGE}, with five mail servers and ten look-ups of SPF"
    report.add(Figure(f"whole diagnosis, {trip} ms a round trip", median(ours) * 1000, "ms", note=note))
    note = f"the bare walk takes {median(bare) * 1000:.1f} ms"
    report.add(Figure("  times its critical path", ratio, "×", 1.15 if judged else None, "less", note))
    note = f"checkdmarc takes {median(theirs) * 1000:.0f} ms for what both look at"
    report.add(Figure("  times quicker than checkdmarc", quicker, "×", 6 if judged else None, "more", note))
    if judged:
        whole = _clocked(scene.checkdmarc.whole)
        note = f"which takes {whole * 1000:.0f} ms; it looks at DNSSEC, SOA, NS and BIMI as well"
        report.add(Figure("  times quicker than all of check_domains", whole / median(ours), "×", note=note))


def _clocked(work: Callable[[str], None]) -> float:
    began = time.perf_counter()
    work(LARGE)
    return time.perf_counter() - began


async def _many(scene: Scene, report: Report) -> None:
    """All domains at once, through one runner, as one worker has it."""
    runner = Runner(scene.settings)
    began = time.perf_counter()
    took = await asyncio.gather(*(scene.diagnose(domain(number), runner) for number in range(AT_ONCE)))
    total = time.perf_counter() - began
    note = f"median {median(took):.1f} s; {AT_ONCE / total:.0f} a second; no check came to its limit"
    name = f"the slowest of {AT_ONCE} diagnoses at once, {JUDGED_MS} ms"
    report.add(Figure(name, max(took), "s", runner.budgets.diagnosis_s, "less", note))


async def _memory(scene: Scene, report: Report, count: int) -> None:
    """Resident size over many diagnoses with one runner, none of which trusts what an earlier one found.

    A tenth of them warms up first.
    """
    runner = Runner(scene.settings)
    sizes = []
    for first in range(0, count + count // 10, SIDE_BY_SIDE):
        names = (domain(number % AT_ONCE) for number in range(first, first + SIDE_BY_SIDE))
        await asyncio.gather(*(scene.diagnose(name, runner) for name in names))
        if first >= count // 10:
            sizes.append(_resident_kib())
    gc.collect()
    third = max(1, len(sizes) // 3)
    growth = (median(sizes[-third:]) - median(sizes[:third])) / (2 * third * SIDE_BY_SIDE)
    note = f"slope over {len(sizes) * SIDE_BY_SIDE:,} diagnoses; {sizes[0] / 1024:.1f} MiB at first, "
    note += f"{sizes[-1] / 1024:.1f} MiB at last; {_open_files()} open files"
    report.add(Figure("memory that a diagnosis leaves behind", growth, "KiB", 1, "less", note))


def _open_files() -> int:
    return len(list(Folder("/proc/self/fd").iterdir()))


def _resident_kib() -> float:
    return machine.rss_mib(os.getpid()) * 1024
