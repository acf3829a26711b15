"""A walk speaks the language of its article: frame, statuses, checks and what they find, reasons, ends. What nobody has
translated is marked as the English that it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import Conflict, LimitReached, StoreUnavailable, UnsnagError
from app.web.walk.live import stopped
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL
from tests.web.walk.site import STREAM, Page, Visitor

GERMAN = """---
id: mail
lang: de
title: Mail für {{ domain }}
inputs:
  domain: {label: Ihre Mail-Domain}
  sender: {label: Die Adresse des Absenders}
  mode: {label: Wie der Server läuft, options: {alone: Allein, behind: Hinter einem Filter}}
---
Folgen Sie der Nachricht.

## Die Nachricht wird gesendet
```yaml step
id: sent
ask:
  say: "Bekam {{ domain }} einen Bericht?"
  options:
    yes: {say: "Ja"}
    no: {say: "Nein"}
    unsure: {say: "Das weiß ich nicht"}
```
Der Absender sendet.
"""
ENGLISH_FRAME = (
    "Continue",
    "Check everything",
    "Transcript",
    "Contact support",
    "So far",
    "Change",
    "Back",
    "Run",
    "Fine",
    "Not run yet",
    "What could go wrong",
    "Personal",
)


def german(folder: Path) -> Visitor:
    bench = make_bench(folder)
    bench.write(**{"mail": MAIL, "mail.de": GERMAN})
    return Visitor(bench)


def begun(folder: Path) -> Visitor:
    """From the German document into the walk, as its start button does."""
    someone = german(folder)
    someone.get("/a/mail?lang=de")
    someone.press("Schritt für Schritt beginnen")
    return someone


def own_words(page: Page) -> str:
    """The page's text without what is marked as English and without what the article says in English."""
    return re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", page.html, flags=re.DOTALL)


def test_the_german_document_starts_a_german_walk(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    page = someone.page
    assert '<html lang="de" dir="ltr">' in page.html
    assert page.title.startswith("Mail für ")
    assert page.links["Zurück"] == "/a/mail?lang=de"
    assert page.links["Der ganze Artikel"] == "/a/mail?lang=de"
    assert page.form("Weiter").fields["domain"] == [""]


def test_the_english_document_starts_an_english_walk(tmp_path: Path) -> None:
    someone = german(tmp_path)
    someone.get("/a/mail")
    page = someone.press("Start, step by step")
    assert '<html lang="en" dir="ltr">' in page.html
    assert page.links["The whole article"] == "/a/mail"
    assert ' lang="en" dir="ltr">' not in page.html.partition(">")[2].replace('<html lang="en" dir="ltr">', "")


def test_reasons_are_german(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    page = someone.press("Weiter", domain="192.0.2.1")
    assert page.status == 422
    assert page.title.startswith("Fehler: ")
    assert "Da stimmt etwas noch nicht" in page.text
    assert "Das hier sieht nach einer IP-Adresse aus." in page.text
    someone.press("Weiter", domain="example.com")
    assert "Wählen Sie eine der Antworten." in someone.press("Weiter").text
    page = Page(someone.client.post(f"/r/{someone.token}/check", data={"sender": "niemand"}))
    assert page.status == 422
    assert "Geben Sie die ganze Adresse mit dem @ ein" in page.text


def test_the_frame_of_every_page_is_german(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    pages = [someone.page, someone.press("Weiter", domain="example.com"), someone.press("Weiter", _answer="no")]
    pages.append(someone.press("Alle Prüfungen dieses Schritts starten"))
    assert "In Ordnung" in pages[-1].text
    pages += [
        someone.press("Weiter"),
        someone.get(f"/r/{someone.token}/check"),
        someone.press("Alles noch einmal prüfen"),
    ]
    pages += [someone.get(f"/r/{someone.token}/transcript"), someone.get(f"/r/{someone.token}")]
    pages.append(someone.press("Mein Problem ist gelöst"))
    for page in pages:
        assert page.status == 200
        words = re.sub(r"<[^>]+>", " ", own_words(page))
        assert not [phrase for phrase in ENGLISH_FRAME if re.search(rf"\b{phrase}\b", words)], page.url


def test_what_a_check_found_is_told_in_german_and_kept_in_english(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.press("Weiter", domain="example.com")
    someone.bench.laboratory.says("dns.mx", "none")
    someone.press("Weiter", _answer="no")
    page = someone.press("Alle Prüfungen")
    assert "Mailserver der Domain (MX)" in page.text
    assert "Das ist wahrscheinlich die Ursache" in page.text
    said = "Ihre Domain nennt keinen Mailserver und hat auch selbst keine Adresse. Niemand kann ihr Mail schicken."
    assert page.text.count(said) == 2  # in the row, and where the cause tells what it was recognised by
    assert "Tragen Sie den MX-Eintrag ein, den Ihnen Ihr Mail-Anbieter gegeben hat" in page.text
    assert "Your domain" not in page.text
    someone.press("Es hat nicht geholfen")
    page = someone.press("Weiter")
    assert "half nicht" in page.text
    assert said in page.text.partition("Bisher")[2]
    for path in ("check", "transcript"):
        assert said in someone.get(f"/r/{someone.token}/{path}").text
    for path in ("transcript.txt", "transcript.json"):
        assert "Your domain names no mail server" in someone.get(f"/r/{someone.token}/{path}").html


def test_words_that_nobody_translated_are_marked_as_english(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.press("Weiter", domain="example.com")
    check = someone.bench.laboratory.checks["dns.mx"]
    outcomes = tuple(replace(o, say="We at Example count your servers.") for o in check.declaration.outcomes)
    check.declaration = replace(check.declaration, outcomes=outcomes)
    someone.press("Weiter", _answer="no")
    page = someone.press("Alle Prüfungen")
    said = '<span lang="en" dir="ltr">We at Example count your servers.</span>'
    assert said in page.html
    someone.press("Weiter")
    assert said in someone.page.html.partition("Bisher")[2]


def test_live_results_are_told_in_german(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.press("Weiter", domain="example.com")
    someone.press("Weiter", _answer="no")
    action, fields = someone.filled("Alle Prüfungen")
    told = someone.client.post(action, data=fields, headers=STREAM).text
    assert "<p>0 von 2 Prüfungen fertig.</p>" in told
    assert "<p>2 von 2 Prüfungen fertig.</p>" in told
    assert "Wartet" in told
    assert "Alle Prüfungen noch einmal starten" in told
    assert "Waiting" not in told


def test_starting_again_stays_german(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.press("Weiter", domain="example.com")
    someone.press("Mein Problem ist gelöst")
    page = someone.press("Neu beginnen")
    assert '<html lang="de" dir="ltr">' in page.html


def test_an_expired_walk_says_so_in_its_language(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.bench.clock.move(days=31)
    page = someone.get(f"/r/{someone.token}")
    assert page.status == 410
    assert page.h1 == "Diese Führung ist abgelaufen"
    assert '<html lang="de" dir="ltr">' in someone.press("Neu beginnen").html


def test_the_transcript_has_dates_in_its_language(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    page = someone.get(f"/r/{someone.token}/transcript")
    assert "5. April 2026, 12:00 UTC" in page.text
    shared = next(href for words, href in page.links.items() if words.startswith("Adresse zum Weitergeben"))
    page = someone.get(shared)
    assert "Protokoll einer Führung" in page.text
    assert "Noch offen" in page.text


def test_what_is_left_out_for_others_is_said_in_german(tmp_path: Path) -> None:
    someone = begun(tmp_path)
    someone.press("Weiter", domain="example.com")
    someone.press("Weiter", sender="maria@example.net", _answer="no")
    page = someone.get(f"/r/{someone.token}/transcript")
    assert "maria@example.net" in page.text
    page = someone.get(next(href for words, href in page.links.items() if words.startswith("Adresse zum Weitergeben")))
    assert "[weggelassen: persönlich]" in page.text
    assert "left out" not in page.text
    assert "maria" not in page.text


@pytest.mark.parametrize(
    "error",
    [
        Conflict("The walk no longer comes by this step."),
        Conflict("This walk is busy in another window. Try again in a moment."),
        LimitReached("This walk has grown too long. Start a new one."),
        StoreUnavailable("The database does not answer."),
    ],
)
def test_why_a_run_stopped_is_told_in_german(error: UnsnagError) -> None:
    assert stopped(error, "en") == f"We had to stop: {error.message}"
    german = stopped(error, "de-AT")
    assert german.startswith("Wir mussten aufhören: Die")
    assert error.message not in german
