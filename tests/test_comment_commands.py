"""`unsnag comments`: import with a report, and export."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app import cli
from tests.web.site import article

SAMPLES = Path("tests/samples/comments").resolve()


class Command:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        content = folder / "content"
        content.mkdir()
        (content / "mail.md").write_text(article("mail", "Mail", "document: 4564"), encoding="utf-8")
        monkeypatch.setenv("UNSNAG_DATABASE", f"sqlite:///{folder / 'comments.sqlite'}")
        monkeypatch.setenv("UNSNAG_CONTENT", str(content))
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["unsnag", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = self._capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err


@pytest.fixture
def unsnag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    command = Command(tmp_path, monkeypatch, capsys)
    assert command("import")[0] == 0
    return command


def test_an_import_is_rehearsed_done_and_done_again(unsnag: Command, tmp_path: Path) -> None:
    file = str(SAMPLES / "disqus.xml")
    code, said, told = unsnag("comments", "import", file, "--dry-run")
    assert code == 1
    assert "7 read, 5 would be kept, 0 were here already" in said
    assert "disqus.xml:36" in told
    mapping = tmp_path / "map.txt"
    mapping.write_text("/blog/2015/04/office-party\t-\n", encoding="utf-8")
    code, said, told = unsnag("comments", "import", file, "--map", str(mapping))
    assert (code, told) == (0, "")
    assert "5 kept" in said
    assert "1 by the mapping file left out" in said
    code, said, _ = unsnag("comments", "import", file, "--format", "disqus", "--json")
    report = json.loads(said)
    assert (code, report["kept"], report["known"], report["unplaced"][0]["line"]) == (1, 0, 5, 36)


def test_an_export_has_what_is_published(unsnag: Command) -> None:
    unsnag("comments", "import", str(SAMPLES / "disqus.xml"))
    for words in (("export",), ("export", "--article", "mail")):
        code, said, _ = unsnag("comments", *words)
        assert code == 0
        assert len(json.loads(said)["comments"]) == 4
    code, said, _ = unsnag("comments", "export", "--format", "atom")
    assert code == 0
    assert said.count("<entry>") == 4
    assert "@example.com" not in said


@pytest.mark.parametrize(
    "words",
    [
        ("import", "nowhere.xml"),
        ("import", str(SAMPLES / "disqus.xml"), "--format", "word"),
        ("import", str(SAMPLES / "disqus.xml"), "--format", "isso"),
        ("import", str(SAMPLES / "disqus.xml"), "--map", "nowhere.txt"),
        ("export", "--format", "xml"),
        ("export", "--article", "nothing"),
    ],
)
def test_wrong_use_is_told(unsnag: Command, words: tuple[str, ...]) -> None:
    code, _, told = unsnag("comments", *words)
    assert code == 2
    assert told.strip()
