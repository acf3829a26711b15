"""One line a figure: what was measured, the goal, met or not."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """A measured value beside its goal; `better` says on which side of it is good."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    better: Literal["more", "less", "none"] = "none"
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.goal is None or self.better == "none":
            return None
        return self.value >= self.goal if self.better == "more" else self.value <= self.goal


class Report:
    """Prints figures as they come and keeps them for the file and the exit code."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._colour = sys.stdout.isatty()

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        print(self._line(figure), flush=True)

    def say(self, text: str) -> None:
        print(text, flush=True)

    def save(self, path: Path, machine: str) -> None:
        path.write_text(json.dumps({"machine": machine, "figures": [asdict(f) for f in self.figures]}, indent=1))

    def missed(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.met is False]

    def _line(self, figure: Figure) -> str:
        word = {True: "met", False: "NOT MET", None: ""}[figure.met]
        if self._colour and word:
            word = f"\x1b[{32 if figure.met else 31}m{word}\x1b[0m"
        sign = {"more": "≥", "less": "≤", "none": ""}[figure.better]
        goal = f"goal {sign} {_short(figure.goal)}{_unit(figure.unit)}" if figure.goal is not None else ""
        value = _short(figure.value) + _unit(figure.unit)
        return f"{figure.name:<58}{value:>14}  {goal:<18} {word:<8} {figure.note}".rstrip()


def median(values: Iterable[float]) -> float:
    return statistics.median(list(values))


def _short(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _unit(unit: str) -> str:
    return unit if unit == "×" else f" {unit}" if unit else ""
