"""Which kind of file it is, and what is in it."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

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
        with _open(path) as file:
            head = file.read(4096)
    except (OSError, EOFError) as error:
        raise WrongUse(f"“{path}” cannot be read: {error}.") from error
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
            data = b"".join(_chunks(path, LARGEST_TABLE))
            return read_table(decode(data))
        case "disqus":
            return read_disqus(_chunks(path))
        case "wordpress":
            return read_wordpress(_chunks(path))


def _open(path: Path) -> IO[bytes]:
    """The file, unpacked where it is packed as Disqus packs its exports (`.xml.gz`)."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")


def _chunks(path: Path, largest: int = LARGEST) -> Iterator[bytes]:
    """A file of a few bytes may unpack to any number, so it is what comes out that is counted."""
    size = 0
    try:
        with _open(path) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > largest:
                    raise BadInput(f"It is larger than {largest >> 20} MB. Import it in parts.")
                yield chunk
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"It cannot be read to its end: {error}.") from error
