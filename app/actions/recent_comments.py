"""The last comments of the site in the memory of a worker, so that a text that is turned a little is known again."""

from __future__ import annotations

from threading import Lock

from app.core.likeness import Alike, Recent
from app.storage import comments
from app.storage.comment_rows import Reader

REMEMBERED = 500
JUDGED = ("spam", "rejected")


class RecentComments:
    """Safe from any thread. What other workers keep is read before each question: one look at an index."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._recent = Recent(size)
        self._last = 0
        self._lock = Lock()

    def nearest(self, session: Reader, text: str, but: int = 0) -> Alike | None:
        """The comment most like this text, `but` left out."""
        if not self._last:
            self._last = max(comments.last_id(session) - self._size, 0)
        new = comments.latest(session, self._last)
        with self._lock:
            for comment_id, kept, writer, state in new:
                self._recent.add(comment_id, kept, writer, judged=state in JUDGED)
                self._last = max(self._last, comment_id)
            return self._recent.nearest(text, but)

    def judge(self, comment_id: int, judged: bool) -> None:
        """What a moderator made of one that is remembered. Other workers go on with what they read."""
        with self._lock:
            self._recent.judge(comment_id, judged)

    def forget(self, comment_id: int) -> None:
        """Its text was changed."""
        with self._lock:
            self._recent.forget(comment_id)
