"""Checks, their parameters, inputs, values and circles; and that the linter itself never fails."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.article import Bundle
from app.core.lint import Others, lint
from tests.core.lint_cases import CALL, CHECKS, END, FRAGMENT, GRAPH, TALK, Case, article, calling, cause, step
from tests.core.reading_cases import READING
from tests.core.test_lint import told

INPUTS = "inputs:\n  domain: {type: domain, label: D}\n  port: {type: port, label: P}\n"


def running(checks: str, front: str = INPUTS, end: str = END) -> Case:
    """A step with `look`, and further checks."""
    first = "  look: {run: dns.look, with: {domain: $domain}}\n"
    return article(step(f"id: begin\nchecks:\n{first}  {checks}\n") + end, front)


@pytest.mark.parametrize(
    "checks",
    [
        "talk: {run: smtp.talk, with: {hosts: $look.hosts}}",
        "talk: {run: smtp.talk, with: {hosts: [a.example, $domain], sender: a@b.example}}",
        "talk: {run: smtp.talk, with: {hosts: [a.example]}, when: 'look.code == \"ok\"'}",
        "knock: {run: net.knock, each: $look.hosts, with: {host: $each, port: 25}}",
        "knock: {run: net.knock, each: [a.example, b.example], with: {host: $each}}",
        "knock: {run: net.knock, with: {host: $domain, port: $port}}",
        "knock: {run: net.knock, with: {host: $$domain}}",
    ],
)
def test_sound_checks_are_left_alone(checks: str) -> None:
    assert told(running(checks)) == []


@pytest.mark.parametrize(
    ("code", "checks"),
    [
        ("unknown-check", "talk: {run: ‸smtp.tlak, with: {anything: 1}}"),
        ("unknown-parameter", "talk: {run: smtp.talk, with: {hosts: [a], sendre: ‸x}}"),
        ("missing-parameter", "‸talk: {run: smtp.talk, with: {sender: x}}"),
        ("unknown-name", "talk: {run: smtp.talk, with: {hosts: ‸$luk.hosts}}"),
        ("unknown-name", "talk: {run: smtp.talk, with: {hosts: ‸[a, $domian]}}"),
        ("unknown-name", "knock: {run: net.knock, with: {host: ‸$each}}"),
        ("unknown-name", "knock: {run: net.knock, each: ‸$hosts, with: {host: $each}}"),
        ("unknown-fact", "talk: {run: smtp.talk, with: {hosts: ‸$look.host}}"),
        ("type-mismatch", "knock: {run: net.knock, each: ‸$domain, with: {host: $each}}"),
        ("type-mismatch", "knock: {run: net.knock, with: {host: ‸$look.hosts}}"),
        ("type-mismatch", "knock: {run: net.knock, with: {host: ‸$domain.name}}"),
        ("wrong-value", "knock: {run: net.knock, with: {host: a.example, port: ‸smtp}}"),
        ("wrong-value", "talk: {run: smtp.talk, with: {hosts: ‸a.example}}"),
        ("check-circle", "‸x: {run: dns.look, with: {domain: $x.record}}"),
        ("unknown-code", "talk: {run: smtp.talk, with: {hosts: [a]}, when: 'look.code == ‸\"okay\"'}"),
    ],
)
def test_what_is_wrong_with_a_check_is_told_at_its_place(code: str, checks: str) -> None:
    case = running(checks)
    assert told(case) == [(code, case.place())]


def test_a_parameter_from_a_later_step_comes_too_early() -> None:
    later = step("id: later\nchecks:\n  talk: {run: smtp.talk, with: {hosts: [a.example]}}\n", "Later")
    case = running("x: {run: dns.look, with: {domain: ‸$talk.banner}}", end=later + END)
    assert told(case) == [("name-too-early", case.place())]


def test_a_way_back_makes_a_later_check_known() -> None:
    later = step(
        "id: later\nchecks:\n  talk: {run: smtp.talk, with: {hosts: [a.example]}}\n"
        "ask: {say: Again, options: {yes: {say: Y, to: begin}, no: {say: N, to: done}}}\n",
        "Later",
    )
    assert told(running("x: {run: dns.look, with: {domain: $talk.banner}}", end=later + END)) == []


def test_an_input_that_is_asked_later_comes_too_early() -> None:
    later = step("id: later\ninputs: [port]\n", "Later")
    case = running("knock: {run: net.knock, with: {host: a.example, port: ‸$port}}", end=later + END)
    assert told(case) == [("name-too-early", case.place())]
    given = INPUTS.replace("label: P", "label: P, default: 25")
    assert told(running("knock: {run: net.knock, with: {host: a.example, port: $port}}", given, later + END)) == []


def test_what_a_caller_gives_a_fragment_is_read_in_the_caller() -> None:
    assert told(calling(FRAGMENT + TALK, CALL.replace("example.com", "$domain"), INPUTS)) == []
    case = calling(FRAGMENT + TALK, CALL.replace("example.com", "‸$domian"), INPUTS)
    assert told(case) == [("unknown-name", case.place())]
    case = calling(FRAGMENT + TALK.replace("$domain", "‸$port"), front=INPUTS)
    assert told(case) == [("unknown-name", case.place())]


def test_conditions_in_a_fragment_see_their_own_checks_and_the_caller_sees_them_by_its_name() -> None:
    inner = TALK + cause('id: why\nwhen: \'look.code == "odd" && domain != ""\'\n')
    branch = (
        "id: last\nnext:\n  - {when: 'near.look.code == \"ok\" && near.look.count == 1', to: done}\n  - {to: other}\n"
    )
    body = (
        step(CALL.replace("ok: done", "ok: last"))
        + step(branch, "Last")
        + END
        + step("id: other\nend: escalate\n", "Other")
    )
    case = article(body, "", {"_fragments/shared.md": FRAGMENT + inner})
    assert told(case) == []
    wrong = article(body.replace('code == "ok"', 'code == ‸"okay"'), "", {"_fragments/shared.md": FRAGMENT + inner})
    assert [code for code, _ in told(wrong)] == ["unknown-code"]
    case = article(body, "", {"_fragments/shared.md": FRAGMENT + inner.replace("'look.code", "'‸near.look.code")})
    assert told(case) == [("unknown-name", case.place())]


def test_a_fragments_failing_outcome_is_handled_by_its_caller() -> None:
    inner = TALK.replace("dns.look", "dns.mx").replace("look:", "mx:")
    branch = "id: last\nnext:\n  - {when: 'near.mx.status == \"fail\"', to: done}\n  - {to: other}\n"
    body = step(CALL.replace("ok: done", "ok: last")) + step(branch, "Last") + END
    body += step("id: other\nend: escalate\n", "Other")
    assert told(article(body, "", {"_fragments/shared.md": FRAGMENT + inner})) == []
    case = calling(FRAGMENT + inner.replace("mx:", "‸mx:"))
    assert told(case) == [("unhandled-outcome", case.place())]


@pytest.mark.parametrize(
    "values",
    [
        "  a: '‸a + 1'\n",
        "  a: '‸b + 1'\n  b: 'c + 1'\n  c: 'a + 1'\n",
        "  z: 'a + 1'\n  a: '‸b + 1'\n  b: 'a + 1'\n",
    ],
)
def test_a_circle_of_values_is_told_once(values: str) -> None:
    case = article(step("id: begin\n") + END, f"values:\n{values}")
    assert told(case) == [("value-circle", case.place())]


def test_values_that_lean_on_one_another_often_take_no_time() -> None:
    values = "  v0: 'mode == \"a\"'\n  v1: 'v0 && v0'\n"
    values += "".join(f"  v{n}: 'v{n - 1} && v{n - 2}'\n" for n in range(2, 60))
    front = f"inputs:\n  mode: {{type: choice, label: M, options: {{a: A, b: B}}}}\nvalues:\n{values}"
    body = step("id: begin\nnext:\n  - {when: 'v59 && v58', to: done}\n  - {to: other}\n")
    assert told(article(body + END + step("id: other\nend: escalate\n", "Other"), front)) == []


@pytest.mark.timeout(20)
def test_a_large_article_takes_little_time() -> None:
    steps = "".join(
        step(
            f"id: s{n}\nchecks:\n  c{n}: {{run: dns.mx, with: {{domain: a.example}}}}\n"
            f"next:\n  - {{when: 'c{n}.code == \"none\"', to: done}}\n  - {{to: s{n + 1}x}}\n",
            f"Step {n}",
            f"See {{{{ c{n}.hosts }}}} and [there](#s{n}y).\n",
        )
        for n in range(1000)
    )
    assert len(lint(article(steps + END).bundle(), CHECKS)) > 500


PIECES = [*"{}[]'\":\n $&|=", ""]
WHOLE = [case.bundle() for case in {**GRAPH, **READING}.values() if len(case.bundle().files["one.md"]) < 5000]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 12), st.sampled_from(PIECES))),
)
def test_no_damage_to_an_article_makes_the_linter_fail(bundle: Bundle, cuts: list[tuple[int, int, str]]) -> None:
    text = bundle.files["one.md"]
    for at, length, instead in cuts:
        at %= len(text) + 1
        text = text[:at] + instead + text[at + length :]
    damaged = Bundle(bundle.main, {**bundle.files, "one.md": text})
    for problem in lint(damaged, CHECKS, Others({"two": frozenset()}, frozenset({"begin"}))):
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.file


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_no_condition_makes_the_linter_fail(source: str) -> None:
    quoted = "'" + "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in source).replace("'", "''") + "'"
    body = step(f"id: begin\nnext:\n  - {{when: {quoted}, to: done}}\n  - {{to: done}}\n") + END
    assert isinstance(lint(article(body).bundle(), CHECKS), tuple)
