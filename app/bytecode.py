"""Python without docstrings for a worker, which has no use for them: 6 MB less in each.

`python -OO` reads bytecode of its own, which installing a package does not write. Compiling all libraries takes some
seconds and leaves 10 MB behind, so it is done once, in a process that ends, and where it cannot be kept there a
worker holds its docstrings instead (docs/decisions/0016).

    python -m app.bytecode    writes it, whatever PYTHONDONTWRITEBYTECODE says
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

FLAG = "-OO"
_OURS = Path(__file__).parent
_LIBRARIES = ("fastapi.applications", "pydantic.main", "sqlalchemy.orm.mapper")  # the largest; each stands for all
# What a worker loads, and then all that lies beside it: some of it comes when it is first used.
_LOAD = """
import compileall, sys
import alembic.command, uvicorn, uvloop
import app.main, app.serving, app.checks.network
for name, module in list(sys.modules.items()):
    for folder in getattr(module, "__path__", ()):
        if "." not in name and (name == "app" or "site-packages" in folder):
            compileall.compile_dir(folder, quiet=2)
"""


def flags() -> list[str]:
    """What to start a worker's Python with: `-OO` where its bytecode is kept, or can be from now on."""
    if not sys.dont_write_bytecode:
        write()
    return [FLAG] if _are_kept(_compiled()) else []


def write() -> None:
    """Does nothing where it is there, or cannot be written."""
    compiled = _compiled()
    if _are_kept(compiled) or not all(map(_is_writable, compiled.values())):
        return
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, FLAG, "-c", _LOAD]
    subprocess.run(command, env=environ, cwd=_OURS.parent, check=False, capture_output=True)  # noqa: S603 - our own


def _are_kept(compiled: Mapping[Path, Path]) -> bool:
    """Whether none is missing, or older than its source."""
    try:
        return all(kept.stat().st_mtime >= source.stat().st_mtime for source, kept in compiled.items())
    except OSError:
        return False


def _compiled() -> dict[Path, Path]:
    """Where the bytecode of each source is kept."""
    return {source: Path(importlib.util.cache_from_source(str(source), optimization=2)) for source in _sources()}


def _sources() -> Iterator[Path]:
    """All that is ours, and one file of each of the largest libraries."""
    yield from _OURS.rglob("*.py")
    for name in _LIBRARIES:
        # by its package's path: finding a module inside one would load the package
        package, _, module = name.partition(".")
        found = importlib.util.find_spec(package)
        if found is not None and found.origin is not None:
            yield Path(found.origin).parent.joinpath(*module.split(".")).with_suffix(".py")


def _is_writable(file: Path) -> bool:
    """Whether it can be written, with the folders that are not there yet."""
    there = next(parent for parent in file.parents if parent.exists())
    return os.access(there, os.W_OK)


if __name__ == "__main__":
    write()
