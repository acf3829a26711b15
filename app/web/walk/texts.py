"""An article's texts with what a walk knows filled in: titles and questions as lines, bodies as prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from app.core.lookups import as_text, fill
from app.core.markup import Prose, compile_prose
from app.core.names import Names
from app.web.spoken import speaker


@lru_cache(maxsize=4096)
def _prose(text: str, lang: str) -> Prose:
    return compile_prose(text, say=speaker(lang))


class Texts:
    """Fills texts of one scope at one moment of a walk."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._known = Known(names)

    def plain(self, text: str) -> str:
        """A line as plain text, for titles: what is personal, or not known, is named by its label."""
        return fill(text, self._public, self._label) if "{{" in text else text

    def line(self, text: str) -> Markup:
        """A line as HTML, escaped."""
        if "{{" not in text:
            return escape(text)
        filled = fill(
            text, lambda path: _bracket(self._known.get(path)), lambda path: _bracket(self._label(path)) or ""
        )
        parts = filled.split("\0")
        return Markup("").join(
            Markup('<bdi class="lookup">{}</bdi>').format(part) if at % 2 else escape(part)
            for at, part in enumerate(parts)
        )

    def prose(self, text: str) -> Markup:
        """A body as HTML; Markdown is read once per text and language."""
        prose = _prose(text, self.names.article.lang)
        inputs = self.names.scope.inputs if len(prose.parts) > 1 else {}
        labels = {name: declared.label for name, declared in inputs.items()}
        return Markup(prose.html(self._known, labels))  # noqa: S704 (rendered by core/markup, which cleans)

    def _public(self, path: str) -> str | None:
        declared = self.names.scope.inputs.get(path)
        return None if declared is not None and declared.personal else self._known.get(path)

    def _label(self, path: str) -> str:
        declared = self.names.scope.inputs.get(path)
        return declared.label if declared else path


class Known(Mapping[str, str | None]):
    """Look-up path → text, read from names as they are asked for."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __getitem__(self, path: str) -> str | None:
        return as_text(self._names.lookup(path))

    def get(self, path: str, default: object = None) -> str | None:
        """At once: the library's own asks by way of an exception that never comes."""
        return as_text(self._names.lookup(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _bracket(text: str | None) -> str | None:
    return None if text is None else f"\0{text}\0"
