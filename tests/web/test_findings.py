"""What checks say, in the language of the page: every outcome, what follows it, and what nobody has translated."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.checks
from app.checks.addresses import DENIED
from app.checks.phrases import NO_ADDRESS
from app.checks.transcript import Transcript
from app.checks.verdicts import conclude
from app.core.checking import COMMON_OUTCOMES, Declaration, Outcome
from app.web.spoken import teller
from app.web.spoken.findings import FINDINGS, _Phrase, finding_in, findings, shortened
from app.web.spoken.german_findings import GERMAN_ALONE, GERMAN_PARTICULARS, GERMAN_SENTENCES

CHECKS = Path(__file__).resolve().parents[2] / "app" / "checks"
OURS = [check.declaration for check in app.checks.OURS]
SPF = next(declared for declared in OURS if declared.name == "dns.spf")
ERRORS = {"NoConnection", "BadParameter", "ResolverFailed", "TargetRefused", "BudgetSpent"}
FAULTS = {"TagSyntax", "SpfSyntax"}
SAMPLE = "x1"
# Where the checks put texts together: at values, at words that stand for one, and between sentences.
PUT_IN = r"\{\w+\}|(nobody|something else|no name|nothing|by|and|the page)\b|[.;] "
# What cannot be told from the source alone: a message in a message, and what an operator reads, not a visitor.
ELSEWHERE = {"{} {}.", "{}: {}", "UNSNAG_RESOLVER is `{}`; write an address, or an address and a port."}
# Pieces of particulars that are spoken as a whole, and particulars that are facts and no words.
PUT_TOGETHER = {
    "dns_dkim:  Receivers must still accept that, but should not for long.",
    "dns_dmarc: Receivers cannot read “{}” and pass over it.",
    "dns_record: {} {}: {}.",
    "http_get:  We read only the beginning of it.",
    "network: We do not connect to {} ({}): {}.",
    "smtp_banner: {}: {} after {}.",
}


def english_sentences() -> Iterator[str]:
    for outcome in (*COMMON_OUTCOMES, *(outcome for declared in OURS for outcome in declared.outcomes)):
        yield outcome.say
        yield outcome.do


def messages(names: set[str]) -> Iterator[str]:
    """The texts with which the checks raise these errors, with `{}` where a value stands."""
    for module in sorted(CHECKS.glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                yield from texts(node.args[0])


def texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


class Particulars(ast.NodeVisitor):
    """Sentences that a check's code puts together, but for those of `messages` and what goes into transcripts."""

    def __init__(self, module: Path) -> None:
        self.found: list[str] = []
        self.visit(ast.parse(module.read_text()))

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in ERRORS | FAULTS | {"Outcome", "Declaration", "note", "LimitReached", "LookupError"}:
            self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.found += texts(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self.found += texts(node)


def told(particular: str, lang: str = "de") -> str:
    """What follows a sentence, as it is said; nothing where it stays English."""
    spoken, left = finding_in(lang, f"The record is missing. {particular}")
    return "" if left else spoken.removeprefix("Der Eintrag fehlt. ")


def test_every_outcome_and_advice_is_spoken_and_no_other() -> None:
    assert len(OURS) > 30
    assert set(GERMAN_SENTENCES) == {text for text in english_sentences() if text}
    for text in english_sentences():
        spoken, left = finding_in("de", text)
        assert spoken.endswith((".", ":")), text
        assert not left
        assert spoken != text


@pytest.mark.parametrize("spoken", [GERMAN_SENTENCES, GERMAN_PARTICULARS, GERMAN_ALONE])
def test_a_phrase_keeps_its_places(spoken: dict[str, str]) -> None:
    for english, words in spoken.items():
        assert sorted(re.findall(r"\{\w*\}", words)) == sorted(re.findall(r"\{\w*\}", english)), english
        assert words.strip()


def test_every_message_of_a_check_that_could_not_find_out_is_spoken() -> None:
    said = set(messages(ERRORS))
    assert len(said) > 60
    for message in said - ELSEWHERE:
        sample = message.replace("({})", "(refused)").replace(": {}.", ": it is not a public address.")
        assert told(sample.replace("{}", SAMPLE)), message


def test_every_particular_that_a_check_tells_is_spoken() -> None:
    said = {
        f"{module.stem}: {text}"
        for module in CHECKS.glob("*.py")
        for text in Particulars(module).found
        if re.search(r"[\w}] .*\.\Z", text) and not told(text.replace("{}", SAMPLE)) and not finding_in("de", text)[0]
    }
    assert said == PUT_TOGETHER


def test_every_fault_of_a_record_is_spoken() -> None:
    said = set(messages(FAULTS))
    assert len(said) > 25
    for message in said:
        text = f"{message[0].upper()}{message[1:]}.".replace("{}", SAMPLE)
        assert told(text), message


def test_no_phrase_is_left_over() -> None:
    """Each is still in the source of a check, as a whole or as the beginning of what is put together there."""
    source = "\n".join(
        text
        for module in CHECKS.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        for text in texts(node)
    )
    plain = re.sub(r"\{\w*\}", "", source).lower()
    for english in (
        *GERMAN_PARTICULARS,
        *set(GERMAN_ALONE) - {"[left out: personal]", "There was nothing to look at."},
    ):
        for piece in re.split(PUT_IN, english):
            assert (piece or "").lower().strip(" .:(“”") in plain, english


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Domain: example.com.", "Domain: example.com."),
        ("It is mx1.example.com 192.0.2.1: TLSv1.3.", "Es geht um mx1.example.com 192.0.2.1: TLSv1.3."),
        (
            "It is mx1.example.com ::1: The server sent more than we read.",
            "Es geht um mx1.example.com ::1: Der Server sandte mehr, als wir lesen.",
        ),
        (
            "The policy is none, from a.b. Receivers cannot read “ri=x” and “fo=y” and pass over it.",
            "Die Richtlinie lautet none, von a.b. „ri=x“ und „fo=y“ können Empfänger nicht lesen und übergehen sie.",
        ),
        ("In order: mx1.example.com, mx2.example.com.", "In dieser Reihenfolge: mx1.example.com, mx2.example.com."),
        ("mx1.example.com answered 550 5.1.1 I answered No.", "mx1.example.com antwortete: 550 5.1.1 I answered No."),
        ("mx1.example.com answered 220 after 0.2 s.", "mx1.example.com antwortete nach 0.2 s mit 220."),
        ("mx1.example.com: closed after 0.2 s.", "mx1.example.com: geschlossen nach 0.2 s."),
        ("port: Give a port number.", "port: Geben Sie eine Portnummer an."),
        ("a.example 192.0.2.1: no connection came about.", "a.example 192.0.2.1: Es kam keine Verbindung zustande."),
        ("example.com: “x”: there is no mechanism “x”.", "example.com: „x“: Einen Mechanismus „x“ gibt es nicht."),
        ("https://a.example/x: 192.0.2.1: refused", "https://a.example/x: 192.0.2.1: abgelehnt"),
        ("“” is no tag and value.", "„“ ist kein Merkmal mit Wert."),
        ("It is rsa with 1024 bits.", "Er ist vom Typ rsa und hat 1024 Bit."),
        ("192.0.2.1: mx.example.com.", ""),
        ("Something else stands here.", ""),
    ],
)
def test_what_follows_is_recognised_with_its_values(english: str, german: str) -> None:
    assert told(english) == german
    assert finding_in("de", f"The record is missing. {english}")[0].startswith("Der Eintrag fehlt.")


def test_what_was_cut_at_its_end_is_recognised() -> None:
    record = f"v=spf1 {'ip4:192.0.2.1 ' * 40}-all"
    summary = conclude(SPF, "ok", Transcript(lambda: 0.0), {}, f"The record is {record}.").summary
    spoken, left = finding_in("de", summary)
    assert spoken.endswith("ip4:192.0.2.1 i….")
    assert " Der Eintrag lautet v=spf1 ip4:192.0.2.1 " in spoken
    assert not left


def test_phrases_in_phrases_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's words may look like any number of them."""
    asked: list[str] = []
    values = _Phrase.values

    def counted(phrase: _Phrase, text: str) -> dict[str, str] | None:
        asked.append(text)
        return values(phrase, text)

    monkeypatch.setattr(_Phrase, "values", counted)
    assert told("a: " * 130 + "b") == ""
    assert len(asked) < 100 * len(GERMAN_PARTICULARS)


def test_why_an_address_is_refused_is_told() -> None:
    for _, why in DENIED:
        said = told(f"We do not connect to a.example (192.0.2.1): {why}.")
        assert said.startswith("Zu a.example (192.0.2.1) bauen wir keine Verbindung auf: Sie "), why
    for words in NO_ADDRESS.values():
        assert told(f"a.example {words}."), words


def test_a_check_of_an_operators_own_stays_english() -> None:
    own = Declaration(
        name="own.check",
        title="Our own",
        about="What we wanted to know.",
        params=OURS[0].params,
        facts={},
        outcomes=(Outcome("bad", "fail", "It is not as we want it.", "Call Anna."),),
    )
    for code in ("bad", "limit"):
        result = conclude(own, code, Transcript(lambda: 0.0), {}, "It is mx1.example.com.")
        spoken, left = finding_in("de", result.summary)
        assert (spoken, left) == (
            ("", "It is not as we want it. It is mx1.example.com.")
            if code == "bad"
            else ("Wir haben aufgehört, weil eine unserer Grenzen erreicht war. Es geht um mx1.example.com.", "")
        )
    assert teller("de")("It is not as we want it.") == '<span lang="en" dir="ltr">It is not as we want it.</span>'


@pytest.mark.parametrize("declared", OURS, ids=lambda declared: declared.name)
def test_every_result_begins_in_german(declared: Declaration) -> None:
    for code in declared.codes:
        result = conclude(declared, code, Transcript(lambda: 0.0), {}, "§ 1")
        spoken, left = finding_in("de", result.summary)
        assert spoken, code
        assert left == "§ 1"
        assert not finding_in("de", result.advice)[1]


def test_what_stays_english_is_marked_and_escaped() -> None:
    german = teller("de-AT")("The record is missing. <b> & co.")
    assert german == 'Der Eintrag fehlt. <span lang="en" dir="ltr">&lt;b&gt; &amp; co.</span>'
    assert teller("de")("The record is missing. It is <b>.") == "Der Eintrag fehlt. Es geht um &lt;b&gt;."
    assert teller("en")("The record is missing. <b>") == "The record is missing. &lt;b&gt;"
    assert teller("fr")("The record is missing.") == '<span lang="en" dir="ltr">The record is missing.</span>'
    assert teller("de")("") == ""


@given(st.text(max_size=40), st.text(max_size=40), st.integers(1, 50))
def test_what_is_shortened_has_room_and_loses_nothing_else(spoken: str, left: str, most: int) -> None:
    short = shortened(spoken, left, most)
    assert len(" ".join(filter(None, short))) <= most
    whole = " ".join(filter(None, (spoken, left)))
    if len(whole) <= most:
        assert short == (spoken, left)
    else:
        assert whole.startswith(" ".join(filter(None, short)).removesuffix("…").rstrip()) or not "".join(short)


@given(st.sampled_from(sorted(GERMAN_PARTICULARS)), st.data())
def test_any_value_comes_through(english: str, data: Any) -> None:
    """Whatever stands in the places, the text is recognised, and every value is in what is said."""
    words = st.text("abcXYZ019.-", min_size=1, max_size=12)
    values = {name: data.draw(words) for name in re.findall(r"\{(\w+)\}", english)}
    if "reason" in values:
        values["reason"] = "refused"
    said = told(english.format_map(values))
    assert said
    for name, value in values.items():
        assert value in said or name == "reason"


@given(st.text(max_size=300))
def test_any_text_is_told(text: str) -> None:
    for said in (text, f"The record is missing. {text}", f"We do not connect to this address. {text}"):
        spoken, left = finding_in("de", said)
        assert spoken or left == said


def test_no_language_is_read_before_a_finding_is_told() -> None:
    program = (
        "import sys; from app.web.spoken import teller; tell = teller('de'); tell('Web page'); teller('en')('Fine.');"
        "before = 'app.web.spoken.german_findings' in sys.modules; tell('The record is missing.');"
        "print(before, 'app.web.spoken.german_findings' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
    assert findings("de") is findings("de")
    assert set(FINDINGS) == {"de"}
