"""Markdown to HTML: what the article profile makes, and that no text whatever makes unsafe HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.core.markup import compile_prose, plain, render_article, render_comment
from app.core.markup_rules import article_reader, comment_reader, link_target, slug

COMMENT_TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a"}
ARTICLE_TAGS = (
    COMMENT_TAGS
    | {"h4", "h5", "h6", "hr", "img", "table", "thead", "tbody", "tr", "th", "td"}
    | {"div", "span", "bdi", "section", "sup", "dl", "dt", "dd"}
)
ATTRIBUTES = {"class", "id", "href", "title", "rel", "aria-label", "src", "alt", "loading", "start"}
ATTRIBUTES |= {"tabindex", "role", "scope"}


class Inspector(HTMLParser):
    """Collects tags, attributes and addresses as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.crossed = False
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed = True

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_safe(html: str, tags: set[str]) -> None:
    seen = Inspector(html)
    assert set(seen.tags) <= tags
    assert not seen.open
    assert not seen.crossed
    for tag, name, value in seen.attributes:
        assert name in ATTRIBUTES, (tag, name)
        if name in ("href", "src"):
            scheme = value.partition(":")[0].strip().lower() if ":" in re.split(r"[/?#]", value)[0] else ""
            assert scheme in ("", "http", "https", "mailto", "tel"), value
        if name == "src":
            assert not value.startswith(("//", "\\")), value
            assert "://" not in value.partition("/")[0] + "/"


PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6A;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "![x](data:image/svg+xml;base64,PHN2Zy8+)",
        "![x](//evil.example/y.png)",
        "![x](https://evil.example/y.png)",
        "![x](\\\\evil.example/y.png)",
        '![x](y.png "t\\" onerror=alert(1)")',
        '[x](y "<script>")',
        "[x]: javascript:alert(1)",
        "<javascript:alert(1)>",
        '<https://a.example/"onclick=alert(1)>',
        "{{ domain }}",
        "\\{{ domain }}",
        "{{ a.b }}",
        "{{",
        "}}",
        "`{{ code }}`",
        "[{{ domain }}]({{ domain }})",
        "![{{ domain }}](x.png)",
        "&#xE000;domain&#xE001;",
        "\ue000domain\ue001",
        "```html\n<script>\n```",
        "```{{ x }}\n```",
        '```" onclick="x\ny\n```',
        "    <script>\n",
        "> [!WARNING]\n> x\n",
        "> [!NOTE] x\n",
        "> [!<b>]\n",
        "| a | b |\n|:-:|--:|\n| {{ x }} | <b> |\n",
        "[^1]",
        "[^1]: <script>",
        "^[in {{ x }} line]",
        "# x",
        "#### {{ x }}\n",
        "Term\n: Definition {{ x }}\n",
        "- a\n  - b\n",
        "~~x~~",
        "***",
        "\n\n",
        "\x00",
        "\u202e",
        "<!-- -->",
        "<![CDATA[x]]>",
        "]]>",
        "www.example.com",
        "a@example.com",
        "http://a.example/?<script>",
    ]
)
TEXTS = st.lists(
    st.one_of(PIECES, st.text(max_size=12), st.sampled_from("*_`[]()!<>&\"'{}\\|:#-\n ")), max_size=14
).map("".join)


@given(TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_no_article_text_makes_unsafe_html(text: str, value: str) -> None:
    assert_safe(render_article(text, lambda path: value), ARTICLE_TAGS)
    assert_safe(compile_prose(text, "mx").html({}, {"domain": value}), ARTICLE_TAGS)


REL = "nofollow ugc noopener noreferrer"


@pytest.mark.parametrize(
    "text", ["https://shop.example/x", "[a](https://shop.example)", "[a](/a/mail)", "a@example.com"]
)
def test_every_link_of_a_comment_is_the_visitors(text: str) -> None:
    html = render_comment(text)
    assert html.count("<a ") == html.count(f'rel="{REL}"') == 1


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_no_comment_makes_unsafe_html(text: str) -> None:
    html = render_comment(text)
    assert_safe(html, COMMENT_TAGS)
    seen = Inspector(html)
    assert [value for tag, name, value in seen.attributes if name == "rel"] == [REL] * seen.tags.count("a")
    for _, name, _ in seen.attributes:
        assert name in ("href", "rel", "start", "tabindex")


@given(st.text())
@settings(deadline=None)
def test_a_value_comes_out_as_it_is_and_only_as_text(value: str) -> None:
    html = compile_prose("a {{ domain }} b").html({"domain": value})
    inner = html.removeprefix('<p>a <bdi class="lookup">').removesuffix("</bdi> b</p>\n")
    assert "<" not in inner
    assert ">" not in inner
    clean = "".join(character for character in value if character not in "\r\0")
    if clean == value:
        assert Inspector(html).text == f"a {value} b\n"


def test_lookups_are_filled_or_named_by_their_label() -> None:
    prose = compile_prose("The servers of {{ domain }} are {{ mx.hosts }}.")
    assert prose.paths == ("domain", "mx.hosts")
    html = prose.html({"domain": "example.com", "mx.hosts": None}, {"mx.hosts": "Mail servers"})
    assert '<bdi class="lookup">example.com</bdi>' in html
    assert '<span class="lookup-open">Mail servers</span>' in html


def test_lookups_stay_as_written_in_code_and_after_a_backslash() -> None:
    html = render_article("`{{ domain }}` \\{{ domain }}\n\n```\n{{ domain }}\n```", lambda path: "filled")
    assert "filled" not in html
    assert html.count("{{ domain }}") == 3


@pytest.mark.parametrize("text", ["{{ Domain }}", "{{ a b }}", "{{}}", "{{ domain", "{ domain }"])
def test_what_is_no_lookup_is_text(text: str) -> None:
    assert compile_prose(text).paths == ()
    assert Inspector(render_article(text)).text.strip() == text


def test_characters_that_mark_lookups_cannot_be_smuggled_in() -> None:
    for text in ("\ue000domain\ue001", "&#xE000;domain&#xE001;", "[x](http://a.example/&#xE000;domain&#xE001;)"):
        assert compile_prose(text).paths == ()
        assert "secret" not in render_article(text, lambda path: "secret")


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("outbound-email.md", "/a/outbound-email"),
        ("outbound-email.md#queue", "/a/outbound-email#queue"),
        ("../mail/outbound-email.md#near.records", "/a/outbound-email#near.records"),
        ("/a/outbound-email#queue", "/a/outbound-email#queue"),
        ("#queue", "#queue"),
        ("https://example.com/readme.md", "https://example.com/readme.md"),
    ],
)
def test_links_between_articles(href: str, target: str) -> None:
    assert link_target(href) == target
    assert f'href="{target}"' in render_article(f"[x]({href})")


def test_links_elsewhere_tell_them_nothing_of_the_page() -> None:
    assert 'rel="noopener noreferrer external"' in render_article("[x](https://example.com/)")
    assert "rel=" not in render_article("[x](outbound-email.md)")


def test_pictures_from_elsewhere_become_links_since_pages_load_nothing_from_there() -> None:
    html = render_article("![The log](https://example.com/log.png) ![Ours](/static/log.png)")
    assert '<a href="https://example.com/log.png" rel="noopener noreferrer external">The log</a>' in html
    assert '<img src="/static/log.png" alt="Ours" loading="lazy">' in html


def test_headings_stand_below_those_of_the_page_and_have_ids_of_their_own() -> None:
    html = compile_prose("# Look\n\n#### Look\n\n##### Überall, {{ x }}", "mx").html()
    assert '<h4 id="mx:look">Look</h4>' in html
    assert '<h4 id="mx:look-2">Look</h4>' in html
    assert '<h5 id="mx:überall-x">' in html
    assert "id=" not in render_article("#### Look")


def test_footnotes_of_two_texts_on_one_page_do_not_meet() -> None:
    one, two = (compile_prose("See[^1].\n\n[^1]: There.", anchor).html() for anchor in ("mx", "firewall"))
    assert 'id="fn-mx-1"' in one
    assert 'href="#fn-mx-1"' in one
    assert 'id="fn-firewall-1"' in two


def test_notices_tables_and_code() -> None:
    html = render_article("> [!WARNING]\n> Mind *this*.\n\n| a |\n|--:|\n| 1 |\n\n```sh\necho 'x' # y\n```")
    assert '<div class="notice warn">' in html
    assert "<strong>Take care</strong><br>\nMind <em>this</em>." in html
    assert 'role="region" aria-label="Table"' in html
    assert '<td class="align-end">1</td>' in html
    assert "style=" not in html
    assert '<span class="hl-s1">' in html


def test_the_few_words_of_ours_are_said_in_the_language_of_the_text() -> None:
    said = {"Table": 'Tabelle "x" <y>', "Take care": "<b>Achtung</b>", "Back to the text": "Zurück zum Text"}
    text = "> [!WARNING]\n> Mind.\n\n| a |\n|--|\n| 1 |\n\nSee[^1].\n\n[^1]: There."
    html = compile_prose(text, say=said.__getitem__).html()
    assert 'role="region" aria-label="Tabelle &quot;x&quot; &lt;y&gt;"' in html
    assert "<strong>&lt;b&gt;Achtung&lt;/b&gt;</strong>" in html
    assert 'aria-label="Zurück zum Text"' in html
    assert "Table" not in html.replace("Tabelle", "")


def test_a_quotation_stays_one() -> None:
    assert "<blockquote>" in render_article("> [!OTHER]\n> x")
    assert "<blockquote>" in render_article("> Mind [!NOTE] this")


def test_comments_keep_line_breaks_and_lose_headings_and_pictures() -> None:
    html = render_comment("# Title\nsecond line\n\n![x](https://a.example/b.png)\n\n<b>raw</b>")
    assert "<h" not in html
    assert "<img" not in html
    assert "# Title<br>" in html
    assert "&lt;b&gt;raw&lt;/b&gt;" in html


def test_plain_is_the_words_alone() -> None:
    text = "**The** `MX` of {{ domain }}\nis [here](x.md).\n\n- one\n- two\n\n```\ncode\n```"
    assert plain(text, {"domain": "your domain"}) == "The MX of your domain is here. one two code"


@given(st.text())
def test_slugs_are_never_empty(text: str) -> None:
    made = slug(text)
    assert made
    assert not made.startswith("-")
    assert " " not in made


@pytest.mark.parametrize("reader", [article_reader, comment_reader])
def test_a_reader_is_compiled_before_threads_share_it(reader: Callable[[], MarkdownIt]) -> None:
    made = reader()
    for ruler in (made.core.ruler, made.block.ruler, made.inline.ruler, made.inline.ruler2):
        assert ruler.__cache__ is not None


def test_a_look_up_in_the_words_of_a_picture_is_filled_in_as_plain_text() -> None:
    text = "![The log of {{ domain }}, *bold {{ host }}*](/static/log.png)"
    html = render_article(text, {"domain": 'a"<b>.example', "host": None}.get)
    assert 'alt="The log of a&quot;&lt;b&gt;.example, bold host"' in html
    assert 'loading="lazy"' in html
    assert compile_prose(text).paths == ("domain", "host")
    html = compile_prose(text).html({}, {"domain": "Your domain"})
    assert 'alt="The log of Your domain, bold host"' in html


def test_a_look_up_in_the_words_of_a_picture_from_elsewhere_is_filled_in() -> None:
    html = render_article("![Log of {{ domain }}](https://example.com/log.png)", lambda _: "a.example")
    assert '>Log of <bdi class="lookup">a.example</bdi></a>' in html
    assert "<img" not in html
