from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.article import Bundle, Expression, Place, Ref
from app.core.parse import MAX_PROBLEMS, parse, parse_published
from app.core.problems import CODES
from tests.core.sample import EXAMPLE, MAIN, article, changed, found, only, read

FRONT = "---\nformat: 1\nid: x\ntitle: X\n---\n"
END = "## End\n```yaml step\nid: done\nend: solved\n```\n"


def test_the_example_of_the_format_is_read_without_a_problem() -> None:
    parsed = read(EXAMPLE)
    assert parsed.problems == ()
    assert parsed.article is not None
    assert list(parsed.article.steps) == ["mx", "firewall", "fetch", "solved", "escalate"]


def test_the_front_matter_of_the_example() -> None:
    it = article()
    assert (it.id, it.document, it.lang, it.start) == ("inbound-email", 4564, "en", "mx")
    assert it.title == "Mail to your domain does not arrive"
    assert it.category == ("Mail", "Testing communication")
    assert it.tags == ("email", "smtp", "dns")
    assert it.intro.startswith("A message passes eight points")
    assert it.intro_place == Place(MAIN, 17, 1)
    assert list(it.inputs) == ["domain", "mode", "sender"]
    assert it.inputs["mode"].options == {"standalone": "Stand alone", "firewall": "Spam firewall", "hybrid": "Hybrid"}
    sender = it.inputs["sender"]
    assert (sender.type, sender.optional, sender.personal) == ("email", True, True)


def test_the_steps_of_the_example() -> None:
    mx, firewall, fetch, solved, escalate = article().steps.values()
    (call,) = mx.checks
    assert (call.name, call.run, call.params) == ("mx", "dns.mx", {"domain": Ref("domain")})
    assert call.places["with.domain"] == Place(MAIN, 23, 36)
    assert firewall.checks[0].params == {"hosts": Ref("mx.hosts")}
    assert [(branch.to, branch.when) for branch in mx.next] == [("firewall", None)]
    assert (mx.after, escalate.after) == ("firewall", None)
    assert fetch.when == Expression('mode in ["standalone", "hybrid"]', Place(MAIN, 49, 8))
    assert (fetch.otherwise, fetch.applies) == ("escalate", "Stand alone and Hybrid")
    assert fetch.ask is not None
    assert [(option.id, option.say, option.to) for option in fetch.ask.options] == [
        ("yes", "Yes", "solved"),
        ("no", "No", "escalate"),
        ("unsure", "I do not know", "escalate"),
    ]
    assert (solved.end, escalate.end, escalate.queue) == ("solved", "escalate", "mail")


def test_the_cause_of_the_example() -> None:
    (cause,) = article().steps["mx"].causes
    assert (cause.id, cause.title) == ("no-mx", "The domain publishes no MX record")
    assert cause.when == Expression('mx.code in ["none", "nxdomain"]', Place(MAIN, 31, 8))
    assert (cause.likely, cause.cost, cause.to) == (0.5, 10.0, "retry")
    assert cause.body == "Publish the record your mail host gave you, wait one TTL, then check again."
    assert (cause.place.line, cause.body_place.line) == (28, 35)


def test_the_scenarios_of_the_example() -> None:
    first, second = article().scenarios
    assert first.expect == {"at": "mx", "promoted": ["no-mx"]}
    assert second.checks == {"mx.mx": ["none", "found"], "firewall.port25": "open"}
    assert second.answers == {"fetch": "yes"}
    assert second.tried == {"no-mx": "worked"}


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_change_nothing(ends: str) -> None:
    assert read(EXAMPLE.replace("\n", ends)) == read(EXAMPLE)
    assert read("\ufeff" + EXAMPLE) == read(EXAMPLE)


def test_fences_may_be_of_tildes() -> None:
    assert read(EXAMPLE.replace("```", "~~~~")) == read(EXAMPLE)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("format: 1", "format: 2", "wrong-value", 2, 9),
        ("format: 1\n", "", "missing-key", 2, 1),
        ("title: Mail", "tittle: Mail", "unknown-key", 5, 1),
        ("summary: Follow", "summary: [Follow", "yaml-unreadable", 6, 10),
        ("id: inbound-email", "id: Inbound", "bad-id", 3, 5),
        ("document: 4564", "document: 45.5", "wrong-type", 4, 11),
        ("tags: [email, smtp, dns]", "tags: email", "wrong-type", 8, 7),
        ("tags: [", "lang: 'not a tag'\ntags: [", "wrong-value", 8, 7),
        ("tags: [", "related: [A]\ntags: [", "bad-id", 8, 11),
        ("domain: {type: domain,", "domain: {type: domian,", "wrong-value", 10, 18),
        ("domain: {type: domain,", "domain: {", "missing-key", 10, 11),
        ("domain: {type", "date: {type", "reserved-name", 10, 3),
        ("domain: {type", "Domain: {type", "bad-name", 10, 3),
        ("domain: {type: domain,", "domain: {type: domain, optional: maybe,", "wrong-type", 10, 36),
        ("domain: {type: domain,", "domain: {type: domain, options: {a: A},", "unknown-key", 10, 26),
        ("domain: {type: domain,", "domain: {type: domain, default: nowhere,", "bad-default", 10, 35),
        ("domain: {type: domain,", 'domain: {type: domain, pattern: "(",', "bad-pattern", 10, 36),
        ("domain: {type: domain,", "domain: {type: domain, min: few,", "wrong-type", 10, 31),
        ("    options: {standalone: Stand alone, firewall: Spam firewall, hybrid: Hybrid}\n", "", "missing-key", 12, 5),
        ("{standalone: Stand alone, firewall: Spam firewall, hybrid: Hybrid}", "{from: t}", "unknown-table", 14, 21),
        ("inputs:\n", "values: {domain: '1'}\ninputs:\n", "duplicate-name", 11, 3),
        ("inputs:\n", "values: {v: [1]}\ninputs:\n", "wrong-type", 9, 13),
        ("inputs:\n", "tables: {t: 5}\ninputs:\n", "wrong-type", 9, 13),
        ("inputs:\n", "tables: {t: {a: [1]}}\ninputs:\n", "wrong-type", 9, 17),
        ("inputs:\n", "tables: {t: {from: nowhere}}\ninputs:\n", "file-missing", 9, 20),
        ("inputs:\n", "rules: [{that: 'true', say: No}]\ninputs:\n", "missing-key", 9, 9),
        ("id: mx\n", "", "missing-key", 21, 1),
        ("id: mx\n", "id: -mx\n", "bad-id", 21, 5),
        ("id: firewall", "id: mx", "duplicate-id", 39, 5),
        ("id: no-mx", "id: mx", "duplicate-id", 30, 5),
        ("id: no-mx", "id: no-mx\nwas: [firewall]", "duplicate-id", 40, 5),
        ("  port25: {run", "  mx: {run", "duplicate-name", 41, 3),
        ("  port25: {run", "  domain: {run", "duplicate-name", 41, 3),
        ("  port25: {run", "  port-25: {run", "bad-name", 41, 3),
        ("with: {hosts: $mx.hosts}", "with: {hosts: $mx hosts}", "bad-reference", 41, 45),
        ("with: {hosts: $mx.hosts}", "with: {hosts: {a: b}}", "wrong-type", 41, 45),
        ("with: {hosts: $mx.hosts}", "with: {hosts: $mx.hosts}, each: x", "wrong-type", 41, 63),
        ("next: firewall", "nxt: firewall", "unknown-key", 24, 1),
        ("next: firewall", "next: firewall\nnext: fetch", "duplicate-key", 25, 1),
        ("next: firewall", "next: []", "wrong-value", 24, 7),
        ("next: firewall", "next: [firewall]", "wrong-type", 24, 8),
        ("next: firewall", "next: [{when: 'true', to: fetch}]", "last-branch-with-when", 24, 9),
        ("next: firewall", "next: [{to: fetch}, {to: firewall}]", "branch-without-when", 24, 8),
        ('when: \'mode in ["standalone", "hybrid"]\'\n', "", "else-without-when", 49, 1),
        ("end: solved", "end: solved\nnext: mx", "end-excludes", 65, 1),
        ("end: solved", "end: solved\nuse: records", "end-excludes", 65, 1),
        ("end: solved", "end: done", "wrong-value", 64, 6),
        ("queue: mail", "queue: mail\nask: {say: Why, options: {a: {say: A}}}", "end-excludes", 72, 1),
        ('say: "Does the message show up now?"', "pick: two\n  say: What", "wrong-value", 53, 9),
        ('say: "Does the message show up now?"\n  ', "", "missing-key", 53, 3),
        ('    yes: {say: "Yes", to: solved}', "    yes: solved", "wrong-type", 55, 10),
        ('    yes: {say: "Yes", to: solved}', "    yes: {to: solved}", "missing-key", 55, 10),
        ('    yes: {say: "Yes", to: solved}', '    Yes: {say: "Yes", to: solved}', "bad-id", 55, 5),
        ('{say: "Yes", to: solved}', "{say: Yes, it works, to: solved}", "quote-this", 55, 21),
        ("likely: often", "likely: 1.5", "wrong-value", 32, 9),
        ("likely: often", "likely: always", "wrong-type", 32, 9),
        ("cost: 10", "cost: 0", "wrong-value", 33, 7),
        ("cost: 10", "cost:", "missing-key", 33, 1),
        ("- name: no MX record\n  given", "- given", "missing-key", 75, 3),
        ("expect: {at: mx,", "expect: {att: mx,", "unknown-key", 78, 12),
        ("expect: {at: mx, promoted: [no-mx]}", "expect: {promoted: no-mx}", "wrong-type", 78, 22),
        ("### The domain", "#### The domain", "heading-skipped", 28, 1),
        ("## Solved", "# Solved", "heading-level-one", 61, 1),
    ],
)
def test_each_fault_has_its_code_and_its_place(old: str, new: str, code: str, line: int, column: int) -> None:
    parsed = read(changed(old, new))
    assert (code, line, column) in found(parsed)
    for problem in parsed.problems:
        assert problem.file == MAIN
        assert problem.severity == CODES[problem.code].severity
        assert problem.message.endswith((".", "?", ")"))
        assert "invalid" not in problem.message.lower()


def test_several_may_be_picked_only_where_no_option_leads_anywhere() -> None:
    parsed = read(changed("ask:\n", "ask:\n  pick: many\n"))
    assert found(parsed) == [("many-with-to", 56, 23), ("many-with-to", 57, 21), ("many-with-to", 58, 36)]


def test_a_typing_error_in_a_key_is_told_with_the_key_that_was_meant() -> None:
    assert "`next`" in only(read(changed("next: firewall", "nxt: firewall"))).message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "---",
        "---\n---\n",
        "no front matter",
        "---\n- a\n---\n",
        "---\na: b: c\n---\n",
        FRONT,
        FRONT + "## A\n",
    ],
)
def test_where_no_article_comes_of_it_an_error_says_why(text: str) -> None:
    parsed = read(text)
    assert parsed.article is None
    assert any(problem.severity == "error" for problem in parsed.problems)


def test_one_broken_step_is_told_and_the_rest_is_read_all_the_same() -> None:
    text = changed("id: mx\n", "id: [mx\n").replace("end: solved\n```", "end: slved\n```", 1)
    parsed = read(text)
    assert parsed.article is None
    assert [code for code, _, _ in found(parsed)] == ["yaml-unreadable", "wrong-value"]


def test_the_main_file_may_be_missing() -> None:
    parsed = parse(Bundle("a.md", {}))
    assert (parsed.article, only(parsed).code) == (None, "file-missing")


def test_option_ids_and_choice_values_are_always_text() -> None:
    text = FRONT.replace(
        "---\nformat", "---\ninputs:\n  it: {type: choice, label: L, options: {12: a, 01: b, true: c}}\nformat"
    )
    text += "## A\n```yaml step\nid: a\nask:\n  say: Q\n"
    text += "  options:\n    yes: {say: Y}\n    12: {say: Z}\n    null: {say: N}\n```\n"
    it = article(text + END)
    assert list(it.inputs["it"].options) == ["12", "01", "true"]
    assert it.steps["a"].ask is not None
    assert [option.id for option in it.steps["a"].ask.options] == ["yes", "12", "null"]


def test_inputs_take_their_defaults_and_bounds_in_their_types() -> None:
    text = FRONT.replace(
        "format",
        "inputs:\n"
        "  n: {type: number, label: N, min: 1, max: 9.5, default: 3}\n"
        "  d: {type: date, label: D, min: 2026-01-01, default: 2026-04-05}\n"
        "  y: {type: yes-no, label: Y, default: no}\n"
        "  c: {type: choices, label: C, options: {a: A, b: B}, default: [b, a]}\n"
        "  h: {type: domain, label: H, default: Example.COM}\n"
        "format",
    )
    it = article(text + END)
    assert {name: inp.default for name, inp in it.inputs.items()} == {
        "n": 3.0,
        "d": "2026-04-05",
        "y": "no",
        "c": ("a", "b"),
        "h": "example.com",
    }
    assert (it.inputs["n"].min, it.inputs["n"].max, it.inputs["d"].min) == (1.0, 9.5, "2026-01-01")


def test_values_tables_and_rules_are_read() -> None:
    text = FRONT.replace(
        "format",
        "inputs:\n  year: {type: choice, label: Y, options: {from: deadline}}\n"
        "  who: {type: choice, label: W, options: {from: people}}\n"
        "values:\n  late: 'today > date(deadline[year])'\n"
        'tables:\n  deadline: {"2026": 2026-04-05, 2027: 2027-04-05}\n  people: {ann: Ann Lee}\n  more: {from: more}\n'
        "rules:\n  - {that: 'year != \"2026\"', say: $year, input: year}\n"
        "format",
    )
    it = article(text + END, {"_data/more.yaml": "a: 1\nb: true\n"})
    assert it.tables["deadline"] == {"2026": "2026-04-05", "2027": "2027-04-05"}
    assert it.tables["more"] == {"a": 1.0, "b": True}
    assert it.inputs["year"].options == {"2026": "2026", "2027": "2027"}
    assert it.inputs["who"].options == {"ann": "Ann Lee"}
    assert it.values["late"] == Expression("today > date(deadline[year])", Place(MAIN, 6, 10))
    (rule,) = it.rules
    assert (rule.that.source, rule.say, rule.input) == ('year != "2026"', "{{ year }}", "year")


def test_a_data_file_that_cannot_be_read_is_told_in_its_own_place() -> None:
    text = changed("inputs:\n", "tables: {t: {from: t}}\ninputs:\n")
    problem = only(read(text, {"_data/t.yaml": "a: 1\na: 2\n"}))
    assert (problem.file, problem.line, problem.code) == ("_data/t.yaml", 2, "duplicate-key")


def test_parameters_are_texts_numbers_references_or_lists() -> None:
    text = changed(
        "with: {hosts: $mx.hosts}", "with: {a: [$domain, b], n: 25, t: '25', d: $$5, y: yes, b: true}, each: $mx.hosts"
    )
    (call,) = article(text).steps["firewall"].checks
    assert call.params == {"a": (Ref("domain"), "b"), "n": 25.0, "t": "25", "d": "$5", "y": "yes", "b": True}
    assert call.each == Ref("mx.hosts")


def test_a_plain_heading_is_prose_with_an_id_of_its_own() -> None:
    text = EXAMPLE.replace("```yaml scenarios", "## Sources & *Größe*\nHere.\n\n## Solved\nMore.\n\n```yaml scenarios")
    prose = article(text).sections[-2:]
    assert [p if isinstance(p, str) else (p.id, p.title, p.body) for p in prose] == [
        ("sources-grosse", "Sources & *Größe*", "Here."),
        ("solved-2", "Solved", "More."),
    ]


def test_notes_earlier_ids_and_branches_are_read() -> None:
    text = changed(
        "next: firewall", "was: [old-mx]\nnext:\n  - {when: 'mx.count > 1', to: fetch}\n  - to: firewall"
    ).replace("## The message", "### A note\n```yaml note\nid: n\nwhen: 'true'\n```\nNote.\n\n## The message", 1)
    step = article(text).steps["mx"]
    assert step.was == ("old-mx",)
    assert [(branch.when.source if branch.when else None, branch.to) for branch in step.next] == [
        ("mx.count > 1", "fetch"),
        (None, "firewall"),
    ]
    (note,) = step.notes
    assert (note.id, note.title, note.body) == ("n", "A note", "Note.")


def test_scenarios_keep_texts_and_read_facts() -> None:
    file = (
        "- name: a\n  given: {n: 01, y: yes, t: null, c: [1, x]}\n  today: 2026-04-05\n"
        "  checks:\n    a.b: {code: found, facts: {count: 2, hosts: [x]}}\n"
        "    c.d: {each: {h1: open, h2: [shut]}}\n    e.f: none\n"
        "  answers: {s: [[a, b], c]}\n  continue: [a, a, b.c]\n"
        "  expect: {at: null, end: ~, path: [no], asks: {step: null, inputs: [n]}}\n"
    )
    it = article(EXAMPLE, {"inbound-email.scenarios.yaml": file})
    assert len(it.scenarios) == 3
    last = it.scenarios[-1]
    assert last.given == {"n": "01", "y": "yes", "t": "null", "c": ["1", "x"]}
    assert last.today == "2026-04-05"
    assert last.checks == {
        "a.b": {"code": "found", "facts": {"count": 2.0, "hosts": ["x"]}},
        "c.d": {"each": {"h1": "open", "h2": ["shut"]}},
        "e.f": "none",
    }
    assert last.answers == {"s": [["a", "b"], "c"]}
    assert last.passed == {"a": 2, "b.c": 1}
    assert last.expect == {"at": None, "end": None, "path": ["no"], "asks": {"step": None, "inputs": ["n"]}}
    assert last.place.file == "inbound-email.scenarios.yaml"


def test_too_many_problems_are_counted_and_errors_come_first() -> None:
    keys = "".join(f"k{number}: 1\n" for number in range(2 * MAX_PROBLEMS))
    parsed = read(changed("format: 1\n", f"format: 1\n{keys}"))
    assert len(parsed.problems) == MAX_PROBLEMS + 1
    assert parsed.problems[-1].code == "too-many-problems"


def test_problems_come_in_the_order_of_the_file() -> None:
    parsed = read(
        changed("next: firewall", "nxt: firewall").replace("cost: 10", "cost: x").replace("format: 1", "format: 2")
    )
    lines = [problem.line for problem in parsed.problems]
    assert lines == sorted(lines)
    assert len(lines) == 3


@pytest.mark.timeout(60)  # each takes two seconds at most
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Solved", "## Same\n" * 50_000 + "## Solved"),
        ("## Solved", "### Same\n" * 50_000 + "## Solved"),
        ("## Solved", "## A\n```yaml scenarios\n- a\n```\n" * 12_000 + "## Solved"),
        ("format: 1\n", "format: 1\n" + "".join(f"titel{number}: 1\n" for number in range(30_000))),
        ("tags: [", "tags: [" + "a, " * 100_000),
        ("next: firewall", "next:\n" + "  - {to: mx, when: a}\n" * 20_000),
    ],
)
def test_much_of_the_same_is_answered_in_bounded_time(old: str, new: str) -> None:
    assert len(read(changed(old, new)).problems) <= MAX_PROBLEMS + 1


_PIECES = [
    *(
        "```",
        "~~~",
        "---",
        "\n",
        "  ",
        "\t",
        "{",
        "}",
        "[",
        "]",
        ":",
        ", ",
        '"',
        "'",
        "#",
        "## ",
        "### ",
        "> ",
        "- ",
        "<div>",
    ),
    *(
        "<!--",
        "&a",
        "*a",
        "!x",
        "|",
        ">",
        "%",
        "@",
        "`",
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ud800",
        "null",
        "1e999",
        "$",
    ),
    *(
        "$$",
        "{{ x }}",
        "yaml step",
        "when: ",
        "to: ",
        "id: ",
        "use: ",
        "end: ",
        "🙂",
        "? ",
        "9" * 400,
        "return.ok",
        "retry",
    ),
]
_FILES = {
    "_fragments/records.md": "---\nkind: fragment\nparams: {domain: {type: domain}}\nreturns: [ok]\n---\n"
    "## R\n```yaml step\nid: r\nnext: return.ok\n```\n",
    "inbound-email.de.md": EXAMPLE.replace("format: 1", "format: 1\nlang: de"),
    "inbound-email.scenarios.yaml": "- name: x\n  expect: {at: null}\n",
}
_CALLING = changed("id: mx\n", "id: mx\nuse: records\nwith: {domain: $domain}\nreturns: {ok: fetch}\n")
_cuts = st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.sampled_from(_PIECES) | st.text(max_size=5))


def _broken(text: str, cuts: list[tuple[int, int, str]]) -> str:
    for where, length, piece in cuts:
        at = where % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    return text


@given(st.text() | st.text().map(FRONT.__add__))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parsed = read(text)
    assert parsed.article is not None or parsed.problems


@given(
    st.sampled_from([EXAMPLE, _CALLING]),
    st.lists(_cuts, max_size=4),
    st.sampled_from(sorted(_FILES)),
    st.lists(_cuts, max_size=3),
)
def test_no_broken_article_makes_the_parser_raise(
    text: str, cuts: list[tuple[int, int, str]], other: str, more: list[tuple[int, int, str]]
) -> None:
    text = _broken(text, cuts)
    files = {**_FILES, other: _broken(_FILES[other], more)}
    parsed = read(text, files)
    for problem in parsed.problems:
        lines = {MAIN: text, **files}[problem.file].count("\n") + text.count("\r") + 1
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
        assert problem.code in CODES
    if parsed.article is None:
        assert any(problem.severity == "error" or problem.code == "fragment-alone" for problem in parsed.problems)
    else:
        assert parsed.article.steps
        assert re.fullmatch("[a-z0-9-]+", parsed.article.id)


def test_the_earliest_date_lies_before_the_latest() -> None:
    front = FRONT.replace(
        "title: X\n", "title: X\ninputs:\n  day: {type: date, label: D, min: 2026-03-01, max: 2026-02-28}\n"
    )
    parsed = parse(Bundle("one.md", {"one.md": front + END}))
    assert [(p.code, p.line, p.column) for p in parsed.problems] == [("wrong-value", 6, 36)]


def test_what_was_published_is_read_as_it_was_then() -> None:
    texts = {MAIN: FRONT.replace("title: X", "title: X\ninputs: {a: {type: text, label: A, pattern: '[a-c]+'}}") + END}
    bundle = Bundle(MAIN, texts)
    read = parse(bundle)
    assert read.article is not None
    assert parse_published(bundle) == read
    assert read.article.inputs["a"].pattern == "[a-c]+"
