"""`smtp.relay` against real servers: every code, and who may ask."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check

TOKEN = "0123456789abcdef0123456789abcdef"
PARAMS = {"hosts": "mx.example.com", "domain": "example.com", "proof": TOKEN}
ZONE = f'@ MX 10 mx\nmx A 127.0.0.2\nother A 127.0.0.2\n_unsnag TXT "unsnag-proof={TOKEN}"'


@pytest.mark.parametrize(
    ("reply", "code", "status"),
    [
        ("554 5.7.1 Relay access denied", "closed", "pass"),
        ("550 no", "closed", "pass"),
        ("451 later", "closed", "pass"),
        ("nonsense", "no-connection", "unknown"),
        ("250 2.1.5 Ok", "may-relay", "fail"),
    ],
)
def test_verdicts(lab: Lab, reply: str, code: str, status: str) -> None:
    lab.dns.zone("example.com", ZONE)
    server = lab.smtp("127.0.0.2", replies={"RCPT": reply})
    result = check(lab, "smtp.relay", PARAMS)
    assert (result.code, result.status) == (code, status)
    assert "RCPT TO:<unsnag-relay-test@example.org>" in server.commands
    assert not any(line.upper().startswith("DATA") for line in server.commands)


@pytest.mark.parametrize("record", ["", "unsnag-proof=another-token-altogether", TOKEN, f"unsnag-proof={TOKEN}x"])
def test_without_proof_nobody_is_asked(lab: Lab, record: str) -> None:
    lab.dns.zone("example.com", f'@ MX 10 mx\nmx A 127.0.0.2\n_unsnag TXT "{record}"')
    server = lab.smtp("127.0.0.2")
    result = check(lab, "smtp.relay", PARAMS)
    assert (result.code, result.status) == ("not-proved", "unknown")
    assert server.connections == 0


@pytest.mark.parametrize(("authoritative", "code"), [(True, "closed"), (False, "not-proved")])
def test_a_record_counts_as_soon_as_the_domains_own_servers_have_it(lab: Lab, authoritative: bool, code: str) -> None:
    old = "@ NS ns1\n@ MX 10 mx\nmx A 127.0.0.2\nns1 A 127.0.0.3"
    lab.dns.zone("example.com", old)
    server = lab.name_server("127.0.0.3")
    server.zone("example.com", f'{old}\n_unsnag TXT "unsnag-proof={TOKEN}"')
    server.authoritative = authoritative
    lab.smtp("127.0.0.2", replies={"RCPT": "554 no"})
    assert check(lab, "smtp.relay", PARAMS).code == code


def test_the_whole_text_of_the_record_will_do(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    lab.smtp("127.0.0.2", replies={"RCPT": "554 no"})
    assert check(lab, "smtp.relay", {**PARAMS, "proof": f' "unsnag-proof={TOKEN}" '}).code == "closed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hosts": "other.example.com"}, "not-allowed"),
        ({"hosts": "127.0.0.2"}, "not-allowed"),
        ({"recipient": "info@example.com"}, "bad-input"),
        ({"proof": "short"}, "bad-input"),
        ({"proof": ""}, "bad-input"),
    ],
)
def test_the_proof_is_for_ones_own_servers(lab: Lab, change: dict[str, str], code: str) -> None:
    lab.dns.zone("example.com", ZONE)
    server = lab.smtp("127.0.0.2")
    assert check(lab, "smtp.relay", {**PARAMS, **change}).code == code
    assert server.connections == 0
