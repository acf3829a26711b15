"""Which kind of file it is, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.actions.read_isso import read_isso
from app.core.comment_source import MOST, Format, SourceComment, SourceProblem
from app.core.comments_table import decode, read_table
from app.core.disqus_export import read_disqus
from app.core.errors import BadInput, WrongUse
from app.core.wordpress_export import read_wordpress

LARGEST: Final = 512 * 1024 * 1024  # bytes of a file
LARGEST_TABLE: Final = 64 * 1024 * 1024  # a CSV file is read at once
FORMATS: Final[tuple[Format, ...]] = ("csv", "disqus", "isso", "wordpress")
_CHUNK: Final = 1 << 16


def find_format(path: Path) -> Format:
    """By what the file begins with. Raises WrongUse where it cannot be read or is too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise WrongUse(f"“{path}” is larger than {LARGEST >> 20} MB.")
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise WrongUse(f"“{path}” cannot be read: {error.strerror}.") from error
    if head.startswith(b"SQLite format 3\0"):
        return "isso"
    if not re.match(rb"(\xef\xbb\xbf)?\s*<", head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    return "disqus" if b"disqus" in head.lower() else "wordpress"


def read_comment_file(path: Path, kind: Format) -> Iterator[SourceComment | SourceProblem]:
    """Every comment of the file in order, and what cannot be taken. Raises BadInput, with the line."""
    for count, found in enumerate(_read(path, kind)):
        if count >= MOST:
            raise BadInput(f"There are more than {MOST:,} comments in it.")
        yield found


def _read(path: Path, kind: Format) -> Iterator[SourceComment | SourceProblem]:
    match kind:
        case "isso":
            return read_isso(path)
        case "csv":
            if path.stat().st_size > LARGEST_TABLE:
                raise WrongUse(f"“{path}” is larger than {LARGEST_TABLE >> 20} MB. Import it in parts.")
            return read_table(decode(path.read_bytes()))
        case "disqus":
            return read_disqus(_chunks(path))
        case "wordpress":
            return read_wordpress(_chunks(path))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
