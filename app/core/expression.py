"""Reads a condition into its tree, with the offset of everything.

Grammar: https://github.com/google/cel-spec/blob/master/doc/langdef.md, syntax, without message literals and the
leading dot, which articles have no use for. Reading stops at fixed limits, so that no text can exhaust the stack or
the machine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NoReturn

from app.core.effort import MOST, effort
from app.core.errors import ExpressionProblem
from app.core.syntax import (
    Binary,
    Call,
    Conditional,
    Index,
    ListOf,
    Literal,
    Macro,
    MapOf,
    Name,
    Node,
    Select,
    Unary,
)
from app.core.tokens import KEYWORDS, RESERVED, Token, tokens

LONGEST: Final = 4000  # code points
DEEPEST: Final = 24  # brackets, calls and signs within one another
MOST_SIGNS: Final = 300  # operators, dots and brackets: bounds the height of the tree
MACROS: Final = 6
MACROS_NESTED: Final = 2

MACRO_NAMES: Final = frozenset({"all", "exists", "exists_one", "existsOne", "map", "filter"})
_LEVELS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"||"}),
    frozenset({"&&"}),
    frozenset({"==", "!=", "<", "<=", ">", ">=", "in"}),
    frozenset({"+", "-"}),
    frozenset({"*", "/", "%"}),
)


@lru_cache(maxsize=8192)
def parse_expression(source: str) -> Node:
    """The tree of a CEL text. Raises ExpressionProblem with the column of the first thing that cannot be read."""
    if len(source) > LONGEST:
        raise ExpressionProblem(f"A condition may have {LONGEST} characters: move parts of it to values.", LONGEST + 1)
    if not source.isascii() and any(0xD800 <= ord(character) <= 0xDFFF for character in source):
        raise ExpressionProblem("This text holds half a character: write the file as UTF-8.", 1)
    parser = _Parser(list(tokens(source)))
    tree = parser.expression()
    if parser.token.kind != "end":
        parser.refuse("an operator or the end")
    if (macro := parser.first_macro) is not None:
        estimate = effort(tree)
        if max(estimate.work, estimate.size) > MOST:
            raise ExpressionProblem("This may take too long: use fewer or smaller lists in it.", macro + 1)
    return tree


class _Parser:
    """Recursive descent with one token of look-ahead."""

    def __init__(self, stream: list[Token]) -> None:
        self._stream = stream
        self._at = 0
        self._depth = 0
        self._signs = 0
        self._macros = 0
        self._macro_depth = 0
        self.first_macro: int | None = None

    @property
    def token(self) -> Token:
        return self._stream[self._at]

    def refuse(self, wanted: str) -> NoReturn:
        found = f"“{self.token.text}”" if self.token.kind != "end" else "the end"
        raise ExpressionProblem(f"Here CEL expects {wanted}, not {found}.", self.token.start + 1)

    def _sign(self, *texts: str) -> Token | None:
        token = self.token
        if token.kind == "sign" and token.text in texts:
            self._at += 1
            return token
        return None

    def _need(self, text: str) -> Token:
        token = self._sign(text)
        if token is None:
            self.refuse(f"“{text}”")
        return self._stream[self._at - 1]

    def _count(self) -> None:
        self._signs += 1
        if self._signs > MOST_SIGNS:
            raise ExpressionProblem("This is too long: move parts of it to values.", self.token.start + 1)

    def expression(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionProblem("This is nested too deeply: move parts of it to values.", self.token.start + 1)
        test = self._level(0)
        if self._sign("?"):
            then = self._level(0)
            self._need(":")
            otherwise = self.expression()
            test = Conditional(test.start, otherwise.end, test, then, otherwise)
        self._depth -= 1
        return test

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while self.token.kind in ("sign", "name") and self.token.text in _LEVELS[level]:
            operator = self.token.text
            self._count()
            self._at += 1
            right = self._level(level + 1)
            left = Binary(left.start, right.end, operator, left, right)
        return left

    def _unary(self) -> Node:
        sign = self._sign("!", "-")
        if sign is None:
            return self._member()
        more = [sign]
        while again := self._sign(sign.text):
            self._count()
            more.append(again)
        if sign.text == "!" and self.token.text == "-" and self._stream[self._at + 1].kind == "number":
            operand: Node = self._negative()
        else:
            operand = self._member()
        for each in reversed(more):
            operand = Unary(each.start, operand.end, sign.text, operand)
        return operand

    def _negative(self) -> Node:
        minus = self._need("-")
        operand = self._member()
        return Unary(minus.start, operand.end, "-", operand)

    def _member(self) -> Node:
        node = self._primary()
        while True:
            if self._sign("."):
                self._count()
                node = self._selection(node)
            elif self._sign("["):
                self._count()
                index = self.expression()
                node = Index(node.start, self._need("]").end, node, index)
            else:
                return node

    def _selection(self, target: Node) -> Node:
        token = self.token
        if token.kind != "name" or token.text in KEYWORDS:
            self.refuse("the name of a field")
        self._at += 1
        if not self._sign("("):
            return Select(target.start, token.end, target, token.text, token.start)
        macro = token.text in MACRO_NAMES
        if macro:
            self._enter_macro(token)
        args = self._arguments()
        end = self._need(")").end
        if macro:
            self._macro_depth -= 1
            if len(args) == 2 or (token.text == "map" and len(args) == 3):
                return _macro(target, token, args, end)
        return Call(target.start, end, token.text, target, args, token.start)

    def _enter_macro(self, token: Token) -> None:
        self._macros += 1
        self._macro_depth += 1
        self.first_macro = token.start if self.first_macro is None else self.first_macro
        if self._macros > MACROS or self._macro_depth > MACROS_NESTED:
            raise ExpressionProblem(
                f"At most {MACROS} macros fit in a condition, {MACROS_NESTED} in one another: move some to values.",
                token.start + 1,
            )

    def _arguments(self) -> tuple[Node, ...]:
        if self.token.text == ")" and self.token.kind == "sign":
            return ()
        args = [self.expression()]
        while self._sign(","):
            args.append(self.expression())
        return tuple(args)

    def _primary(self) -> Node:
        token = self.token
        self._at += 1
        if token.kind in ("number", "text", "bytes"):
            return Literal(token.start, token.end, token.kind, token.value, token.text)
        if token.kind == "name":
            return self._named(token)
        if token.kind == "sign" and token.text == "(":
            inner = self.expression()
            self._need(")")
            return inner
        if token.kind == "sign" and token.text == "[":
            return self._list(token)
        if token.kind == "sign" and token.text == "{":
            return self._map(token)
        self._at -= 1
        self.refuse("a name or a value")

    def _named(self, token: Token) -> Node:
        if token.text in ("true", "false"):
            return Literal(token.start, token.end, "bool", token.text == "true", token.text)
        if token.text == "null":
            return Literal(token.start, token.end, "null", None, token.text)
        if token.text == "in" or token.text in RESERVED:
            raise ExpressionProblem(f"“{token.text}” is a reserved word of CEL: use another name.", token.start + 1)
        if not self._sign("("):
            return Name(token.start, token.end, token.text)
        args = self._arguments()
        end = self._need(")").end
        if token.text == "has" and len(args) == 1:
            return _has(token, args[0], end)
        return Call(token.start, end, token.text, None, args, token.start)

    def _list(self, opening: Token) -> Node:
        items: list[Node] = []
        while not self._closes("]", bool(items)):
            items.append(self.expression())
        return ListOf(opening.start, self._need("]").end, tuple(items))

    def _map(self, opening: Token) -> Node:
        entries: list[tuple[Node, Node]] = []
        while not self._closes("}", bool(entries)):
            key = self.expression()
            self._need(":")
            entries.append((key, self.expression()))
        return MapOf(opening.start, self._need("}").end, tuple(entries))

    def _closes(self, bracket: str, comma_first: bool) -> bool:
        """Whether the list ends here; takes the comma before the next element or before the bracket."""
        if self.token.kind == "sign" and self.token.text == bracket:
            return True
        if comma_first:
            self._need(",")
        elif self._sign(","):
            if self.token.text != bracket:
                self.refuse(f"“{bracket}”")
            return True
        return self.token.kind == "sign" and self.token.text == bracket


def _macro(target: Node, name: Token, args: tuple[Node, ...], end: int) -> Macro:
    variable = args[0]
    if not isinstance(variable, Name):
        raise ExpressionProblem(f"“{name.text}” wants a plain name first, like x.", variable.column)
    return Macro(target.start, end, name.text, target, variable.name, args[1:], name.start)


def _has(token: Token, inner: Node, end: int) -> Select:
    if not isinstance(inner, Select):
        raise ExpressionProblem("“has” asks for a field: write it like has(mx.hosts).", inner.column)
    return Select(token.start, end, inner.target, inner.field, inner.at, test=True)
