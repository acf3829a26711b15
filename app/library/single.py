"""One article or one folder on disk, for the command line: no store, no snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.article import Article, Bundle, Problem
from app.core.checking import Declaration
from app.core.errors import NotFound
from app.core.lint import Others, anchors, lint
from app.core.parse import parse
from app.library.folder import Folder

SHARED = ("_fragments", "_data")  # folders an article may draw on, beside it or above
HIGHEST = 8  # folders above the article in which they are looked for


@dataclass(frozen=True, slots=True)
class OnDisk:
    """An article file with the folder its other files are looked for in."""

    root: Path
    main: str

    def bundle(self) -> Bundle:
        return Folder(self.root).bundle(self.main)


def content_root(folder: Path) -> Path:
    """The highest folder above with shared fragments or data, else the folder itself."""
    found = folder
    for above in [folder, *folder.resolve().parents][:HIGHEST]:
        if any((above / name).is_dir() for name in SHARED):
            found = above
    return found


def locate(name: str, content: Path) -> OnDisk:
    """An article by file name, or by its id in the content folder. Raises NotFound."""
    path = Path(name)
    if path.is_file():
        root = content_root(path.parent)
        return OnDisk(root, Folder(root).original(path.resolve().relative_to(root.resolve()).as_posix()))
    folder = Folder(content)
    for main in folder.articles():
        parsed = parse(folder.bundle(main)) if Path(main).stem == name else None
        if parsed is not None:
            return OnDisk(content, main)
    for main in folder.articles():
        article = parse(folder.bundle(main)).article
        if article is not None and name in (article.id, *article.was):
            return OnDisk(content, main)
    raise NotFound(f"There is no article “{name}”: neither a file of that name nor an id in {content}.", name=name)


def read_article(name: str, content: Path) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article and what the parser says of it; None where it cannot be read."""
    found = locate(name, content)
    parsed = parse(found.bundle())
    return parsed.article, tuple(placed(found.root, problem) for problem in parsed.problems)


def lint_path(path: Path, checks: Mapping[str, Declaration]) -> list[Problem]:
    """Everything the linter says of a file, or of every article in a folder, each problem once. Raises NotFound.

    A translation or a file of scenarios is judged with the article it belongs to.
    """
    if not path.exists():
        raise NotFound(f"There is no file or folder “{path}”.", name=str(path))
    root = content_root(path if path.is_dir() else path.parent)
    folder = Folder(root)
    inside = path.resolve().relative_to(root.resolve()).as_posix()
    mains = [m for m in folder.articles() if inside in (".", m) or m.startswith(f"{inside}/")]
    if path.is_file() and not mains:
        mains = [folder.original(inside)]
    others = neighbours(folder)
    # A fragment is read with every article that uses it.
    return list(dict.fromkeys(placed(root, p) for main in mains for p in lint(folder.bundle(main), checks, others)))


def neighbours(folder: Folder) -> Others:
    """The ids of every article of a folder, by id and by file name, so that links can be checked."""
    ids: dict[str, frozenset[str] | None] = {}
    for main in folder.articles():
        article = parse(folder.bundle(main)).article
        ids[main] = None if article is None else anchors(article)
        if article is not None:
            ids.update(dict.fromkeys((article.id, *article.was), ids[main]))
    return Others(ids=ids)


def placed(root: Path, problem: Problem) -> Problem:
    """The problem with its file as a person in this folder would write it."""
    return replace(problem, file=str(root / problem.file)) if problem.file else problem
