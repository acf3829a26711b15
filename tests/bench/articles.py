"""Generated articles of eight steps and two ends: valid to the linter, the same for the same number.

Each is about 9 KB of text, a third of it graph, with two causes a step, checks, questions, a conditional branch and
scenarios. Words follow a Zipf-like distribution, so that a search meets common and rare ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

STEPS = ("resolve", "connect", "greet", "accept", "sift", "store", "forward", "fetch")
_THINGS = str.split(
    "message server gateway mailbox queue record address certificate port firewall filter relay host domain sender "
    "recipient log report resolver provider client connection quota signature policy header attachment alias zone "
    "registrar handshake greeting timeout bounce router tunnel proxy cache folder password account session switch"
)
_QUALITIES = str.split(
    "local remote outer former second slow empty full wrong old public private shared temporary final quiet busy "
    "broken stale early late hidden missing mistyped forged greylisted expired corporate secondary hybrid"
)
_DEEDS = str.split(
    "accepts refuses delays forwards rewrites drops checks signs counts stores fetches resolves bounces scans queues "
    "greets throttles rejects opens closes renews repeats asks answers loses returns moves copies"
)
_MARKS = (
    "Look at the log first.",
    "Wait one TTL, then check again.",
    "Ask the provider for a time.",
    "Compare it with yesterday.",
    "Nothing is lost meanwhile.",
    "Most servers try again for days.",
    "Write the number down.",
    "Then send one message as a test.",
)
_RARE = ("kestrel", "quillwort", "zephyr", "marlin", "obsidian", "tamarack", "juniper", "halcyon", "basalt", "fennel")


def article_id(number: int) -> str:
    return f"bench-{number:04d}"


def write_articles(folder: Path, count: int) -> int:
    """Write `count` articles into `folder`; returns how many bytes of text they are."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(1, count + 1):
        text = article(number)
        (folder / f"{article_id(number)}.md").write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def article(number: int) -> str:
    """The text of article `number` (from 1): a function of the number alone."""
    words = _Words(number)
    parts = [_front(number, words), words.paragraph(4), ""]
    for index, step in enumerate(STEPS):
        parts += [*_step(step, index, words), ""]
    return "\n".join([*parts, *_ENDS, _SCENARIOS])


class _Words:
    """Sentences from a seeded source, common words often and rare ones rarely."""

    def __init__(self, number: int) -> None:
        self._random = random.Random(number)
        self.number = number

    def pick(self, words: Sequence[str]) -> str:
        return words[min(int(self._random.paretovariate(0.9)) - 1, 10_000) % len(words)]

    def even(self, words: Sequence[str]) -> str:
        return self._random.choice(words)

    def phrase(self) -> str:
        return f"{self.even(_QUALITIES)} {self.even(_THINGS)}"

    def title(self) -> str:
        return f"The {self.phrase()} {self.even(_DEEDS)} the {self.even(_THINGS)}"

    def sentence(self) -> str:
        middle = f"The {self.phrase()} {self.pick(_DEEDS)} the {self.pick(_THINGS)}"
        if self._random.random() < 0.4:
            middle += f" where a {self.phrase()} {self.even(_DEEDS)} it"
        if self._random.random() < 0.02:
            middle += f" of {self.even(_RARE)}"
        return middle + "."

    def paragraph(self, sentences: int) -> str:
        lines = [self.sentence() for _ in range(sentences)]
        lines.insert(self._random.randrange(sentences), self.even(_MARKS))
        return " ".join(lines)


def _front(number: int, words: _Words) -> str:
    group = words.even(("Mail", "Names", "Network", "Storage", "Accounts"))
    return f"""---
format: 1
id: {article_id(number)}
document: {10_000 + number}
title: {words.title()} ({number})
summary: {words.sentence()}
category: Bench / {group} / {words.even(_THINGS).capitalize()}
tags: [{words.even(_THINGS)}, {words.even(_QUALITIES)}]
related: [{article_id(number - 1) if number > 1 else ""}]
inputs:
  domain: {{type: domain, label: Your mail domain, example: example.com}}
  mode:
    type: choice
    label: How does the server run?
    options: {{standalone: Stand alone, firewall: Spam firewall, hybrid: Hybrid}}
---
"""


def _step(step: str, index: int, words: _Words) -> list[str]:
    lines = [f"## {words.title()}", "```yaml step", f"id: {step}", *_GRAPH.get(step, ()), "```"]
    lines += [words.paragraph(4), "", f"* {words.sentence()}", f"* {words.sentence()} See `{words.even(_THINGS)}`.", ""]
    if step == "resolve":
        lines += ["Another server finds yours by asking for the records of {{ domain }}.", ""]
    for name, likely in (("first", "often"), ("second", "rarely")):
        lines += [f"### {words.title()}", "```yaml cause", f"id: {step}-{name}"]
        if name == "first" and step in _PROMOTED:
            lines.append(f"when: '{_PROMOTED[step]}'")
        lines += [f"likely: {likely}", f"cost: {5 + index}", "```", words.paragraph(3), ""]
    return lines


_PROMOTED = {
    "resolve": 'mx.code in ["none", "nxdomain"]',
    "connect": 'port25.status == "fail"',
    "greet": 'banner.status == "fail"',
}
_GRAPH = {
    "resolve": ("checks:", "  mx: {run: dns.mx, with: {domain: $domain}}"),
    "connect": ("checks:", "  port25: {run: smtp.connect, with: {hosts: $mx.hosts}}"),
    "greet": ("checks:", "  banner: {run: smtp.banner, with: {hosts: $mx.hosts}}"),
    "accept": (
        "ask:",
        '  say: "Does the log show the message?"',
        '  options: {yes: {say: "Yes", to: sift}, no: {say: "No", to: escalate}, unsure: {say: "I do not know"}}',
    ),
    "store": ("next:", "  - {when: 'mode == \"standalone\"', to: fetch}", "  - to: forward"),
    "forward": ("when: 'mode != \"standalone\"'", "applies: Spam firewall and Hybrid"),
    "fetch": (
        "ask:",
        '  say: "Does the message show up now?"',
        "  options:",
        '    yes: {say: "Yes", to: solved}',
        '    no: {say: "No", to: escalate}',
        '    unsure: {say: "I do not know", to: escalate}',
    ),
}
_ENDS = (
    "## Solved",
    "```yaml step",
    "id: solved",
    "end: solved",
    "```",
    "",
    "## Hand over",
    "```yaml step",
    "id: escalate",
    "end: escalate",
    "queue: mail",
    "```",
    "",
)
_SCENARIOS = """```yaml scenarios
- name: all is well, and the message shows up
  given: {domain: example.com, mode: standalone}
  checks: {resolve.mx: found, connect.port25: open, greet.banner: ok}
  answers: {accept: yes, fetch: yes}
  expect: {end: solved}
- name: forwarded, and not there
  given: {domain: example.com, mode: hybrid}
  checks: {resolve.mx: found, connect.port25: open, greet.banner: ok}
  answers: {accept: unsure, fetch: no}
  expect: {end: escalate}
- name: no record
  given: {domain: example.com, mode: hybrid}
  checks: {resolve.mx: none}
  expect: {at: resolve, promoted: [resolve-first]}
```
"""
