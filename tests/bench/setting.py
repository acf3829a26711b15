"""What the measures share: a folder, generated articles, and databases that have them imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench import machine, servers
from tests.bench.articles import write_articles
from tests.bench.report import Report

ARTICLES = 1000
DIAGNOSES = 400  # over which memory is watched


@dataclass(frozen=True)
class Setting:
    """How long and how often to measure, and where to put things. Made things are made once and shared."""

    report: Report
    kept: Path  # stays between runs: tools
    folder: Path  # of this run
    rounds: int = 5
    seconds: float = 3.0
    articles: int = ARTICLES
    diagnoses: int = DIAGNOSES

    @cached_property
    def content(self) -> Path:
        """The generated articles."""
        folder = self.folder / "content"
        size = write_articles(folder, self.articles)
        self.report.say(f"{self.articles:,} generated articles of eight steps, {size / 1e6:.1f} MB of text")
        return folder

    @cached_property
    def imported(self) -> Path:
        """A folder whose database has the articles imported. Copy it before writing to it."""
        return self.import_into(self.folder / "imported")

    def import_into(self, folder: Path) -> Path:
        folder.mkdir()
        command = [sys.executable, "-m", "app.cli", "import", str(self.content)]
        environ = servers.environment(folder, self.content)
        done = subprocess.run(command, cwd=servers.ROOT, env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"import failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return folder

    def database(self, name: str) -> Path:
        """A fresh copy of the imported database, in a folder of its own."""
        return Path(shutil.copytree(self.imported, self.folder / name))

    def product(self, name: str) -> servers.Server:
        """The product over a fresh copy of the imported database."""
        return servers.product(self.database(name), self.content)


def make(report: Report, rounds: int, seconds: float, articles: int, diagnoses: int) -> Setting:
    kept = servers.ROOT / "var" / "bench"
    kept.mkdir(parents=True, exist_ok=True)
    machine.pin_to_load()
    return Setting(report, kept, Path(tempfile.mkdtemp(prefix="run-", dir=kept)), rounds, seconds, articles, diagnoses)
