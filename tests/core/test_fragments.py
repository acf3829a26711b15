from __future__ import annotations

import pytest

from app.core.article import Bundle, Place, Ref
from app.core.parse import Parsed, parse
from tests.core.sample import MAIN, article, found, only, read

FRAGMENT = """\
---
kind: fragment
params:
  domain: {type: domain}
  server: {type: host, default: NS.example.}
returns: [ok, closed]
---
Words about the fragment.

## Records
```yaml step
id: records
was: [old]
when: 'domain != ""'
else: last
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
ask:
  say: "There?"
  options:
    yes: {say: "Yes", to: return.ok}
    no: {say: "No", to: last}
    skip: {say: "Skip"}
```
### None
```yaml cause
id: none
when: 'mx.code == "none"'
to: last
```
### A note
```yaml note
id: hint
```
## Last
```yaml step
id: last
next:
  - {when: 'mx.code == "found"', to: return.ok}
  - {to: return.closed}
```
"""

CALL = "use: records\nwith: {domain: $domain}\nreturns: {ok: done, closed: other}\n"


def calling(call: str = CALL, step: str = "near") -> str:
    return (
        "---\nformat: 1\nid: x\ntitle: X\ninputs:\n  domain: {type: domain, label: D}\n---\n"
        f"## Near\n```yaml step\nid: {step}\n{call}```\n## Other\n```yaml step\nid: other\nnext: near.last\n```\n"
        "## Done\n```yaml step\nid: done\nend: solved\n```\n"
    )


def file(name: str, call: str, returns: str = "[ok, closed]") -> str:
    """A fragment whose only step calls another."""
    return (
        f"---\nkind: fragment\nparams: {{domain: {{type: domain}}}}\nreturns: {returns}\n---\n"
        f"## S\n```yaml step\nid: {name}\n{call}```\n"
    )


def read_with(text: str, fragment: str = FRAGMENT) -> Parsed:
    return read(text, {"_fragments/records.md": fragment})


def test_a_fragments_steps_stand_in_place_of_the_step_that_uses_it() -> None:
    it = article(calling(), {"_fragments/records.md": FRAGMENT})
    assert list(it.steps) == ["near", "near.records", "near.last", "other", "done"]
    near, records, last = it.steps["near"], it.steps["near.records"], it.steps["near.last"]
    assert (near.use, near.enter, near.after, near.scope) == ("records", "near.records", "other", "")
    assert (records.scope, records.was, records.otherwise, records.after) == (
        "near",
        ("near.old",),
        "near.last",
        "near.last",
    )
    assert records.ask is not None
    assert [option.to for option in records.ask.options] == ["done", "near.last", None]
    assert [(cause.id, cause.to) for cause in records.causes] == [("near.none", "near.last")]
    assert [note.id for note in records.notes] == ["near.hint"]
    assert [branch.to for branch in last.next] == ["done", "other"]
    assert last.after is None
    assert it.sections == ("near", "other", "done")
    assert records.place == Place("_fragments/records.md", 10, 1)


def test_each_file_has_its_own_scope_of_names() -> None:
    it = article(calling(), {"_fragments/records.md": FRAGMENT})
    outer, inner = it.scopes[""], it.scopes["near"]
    assert (outer.calls, outer.checks, outer.steps) == ({"near": "near"}, {}, ("near", "other", "done"))
    assert (inner.path, inner.parent) == ("near", "")
    assert inner.params == {"domain": Ref("domain"), "server": "ns.example"}
    assert inner.inputs["domain"].type == "domain"
    assert inner.checks == {"mx": ("near.records", "mx")}
    assert inner.steps == ("near.records", "near.last")


def test_one_fragment_may_be_used_twice() -> None:
    second = "## Far\n```yaml step\nid: far\n" + CALL.replace("$domain", "a.example").replace("other", "near") + "```\n"
    it = article(calling().replace("## Other", second + "## Other"), {"_fragments/records.md": FRAGMENT})
    assert {"near.records", "far.records"} <= set(it.steps)
    assert [branch.to for branch in it.steps["far.last"].next] == ["done", "near"]
    assert it.scopes["far"].params["domain"] == "a.example"


def chain(length: int) -> dict[str, str]:
    """Fragments f1 … f{length}, each using the next, the last being the plain one."""
    files = {"_fragments/records.md": FRAGMENT}
    for number in range(1, length + 1):
        use = f"f{number + 1}" if number < length else "records"
        call = f"use: {use}\nwith: {{domain: $domain}}\nreturns: {{ok: return.ok, closed: return.closed}}\n"
        files[f"_fragments/f{number}.md"] = file(f"s{number}", call)
    return files


def test_fragments_nest_to_three_and_returns_lead_all_the_way_out() -> None:
    it = article(calling(CALL.replace("records", "f1")), chain(2))
    assert "near.s1.s2.records" in it.steps
    assert [branch.to for branch in it.steps["near.s1.s2.last"].next] == ["done", "other"]
    assert it.steps["near"].enter == "near.s1"
    assert it.steps["near.s1"].enter == "near.s1.s2"
    assert [scope.parent for scope in it.scopes.values()] == [None, "", "near", "near.s1"]
    assert it.scopes["near.s1"].params["domain"] == Ref("domain")


def test_a_fourth_level_is_told_at_the_caller() -> None:
    parsed = read(calling(CALL.replace("records", "f1")), chain(3))
    problem = only(parsed)
    assert (problem.file, problem.code, problem.line, problem.column) == (MAIN, "fragment-too-deep", 11, 6)
    assert parsed.article is None


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_is_told_at_the_caller(length: int) -> None:
    files = chain(length)
    files[f"_fragments/f{length}.md"] = files[f"_fragments/f{length}.md"].replace("use: records", "use: f1")
    problem = only(read(calling(CALL.replace("records", "f1")), files))
    assert (problem.file, problem.code, problem.line, problem.column) == (MAIN, "fragment-circle", 11, 6)
    assert problem.message.count("f1.md") == 2


def test_fragments_that_multiply_are_stopped() -> None:
    step = "## S\n```yaml step\nid: s{0}\nuse: {1}\nwith: {{domain: $domain}}\n"
    step += "returns: {{ok: return.ok, closed: return.closed}}\n```\n"
    head = file("first", "next: return.ok\n")
    files = {
        "_fragments/a.md": head + "".join(step.format(number, "b") for number in range(99)),
        "_fragments/b.md": head + "".join(step.format(number, "c") for number in range(99)),
        "_fragments/c.md": head,
    }
    parsed = read(calling(CALL.replace("records", "a")), files)
    assert {problem.code for problem in parsed.problems} == {"fragment-too-deep"}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (CALL.replace("records", "recrods"), ("unknown-fragment", 11, 6)),
        (CALL.replace(", closed: other", ""), ("missing-return", 13, 10)),
        (CALL.replace("returns: {ok: done, closed: other}\n", ""), ("missing-return", 11, 6)),
        (CALL.replace("ok: done", "ok: done, no: done"), ("unknown-return", 13, 21)),
        (CALL.replace("with: {domain: $domain}\n", ""), ("missing-parameter", 11, 6)),
        (CALL.replace("{domain: $domain}", "{domain: $domain, name: x}"), ("unknown-parameter", 12, 25)),
        (CALL.replace("$domain", "nowhere"), ("wrong-value", 12, 16)),
        (CALL + "next: done\n", ("use-excludes", 14, 1)),
        (CALL + "ask: {say: Q, options: {a: {say: A}}}\n", ("use-excludes", 14, 1)),
        (CALL + "checks: {c: {run: dns.mx}}\n", ("use-excludes", 14, 1)),
        (CALL + "end: solved\n", ("end-excludes", 11, 1)),
        ("with: {domain: $domain}\n", ("missing-key", 11, 1)),
        ("use: [records]\n", ("wrong-type", 11, 6)),
    ],
)
def test_a_call_that_does_not_fit_is_told_where_it_stands(call: str, expected: tuple[str, int, int]) -> None:
    assert expected in found(read_with(calling(call)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: fragment\n", "", ("missing-key", 2, 1)),
        ("kind: fragment\n", "kind: fragment\ninputs: {a: {type: text, label: A}}\n", ("unknown-key", 3, 1)),
        ("kind: fragment\n", "kind: fragment\nstart: nowhere\n", ("unknown-target", 3, 8)),
        ("to: return.closed", "to: return.shut", ("unknown-return", 40, 10)),
        ("id: last\n", "id: last\nend: solved\n", ("fragment-end", 38, 6)),
        ("id: last\n", "id: last\ninputs: [domain]\n", ("fragment-input", 38, 9)),
        ("id: last\n", "id: records\n", ("duplicate-id", 37, 5)),
        ("  mx: {run", "  domain: {run", ("duplicate-name", 17, 3)),
        ("id: last\n", "id: [last\n", ("yaml-unreadable", 37, 5)),
    ],
)
def test_what_is_wrong_inside_a_fragment_is_told_there_and_once(
    old: str, new: str, expected: tuple[str, int, int]
) -> None:
    second = "## Far\n```yaml step\nid: far\n" + CALL + "```\n"
    parsed = read_with(calling().replace("## Other", second + "## Other"), FRAGMENT.replace(old, new, 1))
    told = [problem for problem in parsed.problems if (problem.code, problem.line, problem.column) == expected]
    assert [problem.file for problem in told] == ["_fragments/records.md"]


def test_a_fragment_is_looked_for_beside_the_file_first_and_then_in_the_folders_above() -> None:
    near = FRAGMENT.replace("## Records", "## Records of our own")
    for files, title in [
        ({"mail/_fragments/records.md": near, "_fragments/records.md": FRAGMENT}, "Records of our own"),
        ({"_fragments/records.md": FRAGMENT}, "Records"),
    ]:
        parsed = parse(Bundle("mail/x.md", {"mail/x.md": calling(), **files}))
        assert parsed.article is not None
        assert parsed.article.steps["near.records"].title == title


def test_a_fragment_by_itself_is_no_article_and_no_error() -> None:
    parsed = read(FRAGMENT)
    assert parsed.article is None
    assert (only(parsed).code, only(parsed).severity) == ("fragment-alone", "warning")
