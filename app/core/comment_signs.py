"""What a comment holds that rules look at: hosts of its links, and ways to get in touch outside the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

from app.core.addresses import host_name

_HREF = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
_CODE = re.compile(r"<code>.*?</code>", re.S)
_BARE = re.compile(r"(?<![\w@.-])((?:[\w-]{1,63}\.)+[a-z]{2,24})(?=/[\w?#%~-])", re.IGNORECASE)
_ENDINGS = (
    "com|net|org|info|biz|xyz|top|shop|online|site|store|live|club|click|icu|vip|space|website|app|io|co|ru|cn|su"
)
_SPACED_DOT = re.compile(  # `shop [dot] example`, whatever the ending; `shop dot com` and `shop . com` for usual ones
    rf"(?i)([\w-]{{2,63}})(?:\s*[(\[{{]\s*(?:dot|punkt|\.)\s*[)\]}}]\s*([a-z]{{2,24}})|\s+(?:dot|punkt|\.)\s+({_ENDINGS}))\b"
)
_MAYBE_SPACED = re.compile(r"(?i)\bdot\b|\bpunkt\b|\s\.\s|[(\[{]\s*\.")  # looked for first, since it costs less
_MESSENGER = re.compile(
    r"(?i)\b(?:whats\s*app|telegram|viber|wechat|skype|signal|line\s?id|icq|zalo)\b[^\w\n]{0,4}"
    r"(?:(?:number|me|us|at|on|id|nr|no)\b[^\w\n]{0,4}){0,3}(?:\+?\d[\d ().-]{6,}\d|@\w{4,})"
)
_PHONE = re.compile(r"(?<![\w.:/-])(?:\+|00)\d{1,3}[ ().-]{0,2}(?:\d[ ().-]{0,2}){7,12}\d(?![\w.:/-])")
_WALLET = re.compile(r"\b(?:bc1[a-z0-9]{25,60}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[a-fA-F0-9]{40}|T[A-Za-z1-9]{33})\b")
_NAMES = ("whats", "telegram", "viber", "wechat", "skype", "signal", "line", "icq", "zalo")
_SHORTEST_WALLET = 26
_TAG = re.compile(r"<[^>]+>")


def link_hosts(html: str) -> tuple[str, ...]:
    """The hosts that the links of a comment's clean HTML lead to, one for each link, in lower case and ASCII."""
    found: list[str] = []
    for href in _HREF.findall(html):
        host = _host(unescape(href))
        if host:
            found.append(host)
    return tuple(found)


@lru_cache(maxsize=16)  # asked for twice: whether there are any, and which
def written_hosts(text: str) -> tuple[str, ...]:
    """Hosts that are written so that no link comes of them: `shop.example/offer` in code, `shop [dot] com`."""
    plain = unicodedata.normalize("NFKC", text)
    bare = [match[1].lower() for match in _BARE.finditer(plain)] if "/" in plain and "." in plain else []
    if not _MAYBE_SPACED.search(plain):
        return tuple(dict.fromkeys(bare))
    spaced = [f"{match[1]}.{match[2] or match[3]}".lower() for match in _SPACED_DOT.finditer(plain)]
    return tuple(dict.fromkeys((*bare, *spaced)))


def contacts(html: str) -> tuple[str, ...]:
    """Telephone numbers, messengers and wallets in what is told; code is left out, as log lines stand there."""
    told = unicodedata.normalize("NFKC", unescape(_TAG.sub(" ", _CODE.sub(" ", html))))
    found = [match[0] for pattern in _possible(told) for match in pattern.finditer(told)]
    return tuple(dict.fromkeys(found))


def _possible(told: str) -> Iterator[re.Pattern[str]]:
    """Patterns that may find something. A look for what each cannot do without costs a tenth of the pattern."""
    lower = told.lower()
    if not told.isascii() or any(name in lower for name in _NAMES):
        yield _MESSENGER
    if "+" in told or "00" in told:
        yield _PHONE
    if len(max(told.split(), key=len, default="")) >= _SHORTEST_WALLET:
        yield _WALLET


def covers(host: str, name: str) -> bool:
    """Whether a rule for `host` speaks of `name`: the host itself and everything under it."""
    return name == host or name.endswith(f".{host}")


def _host(address: str) -> str:
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    try:
        return host_name(name) if name else ""
    except ValueError:
        return name.lower()
