"""A section with its fences → a step with its checks, question, ways on, causes and notes.

Ids and targets are those of the file; `fragments.py` turns them into ids of the article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.core.article import (
    Ask,
    Branch,
    Cause,
    CheckCall,
    EndKind,
    Note,
    Option,
    Param,
    Place,
    Ref,
    Scalar,
    Step,
)
from app.core.fields import Claims, Fields, Report, check_name, look_up_text, read_param
from app.core.sections import Part, Section
from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode

STEP_KEYS: Final = (
    *("id", "was", "when", "else", "applies", "inputs", "checks", "ask", "next", "end", "queue"),
    *("use", "with", "returns"),
)
CAUSE_KEYS: Final = ("id", "was", "when", "likely", "cost", "to")
NOTE_KEYS: Final = ("id", "was", "when")
ENDS: Final[tuple[EndKind, ...]] = ("solved", "escalate", "information")
LIKELY: Final[Mapping[str, float]] = {"rarely": 0.05, "sometimes": 0.2, "often": 0.5}


@dataclass(slots=True)
class StepSource:
    """A step as its file has it, and what a step with `use` hands to its fragment. Places are those of the names."""

    step: Step
    params: dict[str, Param] = field(default_factory=dict)
    param_places: dict[str, Place] = field(default_factory=dict)
    returns: dict[str, str] = field(default_factory=dict)
    return_places: dict[str, Place] = field(default_factory=dict)


class StepReader:
    """Reads the steps of one file; names and ids are claimed across all of them."""

    def __init__(self, report: Report, names: Claims, ids: Claims) -> None:
        self.report = report
        self.names = names
        self.ids = ids

    def read(self, section: Section, node: MapNode, parts: list[tuple[Part, MapNode]]) -> StepSource | None:
        """The step of a section; None, and told, where it has no usable id."""
        fields = Fields(node, self.report, "A step", STEP_KEYS)
        step_id = self._id(fields)
        if step_id is None:
            return None
        causes = tuple(c for part, inner in parts if part.kind == "cause" and (c := self._cause(part, inner)))
        notes = tuple(n for part, inner in parts if part.kind == "note" and (n := self._note(part, inner)))
        self._together(fields)
        step = Step(
            id=step_id,
            title=section.title,
            body=section.body.text,
            was=self._was(fields),
            when=fields.expression("when"),
            otherwise=fields.text("else") or None,
            applies=look_up_text(fields.text("applies")),
            inputs=tuple(item.text for item in fields.texts("inputs", "a list of inputs, such as `[domain]`")),
            checks=self._checks(fields),
            ask=self._ask(fields),
            next=self._next(fields),
            end=next((end for end in ENDS if end == fields.choice("end", ENDS)), None),
            queue=fields.text("queue") or None,
            use=fields.ident("use"),
            causes=causes,
            notes=notes,
            place=section.place,
            body_place=section.body.place,
            places=fields.places(),
        )
        if step.use and causes:
            message = "Move this cause into the fragment: the step that uses one is never shown in a walk."
            self.report.tell("use-excludes", causes[0].place, message)
        return self._call(fields, StepSource(step))

    def _id(self, fields: Fields) -> str | None:
        if not fields.require("id"):
            return None
        found = fields.ident()
        return found if found is not None and self.ids.claim(found, fields.place_of("id")) else None

    def _was(self, fields: Fields) -> tuple[str, ...]:
        kept = []
        for node in fields.texts("was", "a list of earlier ids, such as `[mx-old]`"):
            found = fields.check_id(node)
            if found is not None and self.ids.claim(found, node.place):
                kept.append(found)
        return tuple(kept)

    def _together(self, fields: Fields) -> None:
        """Keys that exclude or need one another."""
        if "else" in fields and "when" not in fields:
            message = "Add `when`: `else` says where to go when it is false. Or use `next`."
            self.report.tell("else-without-when", fields.key_place("else"), message)
        for key in ("next", "ask", "use"):
            if "end" in fields and key in fields:
                message = f"Drop `{key}` or `end`: a step that ends the walk leads nowhere."
                self.report.tell("end-excludes", fields.key_place(key), message)
        for key in ("inputs", "checks", "ask", "next"):
            if "use" in fields and key in fields:
                message = f"Drop `{key}`: a step with `use` only stands for its fragment, whose `returns` lead on."
                self.report.tell("use-excludes", fields.key_place(key), message)
        for key in ("with", "returns"):
            if key in fields and "use" not in fields:
                message = f"Add `use` with the name of a fragment, or drop `{key}`."
                self.report.tell("missing-key", fields.key_place(key), message)

    def _call(self, fields: Fields, source: StepSource) -> StepSource:
        for name, node in fields.mapping("with") or ():
            source.params[name.text] = read_param(node, self.report)
            source.param_places[name.text] = name.place
        for name, node in fields.mapping("returns", "a mapping of the fragment's returns to steps") or ():
            if isinstance(node, ScalarNode) and node.text:
                source.returns[name.text] = node.text
                source.return_places[name.text] = name.place
            else:
                self.report.tell("wrong-type", node.place, f"The return `{name.text}` takes a step. Name one.")
        return source

    def _checks(self, fields: Fields) -> tuple[CheckCall, ...]:
        calls: list[CheckCall] = []
        wanted = "a mapping of names to checks, such as `mx: {run: dns.mx, with: {domain: $domain}}`"
        for name, node in fields.mapping("checks", wanted) or ():
            if check_name(name, self.report) and self.names.claim(name.text, name.place):
                call = self._check(fields, name, node)
                if call is not None:
                    calls.append(call)
        return tuple(calls)

    def _check(self, parent: Fields, name: ScalarNode, node: Node) -> CheckCall | None:
        fields = parent.child(name.text, node, f"The check `{name.text}`", ("run", "with", "when", "each"))
        if fields is None or not fields.require("run"):
            return None
        run = fields.text("run")
        if not run:
            return None
        params = {key.text: read_param(value, self.report) for key, value in fields.mapping("with") or ()}
        return CheckCall(
            name=name.text,
            run=run,
            params=params,
            when=fields.expression("when"),
            each=self._each(fields),
            place=name.place,
            places=fields.places(),
        )

    def _each(self, fields: Fields) -> Ref | tuple[Scalar, ...] | None:
        node = fields.raw("each")
        if node is None:
            return None
        param = read_param(node, self.report)
        if isinstance(param, Ref):
            return param
        if isinstance(param, tuple):
            return tuple(item for item in param if not isinstance(item, Ref))
        fields.wrong("each", "a list or a name of one, such as `$mx.hosts`")
        return None

    def _ask(self, parent: Fields) -> Ask | None:
        node = parent.raw("ask")
        if node is None:
            return None
        fields = parent.child("ask", node, "A question", ("say", "pick", "options"))
        if fields is None or not fields.require("say", "options"):
            return None
        many = fields.choice("pick", ("one", "many")) == "many"
        options: list[Option] = []
        mapping = fields.mapping("options", 'a mapping of ids to answers, such as `yes: {say: "Yes", to: solved}`')
        for name, inner in mapping or ():
            option = self._option(fields, name, inner, many=many)
            if option is not None:
                options.append(option)
        if mapping is not None and not mapping.pairs:
            self.report.tell("wrong-value", mapping.place, "Give one option or more.")
        if not options:
            return None
        return Ask(look_up_text(fields.text("say")), many, tuple(options), fields.place_of("say"))

    def _option(self, parent: Fields, name: ScalarNode, node: Node, *, many: bool) -> Option | None:
        option_id = parent.check_id(name)
        fields = parent.child(name.text, node, f"The option `{name.text}`", ("say", "to", "when", "alone"))
        if fields is None or option_id is None:
            return None
        fields.require("say")
        if many and "to" in fields:
            message = "Drop `to`: where several may be picked, the step's `next` says where to go."
            self.report.tell("many-with-to", fields.key_place("to"), message)
        return Option(
            id=option_id,
            say=look_up_text(fields.text("say")) or option_id,
            to=(fields.text("to") or None) if not many else None,
            when=fields.expression("when"),
            alone=fields.flag("alone"),
            place=fields.place_of("to") if "to" in fields else name.place,
            say_place=fields.place_of("say"),
        )

    def _next(self, fields: Fields) -> tuple[Branch, ...]:
        node = fields.raw("next")
        if not isinstance(node, ListNode):
            target = fields.text("next") if node is not None else ""
            return (Branch(target, None, fields.place_of("next")),) if target else ()
        if not node.items:
            self.report.tell("wrong-value", node.place, "Give one branch or more, or drop `next`.")
        branches: list[Branch] = []
        for index, item in enumerate(node.items):
            branch = self._branch(fields, item, last=index == len(node.items) - 1)
            if branch is not None:
                branches.append(branch)
        return tuple(branches)

    def _branch(self, parent: Fields, node: Node, *, last: bool) -> Branch | None:
        fields = parent.child("next", node, "A branch", ("when", "to"))
        if fields is None or not fields.require("to"):
            return None
        if last and "when" in fields:
            message = "Add a last branch without `when`, or drop this one: somewhere the walk must go."
            self.report.tell("last-branch-with-when", fields.key_place("when"), message)
        if not last and "when" not in fields:
            message = "Add `when`, or move this branch to the end: no later branch is ever taken."
            self.report.tell("branch-without-when", fields.place, message)
        return Branch(fields.text("to"), fields.expression("when"), fields.place_of("to"))

    def _cause(self, part: Part, node: MapNode) -> Cause | None:
        fields = Fields(node, self.report, "A cause", CAUSE_KEYS)
        cause_id = self._id(fields)
        if cause_id is None:
            return None
        return Cause(
            id=cause_id,
            title=part.title,
            body=part.body.text,
            was=self._was(fields),
            when=fields.expression("when"),
            likely=self._likely(fields),
            cost=self._cost(fields),
            to=fields.text("to") or "retry",
            place=part.place,
            body_place=part.body.place,
            places=fields.places(),
        )

    def _likely(self, fields: Fields) -> float | None:
        node = fields.scalar("likely", "rarely, sometimes, often, or a number above 0 and up to 1")
        if node is None:
            return None
        value = LIKELY.get(node.text, node.value)
        if isinstance(value, float) and 0 < value <= 1:
            return value
        code = "wrong-value" if isinstance(value, float) else "wrong-type"
        message = "Write `rarely`, `sometimes`, `often`, or a number above 0 and up to 1."
        self.report.tell(code, node.place, message)
        return None

    def _cost(self, fields: Fields) -> float:
        cost = fields.number("cost")
        if cost is not None and cost <= 0:
            self.report.tell("wrong-value", fields.place_of("cost"), "Write the minutes as a number above 0.")
        return cost if cost is not None and cost > 0 else 5.0

    def _note(self, part: Part, node: MapNode) -> Note | None:
        fields = Fields(node, self.report, "A note", NOTE_KEYS)
        note_id = self._id(fields)
        if note_id is None:
            return None
        return Note(
            id=note_id,
            title=part.title,
            body=part.body.text,
            was=self._was(fields),
            when=fields.expression("when"),
            place=part.place,
            body_place=part.body.place,
            places=fields.places(),
        )
