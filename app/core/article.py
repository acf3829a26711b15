"""The article as data: frozen, complete, with every fragment in its place.

`places` tells where the value of a key stands: `places["next"]`, `places["inputs.domain"]`, `places["with.hosts"]`.
`parse.py` builds these; `lint.py` judges them; `walk.py` walks them; `markup.py` renders their prose.
Ids are those of paths and permalinks: a fragment's step `records` used by step `near` is `near.records`, and
every target (`to`, `next`, `otherwise`, `after`) is already such an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

EMPTY: Mapping[str, object] = MappingProxyType({})

InputType = Literal[
    "text", "number", "date", "year", "yes-no", "choice", "choices", "domain", "host", "email", "ip", "url", "port"
]
EndKind = Literal["solved", "escalate", "information"]
Severity = Literal["error", "warning"]
Scalar = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file as named in the bundle, line and column from 1."""

    file: str = ""
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with a sentence that tells how to mend it. `code` is stable."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files one article is made of, as text: `main` names the article's own file.

    `files` maps a path relative to the content folder (`inbound-email.md`, `_fragments/records.md`,
    `_data/deadlines.yaml`, `inbound-email.de.md`, `inbound-email.scenarios.yaml`) to its text.
    """

    main: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ref:
    """`$domain`, `$mx.hosts` or `$each` as a parameter; `path` without the dollar sign."""

    path: str


Param = Scalar | Ref | tuple[Scalar | Ref, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A CEL source text and where it stands (the place of its first character inside the YAML scalar)."""

    source: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    type: InputType
    label: str
    hint: str = ""
    example: str = ""
    default: Scalar | tuple[str, ...] = None
    options: Mapping[str, str] = field(default_factory=dict)  # choice value → label, in file order
    optional: bool = False
    personal: bool = False
    min: Scalar = None  # number; or ISO date for dates; text: length in code points
    max: Scalar = None
    pattern: str | None = None
    message: str | None = None  # said instead of the standard reason where `pattern`, `min` or `max` fails
    place: Place = Place()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    that: Expression
    say: str
    input: str
    place: Place = Place()
    say_place: Place = field(default=Place(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CheckCall:
    name: str  # as conditions of its scope say it: `mx`
    run: str  # `dns.mx`
    params: Mapping[str, Param] = field(default_factory=dict)
    when: Expression | None = None
    each: Ref | tuple[Scalar, ...] | None = None
    place: Place = Place()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    say: str
    to: str | None = None
    when: Expression | None = None
    alone: bool = False
    place: Place = Place()
    say_place: Place = field(default=Place(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ask:
    say: str
    many: bool
    options: tuple[Option, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Branch:
    """One way on. `when` is None for the last of a list and for a plain `next`."""

    to: str
    when: Expression | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Cause:
    id: str
    title: str
    body: str
    was: tuple[str, ...] = ()
    when: Expression | None = None
    likely: float | None = None  # None where the author said nothing; ranking then takes 0.2
    cost: float = 5.0  # minutes
    to: str = "retry"  # `retry` or a step id
    place: Place = Place()
    body_place: Place = Place()  # where the first line of `body` stands
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    title: str
    body: str
    was: tuple[str, ...] = ()
    when: Expression | None = None
    place: Place = Place()
    body_place: Place = Place()  # where the first line of `body` stands
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names conditions and look-ups of one file see. The article's own scope has path ''.

    `params` maps a fragment's parameter to what the caller gave (a `Ref` is read in the parent scope).
    `checks` maps a check's name to (step id, check name); `calls` maps the id of a step with `use` to the path of
    the scope it opens.
    """

    path: str = ""
    parent: str | None = None
    inputs: Mapping[str, Input] = field(default_factory=dict)  # a fragment's params, typed; article: its inputs
    params: Mapping[str, Param] = field(default_factory=dict)
    checks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    calls: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()  # full ids of the steps of this scope, in file order


@dataclass(frozen=True, slots=True)
class Step:
    """A step. One with `use` only opens its fragment: `enter` is the first step in it, and it is never in a path.

    `after` is the step that follows in the same file, None for the last; in a fragment `return.NAME` targets are
    already replaced by the caller's `returns`.
    """

    id: str
    title: str
    body: str
    scope: str = ""
    was: tuple[str, ...] = ()
    when: Expression | None = None
    otherwise: str | None = None  # `else`
    applies: str = ""
    inputs: tuple[str, ...] = ()
    checks: tuple[CheckCall, ...] = ()
    ask: Ask | None = None
    next: tuple[Branch, ...] = ()
    end: EndKind | None = None
    queue: str | None = None
    use: str | None = None
    enter: str | None = None
    after: str | None = None
    causes: tuple[Cause, ...] = ()
    notes: tuple[Note, ...] = ()
    place: Place = Place()
    body_place: Place = Place()  # where the first line of `body` stands
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    def check(self, name: str) -> CheckCall | None:
        return next((call for call in self.checks if call.name == name), None)


@dataclass(frozen=True, slots=True)
class Prose:
    """A level-2 heading without a fence: background, sources. `id` is made from the title, for permalinks."""

    id: str
    title: str
    body: str
    place: Place = Place()
    body_place: Place = Place()  # where the first line of `body` stands


@dataclass(frozen=True, slots=True)
class Scenario:
    """One of the article's own tests, as written; `scenario.py` runs it. Texts stay texts (YAML 1.2)."""

    name: str
    given: Mapping[str, object] = field(default_factory=dict)
    today: str | None = None
    checks: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    tried: Mapping[str, object] = field(default_factory=dict)
    passed: Mapping[str, int] = field(default_factory=dict)  # `continue`: step → how many visits
    expect: Mapping[str, object] = field(default_factory=dict)
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    title: str
    summary: str = ""
    intro: str = ""  # Markdown before the first level-2 heading
    document: int | None = None
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str = "en"
    related: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    start: str = ""
    inputs: Mapping[str, Input] = field(default_factory=dict)
    values: Mapping[str, Expression] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    steps: Mapping[str, Step] = field(default_factory=dict)  # full id → step, in file order, calls included
    sections: tuple[str | Prose, ...] = ()  # file order of the article's own level-2 headings: step ids and prose
    scopes: Mapping[str, Scope] = field(default_factory=dict)  # path → scope; '' always there
    scenarios: tuple[Scenario, ...] = ()
    translations: Mapping[str, Article] = field(default_factory=dict)  # lang → same graph, other texts
    place: Place = Place()
    intro_place: Place = Place()  # where the first line of `intro` stands
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    loose: tuple[str, ...] = field(init=False, compare=False, repr=False)  # inputs that no step lists

    def __post_init__(self) -> None:
        listed = {name for step in self.steps.values() for name in step.inputs}
        object.__setattr__(self, "loose", tuple(name for name in self.inputs if name not in listed))

    def cause(self, cause_id: str) -> tuple[Step, Cause] | None:
        """The cause with this full id, with its step; fragments' causes are `{calling step}.{id}`."""
        for step in self.steps.values():
            for cause in step.causes:
                if cause.id == cause_id:
                    return step, cause
        return None
