"""The last comments of the site in the memory of a worker, so that a text that is turned a little is known again."""

from __future__ import annotations

from threading import Lock

from sqlmodel import Session

from app.core.likeness import Alike, Recent
from app.storage import comments

REMEMBERED = 1000
JUDGED = ("spam", "rejected")


class RecentComments:
    """Safe from any thread. What other workers keep is read before each question: one look at an index."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._recent = Recent(size)
        self._last = 0
        self._lock = Lock()

    def nearest(self, session: Session, text: str) -> Alike | None:
        """The comment most like this text."""
        new = comments.latest(session, self._last, self._size)
        with self._lock:
            for comment_id, kept, writer, state in new:
                self._recent.add(comment_id, kept, writer, judged=state in JUDGED)
                self._last = max(self._last, comment_id)
            return self._recent.nearest(text)
