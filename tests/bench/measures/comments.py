"""Comments beside Isso, a comment server in Python on SQLite: a page with 50 of them, and posting one.

Isso comes from the package registry into a virtual environment of its own. It runs as `isso run` does, on a database as
it makes it, with its limits off, and without mail. Reading: Isso's answer to the script in the page (a thread as
JSON), and our whole document with its comments. Posting: with the proof of work verified, the comment judged, and
on the disk before the answer; the bench knows the site's secret, so it need not search for the proof.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import altcha

from app.actions.signing import Signer
from app.core.markup import render_comment
from app.core.moderation import Moderation
from app.settings import Settings
from app.storage import comment_changes
from app.storage.articles import listings
from app.storage.comments import queue_counts
from app.storage.engine import make_engine, session_factory
from tests.bench import load, machine, servers
from tests.bench.articles import article_id
from tests.bench.report import Figure, median
from tests.bench.setting import Setting
from tests.comments import trial

SECRET = "a secret of the bench that is long enough"
_ON_A_PAGE, _LONG = 50, 5000
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_FEW = 8  # connections to Isso, which is as quick as with 32 and does not keep wrk waiting for more than two seconds
_SITE = ("Sec-Fetch-Site: same-origin",)
_A_ROUND = 8_000  # posts a round may use up
_STEP = "connect"
# Syllables enough that texts share as many runs of letters as people's do: with a few, most are held as put together
# from stock phrases, and what waits costs less than what is published.
_PARTS = [first + vowel + last for first in "bdfgklmnprstvw" for vowel in "aeiou" for last in ("", "n", "r", "s", "l")]
_WORDS = ["".join(random.Random(at).choices(_PARTS, k=2 + at % 2)) for at in range(3000)]


def comments(setting: Setting) -> None:
    """A page with 50 comments and a post, each in turn with Isso."""
    with ExitStack() as stack:
        folder = setting.database("comments")
        fill(folder, _ON_A_PAGE)
        product = stack.enter_context(open_site(setting, folder))
        isso = stack.enter_context(_isso(setting))
        _fill_isso(isso, _ON_A_PAGE)
        reading, posting, costs = [], [], []
        ours, theirs = [], []
        rng = random.Random(1)
        for _ in range(setting.rounds):
            page = load.hammer(product, f"/a/{article_id(1)}", setting.seconds)
            thread_rate = load.hammer(isso, "/?uri=/thread", setting.seconds, connections=_FEW)
            reading.append(page.a_second / thread_rate.a_second)
            ours.append(page)
            theirs.append(thread_rate)
            taken = post(product, posts(setting), setting.seconds)
            bodies = [("/new?uri=/posts", "127.0.0.1", json.dumps(_isso_body(rng))) for _ in range(_A_ROUND)]
            isso_taken = load.post(isso, bodies, _JSON, setting.seconds, connections=_FEW)
            posting.append(taken.a_second / isso_taken.a_second)
            costs.append((taken, isso_taken))
    mine, other = (median(rate.a_second for rate in rates) for rates in (ours, theirs))
    cost, isso_cost = (median(rate.cpu_us for rate in rates) for rates in (ours, theirs))
    note = f"{mine:,.0f} and {other:,.1f} a second, {cost:,.0f} and {isso_cost:,.0f} µs of processor"
    setting.report.add(
        Figure(f"a page with {_ON_A_PAGE} comments / Isso's thread", median(reading), "×", 150, "more", note)
    )
    mine, other = (median(pair[at].a_second for pair in costs) for at in (0, 1))
    cost, isso_cost = (median(pair[at].cpu_us for pair in costs) for at in (0, 1))
    note = f"{mine:,.0f} and {other:,.0f} a second, {cost:,.0f} and {isso_cost:,.0f} µs of processor"
    note += f", {_published(folder):.0%} published at once"
    setting.report.add(Figure("posting a comment / Isso", median(posting), "×", 5, "more", note))


def posts(setting: Setting) -> list[load.Sent]:
    """Enough comments for a round, each from a network of its own."""
    return list(_posts(random.Random(), setting.articles))


def post(product: servers.Server, sent: Sequence[load.Sent], seconds: float) -> load.Rate:
    """Post them for a while."""
    return load.post(product, sent, _FORM, seconds, _SITE)


def thread(setting: Setting) -> None:
    """A thread of 5,000 comments: its first page, and one far down, each rendered anew."""
    folder = setting.database("thread")
    fill(folder, _LONG)
    with open_site(setting, folder) as product:
        first = f"/a/{article_id(1)}/comments"
        deep = _deep(product, first, 60)
        for name, path in (("opens", first), ("page 60", deep)):
            took = load.one_by_one(product, [path] * 30)
            setting.report.add(Figure(f"a thread of {_LONG:,} comments, {name}", took, "ms", 100, "less"))


def spam(setting: Setting) -> None:
    """What gets past of 10,000 spam comments, and what is lost of 200 honest ones; all through the action."""
    policies: tuple[Moderation, ...] = ("first-time", "none")
    for moderation in policies:
        outcome = trial.run(moderation, each=500)
        honest = sum(counted["published"] for counted in outcome.honest.values())
        note = f"{honest} of 200 honest ones published at once, {len(outcome.lost)} lost"
        name = f"spam published of 10,000 (moderation: {moderation})"
        setting.report.add(Figure(name, outcome.past * 100, "%", 1.0, "less", note))
        setting.report.add(Figure("  honest comments lost of 200", len(outcome.lost), "", 0, "less"))


def fill(folder: Path, count: int) -> None:
    """Put published comments on the first article, a fifth of them replies. The server is not running yet."""
    engine = make_engine(Settings(database=f"sqlite:///{folder / 'bench.sqlite'}", _env_file=None))
    rng, now = random.Random(2), datetime.now(UTC) - timedelta(days=2)
    with session_factory(engine)() as session:
        version = next(each for each in listings(session) if each.article_id == article_id(1))
        first: int | None = None
        for number in range(count):
            text = sentence(rng)
            row = _row(version.article_id, version.version_id, text, now + timedelta(seconds=number), number)
            comment_changes.keep_comment(session, {**row, "parent_id": first if number % 5 == 4 else None})
            if number % 5 == 0:
                first = int(session.connection().exec_driver_sql("SELECT max(id) FROM comment").scalar_one())
        session.commit()
    engine.dispose()


def sentence(rng: random.Random) -> str:
    """A tip as Markdown, some 340 characters."""
    words = [rng.choice(_WORDS) + rng.choice(("", "", "s", "ed")) for _ in range(36)]
    words[5], words[9] = f"**{words[5]}**", f"`{words[9]} {rng.randrange(10**6)}`"
    return " ".join(words[:18]).capitalize() + ".\n" + " ".join(words[18:]).capitalize() + f", {rng.randrange(10**9)}."


def _row(article: str, version_id: int, text: str, moment: datetime, number: int) -> Mapping[str, object]:
    empty = dict.fromkeys(comment_changes.NEW, "")
    nothing = dict.fromkeys(("address", "network", "source_id", "removed_at"))
    return {
        **empty,
        **nothing,
        "article_id": article,
        "version_id": version_id,
        "anchor": _STEP,
        "name": f"Reader {number}",
        "email_shown": False,
        "email_confirmed": False,
        "text": text,
        "html": render_comment(text),
        "state": "published",
        "reasons": "[]",
        "fingerprint": f"{number:064}",
        "helpful": number % 7,
        "source": "form",
        "created_at": moment,
        "published_at": moment,
    }


def _published(folder: Path) -> float:
    """The share of what was posted that did not have to wait."""
    engine = make_engine(Settings(database=f"sqlite:///{folder / 'bench.sqlite'}", _env_file=None))
    with session_factory(engine)() as session:
        counts = queue_counts(session)
    engine.dispose()
    return counts.get("published", 0) / sum(counts.values())


def open_site(setting: Setting, folder: Path) -> servers.Server:
    """Everybody may write at once: what is published costs more than what waits."""
    environ = {
        "UNSNAG_SECRET": SECRET,
        "UNSNAG_PROXIES": "127.0.0.1",
        "UNSNAG_MODERATION": "none",
    }
    return servers.product(folder, setting.content, environ=environ)


def _posts(rng: random.Random, articles: int) -> Iterator[load.Sent]:
    """Forms as browsers send them, each from a network of its own, among the articles."""
    signer = Signer(SECRET.encode(), lambda: datetime.now(UTC) - timedelta(seconds=20))
    opened = signer.sign("opened", {"at": int(time.time()) - 20})
    for _ in range(_A_ROUND):
        fields = {
            "name": f"Reader {rng.randrange(10**6)}",
            "email": "",
            "hide": "on",
            "text": sentence(rng),
            "anchor": _STEP,
            "version": "1",
            "opened": opened,
            "website": "",
            "verification": _payload(signer),
        }
        address = f"{rng.randrange(1, 127)}.{rng.randrange(256)}.{rng.randrange(256)}.7"
        yield f"/a/{article_id(rng.randrange(1, articles + 1))}/comments", address, urlencode(fields)


def _payload(signer: Signer) -> str:
    """A solved proof of work, as ALTCHA's script sends it; its counter is small, so that the bench finds it at once."""
    challenge = altcha.create_challenge(
        "SHA-256",
        1,
        counter=1,
        data={"made": int(time.time())},
        hmac_secret=signer.key("altcha"),
        hmac_key_secret=signer.key("altcha key"),
    )
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def _deep(product: servers.Server, path: str, pages: int) -> str:
    """The address of a page far down the thread, by its own links."""
    for _ in range(pages):
        body = product.get(path)[1].decode()
        found = [part.split('"', 1)[0] for part in body.split('href="')[1:] if "after=" in part.split('"', 1)[0]]
        if not found:
            break
        path = found[-1].replace("&amp;", "&")
        path = path if path.startswith("/") else f"/a/{article_id(1)}/comments{path}"
    return path


def _isso(setting: Setting) -> servers.Server:
    """Isso as `isso run` serves it."""
    program = machine.tool("isso", "isso", setting.kept)
    port = servers.free_port()
    config = setting.folder / "isso.cfg"
    config.write_text(
        f"[general]\ndbpath = {setting.folder / 'isso.db'}\nhost = http://127.0.0.1:{port}/\n"
        f"[server]\nlisten = http://127.0.0.1:{port}/\n[guard]\nenabled = false\n"
    )
    server = servers.Server("isso", [str(program), "-c", str(config), "run"], {}, "/info", setting.folder / "isso.log")
    server.port = port
    return server


def _fill_isso(server: servers.Server, count: int) -> None:
    rng = random.Random(2)
    parent: int | None = None
    for number in range(count):
        body = {**_isso_body(rng), **({"parent": parent} if number % 5 == 4 else {})}
        status, text, _ = server.send("POST", "/new?uri=/thread", json.dumps(body), {"Content-Type": _JSON})
        if status != 201:
            raise RuntimeError(f"Isso answered {status}: {text[:200]!r}")
        parent = json.loads(text)["id"] if number % 5 == 0 else parent


def _isso_body(rng: random.Random) -> dict[str, str]:
    return {"text": sentence(rng), "author": f"Reader {rng.randrange(10**6)}", "title": "A thread"}
