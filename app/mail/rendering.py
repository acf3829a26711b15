"""Templates of mail: `NAME.txt`, whose first line is the subject, and `NAME.html`.

Only the HTML is escaped: in a text what a visitor wrote is text. A value that a template names and nobody gave is an
error, so that no mail with a hole in it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FOLDER = Path(__file__).parent / "templates"
SUBJECT_LENGTH = 200
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message's words. The subject is one line."""

    subject: str
    text: str
    html: str


def one_line(text: str, most: int = SUBJECT_LENGTH) -> str:
    """A text as one line without control characters, cut at `most` characters."""
    line = _BREAKS.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).strip()
    return line if len(line) <= most else f"{line[: most - 1]}…"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, values: Mapping[str, object]) -> Rendered:
    """The words of the template `template` with `values` filled in.

    Raises jinja2.TemplateNotFound and jinja2.UndefinedError: both are faults of ours.
    """
    environment = _environment()
    head, _, text = environment.get_template(f"{template}.txt").render(**values).partition("\n---\n")
    html = environment.get_template(f"{template}.html").render(**values)
    return Rendered(one_line(head), text.strip() + "\n", html.strip() + "\n")
