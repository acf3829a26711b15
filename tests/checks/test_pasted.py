"""Pastes as they come: quoted, encoded, HTML, folded anew, very large, hostile."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.bounce_text import read_bounce
from app.checks.header_fields import read_fields
from app.checks.header_text import read_trace
from app.checks.pasted import LONGEST_LINE, MOST_BYTES, read_paste
from app.checks.tag_stripping import strip_tags

REFUSED = (
    "<sam@example.com>: host mx.example.com[192.0.2.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command)"
)
SWISS = "Die Adresse sam@example.com wurde nicht gefunden. Grüße, mx.example.com"


def encoded(text: str, encoding: str = "base64", charset: str = "utf-8") -> str:
    body = base64.encodebytes(text.encode(charset)).decode()
    return (
        f"--part-1\nContent-Type: text/plain;\n charset={charset}\n"
        f"Content-Transfer-Encoding: {encoding}\n\n{body}--part-1--\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        REFUSED,
        "\n".join(f"> {line}" for line in ("Hello,", REFUSED)),
        "> > " + REFUSED,
        REFUSED.replace(" ", "\u00a0"),
        "\ufeff" + REFUSED.replace(" ", "\t"),
        f"Hello\r\n\r\n{REFUSED}\r\nBye",
        encoded(REFUSED),
        encoded(REFUSED).replace("\n\n", "\n"),
        base64.encodebytes((REFUSED + "\n" + "Text. " * 40).encode()).decode(),
        "Content-Transfer-Encoding: quoted-printable\n\n" + REFUSED.replace("@", "=40").replace(" 550", "=\n 550"),
        REFUSED.replace("@", "=40") + "\nGr=C3=BC=C3=9Fe\nBis =\nbald",
        f"<html><body><p>Not delivered</p><p>{REFUSED.replace('<', '&lt;').replace('>', '&gt;')}</p></body></html>",
        "<html><head><style>p{color:#511}</style></head><body><div>550 <b>5.1.1</b> User unknown</div></body></html>",
        f"<div>Ihre Nachricht</div><br><div>{REFUSED}</div>",
    ],
    ids=range(14),
)
def test_a_reason_is_found_through_every_wrapping(text: str) -> None:
    found = read_bounce(text)
    assert found is not None
    assert (found.enhanced, found.meaning) == ("5.1.1", "unknown-user")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_letters_beyond_ascii_survive_their_charset(charset: str) -> None:
    assert SWISS in "\n".join(read_paste(encoded(SWISS, charset=charset)).lines)


def test_an_unknown_charset_is_no_reason_to_stop() -> None:
    lines = read_paste(encoded(SWISS).replace("utf-8", "punycode")).lines
    assert SWISS in "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "Nie można dostarczyć wiadomości.\nSkrzynka pocztowa odbiorcy jest pełna.",
        "配信できませんでした\n受信者のメールボックスがいっぱいです。",
        "Uw bericht is niet bezorgd.\nHet postvak is vol.",
        "Impossibile recapitare: delivery failed.\nLa casella postale è piena.",
    ],
)
def test_a_full_mailbox_is_full_in_further_languages(text: str) -> None:
    found = read_bounce(text)
    assert found is not None
    assert found.meaning == "full"


def test_what_is_no_text_stays_as_it_was() -> None:
    picture = base64.encodebytes(bytes(range(256)) * 4).decode().strip()
    assert "\n".join(read_paste(picture).lines) == picture


def test_an_address_in_angle_brackets_is_no_tag() -> None:
    assert strip_tags("To <b>sam</b> <sam@example.com>, 1 < 2") == "To sam <sam@example.com>, 1 < 2"


def test_a_quarter_of_a_megabyte_is_read_and_the_rest_is_not() -> None:
    paste = read_paste("ä" * MOST_BYTES)
    assert paste.cut
    assert sum(map(len, paste.lines)) == MOST_BYTES // 2
    assert max(map(len, paste.lines)) == LONGEST_LINE
    assert not read_paste("a" * MOST_BYTES).cut
    found = read_bounce(REFUSED + "\n" + "x\n" * MOST_BYTES)
    assert found is not None
    assert found.enhanced == "5.1.1"


RECEIVED = (
    "Received: from a.example.net (a.example.net [192.0.2.1])\n\tby mx.example.com with ESMTPS id 1;\n"
    "\tTue, 24 Nov 2026 09:00:00 +0000\n"
    "Received: from pc.example.net\n\tby a.example.net; Tue, 24 Nov 2026 08:00:00 +0000\nSubject: x\n"
)


@pytest.mark.parametrize(
    "text",
    [
        RECEIVED,
        RECEIVED.replace("\n", "\r\n"),
        RECEIVED.replace("\t", ""),
        RECEIVED.replace("\t", "    "),
        "".join(f"> {line}\n" for line in RECEIVED.splitlines()),
        RECEIVED.replace("\nReceived", "\n\nReceived"),
        "Dear colleagues,\n\nhere they are:\n\n" + RECEIVED,
        RECEIVED
        + "\nHello,\nthis is the text.\n\nReceived: from z.example by y.example; Mon, 23 Nov 2026 08:00:00 +0000\n",
    ],
    ids=range(8),
)
def test_the_way_is_found_however_the_headers_were_pasted(text: str) -> None:
    trace = read_trace(text)
    assert trace is not None
    assert [(hop.sender, hop.receiver, hop.delay_s) for hop in trace.hops] == [
        ("pc.example.net", "a.example.net", 0.0),
        ("a.example.net", "mx.example.com", 3600.0),
    ]


def test_fields_are_unfolded_in_their_order() -> None:
    fields = read_fields(["Subject : one", " two", "X-Empty:", "at 08:00:00 it was", "To: a"])
    assert fields == (("subject", "one two"), ("x-empty", "at 08:00:00 it was"), ("to", "a"))


PIECES = st.sampled_from(
    (
        *(
            "<",
            ">",
            "<br>",
            "<div",
            "<!--",
            "<style>",
            "&#",
            "&lt;",
            "9" * 900,
            "=",
            "=\n",
            "=3D",
            "> ",
            "\t",
            "\n",
            "\r",
        ),
        *(
            "550 5.1.1 ",
            "Status: ",
            "Received: ",
            "from a by b; ",
            "Tue, 24 Nov 2026 ",
            "(",
            ")",
            "--",
            ";",
            ":",
            "\ud800",
        ),
        *("Content-Transfer-Encoding: base64\n\n", "QUJD" * 5, "charset=", "host a.b[", "said: ", "\0", "\ufdfa", "グ"),
    )
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_a_reader_raise(text: str) -> None:
    read_bounce(text)
    trace = read_trace(text)
    assert trace is None or trace.slowest >= 0


HOSTILE = (
    *(
        "<",
        "<a",
        "<!--",
        "<br><div>",
        "<br><div><style>",
        "> ",
        " ",
        "\n",
        "\t",
        "(",
        "()",
        ";",
        ":",
        "=3D",
        "=\n",
        "グ",
    ),
    *("550 ", "5.1.1", "host ", "host a.", "from: ", "Status: ", "Status: 5.1.1\n", "\ufdfa", "original message\n"),
    *("Received: from a by b; Tue, 24 Nov 2026 08:00:00 +0000\n", "Received: (", "Authentication-Results: x; a=b;"),
    *("Content-Transfer-Encoding: base64\n", "QUJD" * 19 + "\n", "<br><div>&#", "a\n b\n", "charset=", "--\n"),
)


@pytest.mark.parametrize("piece", HOSTILE, ids=range(len(HOSTILE)))
def test_time_grows_with_the_text_only(piece: str) -> None:
    """A quadratic reader would need minutes for so much."""
    text = piece * (MOST_BYTES // len(piece.encode()) + 1)
    started = time.process_time()
    read_bounce(text)
    read_trace(text)
    assert time.process_time() - started < 3


def test_a_number_of_many_digits_is_no_reason_to_stop() -> None:
    assert read_bounce("<br><div>&#" + "9" * 100_000) is None
    assert read_bounce("<br>" + ("&#" + "9" * 4990 + "=\n") * 3) is None
