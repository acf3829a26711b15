"""Code in colours: Pygments' classes, which the style sheet knows with the prefix `hl-`."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name

LONGEST = 20_000  # characters; a log of a megabyte is shown without colours


def highlighted(code: str, language: str) -> str:
    """The code as escaped HTML, in colours where the language is known."""
    lexer = _lexer(language) if language and len(code) <= LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="hl-")))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    """One of Pygments' own: an unknown name would load every plug-in that any installed package brings."""
    if language.lower() not in _names():
        return None
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)
