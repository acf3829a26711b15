"""The graph of an article as a picture: a complete SVG whose nodes are links to the steps.

graphlay places nodes and edges; the drawing is ours, so that it carries classes instead of colours (the style sheet
knows light, dark, forced colours and print), has a title and a description, and needs no style attribute. The same
article always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import graphlay

from app.core.article import Article, Step
from app.core.lookups import fill
from app.core.picture_edges import Line, Say, in_english, label_of, lines
from app.core.picture_style import STANDALONE

NODE_WIDTH: Final = 212.0
LINE_HEIGHT: Final = 18.0
PADDING: Final = 13.0
TEXT_WIDTH: Final = 22  # characters of a title on one line, at 15 px
LABEL_WIDTH: Final = 7.1  # px a character of an edge's label takes, at 13 px
MARGIN: Final = 12.0
DESCRIPTION: Final = "{count} steps and where each leads. The same is told in words, step by step, below."
CORNER: Final = 9.0
BROAD: Final = 980.0  # px; a wider picture is scrolled rather than made smaller than can be read
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ckb"})


@dataclass(frozen=True, slots=True)
class _Node:
    step: Step
    title: str
    kind: str  # "step", "question", "solved", "escalate", "information"
    number: int  # 0 for an end
    rows: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.rows) * LINE_HEIGHT + 2 * PADDING


@dataclass(frozen=True, slots=True)
class _Frame:
    """Moves the layout's coordinates so that the drawing begins at 0, 0, and turns it round for right-to-left."""

    left: float
    top: float
    width: float
    height: float
    mirrored: bool

    def place(self, point: Any) -> tuple[float, float]:
        x, y = point["x"] - self.left, point["y"] - self.top
        return (self.width - x if self.mirrored else x), y


def picture(article: Article, *, lang: str = "", say: Say = in_english) -> str:
    """The SVG for a page, whose style sheet colours it. With `lang`, titles and labels of that translation.

    `say` puts the few words that are ours into the language of the page.
    """
    return _drawn(article, lang, "", say)


def standalone(article: Article, *, lang: str = "") -> str:
    """The SVG for a file: it brings its own colours, light and dark."""
    return _drawn(article, lang, f"<style>{STANDALONE}</style>", in_english)


def _drawn(article: Article, lang: str, style: str, say: Say) -> str:
    text = article.translations.get(lang, article) if lang else article
    nodes, drawn = _nodes(text), lines(text, say)
    layout = graphlay.layout(_graph(nodes, drawn), options={"direction": "topbottom"})
    frame = _frame(layout, drawn, mirrored=text.lang.split("-")[0] in RIGHT_TO_LEFT)
    parts = [*_head(text, frame, len(nodes), style, say)]
    parts += [_path(line, placed, frame) for line, placed in zip(drawn, layout.edges, strict=True)]
    parts += [_label(line, placed, frame) for line, placed in zip(drawn, layout.edges, strict=True)]
    parts += [_node(node, placed, frame) for node, placed in zip(nodes, layout.nodes, strict=True)]
    return "".join([*parts, "</svg>"])


def _frame(layout: Any, drawn: Sequence[Line], *, mirrored: bool) -> _Frame:
    """Round nodes, edges and labels; the layout's own bounds leave the labels out."""
    low, high = layout.bounds["min"], layout.bounds["max"]
    left, right = low["x"], high["x"]
    for line, placed in zip(drawn, layout.edges, strict=True):
        anchor = placed.get("label_anchor")
        if line.label and anchor is not None:
            left = min(left, anchor["x"] - _label_width(line) / 2)
            right = max(right, anchor["x"] + _label_width(line) / 2)
    return _Frame(
        left=left - MARGIN,
        top=low["y"] - MARGIN,
        width=right - left + 2 * MARGIN,
        height=high["y"] - low["y"] + 2 * MARGIN,
        mirrored=mirrored,
    )


def _label_width(line: Line) -> float:
    return len(line.label) * LABEL_WIDTH + 10


def _nodes(article: Article) -> list[_Node]:
    nodes: list[_Node] = []
    number = 0
    for step in article.steps.values():
        if step.use is not None:
            continue
        number += step.end is None
        kind = step.end or ("question" if step.ask else "step")
        title = fill(step.title, lambda path: None, lambda path: label_of(article, path))
        nodes.append(_Node(step, title, kind, 0 if step.end else number, tuple(_wrapped(title))))
    return nodes


def _wrapped(title: str) -> list[str]:
    """At most three lines of `TEXT_WIDTH` characters; what is left over is told by the link's title."""
    rows = [""]
    for word in title.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > TEXT_WIDTH:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    short = [row if len(row) <= TEXT_WIDTH + 2 else row[:TEXT_WIDTH] + "…" for row in rows]
    return short if len(short) <= 3 else [*short[:2], short[2].rstrip("…")[: TEXT_WIDTH - 1] + "…"]


def _graph(nodes: Sequence[_Node], drawn: Sequence[Line]) -> graphlay.Graph:
    graph = graphlay.Graph()
    for node in nodes:
        graph.node(node.step.id, width=NODE_WIDTH, height=node.height)
    for line in drawn:
        if line.label:
            graph.edge(line.source, line.target, label_size=[_label_width(line), 22])
        else:
            graph.edge(line.source, line.target)
    return graph


def _head(article: Article, frame: _Frame, count: int, style: str, say: Say) -> list[str]:
    plain = fill(article.title, lambda path: None, lambda path: label_of(article, path))
    title = escape(say("{title}: the way through", title=plain))
    broad = " broad" if frame.width > BROAD else ""
    said = escape(
        say("{count} steps and where each leads. The same is told in words, step by step, below.", count=count)
    )
    width, height = f"{frame.width:.0f}", f"{frame.height:.0f}"
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph{broad}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="group" '
        f'aria-labelledby="graph-title graph-desc"><title id="graph-title">{title}</title>'
        f'<desc id="graph-desc">{said}</desc>',
        style,
        '<defs><marker id="graph-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path class="graph-tip" d="M0 0 10 5 0 10z"/></marker></defs>',
    ]


def _path(line: Line, placed: Any, frame: _Frame) -> str:
    points = [frame.place(point) for point in placed["points"]]
    kind = "graph-edge" if not line.aside else "graph-edge aside"
    return f'<path class="{kind}" d="{_rounded(points)}" marker-end="url(#graph-tip)"/>'


def _rounded(points: Sequence[tuple[float, float]]) -> str:
    """A polyline with its corners rounded."""
    parts = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _toward(corner, before), _toward(corner, after)
        parts.append(f"L{start[0]:.0f} {start[1]:.0f}Q{corner[0]:.0f} {corner[1]:.0f} {end[0]:.0f} {end[1]:.0f}")
    parts.append(f"L{points[-1][0]:.0f} {points[-1][1]:.0f}")
    return "".join(parts)


def _toward(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    across, down = other[0] - corner[0], other[1] - corner[1]
    length = (across * across + down * down) ** 0.5
    share = min(CORNER / length, 0.5) if length else 0.0
    return corner[0] + across * share, corner[1] + down * share


def _label(line: Line, placed: Any, frame: _Frame) -> str:
    anchor = placed.get("label_anchor")
    if not line.label or anchor is None:
        return ""
    x, y = frame.place(anchor)
    width = _label_width(line)
    return (
        f'<g class="graph-label"><title>{escape(line.said)}</title>'
        f'<rect x="{x - width / 2:.0f}" y="{y - 10:.0f}" width="{width:.0f}" height="20" rx="4"/>'
        f'<text x="{x:.0f}" y="{y + 4.5:.0f}" text-anchor="middle">{escape(line.label)}</text></g>'
    )


def _node(node: _Node, placed: Any, frame: _Frame) -> str:
    x, y = frame.place(placed["center"])
    name = escape(node.title) if not node.number else f"{node.number}. {escape(node.title)}"
    top = y - (len(node.rows) - 1) * LINE_HEIGHT / 2 + 5
    rows = "".join(
        f'<text x="{x + (10 if node.number else 0):.0f}" y="{top + at * LINE_HEIGHT:.0f}" text-anchor="middle">'
        f"{escape(row)}</text>"
        for at, row in enumerate(node.rows)
    )
    left = x - NODE_WIDTH / 2
    number = (
        f'<text class="graph-number" x="{left + 22:.0f}" y="{y + 5:.0f}" text-anchor="middle">{node.number}</text>'
        if node.number
        else ""
    )
    return (
        f'<a class="graph-node {node.kind}" href="#{escape(node.step.id)}"><title>{name}</title>'
        f"{_shape(node, left, y)}{number}{rows}</a>"
    )


def _shape(node: _Node, left: float, y: float) -> str:
    """A rounded box for a step, a box with pointed sides for a question, a pill for an end."""
    top, half = y - node.height / 2, node.height / 2
    if node.kind == "question":
        right, tip = left + NODE_WIDTH, 12.0
        points = [
            (left, y),
            (left + tip, top),
            (right - tip, top),
            (right, y),
            (right - tip, top + 2 * half),
            (left + tip, top + 2 * half),
        ]
        return f'<polygon points="{" ".join(f"{px:.0f},{py:.0f}" for px, py in points)}"/>'
    radius = 8.0 if node.kind == "step" else half
    return f'<rect x="{left:.0f}" y="{top:.0f}" width="{NODE_WIDTH:.0f}" height="{node.height:.0f}" rx="{radius:.0f}"/>'
