"""SMTP replies as text: RFC 5321 section 4.2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.smtp_reply import is_last, read_reply


@pytest.mark.parametrize(
    ("lines", "code", "enhanced"),
    [
        ([b"220 mx.example.com ESMTP"], 220, ""),
        ([b"220"], 220, ""),
        ([b"220-mx.example.com", b"220 ready"], 220, ""),
        ([b"550 5.1.1 No such user"], 550, "5.1.1"),
        ([b"421 4.3.2 Busy"], 421, "4.3.2"),
        ([b"250 5.1.1x not a code"], 250, ""),
        ([b"220-mx", b"250 ready"], 0, ""),
        ([b"SSH-2.0-OpenSSH_9.6"], 0, ""),
        ([b"* OK IMAP4rev1"], 0, ""),
        ([b"220mx"], 0, ""),
        ([b"22 mx"], 0, ""),
        ([b"920 mx"], 0, ""),
        ([b""], 0, ""),
        ([], 0, ""),
        ([b"220 mx\x00"], 0, ""),
        ([b"220 mx\r evil"], 0, ""),
        ([b"\xef\xbb\xbf220 mx"], 0, ""),
        ([b"220 m\xfcller"], 220, ""),
    ],
)
def test_reads(lines: list[bytes], code: int, enhanced: str) -> None:
    reply = read_reply(lines)
    assert (reply.code, reply.enhanced, reply.kind) == (code, enhanced, code // 100)


def test_only_a_hyphen_goes_on() -> None:
    assert not is_last(b"250-SIZE")
    assert is_last(b"250 SIZE")
    assert is_last(b"250")
    assert is_last(b"nonsense")


@given(st.lists(st.binary(max_size=80), max_size=5))
def test_any_bytes_are_read(lines: list[bytes]) -> None:
    reply = read_reply(lines)
    assert reply.code == 0 or 200 <= reply.code < 600
    assert len(reply.raw) == len(lines)
