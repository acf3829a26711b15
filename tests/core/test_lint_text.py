"""Look-ups, links, images and ids: what people read, and what they come back to."""

from __future__ import annotations

import pytest

from app.core.article import Place
from app.core.lint import Others, anchors, lint
from app.core.parse import parse
from app.core.text_marks import marks
from tests.core.lint_cases import CALL, CHECKS, END, FRAGMENT, TALK, Case, article, calling, cause, step
from tests.core.test_lint import told

OTHERS = Others(
    {
        "two": frozenset({"mx", "no-mx"}),
        "two.md": frozenset({"mx", "no-mx"}),
        "mail/three.md": frozenset({"x"}),
        "three": frozenset({"x"}),
        "broken.md": None,
    }
)
NAMES = (
    "inputs:\n  domain: {type: domain, label: D}\n  late: {type: text, label: L}\n"
    "values:\n  host: '\"mx.\" + domain'\n  word: 'late + \"!\"'\n"
)


def reading(text: str, others: Others | None = OTHERS) -> Case:
    """Prose of a first step; `look` runs on it, `later` on the next, which asks for `late`."""
    body = (
        step("id: begin\nchecks:\n  look: {run: dns.look, with: {domain: $domain}}\n", text=f"\n{text}\n")
        + step("id: second\ninputs: [late]\nchecks:\n  later: {run: dns.look, with: {domain: $host}}\n", "Second")
        + END
    )
    return article(body, NAMES, others=others)


@pytest.mark.parametrize(
    "text",
    [
        "Mail to {{ domain }}, at {{host}}: {{ look.hosts }} and {{ look.code }}, on {{ today }}.",
        "`{{ nowhere }}` and ``{{ a ` b }}`` and \\{{ nowhere }}",
        "```\n{{ nowhere }} ![](a.png) [x](nowhere.md)\n```",
        "~~~text\n{{ nowhere }}\n~~~\n",
        "Code:\n\n    {{ nowhere }} [x](nowhere.md)\n",
        "<!-- {{ nowhere }} -->",
        "[Two](two.md), [its step](two.md#mx), [by address](/a/two#no-mx), [there](mail/three.md#x)",
        "[An article that cannot be read just now](broken.md#anything)",
        "[here](#second) [here too](one.md#done) [and so](/a/one#begin)",
        "[away](https://example.com/nowhere.md#x) [mail](mailto:a@example.com) [page](/help)",
        '![A picture](a.png) ![A *plan* of the way](b.png "Title")',
        "\\[not a link](nowhere.md) and \\![not an image](a.png)",
        "[two]: two.md#mx\n\nSee [two].",
        "A list:\n\n- [x] done\n- [ ] open",
        "{ } {{}",
    ],
)
def test_sound_texts_are_left_alone(text: str) -> None:
    assert told(reading(text)) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("unknown-name", "Mail to ‸{{ doman }}."),
        ("unknown-name", "First line.\n\nMail to ‸{{ doman.x }}."),
        ("unknown-fact", "‸{{ look.host }}"),
        ("unknown-step", "‸{{ answers.begin }}"),
        ("type-mismatch", "‸{{ domain.name }}"),
        ("look-up-unreadable", "‸{{ size(domain) }}"),
        ("look-up-unreadable", "‸{{ }}"),
        ("name-too-early", "‸{{ later.hosts }}"),
        ("name-too-early", "‸{{ late }}"),
        ("name-too-early", "‸{{ word }}"),
        ("image-without-alt", "‸![](a.png)"),
        ("image-without-alt", 'See ‸![ ](a.png "Title").'),
        ("image-without-alt", "See [‸![](a.png)](two.md)."),
        ("image-without-alt", "See ‸![][picture].\n"),
        ("broken-link", "‸[x](#nowhere)"),
        ("broken-link", "‸[x](one.md#nowhere)"),
        ("broken-link", "‸[x](/a/one#nowhere)"),
        ("broken-link", "‸[x](nowhere.md)"),
        ("broken-link", "‸[x](two.md#nowhere)"),
        ("broken-link", "‸[x](</a/nowhere>)"),
        ("broken-link", '‸[x](/a/two#nowhere "Title")'),
        ("broken-link", "See [x].\n\n‸[x]: nowhere.md"),
        ("broken-link", "*Very ‸[**strong** [x]](nowhere.md)*"),
        ("broken-link", "‸[x](three.md)"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(code: str, text: str) -> None:
    case = reading(text)
    assert told(case) == [(code, case.place())]


def test_without_others_only_links_within_the_article_are_judged() -> None:
    assert told(reading("[x](nowhere.md) [y](/a/nowhere)", None)) == []
    case = reading("[x](nowhere.md) ‸[y](#nowhere)", None)
    assert told(case) == [("broken-link", case.place())]


def test_headings_and_what_is_said_hold_look_ups_too() -> None:
    for case in (
        article("## To ‸{{ doman }}\n```yaml step\nid: begin\n```\n" + END),
        article(step('id: begin\nask: {say: ‸"To {{ doman }}", options: {a: {say: A, to: done}}}\n') + END),
        article(step('id: begin\nask: {say: Q, options: {a: {say: ‸"{{ doman }}", to: done}}}\n') + END),
        article(step("id: begin\nask: {say: ‸$doman, options: {a: {say: A, to: done}}}\n") + END),
        article(step("id: begin\n") + "### Why ‸{{ doman }}\n```yaml cause\nid: why\n```\n" + END),
        article(step("id: begin\n") + cause("id: why\n", "Since ‸{{ doman }}.\n") + END),
        article("To ‸{{ doman }}.\n\n" + step("id: begin\n") + END),
        article(step("id: begin\n") + END + "## Sources\nOf ‸{{ doman }}.\n"),
    ):
        assert told(case) == [("unknown-name", case.place())]


def test_related_articles_are_there() -> None:
    case = article(step("id: begin\n") + END, "related: [two, ‸tow]\n", others=OTHERS)
    assert told(case) == [("broken-link", case.place())]


def test_links_to_prose_and_earlier_ids_are_sound() -> None:
    body = step("id: begin\nwas: [start]\n", text="[a](#start) [b](#sources)\n") + END + "## Sources\nBooks.\n"
    assert told(article(body)) == []


def test_ids_that_were_published_live_on_or_have_an_heir() -> None:
    body = step("id: begin\nwas: [start]\n") + cause("id: why\nwas: [because]\n") + END
    published = frozenset({"begin", "start", "why", "because"})
    assert told(article(body, others=Others({}, published))) == []
    found = lint(article(body, others=None).bundle(), CHECKS, Others({}, published | {"gone"}))
    assert ["`gone`" in p.message for p in found if p.code == "id-gone"] == [True]


def test_a_fragment_is_judged_by_its_own_names_and_ids() -> None:
    sound = FRAGMENT + TALK + "\nMail to {{ domain }}, {{ look.hosts }}: see [here](#in).\n"
    assert told(calling(sound)) == []
    wrong = calling(
        FRAGMENT + TALK + "\nMail to ‸{{ sender }}.\n", front="inputs:\n  sender: {type: email, label: S}\n"
    )
    assert told(wrong) == [("unknown-name", wrong.place())]


def test_a_caller_reads_its_fragments_checks() -> None:
    done = END.replace("end: solved\n```\n", "end: solved\n```\nFound {{ near.look.hosts }}.\n")
    assert told(article(step(CALL) + done, "", {"_fragments/shared.md": FRAGMENT + TALK})) == []
    done = done.replace("{{ near.look.hosts", "‸{{ near.look.host")
    case = article(step(CALL) + done, "", {"_fragments/shared.md": FRAGMENT + TALK})
    assert told(case) == [("unknown-fact", case.place())]


def test_a_translation_is_read_as_closely() -> None:
    german = "---\nformat: 1\nid: one\nlang: de\ntitle: Eins\n---\n## Anfang\n```yaml step\nid: begin\n```\n"
    fertig = "## Fertig\n```yaml step\nid: done\n```\n"
    body = step("id: begin\n", text="Words.\n") + END
    case = article(body, "", {"one.de.md": german + "Wörter ‸{{ doman }}.\n" + fertig})
    assert told(case) == [("unknown-name", case.place())]
    case = article(body, "", {"one.de.md": german + "Wörter ‸![](a.png).\n" + fertig})
    assert told(case) == [("image-without-alt", case.place())]
    links = "[a](two.de.md#mx) [b](one.de.md#done) [c](two.md) ‸[d](two.de.md#nowhere)\n"
    case = article(body, "", {"one.de.md": german + links + fertig}, OTHERS)
    assert told(case) == [("broken-link", case.place())]


def test_anchors_are_all_ids_that_a_link_may_point_at() -> None:
    body = step("id: begin\nwas: [start]\n") + cause("id: why\n") + END + "## Sources\nBooks.\n"
    found = parse(article(body).bundle()).article
    assert found is not None
    assert anchors(found) == {"begin", "start", "why", "done", "sources"}


def test_marks_tell_their_place_from_where_the_text_begins() -> None:
    found = {mark.target: mark.place for mark in marks("a {{ b }}\n c [d](e)", Place("f", 10, 5))}
    assert found == {"b": Place("f", 10, 7), "e": Place("f", 11, 4)}


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["[", "`", "[a](", "{{", "![", "[a [b] ", "{{ ", "\\[", "~~~\n", "<!--", "\n[a]: ", "`a``b", "\n\n    x"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = "[{" + piece * (200_000 // len(piece))
    assert len(list(marks(text, Place()))) <= 50_000


@pytest.mark.parametrize(
    "body",
    [
        "ask:\n  say: Q\n  options:\n    a:\n      say: ‸Is {{ nowhere }} it?\n      to: done\n",
        "ask:\n  say: ‸Is {{ nowhere }} it?\n  options:\n    a: {say: A}\n",
    ],
)
def test_a_look_up_in_an_answer_is_told_where_its_words_stand(body: str) -> None:
    case = article(step(f"id: begin\n{body}") + END)
    assert told(case) == [("unknown-name", case.place())]


def test_a_look_up_in_the_words_of_a_rule_is_told_where_they_stand() -> None:
    rule = "rules:\n  - that: 'n > 1'\n    say: ‸More than {{ nowhere }}\n    input: n\n"
    case = article(step("id: begin\n") + END, "inputs:\n  n: {type: number, label: N}\n" + rule)
    assert told(case) == [("unknown-name", case.place())]
