"""What an import has to know of a file: parsed, linted, and taken apart for the index. No database.

It is most of an import's work and each file stands alone, so where many are new it is shared among processes; what
comes back is small, and free of the article itself.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.article import Article, Bundle, Place, Problem
from app.core.checking import Declaration
from app.core.parse import Parsed
from app.core.shelf import Description, Kind, SearchText
from app.library.indexing import anchors, search_texts

if TYPE_CHECKING:
    from app.core.lint import Others

WORTH_SHARING = 64  # files; a process more costs about as much as ten of them
CHUNK = 16  # files at a time: one that links to its neighbour finds it read already, but for the first


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that makes an article; `problems` are the linter's."""

    article_id: str
    place: Place
    was: tuple[str, ...]
    description: Description
    anchors: Mapping[str, Kind]
    texts: tuple[SearchText, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that makes none."""

    problems: tuple[Problem, ...]


def prepare(
    bundle: Bundle, parsed: Parsed, declarations: Mapping[str, Declaration], others: Others
) -> Prepared | Unreadable:
    """Judge a parsed file and take from it what is kept."""
    from app.core.lint import lint_parsed  # a server that finds nothing new in its folder needs no linter

    problems = lint_parsed(bundle, parsed, declarations, others)
    article = parsed.article
    if article is None:
        return Unreadable(problems)
    broken = any(problem.severity == "error" for problem in problems)
    texts = () if broken else search_texts(article)
    return Prepared(article.id, article.place, article.was, describe(article), anchors(article), texts, problems)


def describe(article: Article) -> Description:
    """What a list shows of an article."""
    return Description(
        title=article.title,
        summary=article.summary,
        category=article.category,
        tags=article.tags,
        related=article.related,
        document=article.document,
        lang=article.lang,
    )


_work: Callable[[str], Prepared | Unreadable] | None = None


def shared_out(
    files: Sequence[str], work: Callable[[str], Prepared | Unreadable], processes: int
) -> Iterator[tuple[str, Prepared | Unreadable]]:
    """`work` of every file, in order, done by several processes.

    They are forked, so `work` may hold anything; it may not use what belongs to the parent, a database above all.
    Only for a process without threads: `can_share` says whether it is worth it.
    """
    global _work  # noqa: PLW0603 - how a forked process finds what cannot be pickled
    import app.core.lint  # noqa: F401 - once, before the processes part

    _work = work
    gc.freeze()  # what stands already is not walked over in every process, nor copied for that
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _seldom_collect) as pool:
            yield from zip(files, pool.map(_do, files, chunksize=CHUNK), strict=True)
    finally:
        gc.unfreeze()
        _work = None


def _seldom_collect() -> None:
    """An article is a tree of some ten thousand objects, and next to none of them is in a cycle."""
    gc.set_threshold(100_000)


def can_share(files: Sequence[str], processes: int) -> bool:
    return processes > 1 and len(files) >= WORTH_SHARING and sys.platform == "linux"


def _do(file: str) -> Prepared | Unreadable:
    if _work is None:
        raise RuntimeError("there is nothing to do in this process")
    return _work(file)
