"""Unknown names, facts, codes, options and steps in conditions, and kinds that cannot compare."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from app.core import conditions
from app.core.fields import near
from app.core.kinds import ANY, BOOL, NULL, NUMBER, TEXT, Domain, Shape, comparable, spoken, together
from app.core.signatures import ARITHMETIC, FUNCTIONS, TYPE_NAMES
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
    nodes,
)

Tell = Callable[[int, str, str], None]  # offset in the source, code of the problem, message
_LITERALS: Mapping[str, Shape] = {"number": NUMBER, "text": TEXT, "bool": BOOL, "null": NULL, "bytes": ANY}
_FAULTS = {"date": "bad-date", "timestamp": "bad-date", "duration": "bad-date", "matches": "bad-pattern"}
_REMEDIES = {
    "date": 'Write a day of the calendar, like date("2026-04-05").',
    "timestamp": 'Write it like timestamp("2026-04-05T00:00:00Z").',
    "duration": 'Write it like duration("90m").',
    "matches": "Mend this regular expression: it cannot be read.",
}
_HINTS: Mapping[tuple[str, str], str] = {
    ("number", "text"): "Take the quotes off the number, or put string(…) round it.",
    ("date", "text"): 'Write the day as date("2026-04-05").',
    ("list", "text"): "Ask whether the list holds it, with “in”.",
    ("text", "yes or no"): 'A yes-no input gives "yes" or "no", in quotes.',
}


class Judge:
    """Works out the shape of a tree and tells everything that cannot be right."""

    def __init__(self, names: Mapping[str, Shape], tell: Tell, source: str = "") -> None:
        self._names = names
        self._tell = tell
        self._source = source

    def condition(self, tree: Node) -> None:
        """Judges a tree that has to give true or false."""
        self._wants_bool(tree, self.shape(tree), "A condition gives true or false; this gives {}. Compare it.")

    def shape(self, node: Node) -> Shape:
        match node:
            case Literal(kind=kind):
                return _LITERALS[kind]
            case Name():
                return self._name(node)
            case Select():
                return self._select(node)
            case Index():
                return self._index(node)
            case ListOf(items=items):
                return Shape("list", element=together(*map(self.shape, items)))
            case MapOf(entries=entries):
                for key, _ in entries:
                    self.shape(key)
                return Shape("table", element=together(*(self.shape(held) for _, held in entries)))
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Conditional(test=test, then=then, otherwise=otherwise):
                self._wants_bool(test, self.shape(test), "Before “?” stands a condition; this gives {}. Compare it.")
                return together(self.shape(then), self.shape(otherwise))
            case Call():
                return self._call(node)
            case Macro():
                return self._macro(node)
        return ANY

    def _name(self, node: Name) -> Shape:
        if node.name in self._names:
            return self._names[node.name]
        if node.name not in TYPE_NAMES:
            self._tell(
                node.start, "unknown-name", f"Nothing here is called `{node.name}`. {near(node.name, self._names)}"
            )
        return ANY

    def _select(self, node: Select) -> Shape:
        target = self.shape(node.target)
        found = ANY
        if target.word == "check":
            found = self._field(target, node.field, node.at)
        elif target.word == "answers":
            found = self._step(target, node.field, node.at)
        elif target.word == "table":
            found = self._key(target, node.field, node.at, told=not node.test)
        elif target.word not in ("any", "null"):
            self._tell(node.at, "type-mismatch", f"{spoken(target)} has no fields: take out `.{node.field}`.")
        return BOOL if node.test else found

    def _field(self, check: Shape, field: str, at: int) -> Shape:
        found = check.fields.get(field)
        if found is None:
            self._tell(at, "unknown-fact", f"`{check.about}` has no fact `{field}`. {near(field, check.fields)}")
        return found or ANY

    def _step(self, answers: Shape, step: str, at: int) -> Shape:
        found = answers.fields.get(step)
        if found is None:
            rest = near(step, answers.fields) if answers.fields else "No step asks anything."
            self._tell(at, "unknown-step", f"No step `{step}` asks a question. {rest}")
        return found or ANY

    def _key(self, table: Shape, key: str, at: int, told: bool = True) -> Shape:
        if told and table.known is not None and key not in table.known:
            rest = near(key, table.known) if table.known else "It is empty."
            self._tell(at, "unknown-entry", f"The table `{table.about}` has no entry `{key}`. {rest}")
        return table.element or ANY

    def _index(self, node: Index) -> Shape:
        target, index = self.shape(node.target), self.shape(node.index)
        literal = node.index.value if isinstance(node.index, Literal) else None
        if target.word == "answers":
            return self._step(target, literal, node.index.start) if isinstance(literal, str) else ANY
        if target.word == "check" and isinstance(literal, str):
            return self._field(target, literal, node.index.start)
        if target.word == "table":
            if isinstance(literal, str):
                return self._key(target, literal, node.index.start)
            if target.known is not None and index.word not in ("text", "any"):
                message = f"The keys of tables are text; this is {spoken(index, low=True)}. Put string(…) round it."
                self._tell(node.index.start, "type-mismatch", message)
        elif target.word == "list":
            if index.word not in ("number", "any"):
                message = f"A list is indexed by a number; this is {spoken(index, low=True)}."
                self._tell(node.index.start, "type-mismatch", message)
        elif target.word not in ("any", "null"):
            message = f"{spoken(target)} has no elements: take out the brackets."
            self._tell(node.index.start, "type-mismatch", message)
        return target.element or ANY

    def _unary(self, node: Unary) -> Shape:
        shape = self.shape(node.operand)
        if node.operator == "!":
            self._wants_bool(
                node.operand, shape, "“!” negates a condition; this gives {}. Put a comparison in brackets."
            )
            return BOOL
        if shape.word not in ("number", "duration", "any"):
            self._tell(node.start, "type-mismatch", f"“-” wants a number; this is {spoken(shape, low=True)}.")
        return shape

    def _wants_bool(self, node: Node, shape: Shape, message: str) -> None:
        if shape.word not in ("yes or no", "any"):
            self._tell(node.start, "type-mismatch", message.format(spoken(shape, low=True)))

    def _binary(self, node: Binary) -> Shape:
        left, right = self.shape(node.left), self.shape(node.right)
        if node.operator in ("&&", "||"):
            for side, shape in ((node.left, left), (node.right, right)):
                message = f"“{node.operator}” joins conditions; this gives {{}}. Compare it."
                self._wants_bool(side, shape, message)
            return BOOL
        if node.operator == "in":
            self._membership(node, left, right)
            return BOOL
        if node.operator in ("==", "!="):
            self._equality(node, left, right)
            return BOOL
        if node.operator in ("+", "-", "*", "/", "%"):
            return self._arithmetic(node, left, right)
        words = {left.word, right.word}
        if "any" not in words and (len(words) > 1 or words & {"list", "table", "check", "answers", "null"}):
            self._mismatch(node, left, right)
        return BOOL

    def _mismatch(self, node: Binary, left: Shape, right: Shape) -> None:
        hint = _HINTS.get((left.word, right.word)) or _HINTS.get((right.word, left.word), "Compare like with like.")
        message = (
            f"“{node.operator}” cannot stand between {spoken(left, low=True)} and {spoken(right, low=True)}. {hint}"
        )
        self._tell(node.start, "type-mismatch", message)

    def _equality(self, node: Binary, left: Shape, right: Shape) -> None:
        if not comparable(left, right):
            self._mismatch(node, left, right)
            return
        for side, other in ((node.left, right), (node.right, left)):
            self._within(other.domain, side)
            if isinstance(side, ListOf) and other.element is not None:
                for item in side.items:
                    self._within(other.element.domain, item)

    def _membership(self, node: Binary, left: Shape, right: Shape) -> None:
        if right.word == "list":
            if right.element is not None and not comparable(left, right.element):
                self._mismatch(node, left, right)
            elif isinstance(node.right, ListOf):
                for item in node.right.items:
                    self._within(left.domain, item)
            elif right.element is not None:
                self._within(right.element.domain, node.left)
        elif right.word == "table":
            if right.known is not None and left.word not in ("text", "any"):
                self._mismatch(node, left, TEXT)
        elif right.word not in ("any", "null"):
            message = f"After “in” stands a list or a table; this is {spoken(right, low=True)}."
            self._tell(node.right.start, "type-mismatch", message)

    def _within(self, domain: Domain | None, node: Node) -> None:
        """A text that is compared with one of few must be one of them."""
        if domain is None or not isinstance(node, Literal) or not isinstance(node.value, str):
            return
        if node.kind == "text" and node.value not in domain.texts:
            message = f"“{node.value}” is no {domain.what}. {near(node.value, domain.texts)}"
            self._tell(node.start, domain.code, message)

    def _arithmetic(self, node: Binary, left: Shape, right: Shape) -> Shape:
        if "any" in (left.word, right.word):
            return ANY
        if node.operator == "+" and left.word == right.word == "list":
            return together(left, right)
        gives = ARITHMETIC.get((node.operator, left.word, right.word))
        if gives is None:
            self._mismatch(node, left, right)
        return gives or ANY

    def _call(self, node: Call) -> Shape:
        given = [self.shape(arg) for arg in (() if node.target is None else (node.target,))]
        given += [self.shape(arg) for arg in node.args]
        signature = FUNCTIONS.get(node.function)
        if signature is None:
            message = f"There is no function `{node.function}`. {near(node.function, FUNCTIONS)}"
            self._tell(node.at, "unknown-function", message)
            return ANY
        if signature.method is not None and signature.method != (node.target is not None):
            how = f"x.{node.function}()" if signature.method else f"{node.function}(x)"
            self._tell(node.at, "type-mismatch", f"Write this function as {how}.")
        elif len(given) != len(signature.takes):
            wanted = len(signature.takes) - (node.target is not None)
            self._tell(node.at, "type-mismatch", f"`{node.function}` takes {wanted} here, not {len(node.args)}.")
        else:
            self._arguments(node, given, signature.takes)
        return signature.gives

    def _arguments(self, node: Call, given: list[Shape], takes: Collection[Collection[str] | None]) -> None:
        where = ([] if node.target is None else [node.target]) + list(node.args)
        sound = True
        for arg, shape, words in zip(where, given, takes, strict=True):
            if words is not None and shape.word != "any" and shape.word not in words:
                message = f"`{node.function}` takes {' or '.join(words)}; this is {spoken(shape, low=True)}."
                self._tell(arg.start, "type-mismatch", message)
                sound = False
        if sound and node.function in _FAULTS:
            self._constant(node)

    def _constant(self, node: Call) -> None:
        """Tries a call whose arguments are all written out: a date that does not exist shows now, not on the walk."""
        text = self._source[node.start : node.end]
        if node.function == "matches":
            pattern = node.args[-1]
            if not isinstance(pattern, Literal):
                return
            text = f'"".matches({pattern.text})'
        elif any(isinstance(each, Name | Macro) for each in nodes(node)):
            return
        try:
            conditions.compile_expression(text).evaluate({})
        except (conditions.EvaluationFailed, conditions.ExpressionProblem):
            self._tell(node.args[-1].start, _FAULTS[node.function], _REMEDIES[node.function])

    def _macro(self, node: Macro) -> Shape:
        target = self.shape(node.target)
        if target.word not in ("list", "table", "any", "null"):
            message = f"`{node.kind}` runs over a list; this is {spoken(target, low=True)}."
            self._tell(node.target.start, "type-mismatch", message)
        element = (target.element or ANY) if target.word == "list" else TEXT if target.word == "table" else ANY
        inner = Judge({**self._names, node.variable: element}, self._tell, self._source)
        results = [inner.shape(arg) for arg in node.args]
        tests = node.args if node.kind != "map" else node.args[:-1]
        for arg, shape in zip(tests, results, strict=False):
            inner._wants_bool(arg, shape, f"`{node.kind}` wants a condition; this gives {{}}. Compare it.")
        if node.kind == "map":
            return Shape("list", element=results[-1])
        return Shape("list", element=element) if node.kind == "filter" else BOOL
