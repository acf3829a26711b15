"""Export writes exactly what is served, and only what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import WrongUse
from app.library.exporting import ExportReport, export_entries
from app.storage import articles
from tests.library.shelf import Shelf, article


def export(shelf: Shelf, folder: Path) -> ExportReport:
    with shelf.database.sessions() as session:
        return shelf.library.export(session, folder)


def test_what_was_imported_comes_back_byte_for_byte(shelf: Shelf, tmp_path: Path) -> None:
    text = "\ufeff" + article(front="tables: {ports: {from: ports}}\n").replace("\n", "\r\n")
    shelf.write("_data/ports.yaml", "smtp: 25\n")
    shelf.bring(mail=text, post=article("post", "Größe"))
    out = tmp_path / "out"
    assert export(shelf, out) == ExportReport(("_data/ports.yaml", "mail.md", "post.md"), (), ())
    for path in ("_data/ports.yaml", "mail.md", "post.md"):
        assert (out / path).read_bytes() == (shelf.folder / path).read_bytes()
    assert export(shelf, out).written == ()
    (out / "post.md").write_text("edited")
    assert export(shelf, out).written == ("post.md",)


def test_a_second_library_reads_the_export_as_the_same(shelf: Shelf, tmp_path: Path) -> None:
    shelf.bring(mail=article(), post=article("post"))
    export(shelf, tmp_path / "out")
    shelf.folder = tmp_path / "out"
    assert [item.outcome for item in shelf.bring().imported] == ["unchanged", "unchanged"]


def test_shared_files_that_differ_are_named(shelf: Shelf, tmp_path: Path) -> None:
    tables = "tables: {ports: {from: ports}}\n"
    shelf.write("_data/ports.yaml", "smtp: 25\n")
    shelf.bring(a=article("a", front=tables))
    shelf.write("_data/ports.yaml", "smtp: 587\n")
    (shelf.folder / "a.md").unlink()
    shelf.bring(b=article("b", front=tables))
    assert export(shelf, tmp_path / "out").clashes == ("_data/ports.yaml",)
    assert (tmp_path / "out" / "_data" / "ports.yaml").read_text() == "smtp: 587\n"


@pytest.mark.parametrize("path", ["../escape.md", "/etc/passwd", "a/../../b.md", "x\0.md"])
def test_no_path_leads_out_of_the_folder(shelf: Shelf, tmp_path: Path, path: str) -> None:
    shelf.bring(mail=article())
    with shelf.database.engine.begin() as connection:
        packed = articles.pack({"mail.md": article(), path: "x"})
        connection.exec_driver_sql("UPDATE article_version SET sources = ?", (packed,))
    library = shelf.another_library()
    library.refresh()
    with pytest.raises(WrongUse):
        export_entries(library.entries(), tmp_path / "out" / "deep")
    assert not (tmp_path / "escape.md").exists()
