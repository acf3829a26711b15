"""The worked example of docs/writing-checks.md, installed as a package would be and run against a real DNS server."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import checks
from app.checks.runner import Runner
from app.core.article import Bundle
from app.core.lint import lint
from tests.core.factories import text_of
from tests.lab import Lab

PAGE = Path("docs/writing-checks.md").read_text(encoding="utf-8")
PYTHON = re.search(r"```python\n(.*?)```", PAGE, re.S)
TOML = re.search(r'name-servers = "([^"]+)"', PAGE)
NAME = "acme.name-servers"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example on the path, with the metadata an installer would write."""
    assert PYTHON
    assert TOML
    (tmp_path / "acme_checks.py").write_text(PYTHON[1], encoding="utf-8")
    metadata = tmp_path / "acme_checks-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-checks\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[unsnag.checks]\nname-servers = {TOML[1]}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    checks.registry.cache_clear()
    yield
    checks.registry.cache_clear()
    sys.modules.pop("acme_checks", None)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("@ NS ns1.example.com.\n@ NS ns2.example.net.", "enough"),
        ("@ NS ns1.example.com.", "single"),
        ("@ A 192.0.2.1", "none"),
    ],
)
def test_the_example_finds_what_is_there(zone: str, code: str) -> None:
    with Lab() as lab:
        lab.dns.zone("firm.test", zone)
        result = asyncio.run(Runner(lab.as_settings()).run(NAME, {"domain": "firm.test"}))
    assert result.code == code
    assert result.evidence


@pytest.mark.usefixtures("installed")
def test_a_resolver_that_is_down_is_not_the_visitors_fault() -> None:
    with Lab() as lab:
        lab.dns.lie("firm.test", lambda query: None)
        settings = lab.as_settings()
        result = asyncio.run(Runner(settings).run(NAME, {"domain": "firm.test"}))
    assert (result.status, result.code) == ("unknown", "resolver-failed")


@pytest.mark.usefixtures("installed")
def test_the_linter_knows_it_like_one_of_ours() -> None:
    step = """
        ## One
        ```yaml step
        id: one
        checks:
          ns: {{run: acme.name-servers, with: {{domain: $domain}}}}
        next:
          - {{when: 'ns.code == "{code}"', to: two}}
          - {{to: two}}
        ```
        ## Two
        ```yaml step
        id: two
        end: solved
        ```
        """
    front = "inputs: {domain: {type: domain, label: Domain}}"

    def told(code: str) -> set[str]:
        text = text_of(step.format(code=code), front)
        return {p.code for p in lint(Bundle("t.md", {"t.md": text}), checks.declarations()) if p.severity == "error"}

    assert told("none") == set()
    assert told("lost") == {"unknown-code"}
