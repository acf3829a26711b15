"""Code in colours: Pygments' classes, which the style sheet knows with the prefix `hl-`."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from pygments import format
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import Token, _TokenType

COLOURED = (Token.Comment, Token.Keyword, Token.Name.Tag, Token.Literal.String, Token.Literal.Number)
LONGEST = 20_000  # characters; a log of a megabyte is shown without colours


def highlighted(code: str, language: str) -> str:
    """The code as escaped HTML, in colours where the language is known."""
    lexer = _lexer(language) if language and len(code) <= LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    tokens = ((kind if _is_coloured(kind) else Token.Text, text) for kind, text in lexer.get_tokens(code))
    return str(format(tokens, HtmlFormatter(nowrap=True, classprefix="hl-")))


def _is_coloured(kind: _TokenType) -> bool:
    """Whether the style sheet has a colour for it. The rest needs no element around each word and space."""
    return any(kind[: len(group)] == group for group in COLOURED)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    """One of Pygments' own: an unknown name would load every plug-in that any installed package brings."""
    if language.lower() not in _names():
        return None
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)
