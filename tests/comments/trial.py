"""What becomes of spam and of honest comments that come mixed over some days, through the real action.

`python -m tests.comments.trial` runs all of it and prints a table; `make test` runs a part.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.actions.moderate_comment import Verdict, moderate_comment
from app.actions.post_comment import BadComment, Form, NewComment, Sender, post_comment
from app.core.errors import LimitReached
from app.core.moderation import Moderation
from app.storage.audit import Actor
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL
from tests.comments.honest import HONEST
from tests.comments.spam import Spam, campaign

ARTICLES = 25
DAYS = 5
MODERATOR = Actor(None, "Grace")
STEPS = ("sent", "mx", "firewall", "kind", "last", "no-mx", "")


@dataclass
class Outcome:
    """How many ended in which state, by kind of spam and by language; `refused` is a state here too."""

    spam: dict[str, Counter[str]] = field(default_factory=dict)
    honest: dict[str, Counter[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)  # honest texts that nobody will see
    seconds: float = 0.0

    @property
    def past(self) -> float:
        """The share of spam that was published."""
        total = Counter[str]()
        for counted in self.spam.values():
            total += counted
        return total["published"] / total.total()


class Trial:
    """One site, one campaign. Moderators publish what is honest and waits, `after` hours later, and judge spam so."""

    def __init__(self, folder: Path, moderation: Moderation, seed: int, each: int, *, moderated: bool) -> None:
        texts = {
            f"mail_{at}": MAIL.replace("id: mail\n", f"id: mail-{at}\n", 1).replace(
                "document: 77", f"document: {at + 1}"
            )
            for at in range(ARTICLES)
        }
        self.bench: Bench = make_bench(folder)
        self.bench.write(**texts)
        self.bench.services.settings.moderation = moderation
        self._rng = random.Random(seed + 1)
        self._seed, self._each, self._moderated = seed, each, moderated
        self.outcome = Outcome()

    def run(self) -> Outcome:
        began = time.perf_counter()
        posts: list[Spam | tuple[str, str]] = [*campaign(self._seed, self._each), *HONEST]
        self._rng.shuffle(posts)
        pause = timedelta(days=DAYS) / len(posts)
        for each in posts:
            self.bench.clock.now += pause
            if isinstance(each, Spam):
                self._spam(each)
            else:
                self._honest(*each)
        self.outcome.seconds = time.perf_counter() - began
        return self.outcome

    def _spam(self, each: Spam) -> None:
        state = self._post(each.name, each.email, each.text, each.address, each.seconds, each.honeypot, honest=False)
        self.outcome.spam.setdefault(each.kind, Counter())[state] += 1

    def _honest(self, group: str, text: str) -> None:
        number = self._rng.randrange(10**6)
        email = "" if self._rng.random() < 0.5 else f"reader{number}@example.org"
        address = f"{self._rng.choice((84, 91, 185, 2))}.{self._rng.randrange(256)}.{self._rng.randrange(256)}.9"
        seconds = max(6.0, len(text) / 12)  # people write some five letters a second at best, and read before
        state = self._post(f"Reader {number}", email, text, address, seconds, "", honest=True)
        self.outcome.honest.setdefault(group, Counter())[state] += 1
        if state not in ("published", "held"):
            self.outcome.lost.append(f"{state}: {text[:60]}")

    def _post(
        self, name: str, email: str, text: str, address: str, seconds: float | None, honeypot: str, *, honest: bool
    ) -> str:
        services, now = self.bench.services, self.bench.clock()
        new = NewComment(
            f"mail-{self._rng.randrange(ARTICLES)}", self._rng.choice(STEPS), name=name, email=email, text=text[:1000]
        )
        opened = None if seconds is None else now - timedelta(seconds=seconds)
        try:
            comment = post_comment(services, new, Sender(address, "bot", "voter"), Form(opened, honeypot)).comment
        except LimitReached:
            return "refused"
        except BadComment as problem:
            return f"refused: {problem.fields}" if honest else "refused"
        if self._moderated and comment.state in ("held", "published"):
            verdict: Verdict = "publish" if honest else "spam"
            if comment.state != ("published" if honest else ""):
                moderate_comment(services, MODERATOR, comment.id, verdict, expected=comment.state)
        return comment.state


def run(moderation: Moderation, *, each: int, seed: int = 20, moderated: bool = False) -> Outcome:
    """A trial on a site of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), moderation, seed, each, moderated=moderated)
        try:
            return trial.run()
        finally:
            trial.bench.services.engine.dispose()


def table(outcome: Outcome) -> str:
    rows = [*outcome.spam.items(), *((f"honest, {group}", counted) for group, counted in outcome.honest.items())]
    lines = [
        f"{kind:32} " + ", ".join(f"{state} {number}" for state, number in sorted(counted.items()))
        for kind, counted in rows
    ]
    lost = "\n".join(outcome.lost) or "none"
    return "\n".join([*lines, f"spam published: {outcome.past:.2%} in {outcome.seconds:.0f} s", f"honest lost: {lost}"])


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for chosen in ("first-time", "none"):
        print(f"\n== moderation: {chosen} ==\n{table(run(chosen, each=wanted))}")
