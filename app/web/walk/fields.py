"""Inputs as form fields: which control, which keyboard, which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2s

from app.core.article import Article, Input
from app.core.state import State
from app.web.spoken import speaker
from app.web.spoken.reasons import reason_in

MOST_RADIOS = 8  # beyond that a select is quicker to read
WAS = "_was_"  # an input's name never begins with an underscore
SHORT = 120  # a text input that may hold more becomes a box of several lines
_PLAIN = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
# A visitor's own address may be filled in by the browser (WCAG 1.3.5); a sender's address, a host and a domain are not
# theirs, so nothing is suggested there.
_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "number": {"inputmode": "decimal", "autocomplete": "off"},
    "year": {"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"},
    "port": {"inputmode": "numeric", "maxlength": "5", "autocomplete": "off"},
    "date": {"type": "date", "autocomplete": "off"},
    "domain": {"inputmode": "url", **_PLAIN},
    "host": {"inputmode": "url", **_PLAIN},
    "ip": _PLAIN,
    "url": {"type": "url", "inputmode": "url", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "url"},
    "email": {
        "type": "email",
        "inputmode": "email",
        "autocapitalize": "none",
        "spellcheck": "false",
        "autocomplete": "email",
    },
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input as the page shows it. `control` is `line`, `box`, `radios`, `checkboxes` or `select`."""

    id: str
    name: str
    label: str
    hint: str
    example: str
    control: str
    value: str
    choices: tuple[Choice, ...]
    attributes: Mapping[str, str]
    optional: bool
    personal: bool
    error: str
    was: str  # what a form sends along to say what the page showed before anybody typed

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for aria-describedby."""
        parts = (("hint", self.hint), ("example", self.example), ("error", self.error))
        return " ".join(f"{part}-{self.name}" for part, present in parts if present)


def fields_of(
    article: Article,
    state: State,
    names: Iterable[str],
    typed: Mapping[str, list[str]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Field]:
    """The fields for these inputs, with what was just typed, else what was given before, else the default."""
    given = state.record.get("given", {})
    found: list[Field] = []
    for name in names:
        declared = article.inputs.get(name)
        if declared is not None:
            before = _texts(given.get(name, declared.default))
            values = before if typed is None else typed.get(name, [])
            was = typed[WAS + name][-1] if typed and typed.get(WAS + name) else _mark(before)
            error = (errors or {}).get(name) or ("" if typed else reason_in(article.lang, state.reasons.get(name, "")))
            found.append(_field(declared, values, error, was, article.lang))
    return found


def values_from(article: Article, names: Iterable[str], form: Mapping[str, list[str]]) -> dict[str, object]:
    """What a form says of these inputs: a list for `choices`, a text for the others; '' where nothing was sent."""
    values: dict[str, object] = {}
    for name in names:
        sent = form.get(name, [])
        values[name] = (
            [value for value in sent if value] if article.inputs[name].type == "choices" else (sent or [""])[-1]
        )
    return values


def untouched(form: Mapping[str, list[str]]) -> frozenset[str]:
    """The fields of a form that are as their page showed them."""
    marks = ((name.removeprefix(WAS), sent[-1]) for name, sent in form.items() if name.startswith(WAS) and sent)
    return frozenset(name for name, was in marks if _mark(form.get(name, [])) == was)


def is_overtaken(article: Article, state: State, form: Mapping[str, list[str]]) -> bool:
    """Whether a page shows a value, untouched, that another tab has replaced since."""
    given = state.record.get("given", {})
    stands = {name: _mark(_texts(given.get(name, article.inputs[name].default))) for name in article.inputs}
    return any(stands.get(name, form[WAS + name][-1]) != form[WAS + name][-1] for name in untouched(form))


def _mark(values: Iterable[str]) -> str:
    """Short for what a field holds, as a browser sends it back: it trims some, and writes line ends in its own way."""
    lines = "\0".join(" ".join(value.split()) for value in values if value)
    return blake2s(lines.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _field(declared: Input, values: list[str], error: str, was: str, lang: str) -> Field:
    field_id = f"field-{declared.name}"
    control = _control(declared)
    return Field(
        id=field_id,
        name=declared.name,
        label=declared.label,
        hint=declared.hint,
        example=declared.example,
        control=control,
        value=values[-1] if values and control in ("line", "box") else "",
        choices=_choices(declared, values, control, lang),
        attributes=_attributes(declared),
        optional=declared.optional,
        personal=declared.personal,
        error=error,
        was=was,
    )


def _control(declared: Input) -> str:
    if declared.type == "choices":
        return "checkboxes"
    if declared.type in ("choice", "yes-no"):
        return "select" if len(declared.options) > MOST_RADIOS else "radios"
    if declared.type == "text" and not (isinstance(declared.max, int | float) and declared.max <= SHORT):
        return "box"
    return "line"


def _choices(declared: Input, values: list[str], control: str, lang: str) -> tuple[Choice, ...]:
    _say, field_id = speaker(lang), f"field-{declared.name}"
    options = {"yes": _say("Yes"), "no": _say("No")} if declared.type == "yes-no" else dict(declared.options)
    if not options:
        return ()
    if declared.optional and declared.type != "choices":
        options[""] = _say("I do not know")
    elif control == "select":
        options = {"": _say("Choose one"), **options}
    return tuple(
        # the first has the id that the error summary links to
        Choice(value, label, value in values, field_id if number == 0 else f"{field_id}-{number}")
        for number, (value, label) in enumerate(options.items())
    )


def _attributes(declared: Input) -> dict[str, str]:
    found = dict(_ATTRIBUTES.get(declared.type, {}))
    if declared.type == "email" and not declared.personal:
        found["autocomplete"] = "off"
    if declared.type == "text":
        found["autocomplete"] = "off"
    return found


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return [str(int(value))]
    return [str(value)]
