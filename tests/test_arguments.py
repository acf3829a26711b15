from __future__ import annotations

from pathlib import Path

import pytest

from app import arguments
from app.core.errors import WrongUse
from tests.core.factories import article_of

ARTICLE = article_of(
    "## One\n```yaml step\nid: one\nend: solved\n```\n",
    """
    inputs:
      domain: {type: domain, label: Domain}
      note: {type: text, label: Note}
      parts: {type: choices, label: Parts, options: {a: A, b: B}}
    """,
)


def test_only_choices_take_several_values() -> None:
    given = ["note=a, b", "parts=a,b", "domain=x.example"]
    assert arguments.inputs(ARTICLE, given) == {"note": "a, b", "parts": ["a", "b"], "domain": "x.example"}
    assert arguments.inputs(ARTICLE, ["parts=a", "parts=b"]) == {"parts": ["a", "b"]}


def test_lists_come_repeated_with_commas_or_as_json() -> None:
    for words in (["s.c=none", "s.c=found"], ["s.c=none,found"], ['s.c=["none", "found"]']):
        assert arguments.script(ARTICLE, checks=words).checks == {"s.c": ["none", "found"]}
    assert arguments.script(ARTICLE, checks=["s.c=none"]).checks == {"s.c": "none"}
    assert arguments.script(ARTICLE, checks=['s.c=["none"]']).checks == {"s.c": ["none"]}
    facts = {"code": "found", "facts": {"hosts": ["a"]}}
    assert arguments.script(ARTICLE, checks=['s.c={"code": "found", "facts": {"hosts": ["a"]}}']).checks == {
        "s.c": facts
    }


def test_a_step_continued_twice_counts_twice() -> None:
    assert arguments.script(ARTICLE, passed=["a", "b", "a"]).passed == {"a": 2, "b": 1}


def test_a_parameter_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "bounce.txt").write_text("550 5.1.1 = no such user", encoding="utf-8")
    assert arguments.parameters([f"text=@{tmp_path}/bounce.txt"]) == {"text": "550 5.1.1 = no such user"}
    assert arguments.parameters(["hosts=a,b", "hosts=c"]) == {"hosts": ["a,b", "c"]}


@pytest.mark.parametrize("words", [["domain"], ["=x"], ["text=@/nowhere/at/all"]])
def test_words_that_cannot_be_read_are_wrong_use(words: list[str]) -> None:
    with pytest.raises(WrongUse):
        arguments.parameters(words)
    with pytest.raises(WrongUse):
        arguments.script(ARTICLE, checks=["s.c=[1,"])
