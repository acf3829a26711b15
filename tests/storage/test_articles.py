"""Versions in the store: numbered, immutable, listed by columns, with everything that redirects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.article import Problem
from app.core.errors import NotFound
from app.core.shelf import BrokenFile, Standing
from app.storage import articles, publishing
from tests.databases import Database
from tests.storage.shelf import DAY, NOW, keep, version


def test_versions_are_numbered_by_article_and_the_last_is_served(database: Database) -> None:
    first = keep(database, version("a"), version("b"))
    second = keep(database, version("a", "newer", title="Newer"), now=NOW + DAY)
    assert len({*first, *second}) == 3
    with database.sessions() as session:
        served = articles.listings(session)
        assert [(item.article_id, item.number, item.description.title) for item in served] == [
            ("a", 2, "Newer"),
            ("b", 1, "Mail"),
        ]
        assert (served[0].created, served[0].changed) == (NOW, NOW + DAY)
        assert [item.number for item in articles.versions(session, "a")] == [1, 2]
        assert articles.sources(session, first[0]) == {"a.md": "text"}
        assert articles.sources(session, second[0]) == {"a.md": "newer"}
        old = articles.listing(session, first[0])
        assert old is not None
        assert (old.number, old.version_id, old.description.category) == (1, first[0], ("Mail", "Testing"))
        assert articles.listing(session, 4711) is None
        assert articles.sources(session, 4711) is None


def test_a_draft_is_kept_beside_what_is_served_until_published(database: Database) -> None:
    keep(database, version("a"))
    (draft,) = keep(database, version("a", "draft", state="draft", conflicts_with=1))
    with database.sessions() as session:
        assert [item.number for item in articles.listings(session)] == [1]
        assert [item.version_id for item in articles.conflicts(session)] == [draft]
        publishing.lock_library(session)
        publishing.publish_draft(session, draft, version("a", "draft", anchors={"late": "step"}), NOW + DAY)
        session.commit()
        assert [item.number for item in articles.listings(session)] == [2]
        assert articles.conflicts(session) == []
        assert articles.published_ids(session, "a") == {"late"}
        with pytest.raises(NotFound):
            publishing.publish_draft(session, draft, version("a"), NOW)


def test_ids_once_published_are_never_forgotten(database: Database) -> None:
    keep(database, version("a", anchors={"mx": "step", "no-mx": "cause", "sources": "prose"}))
    keep(database, version("a", "newer", anchors={"mx": "step", "late": "note"}))
    with database.sessions() as session:
        assert articles.published_ids(session, "a") == {"mx", "no-mx", "late"}
        assert articles.published_ids(session, "b") == frozenset()
        assert [item.anchors for item in articles.standings(session)] == [{"mx", "late"}]


def test_earlier_ids_and_numbers_lead_to_the_article(database: Database) -> None:
    keep(database, version("a", was=("old", "older"), document=4564))
    keep(database, version("b", was=("older",), document=2**40))
    keep(database, version("old", document=1))
    with database.sessions() as session:
        assert articles.aliases(session) == {"older": "b"}
        assert articles.documents(session) == {4564: "a", 2**40: "b", 1: "old"}
        publishing.lock_library(session)
        publishing.withdraw(session, "old", merged_into="a")
        session.commit()
        assert articles.aliases(session) == {"older": "b", "old": "a"}
        assert [item.article_id for item in articles.listings(session)] == ["a", "b"]


def test_where_articles_stand_for_an_import(database: Database) -> None:
    keep(database, version("a", document=7))
    keep(database, version("a", "here", origin="admin"))
    keep(database, version("b"))
    with database.sessions() as session:
        publishing.lock_library(session)
        publishing.withdraw(session, "b")
        publishing.acknowledge(session, {"b": "seen"})
        session.commit()
        assert sorted(articles.standings(session), key=lambda item: item.article_id) == [
            Standing("a", "a.md", "digest of text", "digest of here", "admin", 2),
            Standing("b", "b.md", "seen", None, None, None),
        ]


def test_every_change_is_a_new_generation(database: Database) -> None:
    with database.sessions() as session:
        before = articles.generation(session)
    keep(database, version("a"))
    with database.sessions() as session:
        assert articles.generation(session) == before + 1


def test_broken_files_are_listed_until_mended(database: Database) -> None:
    problem = Problem("a.md", 3, 1, "bad-id", "error", "Write it so.")
    with database.sessions() as session:
        publishing.keep_broken(session, [BrokenFile("b.md", "1", (problem,), "b"), BrokenFile("a.md", "1", ())], NOW)
        publishing.keep_broken(session, [BrokenFile("b.md", "2", (problem, problem), "b")], NOW + DAY)
        session.commit()
        assert articles.broken(session) == [
            BrokenFile("a.md", "1", (), None, NOW),
            BrokenFile("b.md", "2", (problem, problem), "b", NOW + DAY),
        ]
        publishing.mend(session, ["b.md", "never.md"])
        session.commit()
        assert [item.file for item in articles.broken(session)] == ["a.md"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE article_version SET state = 'lost'",
        "UPDATE article_version SET origin = 'nowhere'",
        "INSERT INTO library_state (id, generation) VALUES (2, 1)",
        "INSERT INTO article_alias (old_id, article_id) VALUES ('x', 'nobody')",
        "DELETE FROM article",
    ],
)
def test_the_database_itself_refuses_nonsense(database: Database, statement: str) -> None:
    keep(database, version("a"))
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text(statement))


@given(st.dictionaries(st.text(), st.text()))
def test_any_text_is_kept_exactly(files: dict[str, str]) -> None:
    assert articles.unpack(articles.pack(files)) == files


def test_an_import_that_fails_half_way_leaves_nothing(database: Database) -> None:
    with database.sessions() as session:
        publishing.lock_library(session)
        publishing.keep_versions(session, [version("a")], NOW)
        session.rollback()
        assert articles.listings(session) == []
        assert articles.standings(session) == []
