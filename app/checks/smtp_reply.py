"""Reading an SMTP reply: pure (RFC 5321 section 4.2, RFC 3463 for enhanced codes)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:\s|$)")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: its code, the text of each line, and the lines as sent. `code` is 0 where it is no SMTP reply."""

    code: int
    texts: tuple[str, ...]
    raw: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.raw)

    @property
    def enhanced(self) -> str:
        """The enhanced status code (RFC 3463), or nothing."""
        found = _ENHANCED.match(self.texts[0]) if self.texts else None
        return found[1] if found else ""

    @property
    def kind(self) -> int:
        """2, 3, 4 or 5, by which a sender decides; 0 where it is no reply."""
        return self.code // 100


def is_last(line: bytes) -> bool:
    """Whether a reply ends with this line: anything but `NNN-…`."""
    found = _LINE.fullmatch(line)
    return found is None or found[2] != b"-"


def read_reply(lines: Sequence[bytes]) -> Reply:
    """The reply that these lines make; code 0 where a line is not `NNN text`, codes differ, or controls are in it."""
    codes, texts = set(), []
    sound = bool(lines)
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or _CONTROL.search(line):
            sound = False
            texts.append(_decoded(line))
        else:
            codes.add(int(found[1]))
            texts.append(_decoded(found[3] or b""))
    code = codes.pop() if sound and len(codes) == 1 else 0
    return Reply(code, tuple(texts), tuple(_decoded(line) for line in lines))


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
