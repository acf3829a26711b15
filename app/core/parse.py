"""The files of an article → the article, and everything about their form that has to be mended.

`parse` never raises, whatever the text. What concerns the graph (targets, checks, conditions, paths) is `lint.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from app.core.article import Article, Bundle, Place, Problem, Scenario
from app.core.fields import ID, Report
from app.core.fragments import Expanded, expand
from app.core.front_matter import category, document_number, language
from app.core.gather import (
    DATA,
    FRAGMENTS,
    gather,
    places_of,
    scenarios_file,
    translated_file,
    translation_language,
)
from app.core.scenario_source import read_scenarios
from app.core.sections import EMPTY_BLOCK, clean
from app.core.source import Draft, Source, build_article, build_fragment, read_draft
from app.core.translations import merge
from app.core.yaml_source import MapNode, read_yaml

__all__ = ["Parsed", "gather", "parse", "parse_published"]

MAX_PROBLEMS: Final = 500


@dataclass(frozen=True, slots=True)
class Parsed:
    """`article` is None where errors keep it from being put together; problems are sorted by file and place."""

    article: Article | None
    problems: tuple[Problem, ...]


def parse(bundle: Bundle) -> Parsed:
    """Read an article out of its files. Never raises."""
    return _parse(bundle, Report())


def parse_published(bundle: Bundle) -> Parsed:
    """The same for a text that was judged when it was published: what costs most to judge is not judged again."""
    return _parse(bundle, Report(judged=True))


def _parse(bundle: Bundle, report: Report) -> Parsed:
    article = _Parser(bundle, report).article()
    return Parsed(article, in_order(report.problems, bundle.main))


def in_order(problems: list[Problem], main: str) -> tuple[Problem, ...]:
    """Problems by file (the article's own first), line and column, cut where there are too many to be read."""
    problems = sorted(problems, key=lambda p: (p.file != main, p.file, p.line, p.column, p.code))
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    report = Report()
    left = len(problems) - MAX_PROBLEMS
    message = f"Mend these first: {left:,} more problems are not listed."
    report.tell("too-many-problems", Place(main), message)
    # An error that is cut off must not make the file look fine.
    kept = sorted(problems, key=lambda p: p.severity != "error")[:MAX_PROBLEMS]
    return (*sorted(kept, key=lambda p: (p.file != main, p.file, p.line, p.column)), *report.problems)


class _Parser:
    def __init__(self, bundle: Bundle, report: Report) -> None:
        self.bundle = bundle
        self.report = report
        self.drafts: dict[str, Draft | None] = {}
        self.fragments: dict[tuple[str, str], Source | None] = {}
        self.tables: dict[str, MapNode | None] = {}

    def article(self) -> Article | None:
        main = self.bundle.main
        if main not in self.bundle.files:
            self.report.tell("file-missing", Place(main), "This file is not there. Add it, or correct the name.")
            return None
        draft = self._draft(main)
        if draft is None:
            return None
        if draft.is_fragment:
            build_fragment(draft, self.report)
            message = "This is a fragment: it is read as part of the articles that use it."
            self.report.tell("fragment-alone", Place(main), message)
            return None
        source = build_article(draft, self.report, self._table)
        expanded = expand(source, partial(self.fragment, lang=""), self.report)
        scenarios = (*source.scenarios, *self._scenarios_beside(main))
        translations = {lang: found for lang, found in self._translations(draft) if found is not None}
        found = _assemble(source, expanded)
        if not source.whole or not expanded.whole:
            return None
        return replace(found, scenarios=scenarios, translations=translations)

    def _draft(self, file: str) -> Draft | None:
        if file not in self.drafts:
            self.drafts[file] = read_draft(self.bundle.files[file], file, self.report)
        return self.drafts[file]

    def _table(self, name: str, place: Place) -> MapNode | None:
        """The mapping in `_data/{name}.yaml`."""
        candidates = list(places_of(DATA, f"{name}.yaml", place.file))
        file = next((each for each in candidates if each in self.bundle.files), None)
        if file is None:
            message = f"There is no file `{DATA}/{name}.yaml`. Add it, or correct the name."
            self.report.tell("file-missing", place, message)
            return None
        if file not in self.tables:
            self.tables[file] = self._data(file)
        return self.tables[file]

    def _data(self, file: str) -> MapNode | None:
        text = clean(self.bundle.files[file], file, self.report)
        if text is None:
            return None
        node, problems = read_yaml(text, file)
        self.report.extend(problems)
        if isinstance(node, MapNode):
            return node
        if not problems:
            self.report.tell("wrong-type", Place(file), "A table is a mapping of texts to values. Write it so.")
        return None

    def fragment(self, name: str, seen_from: str, lang: str) -> Source | None:
        """The source of a fragment, read once, in the words of a language where it has some; its own without one."""
        if not ID.fullmatch(name):
            return None
        candidates = places_of(FRAGMENTS, f"{name}.md", seen_from)
        file = next((each for each in candidates if each in self.bundle.files), None)
        if file is None:
            return None
        if (file, lang) not in self.fragments:
            draft = self._translated_fragment(file, lang) if lang else self._draft(file)
            source = build_fragment(draft, self.report) if draft is not None else None
            if source is not None:
                source.file = file
            self.fragments[file, lang] = source or _unreadable(file)
        return self.fragments[file, lang]

    def _translated_fragment(self, file: str, lang: str) -> Draft | None:
        draft, translated = self._draft(file), translated_file(file, lang)
        if translated not in self.bundle.files:
            message = f"Add `{translated}`: the fragment stays in the original's words."
            self.report.tell("translation-missing", Place(translated_file(self.bundle.main, lang)), message)
            return draft
        words = self._draft(translated)
        return merge(draft, words, lang, self.report) if draft is not None and words is not None else draft

    def _scenarios_beside(self, main: str) -> tuple[Scenario, ...]:
        file = scenarios_file(main)
        text = clean(self.bundle.files[file], file, self.report) if file in self.bundle.files else None
        if text is None:
            return ()
        node, problems = read_yaml(text, file)
        self.report.extend(problems)
        return read_scenarios(node, self.report)

    def _translations(self, original: Draft) -> Iterator[tuple[str, Article | None]]:
        main = PurePosixPath(self.bundle.main)
        for file in sorted(self.bundle.files):
            path = PurePosixPath(file)
            lang = translation_language(self.bundle.main, path.name) if path.parent == main.parent else None
            if lang is not None:
                yield lang, self._translation(original, file, lang)

    def _translation(self, original: Draft, file: str, lang: str) -> Article | None:
        words = self._draft(file)
        if words is None:
            return None
        source = build_article(merge(original, words, lang, self.report), self.report, self._table)
        source.file = original.file
        expanded = expand(source, partial(self.fragment, lang=lang), self.report)
        found = _assemble(source, expanded)
        if not source.whole or not expanded.whole:
            return None
        return replace(found, lang=lang, place=Place(file))


def _unreadable(file: str) -> Source:
    """A fragment that is there and cannot be read: what is wrong is told in its file, not at every caller."""
    draft = Draft(file, MapNode((), Place(file)), EMPTY_BLOCK, (), (), False)
    return build_fragment(draft, Report())


def _assemble(source: Source, expanded: Expanded) -> Article:
    front, fields = source.front, source.front.fields
    first = source.steps[0].step.id if source.steps else ""
    return Article(
        id=front.id or "",
        title=front.title,
        summary=fields.text("summary"),
        intro=source.intro.text,
        document=document_number(fields),
        category=category(fields),
        tags=tuple(item.text for item in fields.texts("tags")),
        lang=language(fields),
        related=fields.ids("related"),
        was=fields.ids("was"),
        start=fields.text("start") or first,
        inputs=front.inputs,
        values=front.values,
        tables=front.tables,
        rules=front.rules,
        steps=expanded.steps,
        sections=tuple(source.sections),
        scopes=expanded.scopes,
        place=Place(source.file),
        intro_place=source.intro.place,
        places=fields.places(),
    )
