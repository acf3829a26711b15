"""What is served: found by id, number and earlier id, in a tree, parsed when first read, fresh in every process."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.core.article import Bundle
from app.core.errors import Gone, NotFound
from app.core.parse import Parsed, parse
from app.library import Entry, Library
from app.storage import articles, publishing, runs, search
from tests.databases import BOTH, open_database
from tests.library.shelf import HOUR, NOW, Shelf, article


def entry(library: Library, article_id: str) -> Entry:
    found = library.get(article_id)
    assert found is not None
    return found


def ids(entries: list[Entry]) -> list[str]:
    return [found.article_id for found in entries]


def test_nothing_is_there_before_the_first_import(shelf: Shelf) -> None:
    library = shelf.library
    assert (library.entries(), library.broken(), library.recently_changed(), library.most_used()) == ((), [], [], [])
    assert library.get("mail") is None
    assert library.resolve("mail") is None
    assert library.categories().count == 0
    with pytest.raises(NotFound):
        library.version(1)


def test_a_list_is_made_of_columns_and_parses_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    front = "document: 4564\nsummary: Short\ncategory: Mail / Testing\ntags: [smtp, dns]\nrelated: [post]\n"
    shelf.bring(mail=article(front=front), post=article("post", "A letter"))

    def refuse(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("app.library.shelves.parse", refuse)
    library = shelf.another_library()
    assert library.refresh()
    mail = library.by_number(4564)
    assert mail is not None
    assert (mail.title, mail.summary, mail.category, mail.tags) == (
        "Mail does not arrive",
        "Short",
        ("Mail", "Testing"),
        ("smtp", "dns"),
    )
    assert (mail.related, mail.document, mail.lang, mail.problems, mail.file) == (("post",), 4564, "en", (), "mail.md")
    assert ids(list(library.entries())) == ["post", "mail"]
    with pytest.raises(AssertionError, match="parsed"):
        _ = mail.article


def test_a_version_is_parsed_once_however_many_ask(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.bring(mail=article())
    library = shelf.another_library()
    library.refresh()
    parsed: list[str] = []

    def listening(bundle: Bundle) -> Parsed:
        parsed.append(bundle.main)
        return parse(bundle)

    monkeypatch.setattr("app.library.shelves.parse", listening)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(entry(library, "mail").article)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert parsed == ["mail.md"]
    assert len({id(item) for item in found}) == 1


def test_fragments_live_as_long_as_the_version(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    entry(shelf.library, "mail").fragments["html"] = "<p>once</p>"
    assert entry(shelf.library, "mail").fragments == {"html": "<p>once</p>"}
    shelf.bring(mail=article(title="Newer"))
    assert entry(shelf.library, "mail").fragments == {}


def test_the_least_used_versions_are_put_back(shelf: Shelf) -> None:
    library = Library({}, shelf.database.sessions, articles=articles, publishing=publishing, search=search, kept=2)
    shelf.bring(a=article("a"), b=article("b"), c=article("c"))
    library.refresh()
    for name in "abac":
        entry(library, name).fragments["seen"] = True
    assert [bool(entry(library, name).fragments) for name in "ac"] == [True, True]
    assert entry(library, "b").fragments == {}
    assert entry(library, "b").article.id == "b"


def test_another_process_sees_what_was_published(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    other = shelf.another_library()
    assert other.refresh()
    assert not other.refresh()
    shelf.bring(mail=article(title="Newer"), bad="---\n")
    assert entry(other, "mail").title == "Mail does not arrive"
    assert other.refresh()
    assert entry(other, "mail").title == "Newer"
    assert [item.file for item in other.broken()] == ["bad.md"]


def test_a_version_whose_text_is_gone_says_so(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    pinned = entry(shelf.library, "mail").version_id
    with shelf.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE article_version SET sources = ?", (articles.pack({"mail.md": "no article"}),)
        )
    library = shelf.another_library()
    with pytest.raises(Gone):
        _ = library.version(pinned).article


def test_categories_are_a_tree(shelf: Shelf) -> None:
    shelf.bring(
        a=article("a", "Zoo", front="category: mail / Testing communication\n"),
        b=article("b", "Ant", front="category: Mail / Testing communication\n"),
        c=article("c", front="category: Mail\n"),
        d=article("d", front="category: DNS / Größe & Maß\n"),
        e=article("e"),
    )
    root = shelf.library.categories()
    assert [(child.name, child.count, child.address) for child in root.children.values()] == [
        ("DNS", 1, "/c/dns"),
        ("Mail", 3, "/c/mail"),
    ]
    testing = shelf.library.category("mail/testing-communication")
    assert testing is not None
    assert testing.path == ("Mail", "Testing communication")
    assert ids(testing.entries) == ["b", "a"]
    assert ids(root.entries) == ["e"]
    deep = shelf.library.category("/dns/grösse-mass/")
    assert deep is not None
    assert ids(deep.entries) == ["d"]
    assert shelf.library.category("mail/nothing") is None
    assert shelf.library.category("") is root


def test_related_are_those_named_then_those_that_name_it_then_the_nearest(shelf: Shelf) -> None:
    shelf.bring(
        a=article("a", front="related: [c, old-b]\ntags: [smtp]\ncategory: Mail\n"),
        b=article("b", front="was: [old-b]\n"),
        c=article("c"),
        d=article("d", front="related: [a]\n"),
        e=article("e", front="tags: [smtp]\n"),
        f=article("f", front="category: Mail\n"),
        g=article("g"),
    )
    assert ids(shelf.library.related(entry(shelf.library, "a"))) == ["c", "b", "d", "e", "f"]
    assert ids(shelf.library.related(entry(shelf.library, "a"), limit=2)) == ["c", "b"]
    assert shelf.library.related(entry(shelf.library, "g")) == []


def test_recently_changed_and_most_used(shelf: Shelf) -> None:
    shelf.bring(a=article("a"), b=article("b"), c=article("c"))
    shelf.bring(b=article("b", "Newer"))
    assert ids(shelf.library.recently_changed(1)) == ["b"]
    with shelf.database.sessions() as session:
        for name in "cac":
            version = entry(shelf.library, name).version_id
            runs.create_run(
                session, article_id=name, version_id=version, lang="en", inputs={}, state_json=None, now=NOW
            )
    shelf.library.refresh_usage()
    assert ids(shelf.library.most_used()) == ["c", "a"]


def test_earlier_ids_lead_on_and_never_in_circles(shelf: Shelf) -> None:
    shelf.bring(a=article("a", front="was: [b, c]\n"))
    (shelf.folder / "a.md").unlink()
    shelf.bring(d=article("d", front="was: [a]\n"))
    assert [shelf.library.resolve(name) for name in "abcd"] == ["d", "d", "d", None]
    (shelf.folder / "d.md").unlink()
    shelf.bring(a=article("a", front="was: [d]\n"))
    assert [shelf.library.resolve(name) for name in "abcd"] == [None, "a", "a", "a"]


@pytest.mark.parametrize("kind", BOTH)
def test_the_whole_way_on_both_databases(kind: str, tmp_path: Path) -> None:
    for database in open_database(kind, tmp_path):
        shelf = Shelf(database, tmp_path / "content")
        shelf.bring(mail=article(front="document: 1\nwas: [letter]\n"), post=article("post"), bad="---\n")
        shelf.publish_in_admin("post", article("post", "Changed here"))
        report = shelf.bring(mail=article(title="Newer", front="document: 1\n"), post=article("post", "In the file"))
        assert report.summary() == "1 published, 1 laid beside a version changed here, 1 broken"
        mail = shelf.library.by_number(1)
        assert mail is not None
        assert (mail.number, mail.title, mail.created, mail.changed) == (2, "Newer", NOW, NOW + 2 * HOUR)
        assert shelf.library.resolve("letter") == "mail"
        with database.sessions() as session:
            hits = shelf.library.search(session, "queue empti")
            assert [hit.address for hit in hits] == ["/a/mail#check", "/a/post#check", "/a/mail#full", "/a/post#full"]
            assert articles.published_ids(session, "mail") == {"check", "full", "solved", "escalate"}
            assert [item.number for item in articles.versions(session, "post")] == [1, 2, 3]
