"""The articles against real servers on loopback: what is broken there is what the visitor is shown first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from app.actions.diagnose import Diagnosis
from app.actions.run_checks import run_ready
from app.checks import declarations
from app.checks.runner import Runner
from app.core.events import empty_record
from tests.content import articles
from tests.lab import Lab
from tests.lab.trial import QUICK

ZONE = "@ MX 10 mx1\nmx1 A 127.0.0.2\n"
Scene = Callable[[Lab], object]


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab() as running:
        yield running


def diagnose(lab: Lab, name: str, given: dict[str, str]) -> tuple[list[str], str | None, list[str]]:
    """The path, the step to look at first, and the causes, the first to try at the front."""

    async def go() -> Diagnosis:
        record = {**empty_record(), "given": given}
        found = Diagnosis(articles.article(name), record, declarations(), articles.TODAY)
        async for call, result in run_ready(Runner(lab.as_settings(), budgets=QUICK), found.ready):
            found.finished(call, result)
        return found

    found = asyncio.run(go())
    report = found.report()
    return found.walked().path, report["first"], report["causes"]


def _zone(text: str) -> Scene:
    return lambda lab: lab.dns.zone("example.com", text)


def _server(banner: str | None = None) -> Scene:
    def scene(lab: Lab) -> None:
        lab.dns.zone("example.com", ZONE)
        lab.smtp("127.0.0.2", banner=banner)

    return scene


def _silent(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    lab.silent("127.0.0.2")


def _partly(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE + "@ MX 20 mx2\nmx2 A 127.0.0.3\n")
    lab.smtp("127.0.0.2")


BROKEN: list[tuple[str, Scene, str, str]] = [
    ("no mail server is named", _zone("www A 127.0.0.9"), "mx", "no-mx"),
    ("there is no such domain", lambda lab: lab.dns.zone("example.net", "@ A 127.0.0.9"), "mx", "no-domain"),
    ("a null MX", _zone("@ MX 0 ."), "mx", "null-mx"),
    ("a broken name server", lambda lab: lab.dns.lie("example.com", "servfail"), "mx", "dns-servfail"),
    ("a host without an address", _zone("@ MX 10 mx1\nwww A 127.0.0.9"), "mx", "no-address"),
    ("nothing listens", _zone(ZONE), "firewall", "port-closed"),
    ("no answer", _silent, "firewall", "firewall-drops"),
    ("one of two hosts", _partly, "firewall", "one-host-down"),
    ("a refusal in the greeting", _server("554 no service here"), "gateway", "greeting-rejects"),
    ("a busy server", _server("421 come back later"), "gateway", "busy"),
    ("not a mail server", _server("SSH-2.0-OpenSSH_9.2"), "gateway", "greeting-malformed"),
    ("a firewall in the talk", _server("220 ****************"), "gateway", "fixup"),
]


@pytest.mark.parametrize(("what", "scene", "first", "cause"), BROKEN, ids=[case[0] for case in BROKEN])
def test_the_cause_of_a_broken_server_is_shown_first(lab: Lab, what: str, scene: Scene, first: str, cause: str) -> None:
    scene(lab)
    path, found, causes = diagnose(lab, "inbound-email.md", {"domain": "example.com"})
    assert (found, causes[:1]) == (first, [cause]), what
    assert path[-1] == first


def test_a_sound_domain_comes_as_far_as_the_first_question(lab: Lab) -> None:
    _server()(lab)
    path, first, causes = diagnose(lab, "inbound-email.md", {"domain": "example.com"})
    assert (path, first, causes) == (["sent", "mx", "firewall", "gateway"], None, [])


def test_the_way_out_comes_as_far_as_the_answer_of_the_other_side(lab: Lab) -> None:
    _server()(lab)
    path, first, causes = diagnose(lab, "outbound-email.md", {"destination": "example.com"})
    assert (path[-2:], first, causes) == (["answer", "refusal"], None, [])


def test_the_way_out_names_the_outgoing_server_that_does_not_answer(lab: Lab) -> None:
    _server()(lab)
    lab.dns.zone("example.org", "smtp A 127.0.0.4")
    given = {"destination": "example.com", "server": "smtp.example.org", "symptom": "stays"}
    assert diagnose(lab, "outbound-email.md", given) == (["client"], "client", ["server-closed"])


def test_an_address_that_does_not_exist_is_found_out_without_sending(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    server = lab.smtp("127.0.0.2", replies={"RCPT": "550 5.1.1 No such user"})
    given = {"domain": "example.com", "recipient": "sam@example.com"}
    assert diagnose(lab, "inbound-email.md", given)[1:] == ("gateway", ["unknown-user"])
    given = {"destination": "example.com", "recipient": "sam@example.com"}
    assert diagnose(lab, "outbound-email.md", given)[1:] == ("refusal", ["no-such-user"])
    assert not [said for said in server.commands if said.upper().startswith(("DATA", "AUTH", "VRFY"))]


def test_what_the_writers_own_domain_says_is_looked_at(lab: Lab) -> None:
    _server()(lab)
    lab.dns.zone("example.org", '@ TXT "v=spf1 ip4:192.0.2.1 -all"\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=none"')
    given = {"destination": "example.com", "domain": "example.org"}
    assert diagnose(lab, "outbound-email.md", given)[1:] == ("refusal", ["own-spf-broken"])
