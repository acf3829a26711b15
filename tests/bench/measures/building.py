"""Importing a thousand articles beside MkDocs Material building the same text, and starting with them imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.bench import machine, servers
from tests.bench.report import Figure, median
from tests.bench.setting import Setting

_MKDOCS = """site_name: Bench
docs_dir: {docs}
site_dir: {site}
theme: {{name: material}}
plugins: [search]
"""
# What the theme's own documentation starts with. Without it our fences are no code to it, but loose text.
_EXTENSIONS = """markdown_extensions:
  - admonition
  - attr_list
  - toc: {permalink: true}
  - pymdownx.highlight: {anchor_linenums: true}
  - pymdownx.inlinehilite
  - pymdownx.superfences: {relaxed_headers: true}
"""


def importing(setting: Setting) -> None:
    """`unsnag import` of all articles into a new database, and `mkdocs build` of the same files, each on all cores."""
    program = machine.tool("mkdocs-material", "mkdocs", setting.kept)
    mine, peaks, theirs = [], [], []
    builds = max(1, setting.rounds // 2)
    for number in range(builds):
        folder = setting.folder / f"import-{number}"
        folder.mkdir()
        command = [sys.executable, "-m", "app.cli", "import", str(setting.content)]
        seconds, peak = timed(command, servers.environment(folder, setting.content))
        mine.append(seconds)
        peaks.append(peak)
        shutil.rmtree(folder)
        theirs.append(_mkdocs(setting, program))
    ratio = median(other / one for one, other in zip(mine, theirs, strict=True))
    note = f"{median(mine):.1f} s to {median(theirs):.1f} s, {builds} rounds"
    setting.report.add(Figure("import / MkDocs Material building", ratio, "×", 8, "more", note))
    setting.report.add(Figure("  memory of the import, peak", max(peaks), "MB", 200, "less"))


def startup(setting: Setting) -> None:
    """From the start of the process to the first answer, with the articles imported and their files beside them."""
    times = []
    for number in range(setting.rounds):
        with setting.product(f"startup-{number}") as product:
            times.append(product.started_in)
        shutil.rmtree(setting.folder / f"startup-{number}")
    note = f"{setting.articles:,} articles imported; slowest {max(times):.2f} s"
    setting.report.add(Figure("start-up to the first answer", median(times), "s", 3, "less", note))


def timed(command: list[str], environ: Mapping[str, str]) -> tuple[float, float]:
    """Run a command on all cores: seconds, and the most memory it held, in MB. Raises where it fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=servers.ROOT,
        env=dict(environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=machine.unpin,
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: {said.decode()[-2000:]}")
    return time.perf_counter() - begin, used.ru_maxrss * 1024 / 1e6


def _mkdocs(setting: Setting, program: Path) -> float:
    folder = setting.folder / "mkdocs"
    folder.mkdir(exist_ok=True)
    configuration = folder / "mkdocs.yml"
    site = folder / "site"
    configuration.write_text(_MKDOCS.format(docs=setting.content, site=site) + _EXTENSIONS)
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    seconds, _ = timed([str(program), "build", "--quiet", "--config-file", str(configuration)], environ)
    built = len(list(site.glob("bench-*/index.html")))
    if built != setting.articles:
        raise RuntimeError(f"MkDocs built {built} pages of {setting.articles}")
    shutil.rmtree(site)
    return seconds
