"""What an import did, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.core.article import Problem
from app.core.shelf import BrokenFile

Outcome = Literal["published", "conflict", "unchanged"]


@dataclass(frozen=True, slots=True)
class Imported:
    """One good file. `conflict`: it was changed here meanwhile, so the file's text waits as a draft."""

    file: str
    article_id: str
    outcome: Outcome
    problems: tuple[Problem, ...] = ()  # warnings


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`missing` are articles whose file is gone: they go on being served until they are withdrawn on purpose."""

    imported: tuple[Imported, ...] = ()
    broken: tuple[BrokenFile, ...] = ()
    missing: tuple[str, ...] = ()  # paths
    merged: tuple[tuple[str, str], ...] = ()  # (earlier id, id of the article that took its place)

    def of(self, outcome: Outcome) -> tuple[Imported, ...]:
        return tuple(item for item in self.imported if item.outcome == outcome)

    @property
    def published(self) -> tuple[Imported, ...]:
        return self.of("published")

    @property
    def conflicts(self) -> tuple[Imported, ...]:
        return self.of("conflict")

    @property
    def unchanged(self) -> tuple[Imported, ...]:
        return self.of("unchanged")

    @property
    def changed(self) -> bool:
        return bool(self.published or self.conflicts or self.merged)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors of broken files, then warnings of what was published."""
        found = [problem for item in self.broken for problem in item.problems]
        found.extend(problem for item in self.imported for problem in item.problems)
        return tuple(found)

    def summary(self) -> str:
        """One line for a terminal or a log."""
        counts = (
            (len(self.published), "published"),
            (len(self.unchanged), "unchanged"),
            (len(self.conflicts), "laid beside a version changed here"),
            (len(self.broken), "broken"),
            (len(self.missing), "no longer in the folder, still served"),
        )
        said = [f"{count} {what}" for count, what in counts if count]
        return ", ".join(said) or "no articles"
