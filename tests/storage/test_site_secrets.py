"""A key that the site makes for itself is made once, however many workers start at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.storage.site_secrets import find_secret, keep_secret
from tests.databases import Database
from tests.storage.shelf import NOW

WORKERS = 4


def test_there_is_none_at_first(database: Database) -> None:
    with database.sessions() as session:
        assert find_secret(session, "signing") is None


def test_of_workers_that_start_at_once_all_use_the_same(database: Database) -> None:
    line = Barrier(WORKERS)

    def start(number: int) -> bytes:
        with database.sessions() as session:
            assert find_secret(session, "signing") is None
            line.wait()
            return keep_secret(session, "signing", bytes([number]) * 32, NOW)

    with ThreadPoolExecutor(WORKERS) as pool:
        kept = set(pool.map(start, range(WORKERS)))
    assert len(kept) == 1
    with database.sessions() as session:
        assert {find_secret(session, "signing")} == kept
        assert find_secret(session, "other") is None
