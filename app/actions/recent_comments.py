"""The last comments of the site in the memory of a worker, so that a text that is turned a little is known again."""

from __future__ import annotations

from functools import cached_property
from threading import Lock

from app.core.likeness import Alike, Recent
from app.storage import comments
from app.storage.comment_rows import Reader

REMEMBERED = 500
JUDGED = ("spam", "rejected")


class RecentComments:
    """Safe from any thread."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._last = 0
        self._lock = Lock()

    @cached_property
    def _recent(self) -> Recent:
        """Made with the first comment: its table is 1 MB, and there are sites that nobody comments on."""
        return Recent(self._size)

    def read(self, reader: Reader) -> int:
        """Remember what was kept meanwhile, by other workers too: one look at an index. The last id that is known."""
        if not self._last:
            self._last = max(comments.last_id(reader) - self._size, 0)
        for comment_id, text, writer, state in comments.latest(reader, self._last):
            self.add(comment_id, text, writer, state)
        return self._last

    def add(self, comment_id: int, text: str, writer: str, state: str) -> None:
        """Remember one; its transaction may still fail, and then `forget_after` is called."""
        with self._lock:
            self._recent.add(comment_id, text, writer, judged=state in JUDGED)
            self._last = max(self._last, comment_id)

    def forget_after(self, comment_id: int) -> None:
        """As if nothing had been remembered after this one; what was kept nevertheless is read again."""
        with self._lock:
            self._recent.forget_after(comment_id)
            self._last = min(self._last, comment_id)

    def compare(self, text: str, but: int = 0) -> Alike | None:
        """The comment most like this text among those that are remembered, `but` left out."""
        with self._lock:
            return self._recent.nearest(text, but)

    def nearest(self, reader: Reader, text: str, but: int = 0) -> Alike | None:
        """The same among all there are."""
        self.read(reader)
        return self.compare(text, but)

    def judge(self, comment_id: int, judged: bool) -> None:
        """What a moderator made of one that is remembered. Other workers go on with what they read."""
        with self._lock:
            self._recent.judge(comment_id, judged)

    def forget(self, comment_id: int) -> None:
        """Its text was changed."""
        with self._lock:
            self._recent.forget(comment_id)
