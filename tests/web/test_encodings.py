"""Which compressed form a browser takes."""

from __future__ import annotations

import gzip

import brotli
import pytest

from app.web.encodings import Bodies, best_encoding, choose

BODY = b"the same again " * 100


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        (b"", "identity"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip, deflate", "gzip"),
        (b"br;q=0, gzip", "gzip"),
        (b"BR", "br"),
        (b"gzip;q=0.1", "gzip"),
        (b"*", "br"),
        (b"*;q=0", "identity"),
        (b"br;q=0.000", "identity"),
        (b"identity", "identity"),
        (b"garbage;;;=,,q", "identity"),
        (b"\xff\xfe", "identity"),
    ],
)
def test_best_encoding(accept: bytes, encoding: str) -> None:
    assert best_encoding(accept) == encoding


def test_every_form_holds_the_same() -> None:
    bodies = Bodies(BODY)
    assert brotli.decompress(bodies.form("br")) == BODY
    assert gzip.decompress(bodies.form("gzip")) == BODY
    assert bodies.form("gzip") is bodies.form("gzip")


def test_small_bodies_are_sent_as_they_are() -> None:
    assert choose(b"br", Bodies(b"small")) == ("identity", b"small")
