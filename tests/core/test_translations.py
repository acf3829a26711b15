from __future__ import annotations

import pytest

from app.core.article import Article
from app.core.parse import Parsed
from tests.core.sample import EXAMPLE, found, read

FILE = "inbound-email.de.md"
GERMAN = """\
---
id: inbound-email
lang: de
title: Post an Ihre Domain kommt nicht an
summary: Verfolgen Sie eine Nachricht.
category: Post / Tests
inputs:
  domain: {label: Ihre Mail-Domain}
  mode:
    label: "Wie läuft der Mailserver?"
    options: {standalone: Allein, firewall: Spam-Firewall, hybrid: Gemischt}
  sender: {label: Die Adresse des Absenders}
---
Eine Nachricht kommt an acht Punkten vorbei.

## Der Server des Absenders sucht Ihren MX-Eintrag
```yaml step
id: mx
```
Ein anderer Server findet Ihren über {{ domain }}.

### Die Domain hat keinen MX-Eintrag
```yaml cause
id: no-mx
```
Tragen Sie ihn ein.

## Die Nachricht kommt durch Ihre Firewall
```yaml step
id: firewall
```
…

## Der Empfänger holt die Nachricht
```yaml step
id: fetch
applies: Allein und Gemischt
ask:
  say: "Ist die Nachricht jetzt da?"
  options:
    yes: {say: "Ja"}
    no: {say: "Nein"}
    unsure: {say: "Ich weiß nicht"}
```
…

## Gelöst
```yaml step
id: solved
```

## An das Mail-Team
```yaml step
id: escalate
```
"""


def translated(text: str = GERMAN, original: str = EXAMPLE) -> Parsed:
    return read(original, {FILE: text})


def german(parsed: Parsed) -> Article:
    assert parsed.article is not None
    return parsed.article.translations["de"]


def german_problems(parsed: Parsed) -> list[tuple[str, int, int]]:
    assert all(problem.file == FILE for problem in parsed.problems), parsed.problems
    return found(parsed)


def test_a_whole_translation_has_all_words_and_the_same_graph() -> None:
    parsed = translated()
    assert parsed.problems == ()
    assert parsed.article is not None
    original, it = parsed.article, german(parsed)
    assert (it.lang, it.title, it.category) == ("de", "Post an Ihre Domain kommt nicht an", ("Post", "Tests"))
    assert it.intro == "Eine Nachricht kommt an acht Punkten vorbei."
    assert it.inputs["mode"].label == "Wie läuft der Mailserver?"
    assert it.inputs["mode"].options == {"standalone": "Allein", "firewall": "Spam-Firewall", "hybrid": "Gemischt"}
    assert [step.title for step in it.steps.values()][-2:] == ["Gelöst", "An das Mail-Team"]
    assert it.steps["mx"].causes[0].title == "Die Domain hat keinen MX-Eintrag"
    assert it.steps["mx"].causes[0].body == "Tragen Sie ihn ein."
    ask = it.steps["fetch"].ask
    assert ask is not None
    assert [(option.id, option.say, option.to) for option in ask.options] == [
        ("yes", "Ja", "solved"),
        ("no", "Nein", "escalate"),
        ("unsure", "Ich weiß nicht", "escalate"),
    ]
    assert it.steps["mx"].place.file == FILE
    assert (it.document, it.tags, it.sections) == (original.document, original.tags, original.sections)
    for name, step in original.steps.items():
        other = it.steps[name]
        assert (step.when, step.next, step.checks, step.end, step.queue) == (
            other.when,
            other.next,
            other.checks,
            other.end,
            other.queue,
        )


def test_the_original_is_not_touched_by_its_translations() -> None:
    alone, both = read(EXAMPLE).article, translated().article
    assert alone is not None
    assert both is not None
    assert alone.steps == both.steps
    assert alone.lang == both.lang == "en"


def test_graph_keys_may_be_repeated_where_they_are_equal() -> None:
    whole = EXAMPLE.replace("format: 1", "format: 1\nlang: de").replace("```yaml scenarios", "```text")
    assert translated(whole).problems == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("lang: de", "lang: fr", ("translation-differs", 3, 7)),
        ("lang: de\n", "", ("translation-differs", 2, 1)),
        ("id: inbound-email", "id: inbound", ("translation-differs", 2, 5)),
        ("lang: de", "lang: de\ndocument: 1", ("translation-differs", 4, 11)),
        ("lang: de", "lang: de\nstart: fetch", ("translation-differs", 4, 1)),
        ("id: firewall", "id: firewall\nnext: solved", ("translation-differs", 31, 7)),
        ("id: solved", "id: solved\nend: escalate", ("translation-differs", 50, 6)),
        ("id: solved", "id: solved\nnext: mx", ("translation-differs", 50, 1)),
        ("id: no-mx", "id: no-mx\ncost: 99", ("translation-differs", 25, 7)),
        ('yes: {say: "Ja"}', 'yes: {say: "Ja", to: escalate}', ("translation-differs", 41, 26)),
        ("{label: Ihre Mail-Domain}", "{label: Ihre Mail-Domain, type: email}", ("translation-differs", 8, 43)),
        ("```yaml cause\nid: no-mx", "```yaml note\nid: no-mx", ("translation-differs", 22, 1)),
        ("title: Post an Ihre Domain kommt nicht an\n", "", ("translation-missing", 2, 1)),
        ("  sender: {label: Die Adresse des Absenders}\n", "", ("translation-missing", 8, 3)),
        ("options: {standalone: Allein, ", "options: {", ("translation-missing", 11, 14)),
        ('  say: "Ist die Nachricht jetzt da?"\n', "", ("translation-missing", 39, 3)),
        ("applies: Allein und Gemischt\n", "", ("translation-missing", 36, 1)),
        ("Tragen Sie ihn ein.\n", "", ("translation-missing", 22, 1)),
        ("Eine Nachricht kommt an acht Punkten vorbei.\n", "", ("translation-missing", 1, 1)),
        ("## Gelöst\n```yaml step\nid: solved\n```\n", "", ("translation-missing", 1, 1)),
        ("id: solved", "id: gone", ("translation-stale", 47, 1)),
        ("id: no-mx", "id: gone", ("translation-stale", 22, 1)),
        ('    yes: {say: "Ja"}', '    yes: {say: "Ja"}\n    perhaps: {say: "X"}', ("translation-stale", 42, 5)),
        ("  sender:", "  gone: {label: X}\n  sender:", ("translation-stale", 12, 3)),
        ("## Gelöst", "## Quellen\nText.\n\n## Gelöst", ("translation-stale", 47, 1)),
        ("id: mx\n", "id: [mx\n", ("yaml-unreadable", 18, 5)),
    ],
)
def test_what_is_missing_stale_or_different_is_told_in_the_translation(
    old: str, new: str, expected: tuple[str, int, int]
) -> None:
    assert GERMAN.count(old) == 1
    assert expected in german_problems(translated(GERMAN.replace(old, new)))


def test_only_disagreement_is_an_error() -> None:
    missing = translated("---\nid: inbound-email\nlang: de\n---\n")
    assert {problem.severity for problem in missing.problems} == {"warning"}
    it = german(missing)
    assert it.title == "Mail to your domain does not arrive"
    assert it.lang == "de"
    different = translated(GERMAN.replace("id: firewall", "id: firewall\nnext: solved"))
    assert [problem.severity for problem in different.problems] == ["error"]
    assert german(different).steps["firewall"].next[0].to == "fetch"


def test_a_translation_that_cannot_be_read_leaves_the_article_whole() -> None:
    parsed = translated("no front matter")
    assert parsed.article is not None
    assert parsed.article.translations == {}
    assert german_problems(parsed) == [("front-matter-missing", 1, 1)]


def test_plain_passages_keep_the_originals_id() -> None:
    original = EXAMPLE.replace("```yaml scenarios", "## Sources\nHere.\n\n```yaml scenarios")
    parsed = translated(GERMAN + "\n## Quellen\nHier.\n", original)
    assert parsed.problems == ()
    prose = german(parsed).sections[-1]
    assert not isinstance(prose, str)
    assert (prose.id, prose.title, prose.body) == ("sources", "Quellen", "Hier.")


def test_rules_are_translated_in_their_order() -> None:
    rules = "rules: [{that: 'mode != \"hybrid\"', say: Not hybrid., input: mode}]\ninputs:"
    original = EXAMPLE.replace("inputs:", rules, 1)
    text = GERMAN.replace("inputs:", "rules: [{say: Nicht gemischt.}]\ninputs:", 1)
    parsed = translated(text, original)
    assert parsed.problems == ()
    (rule,) = german(parsed).rules
    assert (rule.say, rule.that.source, rule.input) == ("Nicht gemischt.", 'mode != "hybrid"', "mode")


FRAGMENT = """\
---
kind: fragment
returns: [ok]
---
## Records
```yaml step
id: records
next: return.ok
```
Text.
"""


def test_a_fragment_is_translated_by_its_own_file() -> None:
    original = EXAMPLE.replace("end: solved", "use: records\nreturns: {ok: escalate}", 1)
    words = "---\nkind: fragment\nlang: de\n---\n## Einträge\n```yaml step\nid: records\n```\nWorte.\n"
    files = {FILE: GERMAN, "_fragments/records.md": FRAGMENT, "_fragments/records.de.md": words}
    parsed = read(original, files)
    assert parsed.article is not None
    assert parsed.problems == ()
    step = german(parsed).steps["solved.records"]
    assert (step.title, step.body, step.next[0].to) == ("Einträge", "Worte.", "escalate")
    assert parsed.article.steps["solved.records"].title == "Records"


def test_a_fragment_without_words_of_its_own_is_told_once() -> None:
    original = EXAMPLE.replace("end: solved", "use: records\nreturns: {ok: escalate}", 1)
    parsed = read(original, {FILE: GERMAN, "_fragments/records.md": FRAGMENT})
    assert [(p.file, p.code) for p in parsed.problems] == [(FILE, "translation-missing")]
    assert german(parsed).steps["solved.records"].title == "Records"
