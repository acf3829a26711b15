"""Code in colours: Pygments' classes, which the style sheet knows with the prefix `hl-`."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType

COLOURED = (Token.Comment, Token.Keyword, Token.Name.Tag, Token.Literal.String, Token.Literal.Number)
LONGEST = 20_000  # characters; a log of a megabyte is shown without colours


def highlighted(code: str, language: str) -> str:
    """The code as escaped HTML, in colours where the language is known."""
    lexer = _lexer(language) if language and len(code) <= LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    runs = groupby(lexer.get_tokens(code), lambda token: _class_of(token[0]))
    return "".join(_run(name, "".join(text for _, text in tokens)) for name, tokens in runs)


def _run(name: str, text: str) -> str:
    shown = escape(text, quote=False)
    return f'<span class="hl-{name}">{shown}</span>' if name else shown


def _class_of(kind: _TokenType) -> str:
    """Empty where the style sheet has no colour for it: not each word and space needs an element around it."""
    if not any(kind[: len(group)] == group for group in COLOURED):
        return ""
    # a lexer's own kind has the class of what it is one of
    return next(STANDARD_TYPES[each] for each in reversed(kind.split()) if each in STANDARD_TYPES)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    """One of Pygments' own: an unknown name would load every plug-in that any installed package brings."""
    if language.lower() not in _names():
        return None
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)
