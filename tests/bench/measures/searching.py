"""Searching through the page, one request after another: the visitor waits for one, not for a rate."""

from __future__ import annotations

from urllib.parse import quote_plus

from tests.bench import load
from tests.bench.report import Figure, median
from tests.bench.setting import Setting

_WORDS = {
    "common word": ("message", "server", "gateway", "mailbox"),
    "several words": ("stale mx record", "gateway refuses message", "greylisted sender", "expired certificate"),
    "beginning of a word": ("certif", "gatew", "greyl", "quarant"),
    "mistyped": ("certifcate", "mesage", "resovler", "gatway"),
    "rare word": ("kestrel", "quillwort", "tamarack", "halcyon"),
    "nothing to find": ("xylophone", "qqqqq", "zebrafish", "wwwww"),
}
_REPEATS = 10


def search(setting: Setting) -> None:
    """`GET /search?q=…` over all steps: the median of every kind of words, and of each."""
    with setting.product("search") as product:
        kinds = {}
        for kind, words in _WORDS.items():
            paths = [f"/search?q={quote_plus(word)}" for word in words]
            load.one_by_one(product, paths)  # once before it counts
            kinds[kind] = load.one_by_one(product, paths * _REPEATS)
    steps = setting.articles * 8
    note = f"over {steps:,} steps; the median of {len(kinds)} kinds of words"
    setting.report.add(Figure("search through the page, median", median(kinds.values()), "ms", 11, "less", note))
    for kind, found in kinds.items():
        setting.report.add(Figure(f"  {kind}", found, "ms", None, "none", f"“{_WORDS[kind][0]}”, …"))
