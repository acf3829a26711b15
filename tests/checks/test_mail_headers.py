"""`mail.headers`: every code, over headers as mail programs show them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.header_text import MOST_CHARS, read_trace
from tests.lab import Lab
from tests.lab.trial import check


def stamp(sender: str, receiver: str, at: str) -> str:
    return (
        f"Received: from {sender} ({sender} [192.0.2.1])\n\tby {receiver} (Postfix) with ESMTPS id 4XyZ\n"
        f"\tfor <info@example.com>; Tue, 24 Nov 2026 {at} +0100 (CET)\n"
    )


GOOD = (
    "Return-Path: <a@example.org>\n"
    + stamp("filter.example.com", "box.example.com", "09:00:09")
    + stamp("smtp.example.org", "mx1.example.com", "09:00:04")
    + stamp("client.example.org", "smtp.example.org", "09:00:00")
    + "Subject: hello\nDate: Tue, 24 Nov 2026 09:00:00 +0100\n\nBody: not a header\n"
)
LATE = stamp("smtp.example.org", "mx1.example.com", "10:30:00") + stamp("c.example.org", "smtp.example.org", "09:00:00")
FAILED = "Authentication-Results: mx1.example.com; spf=pass smtp.mailfrom=x; dkim=none; dmarc=fail (p=none)\n"
ROUND = stamp("a.example.com", "b.example.com", "09:00:00") + stamp("b.example.com", "a.example.com", "09:00:00")


@pytest.mark.parametrize(
    ("text", "code", "status", "hops", "slowest"),
    [
        (GOOD, "ok", "pass", 3, 5),
        (GOOD.replace("\n", "\r\n"), "ok", "pass", 3, 5),
        (LATE, "delayed", "warn", 2, 5400),
        (FAILED + LATE, "delayed", "warn", 2, 5400),
        (FAILED + GOOD, "failed-auth", "warn", 3, 5),
        (FAILED.replace("dmarc=fail", "dmarc=pass") + GOOD, "ok", "pass", 3, 5),
        ("Authentication-Results: x; spf=fail; dkim=pass\n" + GOOD, "ok", "pass", 3, 5),
        ("Authentication-Results: x; spf=softfail; dkim=fail\n" + GOOD, "failed-auth", "warn", 3, 5),
        (ROUND * 3, "loop", "fail", 6, 0),
        (stamp("a.example.com", "b.example.com", "09:00:00") * 31, "loop", "fail", 31, 0),
        ("Hello, how are you?", "unreadable", "warn", 0, 0),
        ("Received: from a by b; yesterday\n", "unreadable", "warn", 0, 0),
    ],
)
def test_verdicts(lab: Lab, text: str, code: str, status: str, hops: int, slowest: int) -> None:
    result = check(lab, "mail.headers", {"text": text})
    assert (result.code, result.status) == (code, status)
    assert (len(result.facts["hops"]), result.facts["slowest"]) == (hops, float(slowest))


def test_hops_are_told_in_order(lab: Lab) -> None:
    hops = check(lab, "mail.headers", {"text": GOOD}).facts["hops"]
    assert hops[1] == {
        "from": "smtp.example.org",
        "by": "mx1.example.com",
        "with": "esmtps",
        "at": "2026-11-24T09:00:04+01:00",
        "delay": 4.0,
    }


@pytest.mark.parametrize(
    ("header", "receiver"),
    [
        ("Received: by 2002:a05:6402::1 with SMTP id x; Tue, 24 Nov 2026 00:00:05 -0800 (PST)", "2002:a05:6402::1"),
        ("Received: from X (2603:10a6::1) by Y.prod.outlook.example (2603::2) with Microsoft SMTP Server\n"
         " (version=TLS1_2, cipher=TLS) id 15.20.1; Tue, 24 Nov 2026 08:00:05 +0000", "y.prod.outlook.example"),
        ("Received: from [192.0.2.1] (helo=x) by mx.example.com with esmtp (Exim 4.97)\n"
         "\t(envelope-from <a@b>) id 1; Tue, 24 Nov 2026 09:00:05 +0100", "mx.example.com"),
        ("Received: (qmail 123 invoked by uid 0); 24 Nov 2026 08:00:05 -0000", ""),
    ],
)  # fmt: skip
def test_stamps_of_other_servers(header: str, receiver: str) -> None:
    trace = read_trace(header)
    assert trace is not None
    assert trace.hops[0].receiver == receiver
    assert trace.hops[0].at.timestamp() == 1795507205


def test_clocks_that_differ_make_no_negative_delay() -> None:
    trace = read_trace(stamp("b.example", "c.example", "08:59:00") + stamp("a.example", "b.example", "09:00:00"))
    assert trace is not None
    assert [hop.delay_s for hop in trace.hops] == [0.0, 0.0]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    read_trace(text)
    read_trace(f"Received: {text}; Tue, 24 Nov 2026 09:00:00 +0100")


@pytest.mark.parametrize(
    "hostile",
    ["Received: " + "(" * MOST_CHARS, "Received: " + "((a)" * 60_000, "Received: x; 1\n" * 17_000, "a" * MOST_CHARS,
     "Received: from " * 17_000, "A:\n " * 60_000],
    ids=range(6),
)  # fmt: skip
def test_no_text_takes_long(hostile: str) -> None:
    started = time.process_time()
    read_trace(hostile)
    assert time.process_time() - started < 5
