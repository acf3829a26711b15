"""An import shared among processes says and keeps what one process says and keeps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.library.preparing import WORTH_SHARING, can_share

# In a process of its own, since only one without threads may fork.
_IMPORT = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from app.actions.open_library import open_library
from app.checks import declarations
from app.settings import Settings
from app.storage import search
processes, content, database = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
now = datetime(2026, 4, 5, tzinfo=UTC)
settings = Settings(_env_file=None, database=f"sqlite:///{database}", content=content)
opened = open_library(settings, declarations(), now, import_content=False)
with opened.sessions() as session:
    report = opened.library.import_folder(session, content, now, processes)
    hits = opened.library.search(session, "gateway", 50)
entries = sorted((e.article_id, e.number, e.title) for e in opened.library.entries())
told = [list(map(repr, part)) for part in (report.imported, report.broken, entries, hits)]
print(json.dumps(told))
"""


def _article(number: int, more: str = "") -> str:
    return (
        f"---\nformat: 1\nid: a-{number:03}\ndocument: {number + 1}\ntitle: The gateway number {number}\n---\n"
        f"About [another](a-{(number + 7) % 70:03}.md#ask).{more}\n\n"
        '## Ask\n```yaml step\nid: ask\nask: {say: "Is it on?", options: {on: {say: "On", to: done}, '
        'off: {say: "Off", to: done}}}\n```\nLook at it.\n\n## Done\n```yaml step\nid: done\nend: solved\n```\n'
    )


def _imported(processes: int, content: Path, database: Path) -> list[Any]:
    command = [sys.executable, "-c", _IMPORT, str(processes), str(content), str(database)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: list[Any] = json.loads(done.stdout)
    return told


def test_several_processes_import_what_one_imports(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for number in range(70):
        (content / f"a-{number:03}.md").write_text(_article(number), encoding="utf-8")
    (content / "a-070.md").write_text("no article", encoding="utf-8")
    (content / "a-071.md").write_text(_article(5), encoding="utf-8")  # the id of another
    (content / "a-072.md").write_text(_article(72, " [Nowhere](a-001.md#gone)."), encoding="utf-8")
    alone = _imported(1, content, tmp_path / "one.sqlite")
    shared = _imported(2, content, tmp_path / "two.sqlite")
    assert len(alone[0]) == 70
    assert len(alone[1]) == 3
    assert shared == alone


def test_a_few_files_are_not_worth_it() -> None:
    assert not can_share(["a.md"] * (WORTH_SHARING - 1), 8)
    assert not can_share(["a.md"] * 1000, 1)
