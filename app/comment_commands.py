"""`unsnag comments`: bring in those of another system, and write out what is published."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from app import terminal
from app.core.errors import BadInput, NotFound, WrongUse
from app.settings import Settings

if TYPE_CHECKING:
    from app.actions.import_comments import CommentReport
    from app.actions.services import Services

app = typer.Typer(no_args_is_help=True, help="Bring comments in and out.")
SHOWN = 50  # lines of a list that a person reads


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An export of Disqus or WordPress, an Isso database, or CSV.")
    ],
    kind: Annotated[
        str, typer.Option("--format", metavar="csv|disqus|isso|wordpress", help="Found out where it is left out.")
    ] = "",
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Which thread belongs to which article.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Bring in the comments of another system, each once. Exit 1 where some could not be placed."""
    from app.actions.import_comments import import_comments
    from app.actions.map_threads import read_map
    from app.actions.read_comment_file import FORMATS, find_format, read_comment_file

    if kind and kind not in FORMATS:
        raise WrongUse(f"There is no format “{kind}”. There are: {', '.join(FORMATS)}.")
    given = read_map(mapping) if mapping is not None else {}
    named = [known for known in FORMATS if known == kind]
    found = named[0] if named else find_format(file)
    with _services() as services:
        try:
            report = import_comments(services, read_comment_file(file, found), found, given, dry_run=dry_run)
        except BadInput as problem:
            raise WrongUse(f"{file}: {problem.message} Nothing was kept.") from problem
    if as_json:
        terminal.print_json(_report_json(report))
    else:
        _print_report(report, file, dry_run=dry_run)
    raise typer.Exit(1 if report.unplaced or report.problems else 0)


@app.command()
def export(
    kind: Annotated[str, typer.Option("--format", metavar="json|atom", help="What is printed.")] = "json",
    article: Annotated[str, typer.Option(metavar="ID", help="Only those of one article.")] = "",
) -> None:
    """Print every published comment, without any address."""
    from app.actions.export_comments import every_comment, write_atom, write_json
    from app.actions.queue_mail import mail_base
    from app.actions.start_run import find_article

    if kind not in ("json", "atom"):
        raise WrongUse(f"There is no format “{kind}”. There are: json, atom.")
    with _services() as services:
        try:
            article_id = find_article(services, article).article_id if article else None
        except NotFound as problem:
            raise WrongUse(f"There is no article “{article}”.") from problem
        base, path = mail_base(services.settings), f"/a/{article_id}/comments.atom" if article_id else "/comments.atom"
        with services.sessions() as session:
            found = every_comment(session, article_id)
            if kind == "json":
                parts = write_json(services, found, base)
            else:
                title = f"Tips from readers · {services.settings.site_name}"
                parts = write_atom(services, found, base, path=path, title=title, now=services.clock())
            for part in parts:
                sys.stdout.write(part)


@contextmanager
def _services() -> Iterator[Services]:
    from app.actions.open_services import open_services

    services = open_services(Settings(), import_content=False)
    try:
        yield services
    finally:
        services.engine.dispose()


def _print_report(report: CommentReport, file: Path, *, dry_run: bool) -> None:
    for line, said in report.unplaced[:SHOWN]:
        terminal.err.print(f"[bold]{escape(str(file))}:{line}[/] [red]no article[/] {escape(said)}")
    for problem in report.problems[:SHOWN]:
        terminal.err.print(f"[bold]{escape(str(file))}:{problem.line}[/] [yellow]note[/] {escape(problem.said)}")
    more = max(len(report.unplaced) - SHOWN, 0) + max(len(report.problems) - SHOWN, 0)
    if more:
        terminal.err.print(f"… and {more} more: --json has them all.")
    would = "would be kept" if dry_run else "kept"
    told = [f"{report.kind}: {report.read} read, {report.kept} {would}, {report.known} were here already"]
    if report.flattened:
        told.append(f"{report.flattened} replies to replies now stand below the first comment")
    told += [f"{count} {reason} left out" for reason, count in report.left_out.items()]
    if report.unplaced:
        told.append(f"{len(report.unplaced)} belong to no article here; a mapping file can say where they go")
    terminal.out.print("; ".join(told) + ".", markup=False)


def _report_json(report: CommentReport) -> dict[str, object]:
    return {
        "format": report.kind,
        "read": report.read,
        "kept": report.kept,
        "known": report.known,
        "flattened": report.flattened,
        "left_out": dict(report.left_out),
        "unplaced": [{"line": line, "thread": said} for line, said in report.unplaced],
        "notes": [{"line": problem.line, "said": problem.said} for problem in report.problems],
    }
