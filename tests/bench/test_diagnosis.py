"""The parts of the diagnosis measure: a lab at a distance, and everybody who looks at it, agree that all is well."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from app.checks import declarations
from app.core.article import Bundle
from app.core.lint import lint
from tests.bench.far import LARGE, domain, far_lab
from tests.bench.measures.diagnosis import TEXT, Scene, scene_of


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with far_lab(1) as lab:
        yield scene_of(lab)


def test_the_article_has_no_errors() -> None:
    problems = lint(Bundle("whole.md", {"whole.md": TEXT}), declarations())
    assert [problem for problem in problems if problem.severity == "error"] == []


@pytest.mark.parametrize("name", [LARGE, domain(0)])
def test_everybody_finds_the_domains_sound(scene: Scene, name: str) -> None:
    scene.lab.move(0)
    asyncio.run(scene.diagnose(name))
    asyncio.run(scene.path.walk(name, f"sam@{name}"))
    scene.checkdmarc.same(name)
    scene.checkdmarc.whole(name)


def test_the_distance_is_what_is_set(scene: Scene) -> None:
    """Round trips: MX, address, connecting, greeting, EHLO, STARTTLS, handshake, EHLO, MAIL, RCPT, parting."""
    scene.lab.move(0.03)
    began = time.perf_counter()
    asyncio.run(scene.walk())
    assert time.perf_counter() - began >= 11 * 0.03
