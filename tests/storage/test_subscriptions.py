"""Who is told of replies: asked for once, begun by a confirmation, ended for good, and forgotten with the address."""

from __future__ import annotations

from app.storage import comment_changes, comment_sources, comments, subscriptions
from tests.databases import Database
from tests.storage.shelf import DAY, NOW, keep, version


def comment(database: Database, source_id: str | None = None, parent: int | None = None) -> int:
    """A published comment from elsewhere; its number."""
    values: dict[str, object] = dict.fromkeys(comment_changes.NEW)
    values |= {
        "article_id": "mail", "version_id": keep(database, version())[0], "anchor": "", "anchor_digest": "",
        "parent_id": parent, "name": "Ada", "email": "", "email_shown": False, "email_confirmed": False, "writer": "",
        "text": "x", "html": "<p>x</p>", "state": "published", "reasons": "[]", "helpful": 0, "mark": "",
        "mark_note": "", "source": "csv", "source_id": source_id, "created_at": NOW, "published_at": NOW,
    }  # fmt: skip
    with database.sessions() as session:
        assert comment_changes.keep_comment(session, values) or source_id
        session.commit()
        found = comments.published(session)[-1].id if source_id is None else None
        found = found or comment_sources.find_source(session, "csv", source_id or "")
    assert found is not None
    return found


def test_one_address_subscribes_once_to_a_thread(database: Database) -> None:
    number = comment(database)
    with database.sessions() as session:
        first = subscriptions.keep_subscription(session, number, "ada@example.com", NOW)
        again = subscriptions.keep_subscription(session, number, "ada@example.com", NOW + DAY)
        other = subscriptions.keep_subscription(session, number, "bob@example.com", NOW)
        session.commit()
        assert first == again
        assert other.id != first.id
        assert not first.running


def test_only_who_confirmed_and_did_not_end_it_is_told(database: Database) -> None:
    number = comment(database)
    with database.sessions() as session:
        one = subscriptions.keep_subscription(session, number, "ada@example.com", NOW)
        assert comments.subscribers(session, number) == []
        assert subscriptions.confirm_subscription(session, one.id, NOW)
        assert comments.subscribers(session, number) == [(one.id, "ada@example.com")]
        assert subscriptions.end_subscription(session, one.id, NOW + DAY)
        assert not subscriptions.end_subscription(session, one.id, NOW + DAY)
        assert comments.subscribers(session, number) == []
        assert subscriptions.confirm_subscription(session, one.id, NOW + 2 * DAY)
        found = subscriptions.find_subscription(session, one.id)
        session.commit()
    assert found is not None
    assert (found.running, found.confirmed_at) == (True, NOW)


def test_what_is_not_there_is_not_confirmed_or_ended(database: Database) -> None:
    with database.sessions() as session:
        assert not subscriptions.confirm_subscription(session, 7, NOW)
        assert not subscriptions.end_subscription(session, 7, NOW)
        assert subscriptions.find_subscription(session, 7) is None


def test_all_of_one_address_are_found_and_forgotten(database: Database) -> None:
    numbers = [comment(database), comment(database)]
    with database.sessions() as session:
        for number in numbers:
            subscriptions.keep_subscription(session, number, "Ada@example.com", NOW)
            subscriptions.keep_subscription(session, number, "eve@example.com", NOW)
        found = subscriptions.subscriptions_of(session, "ada@EXAMPLE.com")
        assert [one.comment_id for one in found] == numbers
        assert subscriptions.forget_subscriptions(session, "ada@example.com") == 2
        session.commit()
        assert subscriptions.subscriptions_of(session, "ada@example.com") == []
        assert len(subscriptions.subscriptions_of(session, "eve@example.com")) == 2


def test_a_comment_from_elsewhere_is_known_again_even_when_it_was_erased(database: Database) -> None:
    first = comment(database, "a1")
    reply = comment(database, "a2", parent=first)
    with database.sessions() as session:
        assert comment_sources.find_place(session, "csv", "a2") == (first, "mail", "")
        assert comment_sources.find_place(session, "isso", "a2") is None
        comment_changes.erase(session, [reply])
        session.commit()
    assert comment(database, "a2", parent=first) == reply
    with database.sessions() as session:
        kept = comments.find_comment(session, reply)
    assert kept is not None
    assert kept.erased
