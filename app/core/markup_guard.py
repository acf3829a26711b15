"""The last guard: nh3 with an allow-list, over the HTML that our own rules made."""

from __future__ import annotations

import re
from collections.abc import Collection

import nh3

_COMMENT_TAGS = frozenset({"p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a"})
_ARTICLE_TAGS = _COMMENT_TAGS | frozenset(
    [
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
        "span",
        "bdi",
        "section",
        "sup",
        "dl",
        "dt",
        "dd",
    ]
)
_CLASSES = frozenset(
    [
        "lookup",
        "lookup-open",
        "notice",
        "info",
        "warn",
        "fail",
        "pass",
        "notice-title",
        "wide-table",
        "code",
        "footnotes",
        "footnotes-list",
        "footnote-item",
        "footnote-ref",
        "footnote-backref",
        "footnotes-sep",
        "align-start",
        "align-center",
        "align-end",
    ]
)
_HIGHLIGHT = re.compile(r"hl-[a-z0-9]{1,4}")
_ID = re.compile(r"[\w.:-]{1,200}")
_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_article(html: str, labels: Collection[str]) -> str:
    """Keeps what the article profile may hold: classes of ours, ids, links, pictures, tables; of aria labels only ours,
    `labels`."""

    def attribute(element: str, name: str, value: str) -> str | None:
        if name == "aria-label":
            return value if value in labels else None
        return _article_attribute(element, name, value)

    return nh3.clean(
        html,
        tags=set(_ARTICLE_TAGS),
        attributes={
            "*": {"class", "id"},
            "a": {"href", "title", "rel", "aria-label"},
            "img": {"src", "alt", "title", "loading"},
            "ol": {"start"},
            "pre": {"tabindex"},
            "div": {"tabindex", "role", "aria-label"},
            "th": {"scope"},
        },
        attribute_filter=attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def clean_comment(html: str) -> str:
    """Keeps less: no ids, no classes, no pictures; links carry `nofollow ugc` whatever the rules gave them."""
    return nh3.clean(
        html,
        tags=set(_COMMENT_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}, "pre": {"tabindex"}},
        attribute_filter=_comment_attribute,
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )


def _article_attribute(element: str, name: str, value: str) -> str | None:
    match name:
        case "class":
            kept = [part for part in value.split() if part in _CLASSES or _HIGHLIGHT.fullmatch(part)]
            return " ".join(kept) or None
        case "id":
            return value if _ID.fullmatch(value) else None
        case "tabindex":
            return value if value == "0" else None
        case "role":
            return value if value == "region" else None
        case "src":
            return value if _local(value) else None
    return value


def _comment_attribute(element: str, name: str, value: str) -> str | None:
    """nh3 lets `title` and `lang` pass on every element, which comments have no use for; `rel` is our own by now."""
    return value if name in ("href", "rel", "start") or (name, value) == ("tabindex", "0") else None


def _local(address: str) -> bool:
    """Pictures come from this site only, as the page's policy demands."""
    return not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", address.strip(), re.IGNORECASE)
