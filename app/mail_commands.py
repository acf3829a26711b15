"""`unsnag mail`: what is in the outbox, and what a person has to decide about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape

from app import terminal
from app.command_store import store
from app.core.errors import NotFound, WrongUse

app = typer.Typer(no_args_is_help=True, help="Look into the outbox.")

MailId = Annotated[int, typer.Argument(metavar="ID", help="The number that `unsnag mail list` shows.")]
_TONES = {"sent": "green", "failed": "red", "unknown": "yellow"}


@app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="What was sent, too.")] = False,
    limit: Annotated[int, typer.Option(help="The latest so many.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Print what waits, failed, or may or may not have gone."""
    from app.storage import outgoing

    states = () if every else ("waiting", "sending", "failed", "unknown")
    with store() as sessions, sessions() as session:
        outgoing.find_dead(session, datetime.now(UTC))
        found = outgoing.list_mail(session, states, limit)
    if as_json:
        names = ("id", "key", "state", "recipient", "subject", "tries", "error", "message_id")
        times = ("created_at", "next_at", "sent_at")
        terminal.print_json(
            [
                {name: getattr(mail, name) for name in names}
                | {name: moment.isoformat() if (moment := getattr(mail, name)) else None for name in times}
                for mail in found
            ]
        )
        return
    for mail in found:
        state = f"[{_TONES.get(mail.state, 'bright_black')}]{mail.state}[/]"
        about = f"{mail.created_at:%Y-%m-%d %H:%M} {escape(mail.recipient)} “{escape(mail.subject)}”"
        terminal.out.print(f"{mail.id:>6} {state} {about} [bright_black]{mail.tries} tries {escape(mail.error)}[/]")
    if not found:
        terminal.err.print("Nothing waits, and nothing failed.")


@app.command()
def show(mail_id: MailId) -> None:
    """Print one message, links and all."""
    from app.storage import outgoing

    with store() as sessions, sessions() as session:
        mail = outgoing.find_mail(session, mail_id)
    if mail is None:
        raise WrongUse(f"There is no message {mail_id}.")
    fields = {"To": mail.recipient, "Subject": mail.subject, "Message-ID": mail.message_id, **mail.headers}
    for name, value in fields.items():
        terminal.out.print(f"{name}: {value}", markup=False)
    terminal.out.print(f"\n{mail.text or 'It was sent, so its text is no longer kept.'}", markup=False)


@app.command()
def retry(mail_id: MailId) -> None:
    """Send a message once more that failed, or that may or may not have gone."""
    from app.storage import outgoing

    now = datetime.now(UTC)
    with store() as sessions, sessions() as session:
        outgoing.find_dead(session, now)
        try:
            mail = outgoing.retry_mail(session, mail_id, now)
        except NotFound as problem:
            raise WrongUse(problem.message) from problem
    terminal.out.print(f"Message {mail.id} waits: the site sends it within seconds while it runs.", markup=False)
