"""Conditions judged: what may stand in them, what may not, guards, and conditions that never change."""

from __future__ import annotations

import pytest

from app.core.lint import lint
from tests.core.lint_cases import CHECKS, END, Case, article, cause, condition, looking, step
from tests.core.test_lint import told

NUMBERS = "values:\n  many: 'year > 10'\n  twice: 'few * 2'\n"

SOUND = [
    'look.code == "ok"',
    'look["code"] == "ok"',
    'look.code != "not-run"',
    'look.code in ["ok", "odd", "limit", "no-connection", "not-run"]',
    'look.status in ["pass", "warn"]',
    '"ok" == look.code',
    "has(look.hosts) && size(look.hosts) > 1",
    'has(look.hosts) && "a.example" in look.hosts',
    "has(look.count) && look.count + 1 > 2 * look.count",
    'has(look.hosts) ? look.hosts[0] == "x" : false',
    'has(look.hosts) && look.hosts[size(look.hosts) - 1].endsWith(".example")',
    "has(look.hosts) && look.hosts.exists(h, h.startsWith(domain))",
    "has(look.hosts) && look.hosts.map(h, size(h)).all(n, n > 3)",
    'has(look.hosts) && size(look.hosts.filter(h, h.contains("x"))) == 1',
    "has(look.seen) && look.seen < today",
    "has(look.seen) && days(look.seen, today) > 30",
    'has(look.answers) && look.answers["ns1.example"] == []',
    "!has(look.count) || look.count == 3",
    'look.code == "ok" && look.count == 1',
    'look.status == "warn" && look.count == 3',
    'look.code in ["ok", "odd"] && look.record.contains("spf1")',
    'look.code != "ok" || look.count == 1',
    '!(look.code != "ok") && look.count == 1',
    '(look.code == "ok" || look.code == "odd") && look.count == 1',
    '(look.code == "ok" || has(look.count)) && look.count == 1',
    "look.count == 1 && has(look.count)",
    'mode == "a"',
    'mode in ["a"]',
    'mode == null || mode == "a"',
    '"x" in kinds',
    'kinds == ["x"]',
    'kinds.exists(k, k == "x")',
    "size(kinds) > 1",
    'sure == "yes"',
    "year > 2000 && year % 4 == 0",
    "year in [2025, 2026]",
    'deadline["2026"] == "2 April"',
    'deadline[string(year)] == "2 April"',
    "string(year) in deadline",
    'on_day >= date("2026-01-01")',
    'on_day - date("2026-01-01") > duration("24h")',
    'on_day + duration("24h") > today',
    "today.getFullYear() == year",
    'answers["begin"] == "left"',
    'answers["begin"] in ["left", "right"] && year > 1',
    'domain.matches("^[a-z.]+$")',
    'domain == "example.com"',
    "domain.size() > 3",
    'domain + ".org" == "example.com.org"',
    '(mode == "a" ? 1 : 2) == year',
    "type(year) == double",
    '{"a": 1}["a"] == year',
    "[1, 2].exists(year, year == 2) || year == 3",
]


@pytest.mark.parametrize("source", SOUND)
def test_sound_conditions_are_left_alone(source: str) -> None:
    assert told(condition(source.replace("'", "''"))) == []


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("unknown-name", "year == ‸yaer"),
        ("unknown-name", "kinds.exists(k, ‸q == k)"),
        ("unknown-name", "kinds.exists(k, k == mode) && ‸k == mode"),
        ("unknown-fact", 'look.‸cod == "ok"'),
        ("unknown-fact", "has(look.‸each)"),
        ("unknown-fact", 'look[‸"cod"] == "ok"'),
        ("unknown-code", 'look["code"] == ‸"okay"'),
        ("unknown-code", '‸"fine" != look.code'),
        ("unknown-code", 'look.code in ["ok", ‸"fine"]'),
        ("unknown-status", 'look.status == ‸"ok"'),
        ("unknown-option", 'mode == ‸"c"'),
        ("unknown-option", '‸"z" in kinds'),
        ("unknown-option", 'kinds == ["x", ‸"z"]'),
        ("unknown-option", 'kinds.exists(k, k == ‸"z")'),
        ("unknown-option", 'sure == ‸"maybe"'),
        ("unknown-option", 'answers["begin"] in ["left", ‸"middle"]'),
        ("unknown-step", 'answers[‸"done"] == "left"'),
        ("unknown-step", 'answers.‸done == "left"'),
        ("unknown-entry", 'deadline.‸nope == "x"'),
        ("unknown-function", "domain.‸lower() == domain"),
        ("type-mismatch", "‸year > domain"),
        ("type-mismatch", '‸on_day == "2026-01-01"'),
        ("type-mismatch", '‸on_day < "2026-01-01"'),
        ("type-mismatch", "‸mode == true"),
        ("type-mismatch", "‸sure"),
        ("type-mismatch", "!‸sure"),
        ("type-mismatch", 'mode == "a" && ‸year'),
        ("type-mismatch", '‸kinds == "x"'),
        ("type-mismatch", "mode in ‸domain"),
        ("type-mismatch", '‸year in ["2026"]'),
        ("type-mismatch", '‸deadline["2026"] == 4'),
        ("type-mismatch", 'deadline[‸year] == "x"'),
        ("type-mismatch", "‸year + domain == domain"),
        ("type-mismatch", "size(‸year) > 1"),
        ("type-mismatch", "‸days(today) > 1"),
        ("type-mismatch", "days(today, ‸year) > 1"),
        ("type-mismatch", "year.‸date() == today"),
        ("type-mismatch", "has(domain.‸size)"),
        ("type-mismatch", "‸year[0] == 1".replace("‸year[", "year[‸")),
        ("type-mismatch", "‸domain.exists(d, d == domain)"),
        ("type-mismatch", "kinds.exists(k, ‸k)"),
        ("type-mismatch", "‸look == 1"),
        ("type-mismatch", "(‸year ? 1 : 2) == 1"),
        ("type-mismatch", "‸-domain == domain"),
        ("bad-date", 'on_day > date(‸"2026-13-01")'),
        ("bad-date", 'on_day > date(‸"1 May 2026")'),
        ("bad-date", 'on_day > timestamp(‸"2026-01-01")'),
        ("bad-date", 'on_day - on_day > duration(‸"two days")'),
        ("bad-pattern", 'domain.matches(‸"(")'),
        ("expression-unreadable", "year > ‸"),
        ("expression-unreadable", "year ‸and sure"),
        ("expression-unreadable", 'domain == ‸"abc'),
        ("unguarded-fact", "look.‸count > 1"),
        ("unguarded-fact", "has(look.hosts) && look.‸count > 1"),
        ("unguarded-fact", "has(look.hosts) || size(look.‸hosts) > 1"),
        ("unguarded-fact", 'look.code != "ok" && look.‸count == 1'),
        ("unguarded-fact", 'look.code == "odd" && size(look.‸hosts) == 1'),
        ("unguarded-fact", 'look.status == "unknown" && look.‸count == 1'),
        ("unguarded-fact", 'look.code in ["ok", "limit"] && look.‸count == 1'),
        ("unguarded-fact", '(look.code == "ok" || year == 1) && look.‸count == 1'),
        ("never-holds", '‸mode == "a" && mode == "b"'),
        ("never-holds", '‸look.code == "ok" && look.status == "warn"'),
        ("never-holds", '‸answers["begin"] == null'),
        ("never-holds", "‸false"),
        ("never-holds", "‸1 > 2"),
        ("always-holds", "‸true"),
        ("always-holds", '‸answers["begin"] in ["left", "right"]'),
        ("always-holds", '‸look.status in ["pass", "warn", "fail", "unknown"]'),
        ("always-holds", '‸look.code == "ok" || look.code != "ok"'),
        ("always-holds", '‸sure != "yes" || sure != "no"'),
    ],
)
def test_what_is_wrong_is_told_at_its_column(code: str, source: str) -> None:
    case = condition(source.replace("'", "''"))
    assert told(case) == [(code, case.place())]


@pytest.mark.parametrize(
    "yaml",
    [
        "'true &&\n      mode == ‸\"c\"'",
        '>-\n      true &&\n      mode == ‸"c"',
        '|\n      true &&\n      mode == ‸"c"',
        'true && mode == ‸"c"',
        '"true && mode == ‸\\"c\\""',
        "'true && domain != ''it'' && mode == ‸\"c\"'",
        "\"domain != 'x' && \\\n      mode == ‸'c'\"",
    ],
)
def test_the_place_is_found_however_yaml_writes_the_text(yaml: str) -> None:
    body = f"id: begin\nnext:\n  - when: {yaml}\n    to: done\n  - {{to: other}}\n"
    front = "inputs:\n  domain: {type: domain, label: D}\n  mode: {type: choice, label: M, options: {a: A, b: B}}\n"
    case = article(step(body) + step("id: other\nend: escalate\n", "Other") + END, front)
    assert told(case) == [("unknown-option", case.place())]


def test_values_have_the_kind_of_their_expression() -> None:
    front = 'values:\n  late: \'days(on_day, today)\'\n  word: \'mode == "a" ? "x" : "y"\'\n'
    assert told(condition("late > 3", front)) == []
    case = condition("‸late == word", front)
    assert told(case) == [("type-mismatch", case.place())]


def test_values_are_judged_too() -> None:
    case = condition("late > 3", "values:\n  late: 'days(‸onday, today)'\n")
    assert told(case) == [("unknown-name", case.place())]


def test_a_condition_through_a_value_can_never_hold() -> None:
    case = condition('‸first && mode == "b"', "values:\n  first: 'mode == \"a\"'\n")
    assert told(case) == [("never-holds", case.place())]


def test_a_rule_gives_true_or_false_and_names_an_input() -> None:
    front = "rules:\n  - {that: '‸year', say: Wrong, input: year}\n"
    case = condition('mode == "a"', front)
    assert told(case) == [("type-mismatch", case.place())]
    case = condition('mode == "a"', "rules:\n  - ‸{that: 'year > 1', say: Wrong, input: yaer}\n")
    assert [code for code, _ in told(case)] == ["unknown-input"]


def test_what_the_step_asks_guards_its_causes() -> None:
    more = "when: 'look.code == \"ok\"'\n"
    after = cause("id: why\nwhen: 'look.count > 2'\n")
    first = "id: first\nchecks:\n  look: {run: dns.look, with: {domain: a.example}}\n"
    assert told(article(step(first) + step(f"id: second\n{more}", "Second") + after + END)) == []
    case = article(step(first) + step("id: second\n", "Second") + after.replace("look.", "look.‸") + END)
    assert told(case) == [("unguarded-fact", case.place())]


def test_a_check_that_runs_later_has_no_code_yet() -> None:
    early = step("id: first\nnext:\n  - {when: '‸look.code == \"ok\"', to: done}\n  - {to: begin}\n")
    case = looking()
    case = Case({"one.md": case.files["one.md"].replace("## Begin", early + "## Begin")})
    assert told(case) == [("never-holds", case.place())]


def test_each_of_a_check_is_a_table_of_results() -> None:
    begin = (
        "id: begin\nchecks:\n  look: {run: dns.look, each: [a.example, b.example], with: {domain: $each}}\n"
        "next:\n  - {when: 'SOURCE', to: done}\n  - {to: other}\n"
    )
    other = step("id: other\nend: escalate\n", "Other")

    def case(source: str) -> Case:
        return article(step(begin.replace("SOURCE", source)) + other + END)

    assert told(case('has(look.each) && look.each["a.example"].code == "ok"')) == []
    assert told(case('look.each.exists(e, look.each[e].code == "odd")')) == []
    wrong = case('look.each["a.example"].code == ‸"okay"')
    assert told(wrong) == [("unknown-code", wrong.place())]


def test_an_empty_list_is_an_outcome_of_each_alone() -> None:
    def with_code(each: str) -> Case:
        look = f"  look: {{run: dns.look, {each}with: {{domain: a.example}}}}\n"
        branch = "next:\n  - {when: 'look.code == ‸\"no-elements\"', to: done}\n  - {to: done}\n"
        return article(step(f"id: begin\nchecks:\n{look}{branch}") + END)

    assert told(with_code("each: [x], ")) == []
    assert told(with_code("")) == [("unknown-code", with_code("").place())]


def test_a_failing_outcome_is_handled_by_whoever_mentions_it() -> None:
    def codes(when: str, kind: str = "cause", front: str = "") -> list[str]:
        begin = "id: begin\nchecks:\n  mx: {run: dns.mx, with: {domain: a.example}}\n"
        if kind == "branch":
            begin += f"next:\n  - {{when: '{when}', to: done}}\n  - {{to: other}}\n"
        causes = cause(f"id: why\nwhen: '{when}'\n") if kind == "cause" else ""
        case = article(step(begin) + causes + step("id: other\nend: escalate\n", "Other") + END, front)
        if kind == "cause":
            case = article(step(begin) + causes + END, front)
        found = [p for p in lint(case.bundle(), CHECKS) if p.code == "unhandled-outcome"]
        return [code for code in ("none", "timeout") if any(f"`{code}`" in p.message for p in found)]

    assert codes('mx.code == "none"') == ["timeout"]
    assert codes('mx.code in ["none", "timeout"]') == []
    assert codes('mx.code == "none" || mx.code == "timeout"') == []
    assert codes('mx.status == "fail"') == []
    assert codes('mx.status != "pass"') == []
    assert codes('mx.code != "found"') == []
    assert codes('!(mx.code == "found")') == []
    assert codes("has(mx.count) && mx.count == 0") == ["none", "timeout"]
    assert codes('mx.code == "none"', "branch") == ["timeout"]
    assert codes('mx.status == "pass"', "branch") == []
    assert codes("broken", front="values:\n  broken: 'mx.status == \"fail\"'\n") == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("year > 2030 && year < 2020", "never-holds"),
        ("year > 2030 || year <= 2030", "always-holds"),
        ("year in [2020, 2021] && year > 2025", "never-holds"),
        ("few >= 0", "always-holds"),
        ('few > 10 && mode == "a"', "never-holds"),
        ("many && year < 5", "never-holds"),
        ("!(year > -5) && year > 5", "never-holds"),
    ],
)
def test_numbers_that_leave_no_choice_are_told(source: str, code: str) -> None:
    case = condition(f"‸{source}", NUMBERS)
    assert told(case) == [(code, case.place())]


@pytest.mark.parametrize(
    "source",
    [
        "year > 2020 && year < 2030",
        "year > 5.5 && year < 5.6",
        "few > 9",
        "few == year",
        "few < year && few > 3",
        "[few, 1] == [1, 1]",
        "1 in [few, 2]",
        "few * 2 > 5 && few < 5",
        "twice > 3 && few < 1",
        "-few < -5",
        'string(few) == "5"',
        "may >= 0 || may < 0",
        "may == null",
    ],
)
def test_numbers_that_leave_a_choice_are_not(source: str) -> None:
    assert told(condition(source, NUMBERS)) == []
