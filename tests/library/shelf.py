"""A content folder and the library over it, with short calls to write, import and change articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.core.article import Bundle
from app.core.parse import parse
from app.core.shelf import NewVersion
from app.library import ImportReport, Library
from app.library.folder import digest
from app.library.importing import describe
from app.library.indexing import anchors, search_texts
from app.storage import articles, publishing, search
from tests.databases import Database

NOW = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Shelf:
    """Each import is an hour after the last."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.now = NOW
        self.library = self.another_library()
        folder.mkdir(parents=True, exist_ok=True)

    def another_library(self) -> Library:
        """As a second process would have it."""
        return Library({}, self.database.sessions, articles=articles, publishing=publishing, search=search)

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")

    def bring(self, **files: str) -> ImportReport:
        """Write `name.md` for each keyword (`_` for `-`), then import the folder."""
        for name, text in files.items():
            self.write(f"{name.replace('_', '-')}.md", text)
        with self.database.sessions() as session:
            report = self.library.import_folder(session, self.folder, self.now)
        self.now += HOUR
        return report

    def publish_in_admin(self, article_id: str, text: str) -> None:
        """What the admin pages do when somebody saves and publishes."""
        bundle = Bundle(f"{article_id}.md", {f"{article_id}.md": text})
        article = parse(bundle).article
        assert article is not None
        version = NewVersion(
            article_id=article.id,
            file=bundle.main,
            origin="admin",
            state="published",
            digest=digest(bundle),
            sources=bundle.files,
            description=describe(article),
            anchors=anchors(article),
            texts=search_texts(article),
        )
        with self.database.sessions() as session:
            publishing.lock_library(session)
            publishing.keep_versions(session, [version], self.now)
            session.commit()
        self.library.refresh()
        self.now += HOUR

    def source(self, article_id: str) -> str:
        entry = self.library.get(article_id)
        assert entry is not None
        return entry.source


def article(
    article_id: str = "mail",
    title: str = "Mail does not arrive",
    *,
    front: str = "",
    step: str = "check",
    prose: str = "Look at the queue.",
    scenarios: str = "",
) -> str:
    """A small article: a step with a cause, and two ends."""
    return f"""---
format: 1
id: {article_id}
title: {title}
{front}---
An introduction.

## Is the queue empty
```yaml step
id: {step}
ask:
  say: Does it arrive now?
  options:
    yes: {{say: "Yes", to: solved}}
    no: {{say: "No", to: escalate}}
```
{prose}

### The queue is full
```yaml cause
id: full
```
Empty it.

## Solved
```yaml step
id: solved
end: solved
```

## Hand over
```yaml step
id: escalate
end: escalate
```

```yaml scenarios
- name: it arrives
  answers: {{{step}: yes}}
  expect: {{end: solved}}
- name: it does not
  answers: {{{step}: no}}
  expect: {{end: escalate}}
{scenarios}```
"""
