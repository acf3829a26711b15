"""`dns.tls-rpt` against a real name server: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check


@pytest.mark.parametrize(
    ("records", "code", "status"),
    [
        ([], "none", "warn"),
        (["other"], "none", "warn"),
        (["v=TLSRPTv1; rua=mailto:tls@example.com"], "ok", "pass"),
        (["v=TLSRPTv1;rua=https://example.com/report"], "ok", "pass"),
        (["v=TLSRPTv1; rua=mailto:a@example.com,https://b.example/x; ext=1"], "ok", "pass"),
        (["v=TLSRPTv1; rua=mailto:a@example.com", "other"], "ok", "pass"),
        (["v=TLSRPTv1"], "syntax", "fail"),
        (["v=TLSRPTv1; rua="], "syntax", "fail"),
        (["v=TLSRPTv1; rua=tls@example.com"], "syntax", "fail"),
        (["v=TLSRPTv1; rua=http://example.com"], "syntax", "fail"),
        (["v=TLSRPTv2; rua=mailto:a@example.com"], "syntax", "fail"),
        (["v=TLSRPTv1 rua=mailto:a@example.com"], "syntax", "fail"),
        (["v=TLSRPTv1; rua=mailto:a@example.com", "v=TLSRPTv1; rua=mailto:b@example.com"], "syntax", "fail"),
    ],
)
def test_verdicts(lab: Lab, records: list[str], code: str, status: str) -> None:
    if records:
        lab.dns.zone("example.com", "\n".join(f'_smtp._tls TXT "{record}"' for record in records))
    result = check(lab, "dns.tls-rpt", {"domain": "example.com"})
    assert (result.code, result.status) == (code, status)
