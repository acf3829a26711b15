"""Reading MTA-STS: the record and the policy, pure (RFC 8461 sections 3.1 and 3.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.checks.tags import TagSyntax, begins_with, read_tags

MODES = ("enforce", "testing", "none")
LONGEST_S = 31_557_600  # a year
_PATTERN = re.compile(
    r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*\.?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Policy:
    """`patterns` are names that MX hosts may have; `*.` stands for one label."""

    mode: str
    max_age: int
    patterns: tuple[str, ...]

    def covers(self, host: str) -> bool:
        """Whether an MX host matches (section 4.1)."""
        return any(_matches(pattern, host.lower()) for pattern in self.patterns)


def read_record(text: str) -> str:
    """The id of a policy. Raises TagSyntax."""
    if not begins_with(text, "STSv1"):
        raise TagSyntax("the record must begin with v=STSv1")
    found = read_tags(text).get("id", "")
    if not re.fullmatch(r"[A-Za-z0-9]{1,32}", found):
        raise TagSyntax("the record needs an id of up to 32 letters and digits")
    return found


def read_policy(text: str) -> Policy:
    """Raises TagSyntax."""
    single: dict[str, str] = {}
    patterns: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon:
            raise TagSyntax(f"the line “{line[:60]}” of the policy is no key and value")
        if key == "mx":
            patterns.append(_read_pattern(value))
        else:
            single.setdefault(key, value)
    if single.get("version") != "STSv1":
        raise TagSyntax("the policy must say version: STSv1")
    mode = single.get("mode", "")
    if mode not in MODES:
        raise TagSyntax(f"the policy must say mode: enforce, testing or none, not “{mode[:40]}”")
    age = single.get("max_age", "")
    if not re.fullmatch(r"[0-9]{1,10}", age) or int(age) > LONGEST_S:
        raise TagSyntax(f"the policy needs a max_age of up to {LONGEST_S} seconds")
    if mode != "none" and not patterns:
        raise TagSyntax("the policy names no mail server (mx:)")
    return Policy(mode, int(age), tuple(patterns))


def _read_pattern(text: str) -> str:
    if not _PATTERN.fullmatch(text):
        raise TagSyntax(f"“mx: {text[:60]}” is no name of a mail server")
    return text.lower().rstrip(".")


def _matches(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return host == pattern
