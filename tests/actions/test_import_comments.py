"""Comments of other systems come in once, at the right place, as they were; what cannot is told, and only that lost."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.actions import read_comment_file as read_comment_file_module
from app.actions.ask_for_own import ask_for_own
from app.actions.comment_links import read_link
from app.actions.erase_writer import erase_writer
from app.actions.export_comments import every_comment, write_atom, write_json
from app.actions.import_comments import CommentReport, import_comments
from app.actions.map_threads import Place, ThreadMap, read_map
from app.actions.read_comment_file import find_format, read_comment_file
from app.core.anchors import anchor_digest
from app.core.errors import BadInput, WrongUse
from app.core.xml_elements import read_elements
from app.storage import comments
from app.storage.comment_rows import Comment
from tests.actions.commenting import post, published
from tests.actions.factories import Bench, make_bench
from tests.actions.mailing import outbox, signed
from tests.actions.sample import MAIL

SAMPLES = Path("tests/samples/comments")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    numbered = MAIL.replace("document: 77\n", "document: 4564\nwas: [old-mail]\n", 1)
    assert numbered != MAIL
    return make_bench(tmp_path, mail=numbered)


def bring(bench: Bench, path: Path, given: Mapping[str, str] | None = None, *, dry: bool = False) -> CommentReport:
    kind = find_format(path)
    return import_comments(bench.services, read_comment_file(path, kind), kind, given, dry_run=dry)


def stored(bench: Bench) -> list[Comment]:
    with bench.services.sessions() as session:
        ids = session.connection().execute(text("SELECT id FROM comment ORDER BY created_at")).scalars().all()
        found = comments.find_comments(session, ids)
    return [found[number] for number in ids]


def test_disqus(bench: Bench) -> None:
    report = bring(bench, SAMPLES / "disqus.xml")
    assert (report.kind, report.read, report.kept, report.flattened) == ("disqus", 7, 5, 1)
    assert report.left_out == {"spam": 1}
    assert [line for line, _ in report.unplaced] == [36]
    assert "office-party" in report.unplaced[0][1]
    first, reply, deeper, deleted, below = stored(bench)
    assert (first.article_id, first.state, first.name) == ("mail", "published", "Ada Lovelace")
    assert (first.email, first.email_shown, first.created_at.isoformat()) == (
        "Ada@example.com",
        False,
        "2015-03-02T10:11:12+00:00",
    )
    assert first.published_at == first.created_at
    assert "<strong>MX</strong>" in first.html
    assert [reply.parent_id, deeper.parent_id] == [first.id, first.id]
    assert (deleted.erased, deleted.state, below.parent_id) == (True, "withdrawn", deleted.id)
    with bench.services.sessions() as session:
        shown = comments.thread(session, "mail", order="oldest").comments
        assert [(one.comment.id, len(one.replies)) for one in shown] == [(first.id, 2), (deleted.id, 1)]
        everything = repr(session.connection().execute(text("SELECT * FROM comment")).all())
    assert "should not have" not in everything
    assert "sorry@" not in everything
    assert outbox(bench) == []


def test_a_packed_file(bench: Bench, tmp_path: Path) -> None:
    packed = tmp_path / "disqus.xml.gz"
    packed.write_bytes(gzip.compress((SAMPLES / "disqus.xml").read_bytes()))
    assert bring(bench, packed).kept == 5
    packed.write_bytes(packed.read_bytes()[:-500])
    with pytest.raises(WrongUse, match="cannot be read"):
        find_format(packed)
    with pytest.raises(BadInput, match="to its end"):
        list(read_comment_file(packed, "disqus"))


def test_a_packed_file_that_unpacks_without_end(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_comment_file_module, "LARGEST_TABLE", 1 << 20)
    bomb = tmp_path / "x.csv.gz"
    bomb.write_bytes(gzip.compress(b"article,date,name,text\n" + b"x" * (1 << 21)))
    with pytest.raises(BadInput, match="larger than 1 MB"):
        bring(bench, bomb)


def test_a_second_import_changes_nothing(bench: Bench) -> None:
    bring(bench, SAMPLES / "disqus.xml")
    before = stored(bench)
    report = bring(bench, SAMPLES / "disqus.xml")
    assert (report.kept, report.known) == (0, 5)
    assert stored(bench) == before


def test_what_was_erased_does_not_come_back(bench: Bench) -> None:
    bring(bench, SAMPLES / "disqus.xml")
    ask_for_own(bench.services, "ada@example.com")
    erase_writer(bench.services, read_link(bench.services, signed(outbox(bench, "mine:")[0])))
    assert bring(bench, SAMPLES / "disqus.xml").kept == 0
    assert "Lovelace" not in repr(stored(bench))


def test_a_rehearsal_keeps_nothing(bench: Bench) -> None:
    report = bring(bench, SAMPLES / "disqus.xml", dry=True)
    assert report.kept == 5
    assert stored(bench) == []


def test_wordpress(bench: Bench) -> None:
    report = bring(bench, SAMPLES / "wordpress.xml")
    assert (report.kind, report.kept, report.left_out) == ("wordpress", 2, {"spam": 1})
    assert [problem.line for problem in report.problems] == [20, 25]
    first, reply = stored(bench)
    assert (first.name, first.text.split("\n")[1]) == ('Zoë "Z" Smith', "second line")
    assert "<br" in first.html
    assert (reply.name, reply.email, reply.state, reply.parent_id) == ("Anonymous", "", "held", first.id)
    assert reply.reasons


def test_a_table(bench: Bench) -> None:
    report = bring(bench, SAMPLES / "old-page.csv")
    assert (report.kept, report.unplaced) == (3, [(6, "9999")])
    assert [problem.line for problem in report.problems] == [7, 8, 5]
    first, reply, lost = stored(bench)
    assert (first.anchor, reply.anchor, lost.anchor) == ("mx", "mx", "")
    assert first.html.count("<br") == 2
    assert "&lt;3" in first.html
    assert reply.parent_id == first.id


def isso(path: Path) -> Path:
    """A database as Isso 0.13 makes it."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript("""
            CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
            CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
                created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR,
                author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0,
                voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
            INSERT INTO threads VALUES (1, '/help/old-mail/', 'Mail'), (2, '/about', 'About us');
            INSERT INTO comments VALUES
                (1, 1, NULL, 1300000000.5, NULL, 1, '127.0.0.0', 'Hello **you** &amp; all', 'Ada', 'ada@example.com',
                    NULL, 3, 1, x'00', 0),
                (1, 2, 1, 1300000001.0, NULL, 1, '127.0.0.0', 'A reply', NULL, NULL, NULL, 0, 0, x'00', 0),
                (1, 3, NULL, 1300000002.0, NULL, 2, '127.0.0.0', 'It waits', 'Bob', NULL, NULL, 0, 0, x'00', 0),
                (1, 4, NULL, 1300000003.0, NULL, 4, '127.0.0.0', '', NULL, NULL, NULL, 0, 0, x'00', 0),
                (1, 5, 4, 1300000004.0, NULL, 1, '127.0.0.0', 'Below a deleted one', 'Eve', NULL, NULL, 0, 0, x'00', 0),
                (2, 6, NULL, 1300000005.0, NULL, 1, '127.0.0.0', 'Elsewhere', 'Mal', NULL, NULL, 0, 0, x'00', 0);
        """)
        database.commit()
    return path


def test_isso(bench: Bench, tmp_path: Path) -> None:
    report = bring(bench, isso(tmp_path / "isso.db"))
    assert (report.kind, report.kept, report.unplaced) == ("isso", 5, [(6, "/about · About us")])
    first, reply, waiting, deleted, below = stored(bench)
    assert (first.helpful, first.created_at.isoformat()) == (3, "2011-03-13T07:06:40.500000+00:00")
    assert "<strong>you</strong> &amp; all" in first.html
    assert (reply.parent_id, reply.name, waiting.state) == (first.id, "Anonymous", "held")
    assert (deleted.erased, below.parent_id) == (True, deleted.id)
    assert "127.0.0.0" not in repr(stored(bench))


@pytest.mark.parametrize(
    "comments",
    [
        "CREATE VIEW comments AS WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT 1 AS tid,"
        " i AS id, 0 AS parent, 1.0 AS created, 1 AS mode, 't' AS text, 'a' AS author, '' AS email, 0 AS likes FROM r",
        "CREATE TABLE comments"
        " (tid, id, parent, created, mode, text AS (hex(zeroblob(400000000))), author, email, likes)",
    ],
)
def test_an_isso_database_that_would_go_on_for_ever(bench: Bench, tmp_path: Path, comments: str) -> None:
    path = tmp_path / "isso.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE threads (id, uri, title)")
        database.execute("INSERT INTO threads VALUES (1, '/help/old-mail/', 'Mail')")
        database.execute(comments)
        database.commit()
    with pytest.raises(BadInput, match="plain table comments"):
        bring(bench, path)


def test_an_isso_comment_that_is_no_text(bench: Bench, tmp_path: Path) -> None:
    path = isso(tmp_path / "isso.db")
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE comments SET text = CAST(x'48ff' AS TEXT) WHERE id = 2")
        database.commit()
    assert bring(bench, path).kept == 5
    assert stored(bench)[1].text == "H\ufffd"


def test_an_encoding_that_nobody_reads(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text('<?xml version="1.0" encoding="utf-7"?><disqus xmlns="http://disqus.com"/>', encoding="utf-8")
    with pytest.raises(BadInput):
        bring(bench, path)


def test_a_file_that_is_something_else(bench: Bench, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE x (y)")
    for path, content in ((other, None), (tmp_path / "x.xml", "<disqus><post>"), (tmp_path / "x.csv", "a,b\n1,2\n")):
        if content is not None:
            path.write_text(content, encoding="utf-8")
        with pytest.raises(BadInput):
            bring(bench, path)
    with pytest.raises(WrongUse):
        find_format(tmp_path / "nowhere.xml")
    assert stored(bench) == []


def test_a_chain_that_goes_round_and_one_without_a_beginning(bench: Bench, tmp_path: Path) -> None:
    rows = ["id,parent,article,date,name,text", "a,b,mail,2020-01-01,A,one", "b,a,mail,2020-01-02,B,two"]
    rows += ["c,gone,mail,2020-01-03,C,three", "d,d,mail,2020-01-04,D,four", "d,,mail,2020-01-05,D,twice"]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    report = bring(bench, path)
    assert report.kept == 4
    first, *others = stored(bench)
    assert [first.parent_id, *(one.parent_id for one in others)] == [None, first.id, None, None]
    assert {problem.line for problem in report.problems} >= {4, 6}


def test_a_reply_whose_beginning_came_with_an_earlier_file(bench: Bench, tmp_path: Path) -> None:
    head = "id,parent,article,date,name,text\n"
    for name, row in (("1.csv", "a,,mail,2020-01-01,A,one"), ("2.csv", "b,a,mail,2020-01-02,B,two")):
        (tmp_path / name).write_text(head + row, encoding="utf-8")
        bring(bench, tmp_path / name)
    first, reply = stored(bench)
    assert reply.parent_id == first.id


@pytest.mark.parametrize(
    ("key", "article"),
    [
        ("mail", "mail"),
        ("old-mail", "mail"),
        ("4564", "mail"),
        ("doc-4564", "mail"),
        ("4564-why-mail-bounces", "mail"),
        ("https://x.example/kb/4564", "mail"),
        ("https://x.example/kb/4564/why", "mail"),
        ("https://x.example/show.php?lang=en&id=4564", "mail"),
        ("https://x.example/a/mail#mx", "mail"),
        ("/help/old-mail/", "mail"),
        ("https://x.example/mail.html?utm=1", "mail"),
        ("https://x.example/?p=4564", None),
        ("https://x.example/2012/04/other", None),
        ("45-things", None),
        ("", None),
        ("http://[broken", None),
        ("%ff%00/../../etc/passwd", None),
    ],
)
def test_threads_find_their_article(bench: Bench, key: str, article: str | None) -> None:
    found = ThreadMap(bench.services.library).find([key])
    assert (found.article_id if found else None) == article


def test_a_mapping_file_says_where_threads_go(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("# a remark\n/blog/2015/04/office-party,mail#mx\nhttps://x.example/a,b\t-\n", encoding="utf-8")
    given = read_map(path)
    threads = ThreadMap(bench.services.library, given)
    assert threads.find(["https://help.example.com/blog/2015/04/office-party"]) == Place("mail", "mx")
    assert threads.find(["https://x.example/a,b"]) == Place("", left_out=True)
    report = bring(bench, SAMPLES / "disqus.xml", given)
    assert (report.kept, report.unplaced) == (6, [])
    assert stored(bench)[-1].anchor == "mx"
    for wrong in ("/x,no-such-article", "alone"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(WrongUse):
            ThreadMap(bench.services.library, read_map(path))


def test_exports_tell_what_is_published_and_no_address(bench: Bench) -> None:
    first = published(bench, email="ada@example.com", email_shown=True, text="A <b> & a ]]> \x0b in it, shown to all.")
    reply = published(bench, "It worked for us too, at another provider.", parent_id=first.id, name="Bob & <Co>")
    post(bench, "This one waits, so it is nobody's business.", email="eve@example.com", name="Eve")
    with bench.services.sessions() as session:
        found = list(every_comment(session))
    told = json.loads("".join(write_json(bench.services, found, "https://x.example")))
    assert [one["id"] for one in told["comments"]] == [first.id, reply.id]
    assert told["comments"][1]["reply_to"] == first.id
    now = bench.services.clock()
    feed = "".join(write_atom(bench.services, found, "https://x.example", path="/c.atom", title="A & B", now=now))
    entries = list(read_elements([feed.encode()], ("entry",)))
    assert [entry.said("id") for entry in entries] == [f"https://x.example/comments/{one.id}" for one in found]
    assert entries[1].attribute_of("in-reply-to", "ref") == f"https://x.example/comments/{first.id}"
    assert entries[0].said("content") == first.html.strip()
    assert entries[1].said("title").startswith("Bob & <Co>")
    for written in (json.dumps(told), feed):
        assert "@example.com" not in written
        assert "Eve" not in written


def test_what_its_writer_read_is_known_where_the_library_had_a_version_on_that_day(
    bench: Bench, tmp_path: Path
) -> None:
    first = bench.services.library.get("mail")
    assert first is not None
    bench.clock.move(days=2)
    text = (bench.content / "mail.md").read_text()
    renamed = text.replace("id: slow\n", "id: slow-servers\nwas: [slow]\n").replace("\nWait.\n", "\nWait for a day.\n")
    bench.write(mail=renamed)
    served = bench.services.library.get("mail")
    assert served is not None and served.number == 2
    rows = [
        f"{day},mail,{anchor},{day},A,What I found on {day}."
        for day, anchor in (
            ("2019-01-01", "slow"),  # before there was any version here
            ("2026-04-06", "slow"),
            ("2026-04-08", "slow"),
            ("2026-04-06T10:00:00Z", "mx"),  # which has not changed
            ("2026-04-06T11:00:00Z", ""),
        )
    ]
    path = tmp_path / "then.csv"
    path.write_text("\n".join(["id,article,anchor,date,name,text", *rows]))
    assert bring(bench, path).kept == 5
    oldest, then, step, article, now = stored(bench)
    assert (oldest.anchor_digest, oldest.version_number) == ("", 2)
    assert (then.anchor, then.version_number) == ("slow-servers", 1)
    assert then.anchor_digest == anchor_digest(first.article, "slow") != anchor_digest(served.article, "slow")
    assert (now.anchor_digest, now.version_number) == (anchor_digest(served.article, "slow"), 2)
    assert (step.anchor_digest, step.version_number) == (anchor_digest(served.article, "mx"), 1)
    assert article.anchor_digest == anchor_digest(served.article, "")
