"""How the command line speaks: problems, walks, results and diagnoses as text, with colour where a terminal is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape

from app.core.article import Article, Problem
from app.core.checking import CheckResult
from app.core.state import State

out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)

MARKS = {
    "pass": "[green]✓ pass[/]",
    "warn": "[yellow]! warn[/]",
    "fail": "[red]✗ fail[/]",
    "unknown": "[bright_black]? unknown[/]",
    "none": "[bright_black]– no check[/]",
}


def print_json(data: object) -> None:
    """One JSON document on standard output, nothing else."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
    }


def print_problems(problems: Iterable[Problem], to: Console = out) -> None:
    for p in problems:
        tone = "red" if p.severity == "error" else "yellow"
        where = f"{p.file}:{p.line}:{p.column}"
        to.print(f"[bold]{escape(where)}[/] [{tone}]{p.severity}[/] {escape(p.message)} [bright_black]{p.code}[/]")


def print_walk(article: Article, state: State) -> None:
    """The path by titles, and where the walk stands."""
    for number, visit in enumerate(state.visits, 1):
        out.print(f"{number:>2}. {escape(article.steps[visit.step].title)} [bright_black]{visit.step}[/]")
        for name, result in visit.results.items():
            out.print(f"      {MARKS[result.status]} {escape(name)}: {escape(result.summary or result.code)}")
        for cause, outcome in visit.tried.items():
            out.print(f"      {escape(cause)}: {outcome}")
    if state.end:
        out.print(f"[bold]The walk ends: {state.end}.[/]")
    elif state.loop:
        out.print("[bold]The walk comes back to where it was and goes round.[/]")
    for line in _asks(article, state):
        out.print(line)


def _asks(article: Article, state: State) -> list[str]:
    if state.end or state.loop:
        return []
    lines = [f"It asks for {escape(article.inputs[name].label)} ({name})." for name in state.asks.inputs]
    lines += [f"{escape(name)}: {escape(reason)}" for name, reason in state.reasons.items()]
    lines += [f"It waits for the check {escape(key)}." for key in state.asks.checks]
    if state.asks.step:
        ask = article.steps[state.asks.step].ask
        options = ", ".join(option.id for option in ask.options) if ask else ""
        lines.append(f"It asks: {escape(ask.say if ask else '')} ({escape(options)})")
    if not lines and state.promoted:
        lines.append(f"It stays until these causes were tried: {', '.join(state.promoted)}.")
    return lines


def print_result(name: str, result: CheckResult) -> None:
    """A result with its evidence, as `unsnag check` shows it."""
    out.print(f"{MARKS[result.status]} [bold]{escape(name)}[/] {result.code}: {escape(result.summary)}")
    if result.advice:
        out.print(f"  {escape(result.advice)}")
    for fact, value in result.facts.items():
        out.print(f"  [bright_black]{fact}[/] {escape(json.dumps(value, ensure_ascii=False))}")
    arrows = {"sent": "→", "received": "←", "note": "·"}
    for line in result.evidence:
        out.print(f"  [bright_black]{line.at_ms:8.1f} ms {arrows[line.direction]}[/] {escape(line.text)}")


def print_diagnosis(article: Article, report: Mapping[str, Any]) -> None:
    """The ladder of steps, the first that fails, and which cause to try first."""
    for step in report["steps"]:
        out.print(f"{MARKS[step['status']]} {escape(article.steps[step['id']].title)} [bright_black]{step['id']}[/]")
        for name, result in step["checks"].items():
            out.print(f"      {MARKS[result['status']]} {escape(name)}: {escape(result['summary'] or result['code'])}")
    if report["first"]:
        out.print(f"[bold]Look first at: {escape(article.steps[report['first']].title)}[/]")
    else:
        out.print("[bold]No check found a fault.[/]")
    for cause_id in report["causes"]:
        found = article.cause(cause_id)
        if found:
            out.print(f"  • {escape(found[1].title)} [bright_black]{cause_id}[/]")
