"""The Markdown readers and our own rules: look-ups, links between articles, notices, code in colours, wide tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from app.core.lookups import LOOKUP
from app.core.markup_code import highlighted

# Two private characters mark a look-up in the HTML between rendering and filling in; see `markup._neutralise`.
OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
PLAIN: Final = "="  # before the path of a look-up in an attribute, where no element can stand

NOTICES: Final = {
    "NOTE": ("info", "Note"),
    "TIP": ("pass", "Tip"),
    "IMPORTANT": ("info", "Important"),
    "WARNING": ("warn", "Take care"),
    "CAUTION": ("fail", "Danger"),
}
TABLE: Final = "Table"
BACK: Final = "Back to the text"
SAY: Final = "say"  # in what a reader is given beside the text: the few words of ours in the language of the text
_NOTICE = re.compile(r"\[!([A-Z]+)\][ \t]*(?:\n|$)")
_MARKDOWN_FILE = re.compile(r"(?:[\w./-]*/)?([a-z0-9][a-z0-9-]*)\.md(#[^#]*)?")
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
EXTERNAL_REL: Final = "noopener noreferrer external"


@lru_cache(maxsize=1)
def article_reader() -> MarkdownIt:
    """CommonMark with tables, strike-through, footnotes, definition lists and bare links; no raw HTML."""
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False})
    reader.enable(["table", "strikethrough", "linkify"])
    reader.use(footnote_plugin).use(deflist_plugin)
    reader.inline.ruler.before("escape", "lookup", _lookup)
    reader.core.ruler.after("inline", "notices", _notices)
    reader.core.ruler.after("notices", "headings", _headings)
    rules = {
        "lookup": _render_lookup,
        "link_open": _render_link,
        "image": _render_image,
        "fence": _render_fence,
        "code_block": _render_fence,
        "table_open": _render_table,
        "table_close": _render_table_end,
        "footnote_anchor": _render_footnote_anchor,
        "th_open": _render_cell,
        "td_open": _render_cell,
    }
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)
    return _ready(reader)


@lru_cache(maxsize=1)
def comment_reader() -> MarkdownIt:
    """Less of the same: line breaks stay as typed; headings, rules and pictures are text."""
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    reader.enable(["strikethrough", "linkify"])
    reader.disable(["heading", "lheading", "hr", "image", "reference"])
    reader.add_render_rule("fence", _render_plain_code)
    reader.add_render_rule("code_block", _render_plain_code)
    return _ready(reader)


def _ready(reader: MarkdownIt) -> MarkdownIt:
    """Lets the reader compile its chains of rules, which it does at its first text, before two threads can share it."""
    reader.render("A *text* to begin with.")
    return reader


def link_target(href: str) -> str:
    """`other.md#id` and `folder/other.md#id` as `/a/other#id`; any other address as it is."""
    found = _MARKDOWN_FILE.fullmatch(unquote(href))
    return f"/a/{found[1]}{found[2] or ''}" if found else href


def slug(text: str) -> str:
    """A heading as an id: letters and digits of any script, in lower case, with hyphens between."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text).casefold()).strip("-")[:80] or "section"


def _lookup(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "{\\":
        return False
    found = LOOKUP.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        if found[1] is None:
            state.pending += "{{"
        else:
            state.push("lookup", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _notices(state: StateCore) -> None:
    """A quotation that begins with `[!NOTE]`, as several viewers of Markdown know it, becomes a notice."""
    opened: list[Token | None] = []
    for at, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            kind = _take_notice(state.tokens[at + 1 : at + 3], _say(state.env))
            if kind is not None:
                token.meta["notice"], token.tag = NOTICES[kind], "div"
                token.attrSet("class", f"notice {NOTICES[kind][0]}")
                state.tokens[at + 2].meta["notice"] = NOTICES[kind][1]
            opened.append(token if kind else None)
        elif token.type == "blockquote_close" and opened.pop() is not None:
            token.tag = "div"


def _say(env: EnvType) -> Callable[[str], str]:
    """How a word of ours is said in the language of the text; as it is where nobody said how."""
    say: Callable[[str], str] = env.get(SAY, str)
    return say


def _take_notice(following: Sequence[Token], say: Callable[[str], str]) -> str | None:
    """The kind of notice, its mark taken out of the paragraph and its title put there."""
    if len(following) < 2 or following[0].type != "paragraph_open":
        return None
    inline = following[1]
    found = _NOTICE.match(inline.content)
    if found is None or found[1] not in NOTICES or not inline.children:
        return None
    children = inline.children
    end = next((at for at, child in enumerate(children) if child.type in ("softbreak", "hardbreak")), len(children))
    title = Token("text", "", 0, content=say(NOTICES[found[1]][1]))
    strong = [Token("strong_open", "strong", 1), title, Token("strong_close", "strong", -1)]
    inline.children = [*strong, *([Token("hardbreak", "br", 0)] if end < len(children) else []), *children[end + 1 :]]
    return found[1]


def _headings(state: StateCore) -> None:
    """Ids for headings where the text has an anchor; the page has used h1 to h3, so no heading stands above h4."""
    anchor, taken = str(state.env.get("anchor") or ""), set[str]()
    for at, token in enumerate(state.tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{max(4, int(token.tag[1]))}"
        if token.type == "heading_open" and anchor:
            base = wanted = f"{anchor}:{slug(state.tokens[at + 1].content)}"
            number = 2
            while wanted in taken:
                wanted, number = f"{base}-{number}", number + 1
            taken.add(wanted)
            token.attrSet("id", wanted)


def _render_lookup(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return f"{OPEN}{tokens[index].content}{CLOSE}"


def _render_link(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    href = link_target(str(token.attrGet("href") or ""))
    token.attrSet("href", href)
    if _ELSEWHERE.match(href):
        token.attrSet("rel", EXTERNAL_REL)
    return str(self.renderToken(tokens, index, options, env))


def _render_image(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A picture of this site as such; one from elsewhere as a link to it, since pages load nothing from other hosts."""
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    if not _ELSEWHERE.match(source):
        token.attrSet("loading", "lazy")
        token.attrSet("alt", _words_of(self, token.children or [], options, env, PLAIN))
        return str(self.renderToken(tokens, index, options, env))
    words = _words_of(self, token.children or [], options, env) or source
    link = Token("link_open", "a", 1, attrs={"href": source, "rel": EXTERNAL_REL})
    text = Token("text", "", 0, content=words)
    return str(self.renderInline([link, text, Token("link_close", "a", -1)], options, env))


def _words_of(self: RendererHTML, tokens: Sequence[Token], options: OptionsDict, env: EnvType, kind: str = "") -> str:
    """The words of a picture, with its look-ups in their places."""
    return "".join(
        f"{OPEN}{kind}{token.content}{CLOSE}"
        if token.type == "lookup"
        else _words_of(self, token.children, options, env, kind)
        if token.children
        else self.renderInlineAsText([token], options, env)
        for token in tokens
    )


def _render_fence(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    language = tokens[index].info.split(maxsplit=1)[0] if tokens[index].info.strip() else ""
    return f'<pre tabindex="0"><code class="code">{highlighted(tokens[index].content, language)}</code></pre>\n'


def _render_plain_code(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<pre tabindex="0"><code>{highlighted(tokens[index].content, "")}</code></pre>\n'


def _render_table(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    label = escapeHtml(_say(env)(TABLE))
    return f'<div class="wide-table" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _render_table_end(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table></div>\n"


def _render_cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Alignment as a class: the policy of our pages allows no style attribute."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    for side, name in (("center", "align-center"), ("right", "align-end")):
        if side in style:
            token.attrSet("class", name)
    if token.type == "th_open":
        token.attrSet("scope", "col")
    return str(self.renderToken(tokens, index, options, env))


def _render_footnote_anchor(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    name = self.rules["footnote_anchor_name"](tokens, index, options, env)
    sub = tokens[index].meta.get("subId", 0)
    back = f"#fnref{name}" + (f":{sub}" if sub > 0 else "")
    label = escapeHtml(_say(env)(BACK))
    return f' <a href="{back}" class="footnote-backref" aria-label="{label}">↩︎</a>'
