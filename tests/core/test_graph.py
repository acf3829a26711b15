"""The graph that the linter judges is the one that walks go along."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.checks import declarations
from app.core.article import Article, Place, Step
from app.core.gather import gather
from app.core.graph import Edge, edges, links, local, reached, turned
from app.core.parse import parse
from app.core.scenario import walked_edges
from tests.core.lint_cases import CALL, CHECKS, END, FRAGMENT, TALK, article, cause, step

CONTENT = Path(__file__).parents[2] / "content"


def shipped(name: str) -> Article:
    def read(path: str) -> str | None:
        file = CONTENT / path
        return file.read_text(encoding="utf-8") if file.is_file() else None

    found = parse(gather(name, read, lambda folder: [f.name for f in (CONTENT / folder).glob("*")])).article
    assert found is not None
    return found


def pairs(found: Article) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in edges(found)}


def read(body: str, files: dict[str, str] | None = None) -> Article:
    found = parse(article(body, "", files).bundle()).article
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["inbound-email.md", "outbound-email.md"])
def test_shipped_articles_are_walked_along_their_edges_and_along_all_of_them(name: str) -> None:
    found = shipped(name)
    assert walked_edges(found, declarations()) == pairs(found)


def test_every_way_to_lead_on_is_an_edge() -> None:
    body = (
        step("id: begin\nwhen: 'today != null'\nask: {say: Q, options: {a: {say: A, to: last}, b: {say: B}}}\n")
        + cause("id: why\nto: last\n")
        + cause("id: again\n")
        + step("id: second\nnext:\n  - {when: 'today == null', to: begin}\n  - {to: last}\n", "Second")
        + step("id: last\nend: escalate\n", "Last")
    )
    assert [(edge.source, edge.target, edge.means) for edge in edges(read(body))] == [
        ("begin", "second", "skip"),
        ("begin", "last", "fix"),
        ("begin", "last", "option"),
        ("begin", "second", "after"),
        ("second", "begin", "branch"),
        ("second", "last", "branch"),
    ]


def test_a_fragment_is_entered_and_left_by_its_returns() -> None:
    found = read(step(CALL) + END, {"_fragments/shared.md": FRAGMENT + TALK})
    assert [(edge.source, edge.target, edge.means) for edge in edges(found)] == [
        ("near", "near.in", "enter"),
        ("near.in", "done", "branch"),
    ]


def test_scenarios_walk_nothing_but_edges() -> None:
    one = "- {name: a, answers: {begin: a}}\n"
    scenarios = f"```yaml scenarios\n{one}- {{name: b, answers: {{begin: b}}, tried: {{why: worked}}}}\n```\n"
    body = (
        step("id: begin\nask: {say: Q, options: {a: {say: A, to: near}, b: {say: B, to: last}}}\n")
        + step(CALL)
        + END
        + step("id: last\nwhen: 'false'\nelse: done\n", "Last")
        + cause("id: why\nto: done\n")
    )
    found = read(body + scenarios, {"_fragments/shared.md": FRAGMENT + TALK})
    walked = walked_edges(found, CHECKS)
    assert walked <= pairs(found)
    assert ("last", "done") in walked


def test_reaching_goes_along_links_and_back() -> None:
    table = {"a": ["b"], "b": ["c", "b"], "c": [], "d": ["c"]}
    assert reached(["a"], table) == {"a", "b", "c"}
    assert reached(["c"], turned(table)) == {"a", "b", "c", "d"}
    assert reached([], table) == set()


def test_links_leave_out_targets_that_are_no_step_and_repetitions() -> None:
    found = Article(id="x", title="X", steps={name: Step(name, name, "") for name in "ab"})
    every = [Edge("a", target, "option", Place()) for target in ("b", "b", "nowhere")]
    assert links(every, found) == {"a": ["b"], "b": []}


def test_ids_are_spoken_as_their_file_writes_them() -> None:
    assert local("near.in", "near") == "in"
    assert local("near.in", "") == "near.in"
