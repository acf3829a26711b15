"""`unsnag user`: accounts from the command line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from app import cli, user_commands
from app.actions.passwords import check_password
from app.settings import Settings
from app.storage import account_sessions, accounts, audit
from app.storage.accounts import Account
from app.storage.audit import AuditEntry
from app.storage.engine import make_engine, session_factory
from tests.storage.shelf import DAY, NOW

PASSWORD = "four words of no account"


class Keyboard(io.StringIO):
    """Standard input as it is where somebody sits before it."""

    def isatty(self) -> bool:
        return True


class Terminal:
    """Runs the command in this process over a database of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.url = f"sqlite:///{folder / 'users.sqlite'}"
        monkeypatch.setenv("UNSNAG_DATABASE", self.url)
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str, typed: str = f"{PASSWORD}\n") -> tuple[int, str, str]:
        """Exit code, standard output and error; `typed` is what comes in by standard input."""
        self._monkeypatch.setattr(sys, "argv", ["unsnag", "user", *words])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = self._capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    def doctor(self) -> str:
        """What `unsnag doctor` says."""
        self._monkeypatch.setattr(sys, "argv", ["unsnag", "doctor"])
        with pytest.raises(SystemExit):
            cli.main()
        return self._capsys.readouterr().out

    def stored(self, email: str = "maria@example.com") -> tuple[Account, list[AuditEntry]]:
        engine = make_engine(Settings(database=self.url, _env_file=None))
        with session_factory(engine)() as session:
            account = accounts.account_by_email(session, email)
            entries = audit.entries(session)
        engine.dispose()
        assert account is not None
        return account, entries


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, monkeypatch, capsys)


def test_the_first_account_is_an_admin_and_the_next_is_none(user: Terminal) -> None:
    code, out, err = user("add", "Maria@example.com", "--name", "Maria")
    assert (code, err) == (0, "")
    assert "/admin/log-in" in out and "admin" in out
    account, entries = user.stored()
    assert (account.name, account.role) == ("Maria", "admin")
    assert check_password(PASSWORD, account.password_hash)[0]
    assert [(e.actor, e.account_id, e.action) for e in entries] == [("command line", None, "add-account")]
    assert user("add", "otto@example.com")[0] == 0
    assert (user.stored("otto@example.com")[0].role, user.stored("otto@example.com")[0].name) == ("moderator", "otto")


def test_a_password_comes_from_a_file_and_is_never_printed(user: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\r\nmore\n", encoding="utf-8")
    code, out, err = user("add", "maria@example.com", "--password-file", str(file), typed="")
    assert code == 0 and PASSWORD not in out + err
    assert check_password(PASSWORD, user.stored()[0].password_hash)[0]
    user("password", "maria@example.com", "--password-file", "-", typed="other words than before\n")
    assert check_password("other words than before", user.stored()[0].password_hash)[0]
    code, _, err = user("password", "maria@example.com", "--password-file", str(tmp_path / "nothing"))
    assert code == 2 and "cannot be read" in err


def test_at_a_terminal_it_is_asked_for_twice_without_echo(user: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(user_commands, "getpass", ask)
    monkeypatch.setattr(io, "StringIO", Keyboard)
    assert user("add", "maria@example.com")[0] == 0
    assert len(asked) == 2
    code, _, err = user("password", "maria@example.com")
    assert code == 2 and "not the same" in err
    assert check_password(PASSWORD, user.stored()[0].password_hash)[0]


def test_there_is_no_way_to_give_it_as_an_argument(user: Terminal) -> None:
    assert user("add", "maria@example.com", "--password", PASSWORD)[0] == 2
    assert user("add", "maria@example.com", PASSWORD)[0] == 2


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["add", "maria"], 1, "@ sign"),
        (["add", "maria@example.com", "--role", "boss"], 1, "moderator, admin"),
        (["password", "nobody@example.com"], 2, "no account"),
        (["disable", "nobody@example.com"], 2, "no account"),
    ],
)
def test_what_is_wrong_is_said(user: Terminal, words: list[str], code: int, reason: str) -> None:
    ended, _, err = user(*words)
    assert ended == code
    assert reason in err
    assert "Traceback" not in err


def test_a_short_password_is_refused(user: Terminal) -> None:
    code, _, err = user("add", "maria@example.com", typed="short\n")
    assert code == 1 and "at least 12" in err


def test_list_disable_and_enable(user: Terminal) -> None:
    assert "unsnag user add" in user("list")[2]
    user("add", "maria@example.com", "--name", "[Maria]")
    user("add", "otto@example.com", "--role", "admin")
    assert user("disable", "otto@example.com")[0] == 0
    _, out, _ = user("list")
    assert "[Maria]" in out and "disabled since" in out
    code, _, err = user("disable", "maria@example.com")
    assert code == 1 and "only admin" in err
    user("enable", "otto@example.com")
    assert "disabled" not in user("list")[1]
    assert '"role": "admin"' in user("list", "--json")[1]


def test_a_new_password_ends_sessions(user: Terminal) -> None:
    user("add", "maria@example.com")
    account, _ = user.stored()
    engine = make_engine(Settings(database=user.url, _env_file=None))
    with session_factory(engine)() as session:
        account_sessions.open_session(
            session, account_id=account.id, token="t", agent="", network="", now=NOW, expires_at=NOW + DAY
        )
        session.commit()
        assert "log-ins that ended: 1" in user("password", "maria@example.com")[1]
        assert account_sessions.find_session(session, "t", now=NOW, idle=DAY) is None
    engine.dispose()


def test_the_doctor_tells_whether_anybody_can_moderate(user: Terminal) -> None:
    assert "Nobody can log in" in user.doctor()
    user("add", "maria@example.com")
    assert "Admins who may log in at /admin: 1." in user.doctor()
