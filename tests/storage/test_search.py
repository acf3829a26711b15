"""Search finds the step, not only the article, forgives typing errors, and ranks alike on both databases."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.shelf import Hit, SearchText
from app.storage import publishing
from app.storage.search import search
from tests.databases import BOTH, Database, open_database
from tests.storage.shelf import keep, version

INBOUND = "Mail to your domain does not arrive"
OUTBOUND = "Mail you send is refused"
FIREWALL = "The message passes your firewall"
ROWS = {
    "inbound": (
        SearchText("article", "", INBOUND, "", "Follow one message to the mailbox. smtp dns"),
        SearchText("step", "mx", "The sender's server looks up your MX record", INBOUND, "It asks the name servers."),
        SearchText("cause", "no-mx", "No MX record is published", f"{INBOUND}\nMX", "Publish the record, then wait."),
        SearchText("step", "firewall", FIREWALL, INBOUND, "Port 25 must be open for a <b>server</b> outside."),
        SearchText("cause", "blocked", "The provider blocks port 25", f"{INBOUND}\n{FIREWALL}", "Ask the provider."),
        SearchText("cause", "grey", "Greylisting", f"{INBOUND}\n{FIREWALL}", "The server says 450 4.7.1 at first."),
        SearchText("note", "v6", "Über IPv6", f"{INBOUND}\n{FIREWALL}", "Größere Blöcke. Firewall rules differ."),
        SearchText("prose", "sources", "Sources", INBOUND, "RFC 5321 and RFC 974."),
    ),
    "outbound": (
        SearchText("article", "", OUTBOUND, "", "From the client to the queue and beyond. smtp"),
        SearchText(
            "step", "relay", "Your server relays for you", OUTBOUND, "A firewall may sit between. Log in first."
        ),
        SearchText("cause", "spam", "The other side takes it for spam", f"{OUTBOUND}\nrelay", "550 5.7.1 is the code."),
    ),
    "japanese": (
        SearchText("article", "", "メールが届かない", "", "差出人のサーバーを調べる", "ja"),
        SearchText("step", "mx", "Der Server sucht den MX-Eintrag", INBOUND, "Namensserver.", "de"),
    ),
}
SPOTS = [
    ("firewall", ["inbound#firewall", "outbound#relay", "inbound#v6"]),
    ("mail", ["outbound", "inbound"]),
    ("arrive firewall", ["inbound#firewall", "inbound#v6"]),
    ("mx record", ["inbound#mx", "inbound#no-mx"]),
    ("port 25", ["inbound#blocked", "inbound#firewall"]),
    ("fire", ["inbound#firewall", "outbound#relay", "inbound#v6"]),
    ("firewal", ["inbound#firewall", "outbound#relay", "inbound#v6"]),
    ("fierwall", ["inbound#firewall", "outbound#relay", "inbound#v6"]),
    ("grelisting", ["inbound#grey"]),
    ("greylistign", ["inbound#grey"]),
    ("uber", ["inbound#v6"]),
    ("ÜBER", ["inbound#v6"]),
    ("grosere", ["inbound#v6"]),
    ("5.7.1", ["outbound#spam"]),
    ("4.7.1", ["inbound#grey"]),
    ("7.1", ["inbound#grey", "outbound#spam"]),
    ("rfc 5321", ["inbound#sources"]),
    ("届かない", ["japanese"]),
    ("サーバー", ["japanese"]),
    ("why is my mail taken for spam by the other side", ["outbound#spam"]),
    ("firewall xyzzyq", ["inbound#firewall", "outbound#relay", "inbound#v6"]),
    ("how", []),
    ("why does mail not arrive today", ["inbound"]),
    ("mailbox", ["inbound"]),
    ("zzzzzz", []),
]


def filled(kind: str, folder: Path) -> Iterator[Database]:
    for database in open_database(kind, folder):
        titles = {"inbound": INBOUND, "outbound": OUTBOUND, "japanese": "メールが届かない"}
        keep(database, *(version(key, title=titles[key], texts=rows) for key, rows in ROWS.items()))
        yield database


@pytest.fixture(scope="module", params=BOTH)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from filled(request.param, tmp_path_factory.mktemp("search"))


def find(database: Database, query: str, limit: int = 20, lang: str | None = None) -> list[Hit]:
    with database.sessions() as session:
        return search(session, query, limit, lang=lang)


def spots(hits: list[Hit]) -> list[str]:
    return [hit.address.removeprefix("/a/") for hit in hits]


@pytest.mark.parametrize(("query", "expected"), SPOTS, ids=[query for query, _ in SPOTS])
def test_the_best_hits_in_their_order(shelf: Database, query: str, expected: list[str]) -> None:
    assert spots(find(shelf, query))[: len(expected)] == expected
    if not expected:
        assert find(shelf, query) == []


def test_a_hit_names_its_place_and_shows_why(shelf: Database) -> None:
    hit = find(shelf, "port server outside")[0]
    assert hit.address == "/a/inbound#firewall"
    assert (hit.kind, hit.article_title, hit.heading) == ("step", INBOUND, FIREWALL)
    assert "<mark>Port</mark> 25" in hit.snippet_html
    assert "&lt;b&gt;<mark>server</mark>&lt;/b&gt;" in hit.snippet_html
    cause = find(shelf, "provider")[0]
    assert (cause.context, cause.heading_html) == (FIREWALL, "The <mark>provider</mark> blocks port 25")


def test_a_word_above_alone_is_no_hit(shelf: Database) -> None:
    assert spots(find(shelf, "arrive")) == ["inbound"]


def test_a_passage_found_in_two_languages_is_shown_in_the_original(database: Database) -> None:
    english = SearchText("step", "mx", "The server looks up the MX record", "Mail", "", "en")
    german = SearchText("step", "mx", "MX", "Mail", "", "de")
    keep(database, version(texts=[english, german]))
    assert [(hit.anchor, hit.lang) for hit in find(database, "mx")] == [("mx", "en")]
    assert [hit.lang for hit in find(database, "mx", lang="de")] == ["de"]


def test_words_that_stand_everywhere_are_not_marked_beside_rare_ones(database: Database) -> None:
    texts = [SearchText("step", f"s{n}", f"The queue number {n}", "Mail", "") for n in range(60)]
    keep(database, version(texts=[*texts, SearchText("step", "ask", "The provider", "Mail", "")]))
    assert find(database, "the provider")[0].heading_html == "The <mark>provider</mark>"
    assert find(database, "the queue")[0].heading_html.startswith("<mark>The</mark> <mark>queue</mark>")


def test_accents_are_marked_where_they_were_not_typed(shelf: Database) -> None:
    assert "<mark>Größere</mark> <mark>Blöcke</mark>" in find(shelf, "grossere blocke")[0].snippet_html


def test_limit_and_language(shelf: Database) -> None:
    assert len(find(shelf, "server", limit=2)) == 2
    assert find(shelf, "server", limit=0) == []
    assert {hit.lang for hit in find(shelf, "server", lang="de")} == {"de"}


@pytest.mark.parametrize(
    "query",
    ['"', "*", "(", ":", "';--", "\0", "😀", "\ud800", "{}:", "<->", "&|!:*", "^", "- +"],
)
def test_signs_of_query_languages_mean_nothing(shelf: Database, query: str) -> None:
    find(shelf, query)
    assert spots(find(shelf, f"{query} firewall")) == spots(find(shelf, "firewall"))


@pytest.fixture(scope="module")
def sqlite_shelf() -> Iterator[Database]:
    yield from filled("sqlite", Path(tempfile.mkdtemp()))


WORDS = st.sampled_from([word for query, _ in SPOTS for word in query.split()] + ['"', "OR", "NEAR(", "*", "-", "^"])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)))
@example("a" * 10_000)
@example("\u0e01\u0e33 \u0301 ﬁ ½ ² İ ẞ")
def test_no_query_raises(sqlite_shelf: Database, query: str) -> None:
    for hit in find(sqlite_shelf, query):
        assert "<" not in hit.snippet_html.replace("<mark>", "").replace("</mark>", "")
        assert hit.heading


@pytest.mark.postgres
def test_no_query_raises_on_postgresql_and_the_hits_are_the_same(sqlite_shelf: Database, tmp_path: Path) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=6).map(" ".join)))
    def compare(query: str) -> None:
        assert spots(find(database, query)) == spots(find(sqlite_shelf, query))

    for database in filled("postgresql", tmp_path):  # noqa: B007 - `compare` asks it
        compare()


def test_what_was_replaced_is_forgotten(database: Database) -> None:
    keep(database, version("a", texts=[SearchText("article", "", "Zebra crossing", "", "stripes")]))
    keep(database, version("b", texts=[SearchText("article", "", "Another crossing", "", "")]))
    keep(database, version("a", "new", texts=[SearchText("article", "", "Giraffe crossing", "", "neck")]))
    assert find(database, "zebra") == []
    assert spots(find(database, "crossing")) == ["b", "a"]
    assert spots(find(database, "girafe")) == ["a"]
    with database.sessions() as session:
        publishing.lock_library(session)
        publishing.withdraw(session, "a")
        session.commit()
    assert spots(find(database, "crossing")) == ["b"]
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT word FROM search_word ORDER BY word")).scalars().all() == [
            "another",
            "crossing",
        ]
        for table in ("search_text", "search_index", "search_word_index"):
            left = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            assert left == (2 if table == "search_word_index" else 1)
