"""A saved file is noticed at the next look; a look that fails ends nothing."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from app.core.errors import StoreUnavailable
from app.library.watch import Background, Follower, Watcher, stamps
from tests.library.shelf import Shelf, article


def watcher(shelf: Shelf, told: list[str], every: float = 0.3) -> Watcher:
    def clock() -> datetime:
        return shelf.now

    return Watcher(shelf.library, shelf.database.sessions, shelf.folder, clock, told.append, every)


def test_a_saved_file_is_served_and_its_problems_told_with_their_lines(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    told: list[str] = []
    watching = watcher(shelf, told)
    first = watching.look()
    assert first is not None
    assert not first.changed
    assert told == []
    assert watching.look() is None
    shelf.write("mail.md", article(title="Saved"))
    assert watching.look() is not None
    assert watching.look() is None
    entry = shelf.library.get("mail")
    assert entry is not None
    assert entry.title == "Saved"
    shelf.write("mail.md", article(title="Saved again").replace("to: solved", "to: nowhere"))
    watching.look()
    again = shelf.library.get("mail")
    assert again is not None
    assert again.title == "Saved"
    line = next(n for n, text in enumerate(article().splitlines(), 1) if "to: solved" in text)
    assert [(problem.code, problem.line) for problem in again.broken if problem.code == "unknown-target"] == [
        ("unknown-target", line)
    ]
    assert any(text.startswith(f"mail.md:{line}:") for text in told)


def test_a_fragment_a_new_file_and_a_removed_one_are_changes(shelf: Shelf) -> None:
    before = stamps(shelf.folder)
    shelf.write("_fragments/records.md", "x")
    with_fragment = stamps(shelf.folder)
    assert with_fragment != before
    shelf.write(".mail.md.swp", "x")
    shelf.write(".git/index", "x")
    assert stamps(shelf.folder) == with_fragment
    (shelf.folder / "_fragments" / "records.md").unlink()
    assert stamps(shelf.folder) == before


def test_the_thread_serves_a_file_within_a_second(shelf: Shelf) -> None:
    served = threading.Event()

    def tell(text: str) -> None:
        served.set()

    watching = Watcher(shelf.library, shelf.database.sessions, shelf.folder, lambda: shelf.now, tell, 0.05)
    watching.start()
    try:
        shelf.write("mail.md", article())
        assert served.wait(10)
        assert shelf.library.get("mail") is not None
    finally:
        watching.stop()


def test_a_look_that_fails_is_told_and_the_next_one_comes() -> None:
    told: list[str] = []
    third = threading.Event()

    def look() -> None:
        if len(told) == 2:
            third.set()
            return
        raise StoreUnavailable("The database does not answer.")

    background = Background(look, 0.001, told.append)
    background.start()
    assert third.wait(10)
    background.stop()
    assert told == ["Background: The database does not answer."] * 2


def test_a_look_that_failed_is_made_again(shelf: Shelf) -> None:
    watching = watcher(shelf, [])
    watching.look()
    shelf.write("mail.md", article())
    with shelf.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE library_state RENAME TO elsewhere")
    with pytest.raises(StoreUnavailable):
        watching.look()
    with shelf.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO library_state")
    watching.look()
    assert shelf.library.get("mail") is not None


def test_a_follower_takes_over_what_another_process_published(shelf: Shelf) -> None:
    other = shelf.another_library()
    follower = Follower(other, print)
    follower.look()
    shelf.bring(mail=article())
    assert other.get("mail") is None
    follower.look()
    assert other.get("mail") is not None
