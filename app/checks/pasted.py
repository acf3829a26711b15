"""Text as people paste it → lines to read: undone are quoting, MIME encodings, HTML and odd line ends. Pure.

Everything here takes time in proportion to the text: nothing is searched twice, and no pattern can go back far.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.checks.tag_stripping import is_html, strip_tags, unescape

MOST_BYTES = 262_144  # 256 KiB; what comes after that is left unread, and the result says so
LONGEST_LINE = 1000  # characters; a longer line is read as several, and no number in it can be too long for Python
_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_QUOTED = re.compile(r" {0,3}(?:> ?)+")
_ENCODING = re.compile(r"\s*content-transfer-encoding\s*:\s*(quoted-printable|base64)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([a-z0-9_-]{1,30})", re.IGNORECASE)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}\s?:(?:\s|$)|\s+\S|.{0,200}(?:charset|boundary|name)=", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}", re.ASCII)
_ESCAPES = re.compile(r"=[0-9A-F]{2}|=$", re.MULTILINE)
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\0")) | {
    ord("\t"): " ",
    0xA0: " ",
    0x202F: " ",
}
# Charsets that mail is written in; others, such as punycode, are no text or not decoded in linear time.
_CHARSETS = re.compile(
    r"(?:us-ascii|utf-8|iso-8859-\d\d?|windows-125\d|iso-2022-jp|shift_jis|euc-jp|gb2312|gbk|big5|euc-kr|koi8-[ru])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Paste:
    """Lines without their ends, none longer than `LONGEST_LINE`; `cut` where the text was longer than we read."""

    lines: tuple[str, ...]
    cut: bool


def read_paste(text: str) -> Paste:
    """The lines of a paste, whatever it went through on its way. Never raises."""
    data = text.encode("utf-8", "replace")
    cut = len(data) > MOST_BYTES
    text = data[:MOST_BYTES].decode("utf-8", "ignore")
    text = _BREAKS.sub("\n", text).translate(_INVISIBLE)
    lines = _flush([_unquoted(line) for line in text.split("\n")])
    text = "\n".join(_decoded(lines))
    if is_html(text):
        text = strip_tags(text)
        return Paste(tuple(unescape(line) for line in _short(text)), cut)
    return Paste(tuple(_short(text)), cut)


def _unquoted(line: str) -> str:
    """Without the marks of a quotation. Indentation stays: it tells folded headers."""
    found = _QUOTED.match(line) if ">" in line[:4] else None
    return line[found.end() :] if found else line


def _flush(lines: list[str]) -> list[str]:
    """Without the indentation that all lines share; what is left of it tells folded headers."""
    depth = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [line[depth:] for line in lines] if depth else lines


def _short(text: str) -> Iterable[str]:
    for line in text.split("\n"):
        yield from (line[at : at + LONGEST_LINE] for at in range(0, len(line) or 1, LONGEST_LINE))


def _decoded(lines: list[str]) -> list[str]:
    """Each part's lines decoded as its headers say, and where those are missing, as it looks."""
    found: list[str] = []
    part: list[str] = []
    encoding, charset, reading = "", "", False
    for line in [*lines, "--"]:
        ends = line.startswith("--")
        if reading and not ends:
            part.append(line)
            continue
        if ends:
            found.extend(_part(part, encoding, charset))
            part, encoding, charset, reading = [], "", "", False
            found.append(line)
            continue
        if (named := _CHARSET.search(line[:LONGEST_LINE])) is not None:
            charset = named[1]
        if (named := _ENCODING.match(line)) is not None:
            encoding = named[1].lower()
        reading = bool(encoding) and (not line.strip() or not _HEADER.match(line))
        (part if reading else found).append(line)
    return _undeclared(found[:-1])


def _part(lines: list[str], encoding: str, charset: str) -> list[str]:
    if encoding == "quoted-printable":
        return _from_quoted("\n".join(lines), charset)
    if encoding == "base64":
        return _from_base64(lines, charset)
    return lines


def _undeclared(lines: list[str]) -> list[str]:
    """What is encoded though nothing says so any more: a part pasted without its headers."""
    if sum(1 for line in lines if _ESCAPES.search(line[:LONGEST_LINE])) >= 3:
        lines = _from_quoted("\n".join(lines), "")
    return _from_base64(lines, "", least=3)


def _from_quoted(text: str, charset: str) -> list[str]:
    return _as_text(binascii.a2b_qp(text.encode("utf-8", "replace")), charset).split("\n")


def _from_base64(lines: list[str], charset: str, *, least: int = 1) -> list[str]:
    """Runs of at least so many lines of base64, decoded where they hold text."""
    found: list[str] = []
    run: list[str] = []
    for line in [*lines, " "]:
        bare = line.strip()
        if bare and len(bare) % 4 == 0 and _BASE64.fullmatch(bare):
            run.append(bare)
            continue
        found.extend(_run(run, charset) if len(run) >= least else run)
        run = []
        found.append(line)
    return found[:-1]


def _run(run: list[str], charset: str) -> list[str]:
    try:
        text = _as_text(binascii.a2b_base64("".join(run)), charset, strictly=not charset)
    except (binascii.Error, UnicodeDecodeError):
        return run
    readable = sum(1 for c in text if c.isprintable() or c in "\r\n\t")
    if readable < 0.95 * len(text):
        return run
    return _BREAKS.sub("\n", text).translate(_INVISIBLE).split("\n")


def _as_text(data: bytes, charset: str, *, strictly: bool = False) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if strictly:
            raise
    return data.decode(charset if _CHARSETS.fullmatch(charset) else "iso-8859-1", "replace")
