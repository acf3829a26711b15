"""Where the server's time goes while a measure's load is on it, sampled from outside by py-spy."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

from tests.bench import load, machine, runs, servers
from tests.bench.articles import article_id
from tests.bench.measures import comments
from tests.bench.measures.clicks import Clicker
from tests.bench.setting import Setting

PROFILED = ("document", "step", "click", "search", "comments")
_SECONDS = 8
_SHOWN = 30


def profile(setting: Setting, name: str) -> None:
    """Print the functions the processor was in, by their own time and with what they call."""
    program = machine.tool("py-spy", "py-spy", setting.kept)
    folder = setting.database(f"profile-{name}")
    out = setting.folder / "samples.txt"
    posting = name == "comments"
    with comments.open_site(setting, folder) if posting else servers.product(folder, setting.content) as product:
        clicker = Clicker(setting, product, folder) if name == "click" else None
        path = _path(product, name)
        sent = comments.posts(setting) if posting else []  # made before anybody looks
        load.hammer(product, path, 1)
        command = [str(program), "record", "--pid", str(product.pid), "--duration", str(_SECONDS), "--rate", "400"]
        sampler = subprocess.Popen(
            [*command, "--format", "raw", "--gil", "--output", str(out)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if clicker:
            clicker.round(("HX-Request: true", "Sec-Fetch-Site: same-origin"), _SECONDS)
        elif posting:
            comments.post(product, sent, _SECONDS)
        else:
            load.hammer(product, path, _SECONDS)
        sampler.wait(60)
    for line in hottest(out):
        setting.report.say(line)


def hottest(samples: Path) -> list[str]:
    """Reads collapsed stacks, `frame;frame;frame count`: a table of the functions with the most samples."""
    own: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in samples.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [_function(frame) for frame in stack.split(";")]
        own[frames[-1]] += int(count)
        for frame in set(frames):
            total[frame] += int(count)
    all_samples = max(1, sum(own.values()))
    rows = [f"{'own':>6} {'total':>6}  function ({all_samples} samples holding the interpreter)"]
    own_first = own.most_common(_SHOWN)
    rows += [f"{count / all_samples:>6.1%} {total[name] / all_samples:>6.1%}  {name}" for name, count in own_first]
    rows.append("with all they call:")
    ours = [(name, count) for name, count in total.most_common() if "app/" in name or "starlette" in name]
    rows += [f"{own[name] / all_samples:>6.1%} {count / all_samples:>6.1%}  {name}" for name, count in ours[:_SHOWN]]
    return rows


def _function(frame: str) -> str:
    name, _, place = frame.partition(" (")
    file = place.rpartition(":")[0] or place.rstrip(")")
    return f"{name} ({file.split('site-packages/')[-1]})"


def _path(product: servers.Server, name: str) -> str:
    if name == "search":
        return "/search?q=stale+mx+record"
    if name == "document":
        return f"/a/{article_id(1)}"
    return runs.place(product, runs.begin(product, article_id(1)))
