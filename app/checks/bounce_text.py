"""Reading a pasted bounce: pure. A report by RFC 3464, or the plain text of whatever server wrote it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from app.checks.pasted import read_paste

MOST_CHARS = 262_144
MOST_WORDS = 8_000  # of the passage that gives the reason
MOST_FOR_SERVER = 16_384  # the server that refused is named near the top

_FIELD = re.compile(
    r"^[ \t]*(status|diagnostic-code|remote-mta|reporting-mta|action)[ \t]*:[ \t]*(.+(?:\n[ \t]+\S.*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_DELIVERED = re.compile(r"(?:smtp; ?)?2(?:\.\d|\d\d[ -])|(?:delivered|relayed|expanded)\b", re.IGNORECASE)
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)(?:[ \t-]+#?(?:[245]\.\d{1,3}\.\d{1,3})?)[ \t:;]*\S")
# Every repetition is bounded, so that no text, however hostile, takes long.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"({_LABEL}(?:\.{_LABEL}){{1,8}})"
_SERVERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bhost {_HOST}\s*[\[(][^\])]{{0,80}}[\])]\s*(?:said|refused|dit|sagte|sagt|dijo)",
        rf"\bhost {_HOST}\s*\[",
        rf"\bhost {_HOST}[^\n]{{0,80}}:\s*\n?\s*[45]\d\d",
        rf"(?:error|fehler|erreur) (?:from|von|de) (?:the )?(?:remote |recipient )?(?:mail )?(?:server|mailer)"
        rf"[^\n]{{0,120}}?(?:host |by ){_HOST}",
        rf"(?:generating|reporting|generierender|rejecting) server:\s*{_HOST}",
        rf"{_HOST} (?:rejected your message|gave this error|hat ihre nachricht|a rejet)",
        rf"(?:by|for the recipient domain|von|par|por) \S{{0,100}} ?by {_HOST}",
        rf"domain \S{{1,100}} by {_HOST}",
        rf"connected to {_HOST}",
        rf"connect to {_HOST}\[",
        rf"{_HOST}\s*\[[0-9a-f.:]{{2,45}}\]\s*(?:said|#)",
        rf"remote server returned[^\n]{{0,200}}<{_HOST}",
        rf"<{_HOST}\s+#[245]\.",
        r"(?:giving up on|connected to) ([0-9a-f.:]{2,45}[0-9a-f])\b",
    )
)
_BY_CODE = {
    "1.1": "unknown-user", "1.2": "no-such-domain", "1.3": "unknown-user", "1.6": "unknown-user", "1.8": "policy",
    "1.10": "unknown-user", "2.1": "unknown-user", "2.2": "full", "2.3": "too-large", "3.1": "full", "3.4": "too-large",
    "4.1": "no-connection", "4.2": "no-connection", "4.3": "no-such-domain", "4.4": "no-such-domain", "4.6": "loop",
    "4.7": "no-connection", "7.20": "authentication", "7.21": "authentication", "7.22": "authentication",
    "7.23": "authentication", "7.24": "authentication", "7.25": "authentication", "7.26": "authentication",
    "7.10": "tls", "7.64": "relay-denied",
}  # fmt: skip
_BY_WORDS = tuple(
    (meaning, re.compile(pattern, re.IGNORECASE))
    for meaning, pattern in (
        ("loop", r"too many hops|mail loop|hop count exceeded|loops back to myself|mailschleife|routing loop"),
        ("too-large", r"message (?:size|too (?:big|large))|exceeds? (?:the )?(?:size|maximum)|"
                      r"nachricht (?:ist )?zu gro|message file too big|trop (?:volumineux|gros)|demasiado grande"),
        ("full", r"quota|mailbox (?:is )?full|over ?limit|postfach (?:ist )?(?:voll|überfüllt)|"
                 r"bo[iî]te (?:aux lettres )?(?:est )?pleine|buz[oó]n (?:est[aá] )?lleno|"
                 r"casella (?:\S{1,20} ){0,2}piena|mailbox vol|"
                 r"postvak (?:is|zit) vol|skrzynka (?:\S{1,20} ){0,3}pełna|ボックスがいっぱい"),
        ("authentication", r"\b(?:spf|dkim|dmarc)\b|unauthenticated|sender id|not authenticated"),
        ("relay-denied", r"relay(?:ing)? (?:access )?(?:denied|not permitted|not allowed)|unable to relay|"
                         r"in my list of allowed rcpthosts|relais refus"),
        ("spam", r"spam|blocked using|blacklist|block ?list|\brbl\b|reputation|unsolicited|"
                 r"(?<!not )listed (?:in|at|on)"),
        ("tls", r"must issue a starttls|tls (?:is )?required|tls negotiation|certificate verification"),
        ("no-such-domain", r"domain (?:name )?not found|host or domain name|nxdomain|couldn'?t find any host|"
                           r"no such domain|unrouteable|domain does not exist|domäne wurde nicht gefunden|dns error"),
        ("no-connection", r"connection (?:timed out|refused|reset)|timed? ?out|no route to host|couldn'?t establish|"
                          r"zeitüberschreitung|network is unreachable|retry timeout exceeded|too old in queue"),
        ("unknown-user", r"user unknown|unknown (?:user|recipient|address)|no such (?:user|mailbox|recipient|person)|"
                         r"(?:address|recipient|mailbox|user|e-?mail)\S{0,80}\s[^.\n]{0,60}"
                         r"(?:n't (?:be )?(?:found|exist)|not (?:be )?(?:found|exist|known)|"
                         r"unknown|invalid|unavailable|disabled)|no mailbox here|not listed in|"
                         r"unbekannt|existiert nicht|n'existe pas|inconnue?|no existe|desconocid|non esiste|sconosciut|"
                         r"bestaat niet|onbekend|não existe|nie istnieje|не существует|存在しません"),
        ("policy", r"policy|access denied|not allowed|refused|rejected|abgelehnt|prohibited|rate limit"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce says: the enhanced code (or nothing), what it means, who refused, and the words for it."""

    enhanced: str
    meaning: str
    server: str
    words: str


def read_bounce(text: str) -> Bounce | None:
    """What is in it, or None where nothing in it is a reason. Only the first 256 KiB are read."""
    plain = _plain("\n".join(read_paste(text[:MOST_CHARS]).lines))
    fields = _fields(plain)
    diagnostic = fields.get("diagnostic-code", "")
    words = (diagnostic or _telling_lines(plain))[:MOST_WORDS]
    enhanced = _code(diagnostic) or _useful(fields.get("status", "")) or _code(words) or _code(fields.get("status", ""))
    if enhanced.startswith("2"):  # a report of success
        return None
    reply = _REPLY.search(words)
    by_words = next((meaning for meaning, pattern in _BY_WORDS if pattern.search(words)), "")
    if not enhanced and not reply and not (by_words and _looks_like_a_bounce(plain)):
        return None
    meaning = _meaning(enhanced, by_words, reply[1] if reply else "")
    return Bounce(enhanced, meaning, _server(fields, plain), " ".join(words.split())[:300])


def _plain(text: str) -> str:
    """Marks of quoting, HTML, quoted-printable line ends and Windows line ends out of the way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("=\n", "")
    text = re.sub(r"^(?:>[ ]?){1,20}", "", text, flags=re.MULTILINE)
    if re.search(r"<(?:html|body|p|br|div)\b", text, re.IGNORECASE):
        text = html.unescape(re.sub(r"<(?:br|/p|/div|/tr)[^>]{0,200}>", "\n", text, flags=re.IGNORECASE))
        text = re.sub(r"</?[a-z][^<>]{0,500}>", "", text, flags=re.IGNORECASE)
    return text


def _fields(text: str) -> dict[str, str]:
    """The fields of a delivery report; the first of each kind that tells of a failure, as one explains it."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        flat = " ".join(value.split())
        if not _DELIVERED.match(flat):
            found.setdefault(name.lower(), flat)
    return found


def _telling_lines(text: str) -> str:
    """Lines with a code in them, and the two after each; all of it where no line has one."""
    lines = text.split("\n")
    at = [number for number, line in enumerate(lines) if _ENHANCED.search(line) or _REPLY.search(line)]
    if not at:
        return text[:8000]
    return "\n".join("\n".join(lines[number : number + 3]) for number in at[:5])


def _code(text: str) -> str:
    found = _ENHANCED.search(text)
    return found[1] if found else ""


def _useful(text: str) -> str:
    """A status that says more than “failed”."""
    code = _code(text)
    return "" if code.endswith(".0.0") else code


def _meaning(enhanced: str, by_words: str, reply: str) -> str:
    by_code = _BY_CODE.get(enhanced[2:], "") if enhanced else ""
    if by_code:
        return "relay-denied" if by_words == "relay-denied" else by_code
    if by_words:
        return by_words
    if enhanced.startswith("4") or reply.startswith("4"):
        return "temporary"
    return "policy" if enhanced[2:].startswith("7.") else "other"


def _server(fields: dict[str, str], text: str) -> str:
    remote = _after_type(fields.get("remote-mta", ""))
    if remote:
        return remote
    for pattern in _SERVERS:
        found = pattern.search(text[:MOST_FOR_SERVER])
        if found:
            return found[1].lower().rstrip(".")
    return _after_type(fields.get("reporting-mta", ""))


def _after_type(text: str) -> str:
    """`dns; mx.example.com` without its type."""
    name = text.rpartition(";")[2].strip().lower().split(" ")[0].rstrip(".")
    return name if "." in name or ":" in name else ""


def _looks_like_a_bounce(text: str) -> bool:
    return re.search(
        r"deliver|returned|undeliver|mailer-daemon|failure|bounce|zugestellt|unzustellbar|remis|entreg|consegn|bezorg"
        r"|dostarcz|достав|配信",
        text,
        re.IGNORECASE,
    ) is not None  # fmt: skip
