"""Every code a problem may carry, in one place: what it means and how bad it is.

`parse.py` and its neighbours tell what cannot be read; `lint*.py` tells what cannot be walked; the library tells what
another article has already. Codes are stable: programs, tests and the documentation name them, so one is never
renamed, only added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.core.article import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code stands for. `meaning` is a phrase for lists and documentation, not the message of one problem."""

    severity: Severity
    meaning: str


def _errors(**meanings: str) -> dict[str, Kind]:
    return {code.replace("_", "-"): Kind("error", meaning) for code, meaning in meanings.items()}


def _warnings(**meanings: str) -> dict[str, Kind]:
    return {code.replace("_", "-"): Kind("warning", meaning) for code, meaning in meanings.items()}


_READING = {
    **_errors(
        file_missing="a file the article is made of is not there",
        file_too_large="a file is larger than an article may be",
        bad_character="a character that cannot stand in an article",
        front_matter_missing="the file does not begin with front matter, or it is not closed",
        yaml_unreadable="YAML cannot read this",
        yaml_alias="an anchor or an alias",
        yaml_tag="a tag",
        yaml_too_deep="YAML nested deeper than any article needs",
        quote_this="YAML would misread this unless it is quoted",
        duplicate_key="a key is given twice in one mapping",
        unknown_key="a key this place does not have",
        missing_key="a key that is required is not there",
        wrong_type="a value of another type than its key takes",
        wrong_value="a value that its key does not take",
        bad_id="an id that is not made of lower-case letters, digits and hyphens",
        bad_name="a name that is not made of lower-case letters, digits and underscores",
        reserved_name="a name that conditions keep for themselves",
        duplicate_id="a step, cause, note or earlier id that stands twice in the article",
        duplicate_name="an input, check, value or table whose name is taken",
        heading_level_one="a level-1 heading in the body",
        heading_skipped="a heading level is skipped",
        heading_empty="a heading without words",
        fence_misplaced="a fence that does not follow its heading",
        fence_unclosed="a fence that is never closed",
        no_steps="an article without steps",
        else_without_when="`else` without `when`",
        many_with_to="an option with `to` where several may be picked",
        end_excludes="an end with `next`, `ask` or `use`",
        use_excludes="`use` together with a key that belongs to a step of its own",
        branch_without_when="a branch that is not the last of its list and has no `when`",
        last_branch_with_when="the last branch of a list has a `when`",
        bad_pattern="a pattern that cannot be read",
        bad_default="a default that its input would not take",
        bad_reference="a value that begins with a dollar and names nothing",
        unknown_table="options from a table that is not there",
        unknown_fragment="a fragment that is not there",
        fragment_circle="fragments that use one another in a circle",
        fragment_too_deep="fragments nested deeper than three",
        fragment_input="a step in a fragment that asks for inputs",
        fragment_end="an end inside a fragment",
        unknown_return="a return that the fragment does not have",
        missing_return="a return of the fragment that leads nowhere",
        translation_differs="a translation that disagrees with the original about the graph",
    ),
    **_warnings(
        fragment_alone="a fragment given as an article",
        comment_in_text="YAML takes the rest of this line for a comment",
        fence_unknown="a fence under a heading whose kind is not known",
        too_many_problems="more problems than are listed",
        translation_missing="a text that the translation does not have",
        translation_stale="a text in the translation whose original is gone",
    ),
}

_GRAPH = {
    **_errors(
        expression_unreadable="CEL cannot read this",
        bad_date="a date that does not exist",
        type_mismatch="types that cannot be compared",
        unknown_target="a step that is not there",
        unknown_check="a check that is not there",
        unknown_parameter="a parameter that the check or fragment does not have",
        missing_parameter="a parameter that the check or fragment needs",
        unknown_fact="a fact that the check does not have",
        unknown_code="an outcome code that the check does not have",
        unknown_status="a status that no check has",
        unknown_function="a function that conditions do not have",
        unknown_entry="an entry that the table does not have",
        look_up_unreadable="a look-up that is more than a name",
        unknown_input="an input that is not there",
        unknown_option="an option or choice value that is not there",
        unknown_name="a name that stands for nothing",
        unknown_step="a condition asks for the answer of a step that asks nothing",
        unreachable_step="a step no path reaches",
        no_end="a step from which no end is reached",
        endless_loop="a loop with no way out",
        no_way_on="an option or a list without a way on",
        value_circle="values that use one another in a circle",
        check_circle="checks of a step that need one another in a circle",
        name_too_early="a text or parameter that uses a name before it can be known",
        broken_link="a link to an article or step that is not there",
        image_without_alt="an image without alternative text",
        id_gone="an id that was published and is gone without an heir",
        scenario_failed="a scenario that does not come out as expected",
    ),
    **_warnings(
        unhandled_outcome="an outcome that fails, with no cause and no branch",
        never_holds="a condition that can never hold",
        always_holds="a condition that always holds",
        edge_untested="a way on that no scenario walks",
        no_scenarios="an article without scenarios",
        unguarded_fact="a fact read without a guard where it may be missing",
    ),
}

# What no article can know of itself: told by the library, when a folder is imported.
SHELF: Final[Mapping[str, Kind]] = _errors(
    article_id_taken="an article id that another file of the folder has",
    document_taken="a document number that another article has",
)

CODES: Final[Mapping[str, Kind]] = {**_READING, **_GRAPH, **SHELF}


def problem(code: str, place: Place, message: str) -> Problem:
    """A problem at a place, as bad as its code is. `message` tells how to mend it. KeyError on an unlisted code."""
    return Problem(place.file, place.line, place.column, code, CODES[code].severity, message)
