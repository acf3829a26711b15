"""The bench's own parts: its articles are valid, its forms are read as a browser reads them, its figures are judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.checks import declarations
from app.core.article import Bundle
from app.core.lint import lint
from tests.bench.articles import STEPS, article, article_id, write_articles
from tests.bench.forms import forms
from tests.bench.measures import MEASURES
from tests.bench.profile import PROFILED, hottest
from tests.bench.report import Figure


@pytest.mark.parametrize("number", [1, 2, 77, 999, 1000])
def test_generated_articles_have_no_errors(number: int) -> None:
    name = f"{article_id(number)}.md"
    problems = lint(Bundle(name, {name: article(number)}), declarations())
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_they_are_the_same_every_time_and_have_eight_steps(tmp_path: Path) -> None:
    write_articles(tmp_path, 2)
    text = (tmp_path / "bench-0002.md").read_text(encoding="utf-8")
    assert text == article(2) != article(1)
    assert len(STEPS) == 8
    assert all(f"\nid: {step}\n" in text for step in STEPS)


_PAGE = """<form method="post" action="/r/x/fetch"><input type="hidden" name="_visit" value="2">
<input type="radio" name="_answer" value="yes"><input type="radio" name="_answer" value="no" checked>
<textarea name="note"></textarea><button name="_do" value="continue"><span>Con</span><span>tinue</span></button>
<button name="_do" value="solved">My problem is solved</button></form><form action="/search"></form>"""


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    step, search = forms(_PAGE)
    assert (step.action, step.method, search.method) == ("/r/x/fetch", "POST", "GET")
    assert step.choices == {"_answer": ["yes", "no"]}
    assert step.body({"_answer": "yes"}, "Continue") == "_visit=2&_answer=yes&note=&_do=continue"
    assert step.body({"unknown": "x"}) == "_visit=2&_answer=no&note="


def test_figures_are_judged_by_their_better_side() -> None:
    assert Figure("a", 0.4, "", 0.34, "more").met is True
    assert Figure("a", 12, "ms", 11, "less").met is False
    assert Figure("a", 12, "ms").met is None


def test_the_hottest_functions_come_first(tmp_path: Path) -> None:
    samples = tmp_path / "samples.txt"
    samples.write_text("main (app/cli.py:3);inner (app/x.py:7) 3\nmain (app/cli.py:9) 1\n")
    rows = hottest(samples)
    assert rows[1].split() == ["75.0%", "75.0%", "inner", "(app/x.py)"]
    assert rows[2].split() == ["25.0%", "100.0%", "main", "(app/cli.py)"]


def test_every_profile_is_of_a_measure() -> None:
    assert set(PROFILED) <= set(MEASURES)
