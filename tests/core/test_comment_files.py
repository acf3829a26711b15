"""Files of other systems, read: their own format, their HTML as text, and nothing in them that harms the reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.comment_source import SourceComment, SourceProblem
from app.core.comments_table import decode, read_table
from app.core.disqus_export import read_disqus
from app.core.errors import BadInput
from app.core.html_text import text_of_html
from app.core.markup import render_comment
from app.core.wordpress_export import read_wordpress
from app.core.xml_elements import DEEPEST, read_elements

SAMPLES = Path("tests/samples/comments")


def in_pieces(name: str, size: int = 64) -> Iterator[bytes]:
    data = (SAMPLES / name).read_bytes()
    return (data[at : at + size] for at in range(0, len(data), size))


def only(found: Iterator[SourceComment | SourceProblem]) -> dict[str, SourceComment]:
    return {item.id: item for item in found if isinstance(item, SourceComment)}


def test_disqus() -> None:
    found = only(read_disqus(in_pieces("disqus.xml")))
    first = found["1001"]
    assert first == SourceComment(
        line=10,
        id="1001",
        keys=("https://help.example.com/kb/4564/inbound-mail.html", "kb-4564", "Mail does not arrive"),
        text=(
            "The **MX** record was wrong.\nSee [the checker](https://dns.example/check?d=a&b=1) & wait.\n\n"
            "Also `dig mx`."
        ),
        name="Ada Lovelace",
        email="Ada@example.com",
        created=datetime(2015, 3, 2, 10, 11, 12, tzinfo=UTC),
    )
    assert [found[number].parent for number in ("1002", "1003")] == ["1001", "1002"]
    assert found["1003"].text == "> That helped\n\nSame here."
    assert [found[number].state for number in ("1003", "1004", "1006")] == ["published", "deleted", "spam"]


def test_wordpress() -> None:
    read = list(read_wordpress(in_pieces("wordpress.xml")))
    found = only(iter(read))
    first = found["https://blog.example.com#31"]
    assert first.text == "First line\nsecond line\n\nNew paragraph with *stress* & more."
    assert (first.name, first.email, first.parent) == ('Zoë "Z" Smith', "zoe@example.com", "")
    assert first.keys[:2] == ("https://blog.example.com/2019/05/mail/", "mail")
    assert first.created == datetime(2019, 5, 2, 10, tzinfo=UTC)
    reply = found["https://blog.example.com#33"]
    assert (reply.state, reply.parent) == ("held", "https://blog.example.com#31")
    assert reply.created == datetime(2019, 5, 4, 10, tzinfo=UTC)
    assert found["https://blog.example.com#34"].state == "spam"
    assert [item.said for item in read if isinstance(item, SourceProblem)] == ["A pingback, not a comment of a person."]


def test_a_table() -> None:
    read = list(read_table(decode((SAMPLES / "old-page.csv").read_bytes())))
    found = only(iter(read))
    assert found["1"].text == "First line\nsecond line\nthird & last <3"
    assert (found["1"].keys, found["1"].anchor, found["1"].line) == (("4564",), "mx", 2)
    assert found["1"].created == datetime(2011, 2, 3, tzinfo=UTC)
    assert found["2"].text == 'A reply; with a "quoted" word\nover two lines'
    assert found["2"].created == datetime(2011, 2, 4, 6, 30, tzinfo=UTC)
    assert (found["3"].line, found["2"].parent) == (5, "1")
    assert [item for item in read if isinstance(item, SourceProblem)] == [
        SourceProblem(7, "“yesterday” is not a date such as 2019-03-02 or 2019-03-02T10:00:00Z."),
        SourceProblem(8, "The row has more columns than the first line: put its text in quotation marks."),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_tables_as_programs_write_them(mark: str, encoding: str) -> None:
    text = mark.join(("Article", "Date", "Name", "Text")) + "\r\n" + mark.join(("mail", "2020-01-01", "Zoë", "Grüße"))
    (found,) = read_table(decode(text.encode(encoding)))
    assert isinstance(found, SourceComment)
    assert (found.name, found.text, len(found.id)) == ("Zoë", "Grüße", 32)


@pytest.mark.parametrize("text", ["", "article,date,name\n", 'article,date,name,text\na,2020-01-01,b,"never ends'])
def test_a_table_that_is_none(text: str) -> None:
    with pytest.raises(BadInput, match="Line"):
        list(read_table(text))


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><disqus>&b;</disqus>'
FILE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><disqus><post>&a;</post></disqus>'
OUTSIDE = '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><disqus/>'


@pytest.mark.parametrize("text", [BOMB, FILE, OUTSIDE])
def test_entities_and_document_types_are_refused(text: str) -> None:
    for read in (read_disqus, read_wordpress):
        with pytest.raises(BadInput, match="document type"):
            list(read([text.encode()]))


def test_what_is_too_deep_or_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match="deeper"):
        list(read_elements([b"<a>" * (DEEPEST + 1)], ("a",)))
    with pytest.raises(BadInput, match="longer"):
        list(read_elements([b"<r><a>", *(b"x" * 100_000 for _ in range(21)), b"</a></r>"], ("a",)))


@pytest.mark.parametrize(
    "text", [b"", b"<disqus>", b"<disqus><post></disqus>", b"no xml", b"<a>&nbsp;</a>", b"<a/><b/>"]
)
def test_what_is_no_xml_is_told_with_its_line(text: bytes) -> None:
    with pytest.raises(BadInput, match="Line 1: this is not XML"):
        list(read_disqus([text]))


def test_control_characters_that_exports_hold_are_left_out() -> None:
    (found,) = read_elements([b"<r><a>x\x00\x08\x1fy</a>", b"</r>"], ("a",))
    assert found.text == "xy"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br/>b<BR>c", "a\nb\nc"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("a &lt;b&gt; &amp;amp; &#8364; &nbsp;c", "a <b> &amp; € \xa0c"),
        ('<a href="https://example.com/long">https://example.com/lo…</a>', "https://example.com/long"),
        ('<a href="https://example.com/a_(b)">see [this]</a>', r"[see \[this\]](<https://example.com/a_(b)>)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<pre>  a\n    b</pre>", "```\n  a\n    b\n```"),
        ("<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc"),
        ("<style>p{}</style><iframe src=x></iframe><img src=x onerror=alert(1)>a", "a"),
        ("<b>never closed", "**never closed**"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert text_of_html(html) == text


PIECES = ["<b>", "</p>", "<li>", "<a href='http://x/'>", "</a>", "<pre>", "<ol>", "</blockquote>", "<blockquote>",
          "<script>", "&lt;", "x", "\n", "<!--", "]]>"]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_html_is_safe_text(html: str) -> None:
    for breaks in (False, True):
        rendered = render_comment(text_of_html(html, breaks=breaks))
        assert "<script" not in rendered
        assert "<img" not in rendered
