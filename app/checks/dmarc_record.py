"""Reading a DMARC record: pure (RFC 7489 section 6.3, and RFC 9989, which follows it)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.checks.tags import TagSyntax, begins_with, read_tags

POLICIES = ("none", "quarantine", "reject")
_URI = re.compile(r"mailto:([^@\s!]+)@([^@\s!]+?)(?:!([0-9]+[kmgt]?))?", re.IGNORECASE)
# Receivers take the default of one they cannot read (RFC 7489 section 6.3); RFC 9989 no longer knows pct and ri.
_PATTERNS = {
    "adkim": "[rs]",
    "aspf": "[rs]",
    "fo": "[01ds](?::[01ds])*",
    "pct": "0*(?:100|[0-9]{1,2})",
    "ri": "[0-9]{1,10}",
    "psd": "[ynu]",
    "t": "[yn]",
}


@dataclass(frozen=True, slots=True)
class Dmarc:
    """A record as receivers understand it. `reports` are the domains that aggregate and failure reports go to.

    `passed_over` are tags that cannot be read and do not count, as written.
    """

    policy: str
    subdomain_policy: str
    pct: int
    reports: tuple[str, ...]
    psd: str
    passed_over: tuple[str, ...] = ()


def is_dmarc(text: str) -> bool:
    return begins_with(text, "DMARC1")


def read_dmarc(text: str) -> Dmarc:
    """Raises TagSyntax where receivers would not follow the record.

    One without `p=` that asks for reports counts as `p=none` (RFC 7489 section 6.6.3, RFC 9989 section 4.10.1).
    """
    tags = read_tags(text)
    broken = [name for name, form in _PATTERNS.items() if name in tags and not re.fullmatch(form, tags[name], re.I)]
    passed_over = tuple(f"{name}={tags.pop(name)[:40]}" for name in broken)
    reports = (*_reports(tags.get("rua", "")), *_reports(tags.get("ruf", "")))
    policy = tags.get("p", "").lower()
    if policy not in POLICIES:
        if not reports:
            raise TagSyntax(f"“p={policy[:40]}” is no policy" if "p" in tags else "the policy (p=) is missing")
        policy = "none"
    for name in ("sp", "np"):
        if tags.get(name, policy).lower() not in POLICIES:
            raise TagSyntax(f"“{name}={tags[name][:40]}” is no policy")
    pct, below = int(tags.get("pct", "100")), tags.get("sp", policy).lower()
    return Dmarc(policy, below, pct, tuple(dict.fromkeys(reports)), tags.get("psd", "u").lower(), passed_over)


def _reports(text: str) -> list[str]:
    """The domains of `mailto:` addresses; other kinds of addresses are passed over, as the RFC asks."""
    domains = []
    for part in text.split(","):
        uri = part.strip()
        if not uri:
            continue
        if ":" not in uri:
            raise TagSyntax(f"“{uri[:60]}” is no address for reports; write mailto: before it")
        found = _URI.fullmatch(uri)
        if found is None and uri.lower().startswith("mailto:"):
            raise TagSyntax(f"“{uri[:60]}” is no address for reports")
        if found is not None:
            domains.append(found[2].lower().rstrip("."))
    return domains
