"""What the documentation shows works: its articles are linted and their scenarios run; no key goes unmentioned."""

from __future__ import annotations

import pytest
import yaml

from app.checks import declarations
from app.core import front_matter, input_source, problems, scenario_source, step_source
from app.core.lint import lint
from app.core.parse import parse
from tests.docs import examples

PAGES = ["authors.md", "format.md"]
SHOWN = [(page, main) for page in PAGES for main in examples.articles(page)]
KEYS = [
    *front_matter.ARTICLE_KEYS,
    *front_matter.FRAGMENT_KEYS,
    *input_source.INPUT_KEYS,
    *step_source.STEP_KEYS,
    *step_source.CAUSE_KEYS,
    *step_source.NOTE_KEYS,
    *scenario_source.SCENARIO_KEYS,
    *scenario_source.EXPECT_KEYS,
    *("run", "each", "say", "pick", "alone", "that", "from"),
]


def test_there_are_examples_on_each_page() -> None:
    assert {page for page, _ in SHOWN} == set(PAGES)


@pytest.mark.parametrize(("page", "main"), SHOWN)
def test_an_example_is_a_sound_article(page: str, main: str) -> None:
    shown = examples.bundle(page, main)
    assert parse(shown).article is not None
    early = {"no-scenarios"} if "yaml scenarios" not in shown.files[main] else set()
    found = [f"{p.file}:{p.line} {p.code}: {p.message}" for p in lint(shown, declarations()) if p.code not in early]
    assert found == []


def test_the_translation_in_the_reference_is_laid_over_its_article() -> None:
    article = parse(examples.bundle("format.md", "domain-lapses.md")).article
    assert article is not None
    german = article.translations["de"]
    assert german.title == "Ihre Domain läuft bald ab"
    assert list(german.steps) == list(article.steps)


@pytest.mark.parametrize("piece", [piece for page in PAGES for piece in examples.pieces(page)])
def test_a_piece_has_only_keys_that_there_are(piece: str) -> None:
    shown = yaml.safe_load(piece)
    assert set(shown) <= {*front_matter.ARTICLE_KEYS, *step_source.STEP_KEYS}


@pytest.mark.parametrize("key", sorted(set(KEYS)))
def test_every_key_is_in_the_reference(key: str) -> None:
    assert f"`{key}`" in _tables()


@pytest.mark.parametrize("kind", input_source.INPUT_TYPES)
def test_every_input_type_is_in_the_reference(kind: str) -> None:
    assert f"`{kind}`" in _tables()


@pytest.mark.parametrize("code", sorted(problems.CODES))
def test_every_problem_is_in_the_list(code: str) -> None:
    assert f"`{code}`" in (examples.DOCS / "linter.md").read_text(encoding="utf-8")


def _tables() -> str:
    """The tables of the reference, where keys are explained."""
    lines = (examples.DOCS / "format.md").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("|"))
