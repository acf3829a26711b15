"""The whole site over articles that a test writes, asked through Starlette's client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

from app.actions.open_services import open_services
from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)

ARTICLE = """---
format: 1
id: {id}
title: {title}
{more}---
The introduction of {title}.

## Look first
```yaml step
id: look
inputs: []
next: ask
```
Look at {{{{ today }}}}.

### The cable is loose
```yaml cause
id: loose
likely: often
cost: 2
```
Push it in.

## Ask then
```yaml step
id: ask
ask:
  say: "Does it work?"
  options:
    yes: {{say: "Yes", to: solved}}
    no: {{say: "No", to: help}}
```

## Solved
```yaml step
id: solved
end: solved
```

## Hand over
```yaml step
id: help
end: escalate
```
"""


def article(id: str, title: str = "", more: str = "") -> str:
    """A small article. `more` are further lines of its front matter."""
    return ARTICLE.format(id=id, title=title or id.replace("-", " ").capitalize(), more=more and more.strip() + "\n")


def make_site(
    folder: Path,
    files: Mapping[str, str],
    *,
    base_url: str = "",
    support_url: str = "",
    dev: bool = False,
    raise_errors: bool = True,
) -> TestClient:
    """The site for these files, named as in a content folder. Follows no redirects."""
    content = folder / "content"
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    content.mkdir(parents=True, exist_ok=True)
    chosen = Settings(
        _env_file=None,
        database=f"sqlite:///{folder / 'site.sqlite'}",
        content=content,
        static=ROOT / "static",
        migrations=ROOT / "migrations",
        base_url=base_url,
        support_url=support_url,
        dev=dev,
    )
    services = open_services(chosen, clock=lambda: NOW)
    return TestClient(create_app(services=services), follow_redirects=False, raise_server_exceptions=raise_errors)
