"""Starting real servers in the foreground, each with its files in one folder, and ending them without a trace."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/lib/postfix/sbin"
START_S, END_S = 20.0, 10.0  # for machines that are very busy; both end as soon as they may
PACKAGES = {"master": "postfix"}  # where a program has another name than its package
NOBODY = "nobody"  # whom servers run as that need no rights, where the tests run as root


def program(name: str) -> str | None:
    """Where this server is installed."""
    return shutil.which(name, path=PLACES)


def why_not(*programs: str, root: bool = False) -> str:
    """Why tests with these servers cannot run here; empty where they can."""
    absent = [PACKAGES.get(name, name) for name in (*programs, "setpriv") if program(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)} (see tests/lab/README.md)"
    return "only root may start this server" if root and os.getuid() != 0 else ""


@dataclass(frozen=True)
class _Running:
    process: subprocess.Popen[bytes]
    ready: tuple[tuple[str, int], ...]
    log: Path

    def wait(self) -> None:
        until = time.monotonic() + START_S
        for place in self.ready:
            while not _listens(place):
                said = self.log.read_text(errors="replace")
                assert self.process.poll() is None, f"the server ended: {said}"
                assert time.monotonic() < until, f"nothing listens at {place}: {said}"
                time.sleep(0.01)


class Daemons:
    """Servers that run together, and the folder that holds all their files."""

    def __init__(self) -> None:
        self._running: list[_Running] = []
        self.folder = Path(tempfile.mkdtemp(prefix="unsnag-lab-"))
        self.folder.chmod(0o755)

    def __enter__(self) -> Daemons:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        for running in self._running:
            running.process.terminate()
        for running in self._running:
            _end(running.process)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def user(self) -> str:
        """Whom servers without special rights run as."""
        return NOBODY if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name

    def home(self, name: str) -> Path:
        """A folder for one server's files, of the user it runs as."""
        home = self.folder / name
        home.mkdir(mode=0o755)
        self.give(home)
        return home

    def give(self, path: Path) -> None:
        if os.getuid() == 0:
            shutil.chown(path, self.user)

    def start(self, command: Sequence[str], ready: Iterable[tuple[str, int]], *, as_root: bool = False) -> None:
        """Start a server that stays in the foreground; `wait` waits until it takes connections at all of `ready`."""
        path = program(command[0])
        assert path is not None, command[0]
        log = self.folder / f"{command[0]}-{len(self._running)}.out"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*_as(None if as_root else self.user), path, *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
            )
        self._running.append(_Running(process, tuple(ready), log))

    def wait(self) -> None:
        """Until every server that was started takes connections."""
        for running in self._running:
            running.wait()


def _as(user: str | None) -> list[str]:
    """A prefix that gives up rights, and lets the server end with us however we end."""
    change = []
    if user is not None and os.getuid() == 0:
        entry = pwd.getpwnam(user)
        change = [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    return ["setpriv", *change, "--pdeathsig", "TERM"]


def _listens(place: tuple[str, int]) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(place, timeout=1):
        return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let it end, as it was asked to, and end whatever of its process group is left."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
