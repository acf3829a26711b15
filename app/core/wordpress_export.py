"""Comments of a WordPress export (WXR, RSS with WordPress's own elements, any version): each inside of its post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from app.core.comment_source import SourceComment, SourceProblem, SourceState, moment
from app.core.html_text import text_of_html
from app.core.xml_elements import Element, read_elements

_STATES: Final[dict[str, SourceState]] = {"1": "published", "0": "held", "spam": "spam"}
_OF_PEOPLE: Final = ("", "comment", "review")  # pingbacks and trackbacks are not


def read_wordpress(chunks: Iterable[bytes]) -> Iterator[SourceComment | SourceProblem]:
    """Every comment in order, told apart by the address of the blog too. Raises BadInput where the file is no XML."""
    blog = ""
    for element in read_elements(chunks, ("item", "wp:base_blog_url")):
        if element.name == "wp:base_blog_url":
            blog = element.text.strip().rstrip("/")
            continue
        said = (element.said("link"), element.said("wp:post_name"), element.said("guid"), element.said("title"))
        keys = tuple(dict.fromkeys(key for key in said if key))
        for comment in element.children:
            if comment.name == "wp:comment":
                yield _comment(comment, keys, blog)


def _comment(comment: Element, keys: tuple[str, ...], blog: str) -> SourceComment | SourceProblem:
    number, parent = comment.said("wp:comment_id"), comment.said("wp:comment_parent")
    if comment.said("wp:comment_type") not in _OF_PEOPLE:
        return SourceProblem(comment.line, f"A {comment.said('wp:comment_type')}, not a comment of a person.")
    created = moment(comment.said("wp:comment_date_gmt")) or moment(comment.said("wp:comment_date"))
    if not number or created is None:
        return SourceProblem(comment.line, "A comment without a number or a date.")
    return SourceComment(
        line=comment.line,
        id=f"{blog}#{number}",
        keys=keys,
        text=text_of_html(comment.said("wp:comment_content"), breaks=True),
        name=comment.said("wp:comment_author"),
        email=comment.said("wp:comment_author_email"),
        created=created,
        parent=f"{blog}#{parent}" if parent not in ("", "0") else "",
        state=_STATES.get(comment.said("wp:comment_approved"), "deleted"),
    )
