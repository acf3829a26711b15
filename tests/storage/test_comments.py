"""Comments in the store, on both databases: threads by key and by index, one of two, one verdict of two."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text as sql

from app.storage import comment_changes, comments
from app.storage.comment_history import background, explain
from app.storage.comment_rows import COMMENT
from app.storage.comment_rules import drop_rule, keep_rule, list_rules
from tests.databases import Database
from tests.storage.shelf import NOW, keep, version

_numbers = count(1)


def values(version_id: int, **changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "article_id": "mail",
        "version_id": version_id,
        "anchor": "mx",
        "anchor_digest": "d",
        "parent_id": None,
        "name": "Ada",
        "email": "",
        "email_shown": False,
        "email_confirmed": False,
        "writer": "",
        "text": f"Text {number}",
        "html": f"<p>Text {number}</p>",
        "state": "published",
        "reasons": "[]",
        "fingerprint": f"{number:064}",
        "address": None,
        "network": None,
        "helpful": 0,
        "mark": "",
        "mark_note": "",
        "source": "form",
        "source_id": None,
        "created_at": NOW + timedelta(seconds=number),
        "published_at": NOW,
        "removed_at": None,
        **changes,
    }


def add(database: Database, *rows: Mapping[str, Any]) -> list[int]:
    ids = []
    with database.sessions() as session:
        for row in rows:
            assert comment_changes.keep_comment(session, row)
            found = comments.find_fingerprint(session, row["fingerprint"])
            assert found is not None
            ids.append(found.id)
        session.commit()
    return ids


def pages(database: Database, **wanted: Any) -> list[int]:
    """The ids of a whole thread, page by page."""
    found: list[int] = []
    after = None
    while True:
        with database.sessions() as session:
            page = comments.thread(session, "mail", after=after, limit=3, **wanted)
        found += [each.comment.id for each in page.comments]
        if page.next is None:
            return found
        assert len(page.comments) == 3
        after = page.next


def test_a_comment_comes_back_as_it_was_kept(database: Database) -> None:
    (version_id,) = keep(database, version())
    row = values(version_id, reasons='["Wait."]', text="Ünicode 👍", state="held")
    (comment_id,) = add(database, row)
    with database.sessions() as session:
        found = comments.find_comment(session, comment_id)
    assert found is not None
    same = {name: getattr(found, name) for name in row if name not in ("fingerprint", "reasons", "source_id")}
    assert same == {name: row[name] for name in same}
    assert (found.reasons, found.version_number, found.place, found.erased) == (("Wait.",), 1, 0, False)


@pytest.mark.parametrize("order", ["newest", "oldest", "helpful"])
def test_pages_follow_one_another_without_gap_or_twin(database: Database, order: comments.Order) -> None:
    (version_id,) = keep(database, version())
    moment = NOW  # several at the same moment: the id decides
    rows = [values(version_id, helpful=at % 3, created_at=moment + timedelta(seconds=at // 4)) for at in range(10)]
    ids = add(database, *rows)
    keys = {
        "newest": lambda at: (at // 4, at),
        "oldest": lambda at: (-(at // 4), -at),
        "helpful": lambda at: (at % 3, at // 4, at),
    }
    expected = [ids[at] for at in sorted(range(10), key=keys[order], reverse=True)]
    assert pages(database, order=order) == expected


def test_a_page_does_not_move_when_somebody_writes(database: Database) -> None:
    (version_id,) = keep(database, version())
    ids = add(database, *(values(version_id) for _ in range(6)))
    with database.sessions() as session:
        first = comments.thread(session, "mail", limit=3)
    add(database, values(version_id))
    with database.sessions() as session:
        second = comments.thread(session, "mail", after=first.next, limit=3)
    assert [each.comment.id for each in (*first.comments, *second.comments)] == ids[::-1]


@pytest.mark.parametrize("cursor", ["", "x", "1", "1.2.3", "999999999999999999.1", "-1.2", "1.٣"])
def test_a_cursor_that_is_not_ours_begins_at_the_beginning(database: Database, cursor: str) -> None:
    (version_id,) = keep(database, version())
    ids = add(database, values(version_id))
    with database.sessions() as session:
        found = comments.thread(session, "mail", after=cursor).comments
    assert [each.comment.id for each in found] in (ids, []), "a moment in the far future may come before all"


def test_replies_stand_below_and_the_rest_of_many_has_pages(database: Database) -> None:
    (version_id,) = keep(database, version())
    first, other = add(database, values(version_id), values(version_id, anchor="no-mx"))
    replies = add(database, *(values(version_id, parent_id=first) for _ in range(comments.REPLIES + 5)))
    with database.sessions() as session:
        newest, oldest = comments.thread(session, "mail").comments
        assert (newest.comment.id, newest.replies, newest.more) == (other, (), 0)
        assert ([each.id for each in oldest.replies], oldest.more) == (replies[: comments.REPLIES], 5)
        rest, after = comments.replies(session, first, limit=20)
        last, end = comments.replies(session, first, after=after, limit=20)
        assert [each.id for each in (*rest, *last)] == replies and end is None
        assert comments.counts(session, "mail") == {"mx": 1 + len(replies), "no-mx": 1}


def test_what_was_taken_away_leaves_its_place_to_its_replies(database: Database) -> None:
    (version_id,) = keep(database, version())
    first, lonely = add(database, values(version_id), values(version_id))
    (reply,) = add(database, values(version_id, parent_id=first))
    with database.sessions() as session:
        for comment_id in (first, lonely):
            assert comment_changes.set_state(session, comment_id, "published", "spam", NOW)
        session.commit()
        (shown,) = comments.thread(session, "mail").comments
        assert (shown.comment.state, [each.id for each in shown.replies]) == ("spam", [reply])
        assert comment_changes.set_state(session, reply, "published", "held", NOW)
        assert comments.thread(session, "mail").comments == ()
        assert comment_changes.set_state(session, reply, "held", "published", NOW)
        assert comment_changes.set_state(session, first, "spam", "published", NOW)
        (shown,) = comments.thread(session, "mail").comments
        assert (shown.comment.place, shown.comment.removed_at, len(shown.replies)) == (1, None, 1)


def test_only_one_of_two_with_the_same_fingerprint_is_kept(database: Database) -> None:
    (version_id,) = keep(database, version())
    row = values(version_id)
    start = threading.Barrier(4)
    kept: list[bool] = []

    def go() -> None:
        with database.sessions() as session:
            start.wait(10)
            kept.append(comment_changes.keep_comment(session, row))
            session.commit()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(kept) == [False, False, False, True]
    with database.sessions() as session:
        assert len(comments.thread(session, "mail").comments) == 1


def test_of_two_verdicts_one_holds(database: Database) -> None:
    (version_id,) = keep(database, version())
    (comment_id,) = add(database, values(version_id, state="held"))
    start = threading.Barrier(4)
    decided: list[str] = []

    def go(state: str) -> None:
        with database.sessions() as session:
            start.wait(10)
            if comment_changes.set_state(session, comment_id, "held", state, NOW):
                decided.append(state)
            session.commit()

    threads = [threading.Thread(target=go, args=(state,)) for state in ("published", "spam", "rejected", "published")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(decided) == 1
    with database.sessions() as session:
        found = comments.find_comment(session, comment_id)
    assert found is not None and found.state == decided[0]


def test_workers_are_told_what_changed_since(database: Database) -> None:
    (version_id, _) = keep(database, version(), version("other"))
    with database.sessions() as session:
        before = comments.generation(session)
        assert comments.changed_since(session, before) == []
    (first, _) = add(database, values(version_id), values(version_id, article_id="other"))
    with database.sessions() as session:
        changed = dict(comments.changed_since(session, before))
        assert changed == {"mail": before + 1, "other": before + 2}
        assert comment_changes.add_vote(session, first, "a", NOW)
        session.commit()
        assert comments.changed_since(session, before + 2) == [("mail", before + 3)]
        assert comments.generation_of(session, "mail") == comments.generation(session) == before + 3


def test_the_queue_is_paged_and_counted(database: Database) -> None:
    (version_id,) = keep(database, version())
    ids = add(database, *(values(version_id, state="held") for _ in range(5)))
    add(database, values(version_id, state="spam"), values(version_id))
    with database.sessions() as session:
        page, after = comments.queue(session, "held", limit=3)
        rest, end = comments.queue(session, "held", after=after, limit=3)
        assert [each.id for each in (*page, *rest)] == ids[::-1] and end is None
        assert comments.queue_counts(session) == {"held": 5, "spam": 1, "published": 1}


def test_what_is_known_of_a_writer_is_one_question(database: Database) -> None:
    (version_id,) = keep(database, version())
    network = "198.51.100.0/24"
    add(
        database,
        values(version_id, writer="w", network=network, fingerprint="f"),
        values(version_id, writer="w", email_shown=True, published_at=None, state="held"),
        values(version_id, writer="w", email_confirmed=True, network=network, state="spam"),
        values(version_id, writer="open", email_confirmed=True, article_id="mail", state="held"),
        values(version_id, writer="open", email_confirmed=True),
        values(version_id, writer="open", email_shown=True, email_confirmed=True),
        values(version_id, writer="", state="held", article_id="mail"),
    )
    with database.sessions() as session:
        found = background(session, fingerprint="f", writer="w", network=network, article_id="mail", since=NOW)
        assert found[1:] == (1, 1, 2, 1, 7) and found.known is not None
        known_to_all = background(session, fingerprint="", writer="open", network="", article_id="", since=NOW)
        assert known_to_all == (None, 0, 0, 0, 0, 0)
        nobody = background(session, fingerprint="", writer="", network="", article_id="", since=NOW)
        assert nobody == (None, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("number", [-1, 0, 2**31 - 1, 2**31, 10**15, 10**18])
def test_a_number_that_no_comment_has(database: Database, number: int) -> None:
    """Visitors name numbers in addresses and forms, larger ones too than a column of PostgreSQL holds."""
    with database.sessions() as session:
        assert comments.find_comment(session, number) is None
        assert comments.version_id(session, "mail", number) is None
        assert comments.published(session, after_id=max(number, 0)) == []
        assert comments.thread(session, "mail", after=f"1.{max(number, 0)}").comments == ()
        assert comments.replies(session, 1, after=f"1.{max(number, 0)}") == ([], None)


def test_rules_are_kept_once_a_value(database: Database) -> None:
    with database.sessions() as session:
        first = keep_rule(session, "word", "pills", "hold", note="", account_id=None, now=NOW)
        assert keep_rule(session, "word", "pills", "spam", note="again", account_id=None, now=NOW) == first
        keep_rule(session, "host", "pills", "reject", note="", account_id=None, now=NOW)
        assert [(rule.kind, rule.verdict) for rule in comments.rules(session)] == [("word", "spam"), ("host", "reject")]
        assert [rule.note for rule in list_rules(session, "word")] == ["again"]
        assert drop_rule(session, first) and not drop_rule(session, first)


def many(database: Database, version_id: int, number: int) -> None:
    """A long thread, a tenth of it replies to one comment, and as much spam beside it."""
    (first,) = add(database, values(version_id))
    rows = []
    for at in range(number - 1):
        row = values(version_id, helpful=at % 17, parent_id=first if at % 10 == 0 else None)
        rows.append({**row, "place": 2 if row["parent_id"] else 1})
        rows.append({**values(version_id, state="spam"), "place": 0})
    with database.engine.begin() as connection:
        connection.execute(COMMENT.insert(), rows)
        connection.execute(sql("ANALYZE"))


def test_a_thread_of_5000_opens_by_an_index(database: Database) -> None:
    """The plan is what holds on any machine; the time is generous, for one that is busy."""
    (version_id,) = keep(database, version())
    many(database, version_id, 5000)
    with database.sessions() as session:
        began = time.perf_counter()
        page = comments.thread(session, "mail")
        took = time.perf_counter() - began
        for order in ("newest", "oldest", "helpful"):
            for after, anchor in ((None, None), (page.next if order == "newest" else None, None), (None, "mx")):
                plan = comments.explain(session, "mail", anchor=anchor, order=order, after=after)
                assert "ix_comment_article_id_place" in plan, plan
                assert "SCAN comment" not in plan and "Seq Scan on comment" not in plan, plan
                assert "TEMP B-TREE" not in plan and "Sort Key" not in plan.split("Limit")[-1], plan
    assert len(page.comments) == comments.PAGE and page.next is not None
    assert took < 1.0, took


def test_what_is_known_is_found_by_indexes_however_much_there_is(database: Database) -> None:
    """Each post asks; of an article with 100,000 comments it once took 150 ms."""
    with database.sessions() as session:
        plan = explain(session)
    if database.settings.database.startswith("sqlite"):
        assert "(article_id=? AND place=? AND created_at>?)" in plan, plan
        assert "SCAN comment" not in plan, plan
    assert "comment" in plan
