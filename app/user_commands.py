"""`unsnag user`: who may log in. A password is asked for, or read from a file or standard input; never an argument,
since those are seen by everybody on the machine and stay in the shell's history.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from app import terminal
from app.command_store import store
from app.core.errors import WrongUse

app = typer.Typer(no_args_is_help=True, help="Say who may log in.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The email address that they log in with.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(help="Read the password from the first line of this file, `-` for standard input.", metavar="FILE"),
]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="What the audit log calls them; the part before the @ if left out.")] = "",
    role: Annotated[
        str, typer.Option(metavar="moderator|admin", help="The first account is an admin if left out.")
    ] = "",
    password_file: PasswordFile = None,
) -> None:
    """Give somebody an account; asks for the password."""
    from app.actions.add_account import NewAccount, add_account
    from app.storage.accounts import accounts
    from app.storage.audit import COMMAND_LINE

    with store() as sessions:
        if not role:
            with sessions() as session:
                role = "moderator" if accounts(session) else "admin"
        new = NewAccount(email, name or email.partition("@")[0], role, _password(password_file))
        made = add_account(sessions, new, COMMAND_LINE, datetime.now(UTC))
    terminal.out.print(f"{made.email} may log in at /admin/log-in as {made.role}.", markup=False)


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False) -> None:
    """Print every account."""
    from app.storage.accounts import accounts

    with store() as sessions, sessions() as session:
        everybody = accounts(session)
    if as_json:
        terminal.print_json(
            [
                {
                    "email": account.email,
                    "name": account.name,
                    "role": account.role,
                    "created": account.created_at.isoformat(),
                    "disabled": account.disabled_at.isoformat() if account.disabled_at else None,
                }
                for account in everybody
            ]
        )
        return
    for account in everybody:
        disabled = f" [yellow]disabled since {account.disabled_at:%Y-%m-%d}[/]" if account.disabled_at else ""
        terminal.out.print(f"{escape(account.email)} [bold]{escape(account.name)}[/] {account.role}{disabled}")
    if not everybody:
        terminal.err.print("There is no account yet. Make one with: unsnag user add EMAIL")


@app.command()
def password(email: Email, password_file: PasswordFile = None) -> None:
    """Set a new password; ends all sessions of the account."""
    from app.actions.change_account import find_account
    from app.actions.change_password import set_password
    from app.storage.audit import COMMAND_LINE

    with store() as sessions:
        account = find_account(sessions, email)
        ended = set_password(sessions, account, _password(password_file), COMMAND_LINE, datetime.now(UTC))
    terminal.out.print(f"{account.email} has a new password; log-ins that ended: {ended}.", markup=False)


@app.command()
def disable(email: Email) -> None:
    """Let an account log in no more; ends its sessions. What it did stays in the audit log."""
    from app.actions.change_account import disable_account, find_account
    from app.storage.audit import COMMAND_LINE

    with store() as sessions:
        account = find_account(sessions, email)
        disable_account(sessions, account, COMMAND_LINE, datetime.now(UTC))
    terminal.out.print(f"{account.email} can log in no more.", markup=False)


@app.command()
def enable(email: Email) -> None:
    """Let a disabled account log in again."""
    from app.actions.change_account import enable_account, find_account
    from app.storage.audit import COMMAND_LINE

    with store() as sessions:
        account = find_account(sessions, email)
        enable_account(sessions, account, COMMAND_LINE, datetime.now(UTC))
    terminal.out.print(f"{account.email} may log in again.", markup=False)


def _password(file: Path | None) -> str:
    """Without a terminal to ask at, the first line of standard input. Raises WrongUse."""
    if file is not None and str(file) != "-":
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUse(f"The file “{file}” cannot be read: {error}.") from error
        return text.partition("\n")[0].removesuffix("\r")
    if file is not None or not sys.stdin.isatty():
        return sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    chosen = getpass("Password: ")
    if getpass("The same once more: ") != chosen:
        raise WrongUse("The two are not the same. Nothing was changed.")
    return chosen
