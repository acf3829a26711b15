"""Where things run: the server on one core, the load and all else on the others; and what a process weighs."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
PINNED = len(_CORES) > 1
SERVER_CORE = _CORES[0] if PINNED else None
LOAD_CORES = set(_CORES[1:]) if PINNED else set(_CORES)


def pin_to_load() -> None:
    """Put this process, and the load it starts, on every core but the server's."""
    if PINNED:
        os.sched_setaffinity(0, LOAD_CORES)


def pin_to_server() -> None:
    """For a child before it becomes the server: one core of its own."""
    if SERVER_CORE is not None:
        os.sched_setaffinity(0, {SERVER_CORE})


def unpin() -> None:
    """For a child that may use the whole machine."""
    if PINNED:
        os.sched_setaffinity(0, set(_CORES))


def describe() -> str:
    cores = f"server on core {SERVER_CORE}, load on {sorted(LOAD_CORES)}" if PINNED else "NOT pinned: one core only"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"Python {platform.python_version()}, {cores}, load average {load:.1f} before the run"


def rss_mib(pid: int) -> float:
    """What a process holds in memory now, in MiB (resident, shared libraries included)."""
    return _status_kb(pid, "VmRSS") / 1024


def peak_mib(pid: int) -> float:
    """The most a process ever held, in MiB."""
    return _status_kb(pid, "VmHWM") / 1024


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tool(package: str, program: str, folder: Path) -> Path:
    """A program from the package registry, in a virtual environment of its own under var/."""
    venv = folder / "tools"
    path = venv / "bin" / program
    if not path.exists():
        print(f"installing {package} into {venv} …", file=sys.stderr)
        if not (venv / "bin" / "pip").exists():
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", package], check=True, stderr=subprocess.DEVNULL)
    return path


def _status_kb(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0
