"""Every setting is documented, with the default it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.settings import Settings

PAGE = Path("docs/operators.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(UNSNAG_\w+)` \| ([^|]+) \|", PAGE, re.M))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"UNSNAG_{name.upper()}" in ROWS


def test_no_setting_is_documented_that_is_not_there() -> None:
    assert {row.removeprefix("UNSNAG_").lower() for row in ROWS} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", [n for n in Settings.model_fields if f"UNSNAG_{n.upper()}" in ROWS])
def test_defaults_are_told_as_they_are(name: str) -> None:
    said = ROWS[f"UNSNAG_{name.upper()}"].strip()
    default = Settings.model_fields[name].get_default(call_default_factory=True)
    if said.startswith("`"):
        spelled = ",".join(map(str, default)) if isinstance(default, tuple) else str(default)
        assert said.strip("`").lower() == spelled.lower()
    else:
        assert not default
