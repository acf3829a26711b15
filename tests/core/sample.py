"""The article that the format's description shows, and short ways to read a changed one."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.article import Article, Bundle, Problem
from app.core.parse import Parsed, parse

MAIN = "inbound-email.md"
EXAMPLE = """\
---
format: 1
id: inbound-email
document: 4564
title: Mail to your domain does not arrive
summary: Follow one message from the sender's server to the mailbox and find the step where it stops.
category: Mail / Testing communication
tags: [email, smtp, dns]
inputs:
  domain: {type: domain, label: Your mail domain, example: example.com}
  mode:
    type: choice
    label: "How does the mail server run?"
    options: {standalone: Stand alone, firewall: Spam firewall, hybrid: Hybrid}
  sender: {type: email, label: The address that wrote to you, optional: true, personal: true}
---
A message passes eight points on its way. Start at the first, or run every check and go to the one that fails.

## The sender's server looks up your MX record
```yaml step
id: mx
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
next: firewall
```
Another server finds yours by asking for the MX records of {{ domain }}. …

### The domain publishes no MX record
```yaml cause
id: no-mx
when: 'mx.code in ["none", "nxdomain"]'
likely: often
cost: 10
```
Publish the record your mail host gave you, wait one TTL, then check again.

## The message passes your firewall
```yaml step
id: firewall
checks:
  port25: {run: smtp.connect, with: {hosts: $mx.hosts}}
next: fetch
```
…

## The user fetches the message
```yaml step
id: fetch
when: 'mode in ["standalone", "hybrid"]'
else: escalate
applies: Stand alone and Hybrid
ask:
  say: "Does the message show up now?"
  options:
    yes: {say: "Yes", to: solved}
    no: {say: "No", to: escalate}
    unsure: {say: "I do not know", to: escalate}
```
…

## Solved
```yaml step
id: solved
end: solved
```

## Hand over to the mail team
```yaml step
id: escalate
end: escalate
queue: mail
```

```yaml scenarios
- name: no MX record
  given: {domain: example.com, mode: hybrid}
  checks: {mx.mx: none}
  expect: {at: mx, promoted: [no-mx]}
- name: the record was missing, and all is well once it is published
  given: {domain: example.com, mode: standalone}
  checks: {mx.mx: [none, found], firewall.port25: open}
  tried: {no-mx: worked}
  answers: {fetch: yes}
  expect: {path: [mx, firewall, fetch, solved], end: solved}
```"""


def read(text: str, files: Mapping[str, str] | None = None) -> Parsed:
    return parse(Bundle(MAIN, {MAIN: text, **(files or {})}))


def article(text: str = EXAMPLE, files: Mapping[str, str] | None = None) -> Article:
    parsed = read(text, files)
    assert parsed.article is not None, parsed.problems
    return parsed.article


def changed(old: str, new: str) -> str:
    """The example with one passage exchanged."""
    assert EXAMPLE.count(old) >= 1, old
    return EXAMPLE.replace(old, new, 1)


def found(parsed: Parsed) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line, problem.column) for problem in parsed.problems]


def only(parsed: Parsed) -> Problem:
    assert len(parsed.problems) == 1, parsed.problems
    return parsed.problems[0]
