"""The first draft that `unsnag new` writes: short, whole, and free of problems."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.errors import Conflict, WrongUse

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
DRAFT = """\
---
format: 1
id: {id}
title: {title}
summary: Say in one sentence what goes wrong and for whom.
category: Drafts
inputs:
  domain: {{type: domain, label: Your mail domain, example: example.com}}
---
Say what the reader sees when this goes wrong, and what the steps below will find out.

## Other servers find yours
```yaml step
id: mx
checks:
  mx: {{run: dns.mx, with: {{domain: $domain}}}}
ask:
  say: "Does it work now?"
  options:
    yes: {{say: "Yes", to: solved}}
    no: {{say: "No", to: escalate}}
    unsure: {{say: "I do not know", to: escalate}}
```
Say what should happen here when all is well with {{{{ domain }}}}.

### The domain publishes no MX record
```yaml cause
id: no-mx
when: 'mx.status == "fail"'
likely: often
cost: 10
```
Say how to mend it, step by step.

## It works again
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
- name: the record is missing
  given: {{domain: example.com}}
  checks: {{mx.mx: none}}
  expect: {{at: mx, promoted: [no-mx]}}
- name: all is well
  given: {{domain: example.com}}
  checks: {{mx.mx: found}}
  answers: {{mx: yes}}
  expect: {{path: [mx, solved], end: solved}}
- name: nothing helps
  given: {{domain: example.com}}
  checks: {{mx.mx: found}}
  answers: {{mx: no}}
  expect: {{end: escalate}}
```
"""


def write_new(content: Path, article_id: str) -> Path:
    """Writes the draft and gives its path. Raises WrongUse for an id that cannot be one, Conflict where it exists."""
    if not ID.fullmatch(article_id):
        raise WrongUse(f"“{article_id}” cannot be an id: use lower-case letters, digits and hyphens, at most 64.")
    path = content / f"{article_id}.md"
    if path.exists():
        raise Conflict(f"{path} is already there, and was left as it is.")
    path.parent.mkdir(parents=True, exist_ok=True)
    title = article_id.replace("-", " ").capitalize()
    path.write_text(DRAFT.format(id=article_id, title=title), encoding="utf-8")
    return path
