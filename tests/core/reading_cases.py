"""Cases as in `lint_cases.py`, for the codes that tell what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from tests.core.lint_cases import CALL, END, FRAGMENT, FRONT, TALK, Case, article, calling, cause, step

BEGIN = step("id: begin\n")
GERMAN = "---\nformat: 1\nid: one\nlang: de\ntitle: Eins\n---\n"


def translated(text: str, body: str = BEGIN + END) -> Case:
    return article(body, "", {"one.de.md": text})


def german(yaml: str, title: str = "Anfang") -> str:
    return step(yaml, title)


READING: Mapping[str, Case] = {
    "file-missing": article(BEGIN + END, "tables:\n  t: {from: ‸nowhere}\n"),
    "file-too-large": Case({"one.md": "‸" + "x" * 600_000}),
    "bad-character": article(step("id: begin\n", text="a‸\x00b\n") + END),
    "front-matter-missing": Case({"one.md": "‸## One\n"}),
    "yaml-unreadable": article(step("id: begin\nchecks: {x: }‸}\n") + END),
    "yaml-alias": article(step("id: ‸&x begin\n") + END),
    "yaml-tag": article(step("id: ‸!!str begin\n") + END),
    "yaml-too-deep": article(step("id: begin\nwas: " + "[" * 31 + "‸" + "[" * 49 + "]" * 80 + "\n") + END),
    "quote-this": article(step("id: begin\nask: {say: Q, options: {a: {say: A, ‸or so, to: done}}}\n") + END),
    "duplicate-key": article(step("id: begin\n‸id: other\n") + END),
    "unknown-key": article(step("id: begin\n‸wehn: 'true'\n") + END),
    "missing-key": article(step("id: begin\nask: ‸{options: {a: {say: A, to: done}}}\n") + END),
    "wrong-type": article(step("id: begin\ninputs: ‸x\n") + END),
    "wrong-value": article(step("id: begin\n") + cause("id: why\nlikely: ‸2\n") + END),
    "bad-id": article(step("id: begin\nwas: [‸Big_Id]\n") + END),
    "bad-name": article(BEGIN + END, "values:\n  ‸Big: '1'\n"),
    "reserved-name": article(BEGIN + END, "values:\n  ‸today: '1'\n"),
    "duplicate-id": article(BEGIN + cause("id: ‸begin\n") + END),
    "duplicate-name": article(BEGIN + END, "inputs:\n  a: {type: text, label: A}\nvalues:\n  ‸a: '1'\n"),
    "heading-level-one": article("‸# One\n\n" + BEGIN + END),
    "heading-skipped": article(step("id: begin\n", text="‸#### Deep\n") + END),
    "heading-empty": article("‸##\n```yaml step\nid: begin\n```\n" + END),
    "fence-misplaced": article("## Begin\nWords first.\n\n‸```yaml step\nid: begin\n```\n" + END),
    "fence-unclosed": article(BEGIN + END + "‸```\ncode\n"),
    "no-steps": Case({"one.md": f"‸---\n{FRONT}---\nWords.\n"}),
    "else-without-when": article(step("id: begin\n‸else: done\n") + END),
    "many-with-to": article(step("id: begin\nask: {say: Q, pick: many, options: {a: {say: A, ‸to: done}}}\n") + END),
    "end-excludes": article(step("id: begin\nend: solved\n‸next: begin\n")),
    "use-excludes": calling(FRAGMENT + TALK, CALL + "‸next: done\n"),
    "branch-without-when": article(step("id: begin\nnext:\n  - ‸to: done\n  - {to: done}\n") + END),
    "last-branch-with-when": article(step("id: begin\nnext:\n  - {‸when: 'today != null', to: done}\n") + END),
    "bad-pattern": article(BEGIN + END, "inputs:\n  a: {type: text, label: A, pattern: '‸('}\n"),
    "bad-default": article(BEGIN + END, "inputs:\n  a: {type: number, label: A, default: ‸many}\n"),
    "bad-reference": article(step("id: begin\nchecks:\n  x: {run: dns.look, with: {domain: ‸$a b}}\n") + END),
    "unknown-table": article(BEGIN + END, "inputs:\n  a: {type: choice, label: A, options: {from: ‸nowhere}}\n"),
    "unknown-fragment": article(step("id: near\nuse: ‸nowhere\nreturns: {ok: done}\n") + END),
    "fragment-circle": article(
        step("id: near\nuse: ‸a\n") + END,
        "",
        {"_fragments/a.md": "---\nkind: fragment\n---\n" + step("id: in\nuse: a\n", "In")},
    ),
    "fragment-too-deep": article(
        step("id: near\nuse: ‸f1\nreturns: {ok: done}\n") + END,
        "",
        {
            f"_fragments/f{n}.md": "---\nkind: fragment\nreturns: [ok]\n---\n"
            + step(f"id: in\nuse: f{n + 1}\nreturns: {{ok: return.ok}}\n" if n < 4 else "id: in\nnext: return.ok\n")
            for n in range(1, 5)
        },
    ),
    "fragment-input": calling(FRAGMENT + TALK.replace("id: in\n", "id: in\ninputs: ‸[domain]\n")),
    "fragment-end": article(
        step("id: begin\nask: {say: Q, options: {a: {say: A, to: near}, b: {say: B, to: done}}}\n") + step(CALL) + END,
        "",
        {"_fragments/shared.md": FRAGMENT + TALK.replace("next: return.ok", "end: ‸solved")},
    ),
    "unknown-return": calling(FRAGMENT + TALK, CALL.replace("ok: done", "ok: done, ‸no: done")),
    "missing-return": calling(FRAGMENT + TALK, CALL.replace("returns: {ok: done}", "returns: ‸{}")),
    "translation-differs": translated(GERMAN + german("id: begin\n‸next: begin\n") + german("id: done\n", "Fertig")),
    "fragment-alone": Case({"one.md": "‸" + FRAGMENT + TALK}),
    "comment-in-text": article(step("id: begin\nask: {say: Q, options: {a: {say: A}}}\nqueue: a ‸#b\n") + END),
    "fence-unknown": article("## Begin\n‸```yaml stepp\nid: begin\n```\n" + END),
    "too-many-problems": article(step("‸id: begin\n" + "".join(f"k{n}: 1\n" for n in range(600))) + END),
    "translation-missing": translated("‸" + GERMAN + german("id: begin\n")),
    "translation-stale": translated(
        GERMAN + german("id: begin\n") + german("id: done\n", "Fertig") + "‸" + german("id: gone\n", "Weg")
    ),
}
