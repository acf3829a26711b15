"""200 honest comments of some 40 languages, each with its language group, as (group, text)."""

from __future__ import annotations

from types import ModuleType

from tests.comments import honest_east, honest_west


def _all(module: ModuleType) -> list[tuple[str, str]]:
    groups = [(name, value) for name, value in vars(module).items() if name.isupper()]
    return [(name.lower(), text) for name, texts in groups for text in texts]


HONEST: list[tuple[str, str]] = [*_all(honest_west), *_all(honest_east)]
