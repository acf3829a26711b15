"""Targets, reachability, ends, loops, and the ways that scenarios walk."""

from __future__ import annotations

import pytest

from app.core.lint import lint
from tests.core.lint_cases import CALL, CHECKS, END, FRAGMENT, FRONT, TALK, Case, article, calling, cause, step
from tests.core.test_lint import told

ASK = "id: begin\nask: {say: Q, options: {a: {say: A, to: done}, b: {say: B, to: %s}}}\n"
OTHER = step("id: other\nend: escalate\n", "Other")


def ending(yaml: str) -> Case:
    """An article whose last step, reached by a question, is this one."""
    return article(step(ASK % "other") + END + step(yaml, "Other"))


@pytest.mark.parametrize(
    "case",
    [
        article(step("id: begin\n") + END),
        article(step("id: begin\nnext: done\n") + END),
        article(step(ASK % "other") + OTHER + END),
        article(step("id: begin\nwhen: 'today != null'\nelse: other\n") + OTHER.replace("end: escalate", "") + END),
        article(step("id: begin\n") + cause("id: why\nto: other\n") + END + OTHER),
        article(END + step("id: begin\nnext: done\n"), "start: begin\n"),
        article(step("id: begin\nnext: middle\n") + step("id: middle\n" + (ASK % "begin")[10:], "Middle") + END),
        calling(FRAGMENT + TALK),
    ],
)
def test_sound_graphs_are_left_alone(case: Case) -> None:
    assert [code for code, _ in told(case)] in ([], ["always-holds"])


@pytest.mark.parametrize(
    ("code", "case"),
    [
        ("unknown-target", article(step("id: begin\n") + END, "start: ‸begun\n")),
        ("unknown-target", article(step(ASK % "‸dnoe") + END)),
        ("unknown-target", article(step("id: begin\nwhen: 'today > date(\"2026-01-01\")'\nelse: ‸dnoe\n") + END)),
        ("unknown-target", article(step("id: begin\n") + cause("id: why\nto: ‸dnoe\n") + END)),
        (
            "unknown-target",
            article(
                step("id: begin\nnext:\n  - {when: 'today > date(\"2026-01-01\")', to: ‸dnoe}\n  - {to: done}\n") + END
            ),
        ),
        ("unknown-target", calling(FRAGMENT + TALK, CALL.replace("ok: done", "ok: ‸dnoe"))),
        ("unknown-target", calling(FRAGMENT + TALK.replace("return.ok", "‸out") + step("id: ou\nnext: return.ok\n"))),
        ("no-end", article(step(ASK % "other") + END + step("id: ‸other\n", "Other"))),
        ("endless-loop", article(step(ASK % "other") + END + step("id: ‸other\nnext: other\n", "Other"))),
        (
            "endless-loop",
            article(
                step(ASK % "other")
                + END
                + step("id: ‸other\nnext: third\n", "Other")
                + step("id: third\nask: {say: Q, options: {a: {say: A, to: other}, b: {say: B, to: third}}}\n", "Third")
            ),
        ),
        (
            "no-way-on",
            article(
                step(ASK % "other")
                + END
                + step("id: other\nask: {say: ‸Q, pick: many, options: {a: {say: A}}}\n", "Other")
            ),
        ),
        (
            "no-way-on",
            article(
                step(ASK % "other")
                + END
                + step("id: other\nwhen: ‸'today > date(\"2026-01-01\")'\nend: solved\n", "Other")
            ),
        ),
        ("unreachable-step", article(step("id: begin\nnext: done\n") + step("id: ‸lost\nnext: begin\n", "Lost") + END)),
        (
            "unreachable-step",
            article(
                step("id: begin\nask: {say: Q, options: {a: {say: A, to: done}}}\nnext: lost\n")
                + step("id: ‸lost\nnext: done\n", "Lost")
                + END
            ),
        ),
        (
            "unreachable-step",
            calling(FRAGMENT + TALK + step("id: ‸lost\nnext: return.ok\n", "Lost")),
        ),
        (
            "unreachable-step",
            article(
                step("id: begin\nnext: done\n") + step(CALL.replace("near", "‸near"), "Near") + END,
                "",
                {"_fragments/shared.md": FRAGMENT + TALK},
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(code: str, case: Case) -> None:
    assert told(case) == [(code, case.place())]


def test_a_fragment_used_twice_is_wrong_once() -> None:
    calls = step(CALL.replace("ok: done", "ok: far")) + step(CALL.replace("near", "far"), "Far")
    case = article(calls + END, "", {"_fragments/shared.md": FRAGMENT + TALK.replace("dns.look", "‸dns.loko")})
    assert told(case) == [("unknown-check", case.place())]


def test_a_list_of_branches_without_a_last_one_is_told_once() -> None:
    case = ending("id: other\nnext:\n  - {‸when: 'today > date(\"2026-06-01\")', to: done}\n")
    assert told(case) == [("last-branch-with-when", case.place())]


def test_two_dead_ends_are_two_problems() -> None:
    body = step(ASK % "x") + END + step("id: ‸x\nask: {say: Q, options: {a: {say: A, to: y}, b: {say: B, to: z}}}\n")
    case = article(body + step("id: y\nnext: y\n", "Y") + step("id: z\n", "Z"))
    assert [code for code, _ in told(case)] == ["endless-loop", "no-end"]


def test_a_misspelt_target_does_not_make_other_steps_unreachable() -> None:
    case = article(step("id: begin\nnext: ‸othre\n") + OTHER)
    assert told(case) == [("unknown-target", case.place())]


SCENARIOS = "```yaml scenarios\n- name: a\n  answers: {begin: a}\n  expect: {end: solved}\n%s```\n"


def test_every_way_that_no_scenario_walks_is_told_once() -> None:
    case = article(step(ASK % "‸other") + OTHER + END + SCENARIOS % "")
    assert told(case) == [("edge-untested", case.place())]
    both = SCENARIOS % "- name: b\n  answers: {begin: b}\n  expect: {end: escalate}\n"
    assert told(article(step(ASK % "other") + OTHER + END + both)) == []


def test_ways_past_a_step_and_by_a_fix_want_a_scenario_too() -> None:
    body = (
        step("id: begin\nwhen: ‸'today > date(\"2026-06-01\")'\n")
        + cause("id: why\nto: other\n")
        + step("id: middle\n", "Middle")
        + END
        + OTHER
    )
    scenarios = "```yaml scenarios\n- name: early\n  today: 2026-01-01\n  expect: {end: solved}\n```\n"
    found = lint(article(body + scenarios).bundle(), CHECKS)
    assert [(p.code, p.message.split("`")[1], p.message.split("`")[3]) for p in found] == [
        ("edge-untested", "begin", "other"),
    ]


def test_a_fragment_walked_by_one_caller_is_walked() -> None:
    calls = step(CALL.replace("ok: done", "ok: far")) + step(CALL.replace("near", "far"), "Far")
    one = "```yaml scenarios\n- name: a\n  checks: {near.in.look: ok, far.in.look: ok}\n  expect: {end: solved}\n```\n"
    assert told(article(calls + END + one, "", {"_fragments/shared.md": FRAGMENT + TALK})) == []


def test_scenarios_run_even_where_the_graph_is_wrong() -> None:
    case = article(step("id: begin\nnext: ‸doen\n") + END + SCENARIOS % "")
    assert [code for code, _ in told(case)] == ["unknown-target", "scenario-failed"]
    assert told(case)[0] == ("unknown-target", case.place())


def test_an_article_with_errors_and_no_scenarios_is_told_both() -> None:
    found = lint(article(step("id: begin\nnext: doen\n") + END).bundle(), CHECKS)
    assert [p.code for p in found] == ["no-scenarios", "unknown-target"]


def test_an_end_that_is_none_is_told_once() -> None:
    case = article(step("id: begin\nend: ‸finished\n"))
    assert told(case) == [("wrong-value", case.place())]


def test_a_scenario_fails_where_it_stands() -> None:
    scenarios = (
        "```yaml scenarios\n- name: good\n  expect: {end: solved}\n- ‸name: bad\n  expect: {path: [done]}\n```\n"
    )
    case = article(step("id: begin\n") + END + scenarios)
    assert told(case) == [("scenario-failed", case.place())]
    (found,) = lint(case.bundle(), CHECKS)
    assert "bad" in found.message


def test_scenarios_beside_the_article_are_told_in_their_own_file() -> None:
    case = article(step("id: begin\n") + END, "", {"one.scenarios.yaml": "- ‸name: bad\n  expect: {end: escalate}\n"})
    assert told(case) == [("scenario-failed", case.place())]


def test_nothing_is_judged_where_there_is_no_article() -> None:
    assert [p.code for p in lint(Case({"one.md": "Words.\n"}).bundle(), CHECKS)] == ["front-matter-missing"]
    assert [p.code for p in lint(Case({"two.md": FRONT}).bundle(), CHECKS)] == ["file-missing"]
