"""Comments of a Disqus export: first every thread, then every post with the number of its thread.

<thread dsq:id="11"><id>…</id><link>https://…</link><title>…</title></thread>
<post dsq:id="21"><message><![CDATA[<p>…</p>]]></message><createdAt>2012-04-01T10:00:00Z</createdAt>
  <isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>…</name><email>…</email></author>
  <thread dsq:id="11"/><parent dsq:id="20"/></post>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.comment_source import SourceComment, SourceProblem, SourceState, moment
from app.core.html_text import text_of_html
from app.core.xml_elements import Element, read_elements


def read_disqus(chunks: Iterable[bytes]) -> Iterator[SourceComment | SourceProblem]:
    """Every post in order. Raises BadInput where the file is no XML."""
    threads: dict[str, tuple[str, ...]] = {}
    for element in read_elements(chunks, ("thread", "post")):
        number = element.attributes.get("dsq:id", "")
        if element.name == "thread":
            said = (element.said("link"), element.said("id"), element.said("title"))
            threads[number] = tuple(key for key in said if key)
        else:
            yield _post(element, number, threads)


def _post(post: Element, number: str, threads: dict[str, tuple[str, ...]]) -> SourceComment | SourceProblem:
    created = moment(post.said("createdAt"))
    if not number or created is None:
        return SourceProblem(post.line, "A post without a number or a date.")
    thread = post.attribute_of("thread", "dsq:id")
    author = post.first("author")
    state: SourceState = "published"
    if post.said("isSpam") == "true":
        state = "spam"
    if post.said("isDeleted") == "true":
        state = "deleted"
    return SourceComment(
        line=post.line,
        id=number,
        keys=threads.get(thread, ()) or (f"thread {thread}",),
        text=text_of_html(post.said("message")),
        name=author.said("name") if author else "",
        email=author.said("email") if author else "",
        created=created,
        parent=post.attribute_of("parent", "dsq:id"),
        state=state,
    )
