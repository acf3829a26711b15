"""For every code of the linter one small article that has that problem and no other.

`‸` stands right before the place where the problem must be told; it is taken out before linting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from app.core.article import Bundle
from app.core.checking import Declaration, Outcome
from app.core.lint import Others

MARK = "‸"
FRONT = "format: 1\nid: one\ntitle: One\n"
END = "## Done\n```yaml step\nid: done\nend: solved\n```\n"


class Domain(BaseModel):
    domain: str


class Dialogue(BaseModel):
    hosts: list[str]
    sender: str | None = None


class Port(BaseModel):
    host: str
    port: int = 25


HOSTS = {"hosts": ["mx.example.net"], "count": 1.0}
CHECKS: Mapping[str, Declaration] = {
    declaration.name: declaration
    for declaration in (
        Declaration(
            "dns.mx",
            "Mail exchangers",
            "Asks for the MX set.",
            Domain,
            {"hosts": "texts", "count": "number"},
            (
                Outcome("found", "pass", "Found.", example=HOSTS),
                Outcome("implicit", "warn", "Only an address.", example=HOSTS),
                Outcome("none", "fail", "None.", example={"count": 0.0}),
                Outcome("timeout", "fail", "No answer."),
            ),
        ),
        Declaration(
            "dns.look",
            "Look",
            "Never fails.",
            Domain,
            {"hosts": "texts", "count": "number", "record": "text", "seen": "date", "answers": "answers"},
            (
                Outcome("ok", "pass", "Fine.", example={**HOSTS, "record": "v=spf1"}),
                Outcome("odd", "warn", "Odd.", example={"count": 3.0, "record": "v=spf1"}),
            ),
        ),
        Declaration("smtp.talk", "Talk", "Talks.", Dialogue, {"banner": "text"}, (Outcome("ok", "pass", "Fine."),)),
        Declaration("net.knock", "Knock", "Knocks.", Port, {"ms": "number"}, (Outcome("open", "pass", "Open."),)),
    )
}


@dataclass(frozen=True)
class Case:
    """Files by name, `one.md` the article; `others` as the library would give them."""

    files: Mapping[str, str]
    others: Others | None = None
    name: str = ""

    def bundle(self) -> Bundle:
        return Bundle("one.md", {name: text.replace(MARK, "") for name, text in self.files.items()})

    def place(self) -> tuple[str, int, int]:
        """(file, line, column) of the mark."""
        for name, text in self.files.items():
            at = text.find(MARK)
            if at >= 0:
                return name, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
        raise AssertionError("no mark")


def article(body: str, front: str = "", more: Mapping[str, str] | None = None, others: Others | None = None) -> Case:
    """An article with the front matter every article needs, and more of it."""
    return Case({"one.md": f"---\n{FRONT}{front}---\n{body}", **(more or {})}, others)


def step(yaml: str, title: str = "Begin", text: str = "") -> str:
    return f"## {title}\n```yaml step\n{yaml}```\n{text}"


def cause(yaml: str, text: str = "") -> str:
    return f"### Cause\n```yaml cause\n{yaml}```\n{text}"


def looking(more: str = "", after: str = "") -> Case:
    """A step that runs `look`, and a step that ends."""
    checks = "id: begin\nchecks:\n  look: {run: dns.look, with: {domain: $domain}}\n"
    return article(step(checks + more) + after + END, "inputs:\n  domain: {type: domain, label: D}\n")


def condition(source: str, front: str = "") -> Case:
    """A branch with a condition in an article with many names."""
    names = (
        "inputs:\n"
        "  domain: {type: domain, label: D}\n"
        "  mode: {type: choice, label: M, options: {a: A, b: B}}\n"
        "  kinds: {type: choices, label: K, options: {x: X, y: Y}}\n"
        "  year: {type: year, label: Y}\n"
        "  on_day: {type: date, label: O}\n"
        "  sure: {type: yes-no, label: S}\n"
        "  few: {type: number, label: F, min: 0, max: 10}\n"
        "  may: {type: number, label: N, optional: true}\n"
        'tables:\n  deadline: {"2025": "1 April", "2026": "2 April"}\n'
    )
    begin = (
        "id: begin\nchecks:\n  look: {run: dns.look, with: {domain: $domain}}\n"
        "ask: {say: Which, options: {left: {say: L}, right: {say: R}}}\n"
        f"next:\n  - {{when: '{source}', to: done}}\n  - {{to: other}}\n"
    )
    other = step("id: other\nend: escalate\n", "Other")
    return article(step(begin) + other + END, names + front)


FRAGMENT = "---\nkind: fragment\nparams:\n  domain: {type: domain, label: D}\nreturns: [ok]\n---\n"
TALK = "## In\n```yaml step\nid: in\nchecks:\n  look: {run: dns.look, with: {domain: $domain}}\nnext: return.ok\n```\n"
CALL = "id: near\nuse: shared\nwith: {domain: example.com}\nreturns: {ok: done}\n"


def calling(fragment: str, call: str = CALL, front: str = "") -> Case:
    return article(step(call) + END, front, {"_fragments/shared.md": fragment})


GRAPH: Mapping[str, Case] = {
    "expression-unreadable": condition("mx.code ‸= 1"),
    "bad-date": condition('today > date(‸"2026-02-30")'),
    "type-mismatch": condition('‸year == "2026"'),
    "unknown-target": article(step("id: begin\nnext: ‸doen\n") + END),
    "unknown-check": article(step("id: begin\nchecks:\n  x: {run: ‸dns.mxx, with: {a: b}}\n") + END),
    "unknown-parameter": article(
        step("id: begin\nchecks:\n  x: {run: dns.look, with: {domain: a.example, extra: ‸1}}\n") + END
    ),
    "missing-parameter": article(step("id: begin\nchecks:\n  ‸x: {run: dns.look}\n") + END),
    "unknown-fact": condition("has(look.‸host)"),
    "unknown-code": condition('look.code == ‸"okay"'),
    "unknown-status": condition('look.status in ["warn", ‸"failed"]'),
    "unknown-function": condition("‸len(domain) > 1"),
    "unknown-entry": condition('deadline[‸"2027"] == "x"'),
    "unknown-input": article(step("id: begin\ninputs: [‸domain]\n") + END),
    "unknown-option": condition('answers["begin"] == ‸"middle"'),
    "unknown-name": condition("‸looks.code == null"),
    "unknown-step": condition('answers[‸"begun"] == "left"'),
    "look-up-unreadable": article(step("id: begin\n", text="About ‸{{ a + b }}.\n") + END),
    "unreachable-step": article(step("id: begin\nnext: done\n") + step("id: ‸lost\nnext: done\n", "Lost") + END),
    "no-end": article(
        step("id: begin\nask: {say: Q, options: {a: {say: A, to: done}, b: {say: B, to: last}}}\n")
        + END
        + step("id: ‸last\n", "Last")
    ),
    "endless-loop": article(step("id: ‸begin\nnext: again\n") + step("id: again\nnext: begin\n", "Again")),
    "no-way-on": article(
        step("id: begin\nask: {say: Q, options: {a: {say: A, to: done}, b: {say: B, to: last}}}\n")
        + END
        + step("id: last\nask: {say: Q, options: {a: {say: A, to: done}, ‸b: {say: B}}}\n", "Last")
    ),
    "value-circle": article(step("id: begin\n") + END, "values:\n  a: '‸b + 1'\n  b: 'a + 1'\n"),
    "check-circle": article(
        step(
            "id: begin\nchecks:\n  ‸x: {run: dns.look, with: {domain: $y.record}}\n"
            "  y: {run: dns.look, with: {domain: $x.record}}\n"
        )
        + END
    ),
    "name-too-early": article(
        step("id: begin\n", text="Hosts: ‸{{ look.hosts }}.\n")
        + step("id: later\nchecks:\n  look: {run: dns.look, with: {domain: a.example}}\n", "Later")
        + END
    ),
    "broken-link": article(step("id: begin\n", text="See ‸[there](#there).\n") + END),
    "image-without-alt": article(step("id: begin\n", text="See ‸![](a.png).\n") + END),
    "id-gone": Case(
        {"one.md": f"---\n{FRONT.replace('id: ', 'id: ‸')}---\n" + step("id: begin\n") + END},
        Others({}, frozenset({"begin", "done", "started"})),
    ),
    "scenario-failed": article(
        step("id: begin\n") + END + "```yaml scenarios\n- ‸name: no\n  expect: {end: escalate}\n```\n"
    ),
    "unhandled-outcome": article(
        step("id: begin\nchecks:\n  ‸mx: {run: dns.mx, with: {domain: a.example}}\n")
        + cause("id: none-there\nwhen: 'mx.code == \"none\"'\n")
        + END
    ),
    "never-holds": condition('‸mode == "a" && mode == "b"'),
    "always-holds": condition('‸mode == "a" || mode == "b"'),
    "edge-untested": article(
        step("id: begin\nask: {say: Q, options: {a: {say: A, to: done}, b: {say: B, to: ‸other}}}\n")
        + step("id: other\nend: escalate\n", "Other")
        + END
        + "```yaml scenarios\n- name: a\n  answers: {begin: a}\n  expect: {end: solved}\n```\n"
    ),
    "no-scenarios": Case({"one.md": f"---\n{FRONT.replace('id: ', 'id: ‸')}---\n" + step("id: begin\n") + END}),
    "unguarded-fact": condition("look.‸count > 2"),
}
