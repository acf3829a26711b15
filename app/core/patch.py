"""A change of one file as a unified diff that `git apply` and `patch -p1` take, down to the last line end."""

from __future__ import annotations

import difflib
import re

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def unified_patch(file: str, before: str, after: str) -> str:
    """Empty where nothing changed. Only a line feed ends a line here, so that lines of DOS files keep their returns."""
    found = difflib.unified_diff(
        _LINES.findall(before), _LINES.findall(after), fromfile=f"a/{file}", tofile=f"b/{file}", n=3
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found)
