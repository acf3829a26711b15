"""The `unsnag` command. Exit codes: 0 fine, 1 problems found, 2 wrong use."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.markup import escape

from app import arguments, bytecode, comment_commands, mail_commands, terminal, user_commands
from app.core.article import Article
from app.core.errors import BadInput, NotFound, UnsnagError, WrongUse
from app.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(user_commands.app, name="user")
app.add_typer(comment_commands.app, name="comments")
app.add_typer(mail_commands.app, name="mail")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Given = Annotated[list[str], typer.Option("--given", metavar="NAME=VALUE", help="An input; may be repeated.")]
ArticleName = Annotated[str, typer.Argument(metavar="ARTICLE", help="A file, or an id in the content folder.")]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    reload: Annotated[bool, typer.Option("--reload", help="Show a saved article at once, with its problems.")] = False,
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
) -> None:
    """Migrate the database, import the content folder, and serve it."""
    settings = Settings()  # what cannot be read is told here, in words
    # A fresh interpreter takes the place of this one, whose terminal libraries are 10 MB that no worker needs. Two
    # heaps in all, where glibc gives each thread its own, save another 4; and 1 is where in its line each instruction
    # stands, for the marks that Python puts under the lines of a traceback. A large block is given back at once, not
    # when all around it is free: compressing pages leaves 3 behind otherwise.
    environ = {
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": "131072",
        "PYTHONNODEBUGRANGES": "1",
        **os.environ,
        **({"UNSNAG_DEV": "true"} if reload else {}),
    }
    flags = [] if reload or settings.dev else bytecode.flags()
    command = [sys.executable, *flags, "-m", "app.serving", host, str(port), str(workers)]
    os.execve(sys.executable, command, environ)  # noqa: S606 - our own program, no shell


@app.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Article files or folders.")],
    as_json: Json = False,
    strict: Annotated[bool, typer.Option(help="Exit 1 on warnings too.")] = False,
) -> None:
    """Say what is wrong with articles, and run their scenarios."""
    from app.checks import declarations
    from app.library.single import lint_path

    problems = list(dict.fromkeys(problem for path in paths for problem in lint_path(path, declarations())))
    if as_json:
        terminal.print_json([terminal.problem_json(problem) for problem in problems])
    else:
        terminal.print_problems(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    if not as_json:
        warnings = len(problems) - errors
        terminal.err.print(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}" if problems else "No problems.")
    raise typer.Exit(1 if errors or (strict and problems) else 0)


@app.command("import")
def import_(
    folder: Annotated[Path | None, typer.Argument(help="A content folder; the settings' one if left out.")] = None,
) -> None:
    """Bring changed article files into the database as new versions."""
    from app.actions.import_folder import import_folder

    settings = Settings()
    report = import_folder(settings, folder or settings.content, datetime.now(UTC))
    terminal.print_problems(report.problems)
    terminal.out.print(report.summary(), markup=False)
    raise typer.Exit(1 if report.broken else 0)


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="Where to write the files.")]) -> None:
    """Write every published article to files."""
    from app.actions.import_folder import export_folder

    report = export_folder(Settings(), folder, datetime.now(UTC))
    for path in report.written:
        terminal.out.print(path, markup=False)
    for path in report.clashes:
        terminal.err.print(f"[yellow]warning[/] {escape(path)} differs between articles; the latest was written.")


@app.command()
def walk(
    article: ArticleName,
    given: Given = [],  # noqa: B006 - typer copies it
    check: Annotated[list[str], typer.Option("--check", metavar="STEP.CHECK=CODE")] = [],  # noqa: B006
    answer: Annotated[list[str], typer.Option("--answer", metavar="STEP=OPTION")] = [],  # noqa: B006
    tried: Annotated[list[str], typer.Option("--tried", metavar="CAUSE=worked|failed|skipped")] = [],  # noqa: B006
    passed: Annotated[list[str], typer.Option("--continue", metavar="STEP")] = [],  # noqa: B006
    today: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The date conditions see.")] = None,
    as_json: Json = False,
) -> None:
    """Walk an article with given inputs, check results and answers."""
    from app.checks import declarations
    from app.core.scenario import walk_given

    found = _article(article)
    day = _day(today) if today else _today()
    script = arguments.script(found, given, check, answer, tried, passed)
    state, warnings = walk_given(found, declarations(), script, day)
    for warning in warnings:
        terminal.err.print(f"[yellow]warning[/] {warning}")
    if as_json:
        terminal.print_json(state.summary())
    else:
        terminal.print_walk(found, state)


@app.command()
def check(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A check, such as dns.mx.")],
    params: Annotated[list[str], typer.Argument(metavar="k=v…", help="Its parameters.")] = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Run one live check."""
    from app.actions.ledger import open_ledger
    from app.checks import registry
    from app.checks.runner import Runner

    known = registry()
    if name not in known:
        raise WrongUse(f"There is no check “{name}”. There are: {', '.join(known)}.")
    values = arguments.parameters(params)
    fields = known[name].declaration.params.model_fields
    for parameter in values:
        if parameter not in fields:
            raise WrongUse(f"“{name}” has no parameter “{parameter}”. It takes: {', '.join(fields)}.")
    for parameter, field in fields.items():
        if field.is_required() and parameter not in values:
            raise WrongUse(f"“{name}” needs {parameter}=…")
    settings = Settings()
    result = asyncio.run(Runner(settings, ledger=open_ledger(settings)).run(name, values))
    if as_json:
        terminal.print_json(result.to_json())
    else:
        terminal.print_result(name, result)
    raise typer.Exit(0 if result.status in ("pass", "warn") else 1)


@app.command()
def diagnose(article: ArticleName, given: Given = [], as_json: Json = False) -> None:  # noqa: B006
    """Run every check of an article whose inputs are known, and say what stands out."""
    from app.actions.diagnose_given import diagnose_given

    found = _article(article)
    report = asyncio.run(diagnose_given(Settings(), found, arguments.inputs(found, given), _today()))
    if as_json:
        terminal.print_json(report)
    else:
        terminal.print_diagnosis(found, report)
    raise typer.Exit(1 if report["first"] else 0)


@app.command()
def proof(
    domain: Annotated[str, typer.Argument(metavar="DOMAIN", help="The domain that is to be proved yours.")],
    as_json: Json = False,
) -> None:
    """Give a TXT record that proves a domain to be yours, for checks that ask for it."""
    from app.actions.give_proof import give_proof
    from app.actions.ledger import open_ledger

    record = give_proof(open_ledger(Settings()), domain)
    if as_json:
        terminal.print_json(record.to_json())
        return
    terminal.out.print(record.line, markup=False)
    terminal.err.print(
        f"Publish this record, then give the check proof={record.token}. "
        f"It counts until {record.until:%Y-%m-%d %H:%M} UTC.",
        markup=False,
    )


@app.command()
def arrived(code: Annotated[str, typer.Argument(metavar="CODE", help="The code in the message.")]) -> None:
    """Say that the message of `mail.roundtrip` is there."""
    from app.actions.confirm_arrival import confirm_arrival
    from app.actions.ledger import open_ledger

    try:
        confirm_arrival(open_ledger(Settings()).sessions, code, datetime.now(UTC))
    except BadInput as problem:
        raise WrongUse(problem.message) from problem
    terminal.out.print("Noted: the message is there. Run mail.roundtrip again to see how long it took.", markup=False)


@app.command()
def doctor() -> None:
    """Look after this installation: the database, the content, and what its settings open."""
    from app.actions.look_after import look_after

    findings = look_after(Settings(), datetime.now(UTC))
    for finding in findings:
        mark = terminal.MARKS["pass" if finding.well else "fail"]
        terminal.out.print(f"{mark} {escape(finding.said)}")
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def new(article_id: Annotated[str, typer.Argument(metavar="ID", help="The id of the new article.")]) -> None:
    """Write a first draft of an article into the content folder."""
    from app.library.template import write_new

    path = write_new(Settings().content, article_id)
    terminal.out.print(f"{path} is written. Read on with: unsnag lint {path}", markup=False)


@app.command()
def graph(article: ArticleName) -> None:
    """Print the picture of an article's steps as SVG."""
    from app.core.picture import standalone

    print(standalone(_article(article)))


def _article(name: str) -> Article:
    """The article, or the exit that says why there is none."""
    from app.library.single import read_article

    article, problems = read_article(name, Settings().content)
    if article is None:
        terminal.print_problems(problems, terminal.err)
        raise typer.Exit(1)
    return article


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError as error:
        raise WrongUse(f"“{text}” is not a date. Write it like 2026-04-05.") from error


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def main() -> None:
    """The way in: what Unsnag says of wrong use goes to standard error, never as a traceback."""
    try:
        app()
    except ValidationError as wrong:  # only settings are validated this far out
        for problem in wrong.errors():
            name = "_".join(("UNSNAG", *(str(part) for part in problem["loc"][:1]))).upper()
            terminal.err.print(f"[red]The setting {name} cannot be read: {escape(problem['msg'])}.[/]")
        sys.exit(2)
    except (WrongUse, NotFound) as wrong:
        terminal.err.print(f"[red]{escape(wrong.message)}[/]")
        sys.exit(2)
    except UnsnagError as error:
        terminal.err.print(f"[red]{escape(error.message)}[/]")
        sys.exit(1)


if __name__ == "__main__":
    main()
