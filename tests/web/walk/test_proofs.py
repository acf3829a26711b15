"""Proving on a page that a domain is one's own: the record is offered, given, kept, and used by the checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.ledger import ledger_of
from app.actions.open_services import open_services
from app.actions.read_run import read_run
from app.checks import declarations
from tests.actions.factories import ROOT, Bench, Clock, Laboratory, Scripted, make_bench
from tests.actions.test_prove_domain import RELAY
from tests.lab import Lab
from tests.lab.trial import check
from tests.web.walk.site import HTMX, STREAM, Page, Visitor

ROUNDTRIP = RELAY.replace(
    "relay: {run: smtp.relay, with: {hosts: $mx.hosts, domain: $domain}}",
    "relay: {run: mail.roundtrip, with: {domain: $domain, recipient: $who}}",
)
ROUNDTRIP = ROUNDTRIP.replace("inputs:\n", "inputs:\n  who: {type: email, label: Recipient, personal: true}\n", 1)
ROUNDTRIP = ROUNDTRIP.replace("id: ask\n", "id: ask\ninputs: [who]\n", 1)
ROUNDTRIP = ROUNDTRIP.replace("may-relay", "refused")


def visitor(folder: Path, text: str = RELAY, name: str = "smtp.relay", *codes: str) -> Visitor:
    bench = make_bench(folder, relay=text)
    bench.laboratory.checks[name] = Scripted(declarations()[name], list(codes) or ["closed"])
    return Visitor(bench)


def at_the_check(someone: Visitor) -> Page:
    someone.start("relay")
    return someone.press("Continue", domain="example.com")


def proof(someone: Visitor) -> str:
    run = read_run(someone.bench.services, someone.token)
    token: str = run.state.record["proofs"]["example.com"]["token"]
    return token


def test_the_check_says_what_it_waits_for_and_the_page_how_to_get_it(tmp_path: Path) -> None:
    page = at_the_check(visitor(tmp_path))
    assert "It waits for “Mail servers of the domain (MX)”, the proof that the domain is yours." in page.text
    assert "Prove that example.com is yours" in page.text
    assert "Mail between strangers (open relay)" in page.text
    assert "unsnag-proof" not in page.html


def test_looking_gives_no_record(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = at_the_check(someone)
    before = read_run(someone.bench.services, someone.token).seq
    for _ in range(2):
        someone.get(page.url)
    assert read_run(someone.bench.services, someone.token).seq == before


def test_the_record_is_given_on_the_button_and_stays_with_the_walk(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    at_the_check(someone)
    page = someone.press("Get the record")
    assert (page.status, page.url.endswith("#proof_1")) == (200, True)
    assert "_unsnag.example.com" in page.text
    assert f"unsnag-proof={proof(someone)}" in page.text
    assert "It counts until 12 April 2026, 12:00 UTC" in page.text
    assert '<details class="disclosure proof" id="proof_1" open>' in page.html
    page = someone.press("Run all checks of this step")
    asked = someone.bench.laboratory.checks["smtp.relay"].asked
    assert [one["proof"] for one in asked] == [proof(someone)]
    assert '<details class="disclosure proof" id="proof_1">' in page.html
    assert "The mail server does not pass on mail between strangers." in page.text


def test_it_stays_open_while_the_record_is_not_found(tmp_path: Path) -> None:
    someone = visitor(tmp_path, RELAY, "smtp.relay", "not-proved")
    at_the_check(someone)
    someone.press("Get the record")
    page = someone.press("Run all checks of this step")
    assert '<details class="disclosure proof" id="proof_1" open>' in page.html


def test_after_a_week_there_is_a_new_one(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = at_the_check(someone)
    someone.press("Get the record")
    first = proof(someone)
    someone.bench.clock.move(days=7, seconds=1)
    page = someone.get(page.url)
    assert "counts no longer" in page.text
    assert first not in page.html
    page = someone.press("Get a new record")
    assert proof(someone) != first
    assert proof(someone) in page.text


def test_what_was_typed_beside_the_checks_goes_along(tmp_path: Path) -> None:
    someone = visitor(tmp_path, ROUNDTRIP, "mail.roundtrip", "not-arrived")
    at_the_check(someone)
    page = someone.press("Get the record", who="sam@example.com")
    assert 'value="sam@example.com"' in page.html
    page = someone.press("Run all checks of this step")
    asked = someone.bench.laboratory.checks["mail.roundtrip"].asked
    assert [(one["recipient"], one["proof"]) for one in asked] == [("sam@example.com", proof(someone))]
    assert page.links["Enter the code of the message (in a new tab)"] == "/arrived"


def test_htmx_gets_the_page_in_its_place(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    at_the_check(someone)
    token = someone.token
    page = someone.press("Get the record", headers=HTMX)
    assert page.status == 200
    assert "<html" not in page.html
    assert "unsnag-proof=" in page.text
    assert read_run(someone.bench.services, token).state.record["proofs"]


def test_a_run_does_not_wait_for_what_cannot_run(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    at_the_check(someone)
    page = someone.press("Run all checks of this step", headers=STREAM)
    assert "1 of 1" in page.text or "1 check done" in page.text, page.text


def test_a_domain_that_is_not_asked_about_gets_none(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = at_the_check(someone)
    answer = someone.client.post(page.url, data={"_prove": "example.net", "_visit": "1"})
    assert answer.status_code == 200
    assert "proofs" not in read_run(someone.bench.services, someone.token).state.record


@pytest.mark.parametrize("published", [True, False])
def test_the_whole_way_with_a_real_server(tmp_path: Path, published: bool) -> None:
    """As visitors have it: the site's own runner, which knows only the tokens that the site gave."""
    (tmp_path / "relay.md").write_text(RELAY, encoding="utf-8")
    with Lab() as lab:
        lab.dns.zone("example.com", "@ MX 10 mx\nmx A 127.0.0.2")
        lab.smtp("127.0.0.2", replies={"RCPT": "554 5.7.1 no relaying"})
        database = f"sqlite:///{tmp_path / 'site.sqlite'}"
        services = open_services(lab.as_settings(database=database, content=tmp_path, static=ROOT / "static"))
        someone = Visitor(Bench(services, Clock(), Laboratory(), tmp_path))
        at_the_check(someone)
        someone.press("Get the record")
        token = proof(someone) if published else "0123456789abcdef0123456789abcdef"
        lab.dns.zone("example.com", f'@ MX 10 mx\nmx A 127.0.0.2\n_unsnag TXT "unsnag-proof={token}"')
        page = someone.press("Run all checks of this step")
        services.engine.dispose()
    expected = "does not pass on mail between strangers" if published else "We ask this only of a domain"
    assert expected in page.text


def test_a_token_that_stands_in_the_dns_is_none_for_whoever_finds_it(tmp_path: Path) -> None:
    """A record that this site never gave counts for nobody, even where a program names its token."""
    services = make_bench(tmp_path).services
    ledger = ledger_of(services)
    with Lab() as lab:
        token = "0123456789abcdef0123456789abcdef"
        lab.dns.zone("example.com", f'@ MX 10 mx\nmx A 127.0.0.2\n_unsnag TXT "unsnag-proof={token}"')
        server = lab.smtp("127.0.0.2")
        params = {"hosts": "mx.example.com", "domain": "example.com", "proof": token}
        assert check(lab, "smtp.relay", params, ledger=ledger).code == "not-proved"
        assert server.connections == 0
