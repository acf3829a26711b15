"""What is wrong with an article: its form (`parse.py`), its graph, its conditions, its texts, its scenarios.

Every problem carries file, line, column, a code of `problems.py` and a sentence that tells how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.article import Article, Bundle, Problem
from app.core.availability import Availability
from app.core.fields import Report
from app.core.lint_checks import check_problems
from app.core.lint_conditions import Conditions
from app.core.lint_graph import graph_problems
from app.core.lint_links import Others, anchors, link_problems
from app.core.lint_order import order_problems
from app.core.lint_scenarios import scenario_problems
from app.core.lint_text import text_problems
from app.core.parse import Parsed, in_order, parse
from app.core.positions import Positions
from app.core.surroundings import Checks, Surroundings

__all__ = ["Others", "anchors", "lint", "lint_article", "lint_parsed"]


def lint(bundle: Bundle, checks: Checks, others: Others | None = None) -> tuple[Problem, ...]:
    """All problems of an article and of the files it is made of, by file, line and column.

    Without `others` links to other articles and ids that are gone are not judged.
    """
    return lint_parsed(bundle, parse(bundle), checks, others)


def lint_parsed(bundle: Bundle, parsed: Parsed, checks: Checks, others: Others | None = None) -> tuple[Problem, ...]:
    """The same for a bundle that was parsed already, for an import, which needs the article too."""
    report = Report()
    report.extend(parsed.problems)
    if parsed.article is not None:
        report.extend(_once(lint_article(parsed.article, bundle, checks, others)))
    return in_order(report.problems, bundle.main)


def lint_article(article: Article, bundle: Bundle, checks: Checks, others: Others | None = None) -> Iterator[Problem]:
    """The problems of an article that could be put together, without those of its form."""
    conditions = Conditions(article, checks, Positions(bundle.files))
    around = conditions.around
    known = Availability(article)
    found = [
        *graph_problems(article),
        *check_problems(article, checks, around),
        *conditions.problems(known),
        *_texts(article, around, known),
        *link_problems(article, bundle.main, others),
    ]
    for translation in article.translations.values():
        found += _texts(translation, around, known)
        found += link_problems(translation, bundle.main, None)
    yield from found
    if not any(problem.severity == "error" for problem in found):
        yield from scenario_problems(article, checks)


def _texts(article: Article, around: Mapping[str, Surroundings], known: Availability) -> Iterator[Problem]:
    yield from text_problems(article, around)
    yield from order_problems(article, around, known)


def _once(problems: Iterator[Problem]) -> Iterator[Problem]:
    """One problem per place and code: a fragment used five times is wrong once."""
    seen: set[tuple[str, int, int, str]] = set()
    for problem in problems:
        key = (problem.file, problem.line, problem.column, problem.code)
        if key not in seen:
            seen.add(key)
            yield problem
