"""What is wrong with an article: its form (`parse.py`), its graph, its conditions, its texts, its scenarios.

Every problem carries file, line, column, a code of `problems.py` and a sentence that tells how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.core.article import Article, Bundle, Problem
from app.core.availability import Availability
from app.core.fields import Report
from app.core.lint_checks import check_problems
from app.core.lint_conditions import Conditions
from app.core.lint_graph import graph_problems
from app.core.lint_links import Others, anchors, heir_problems, link_problems
from app.core.lint_order import order_problems
from app.core.lint_scenarios import scenario_problems
from app.core.lint_text import read_passages, text_problems
from app.core.parse import Parsed, in_order, parse
from app.core.positions import Positions
from app.core.surroundings import Checks

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
        report.extend(lint_article(parsed.article, bundle, checks, others))
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
        *heir_problems(article, others),
    ]
    for words in (article, *article.translations.values()):
        read = read_passages(words)
        found += text_problems(read, around)
        found += order_problems(words, read, around, known)
        found += link_problems(words, read, bundle.main, others)
    yield from found
    yield from scenario_problems(article, checks)
