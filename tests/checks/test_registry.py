"""The registry, the declarations' promises, the documentation, and a check from somebody else's package."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.checks import OURS, declarations, registry
from app.checks.handbook import MARK, chapters
from app.core.checking import COMMON_OUTCOMES, Declaration, FactType

DOCS = Path("docs/checks.md")
TEXTS = {
    *("hosts", "records", "nameservers", "addresses", "without_address", "names", "issuers", "listed", "values"),
    *("matches", "open", "failed", "extensions", "mechanisms", "capabilities"),
}
NUMBERS = {
    *("count", "lookups", "pct", "bits", "size", "ms", "delay_ms", "days_left", "http_status", "seconds", "slowest"),
}
ALL = sorted(declarations())


def fact_type(name: str) -> FactType:
    special: dict[str, FactType] = {"not_after": "date", "answers": "answers", "hops": "hops"}
    return special.get(name, "texts" if name in TEXTS else "number" if name in NUMBERS else "text")


def is_of(kind: FactType, value: object) -> bool:
    match kind:
        case "number":
            return isinstance(value, float)
        case "texts":
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        case "answers":
            return isinstance(value, dict)
        case "hops":
            return isinstance(value, list) and all(isinstance(one, dict) for one in value)
        case _:
            return isinstance(value, str)


@pytest.mark.parametrize("name", ALL)
def test_every_outcome_has_words_and_example_facts(name: str) -> None:
    declaration = declarations()[name]
    codes = [one.code for one in declaration.outcomes]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {one.code for one in COMMON_OUTCOMES}
    for one in declaration.outcomes:
        assert one.say.endswith(".")
        assert one.do.endswith(".")
        assert len(one.say) <= 140
        assert set(one.example) == set(declaration.facts), one.code
        assert all(is_of(declaration.facts[fact], value) for fact, value in one.example.items()), one.code


@pytest.mark.parametrize("name", ALL)
def test_facts_have_the_types_of_their_names(name: str) -> None:
    facts = declarations()[name].facts
    assert dict(facts) == {fact: fact_type(fact) for fact in facts}


def test_nothing_blames() -> None:
    for declaration in declarations().values():
        for one in (*declaration.outcomes, *COMMON_OUTCOMES):
            words = f"{one.say} {one.do}".lower()
            assert "invalid" not in words
            assert "you failed" not in words


@pytest.mark.parametrize("name", ALL)
def test_the_documentation_names_everything(name: str) -> None:
    chapter = _chapter(DOCS.read_text("utf-8"), declarations()[name])
    declaration = declarations()[name]
    for word in (*declaration.params.model_fields, *declaration.facts, *(one.code for one in declaration.outcomes)):
        assert f"`{word}`" in chapter


def test_the_documentation_is_up_to_date() -> None:
    _, _, written = DOCS.read_text("utf-8").partition(MARK)
    assert written.strip() == chapters(check.declaration for check in OURS).strip()


def _chapter(text: str, declaration: Declaration) -> str:
    return text.split(f"## `{declaration.name}`", 1)[1].split("\n## ", 1)[0]


def test_reading_declarations_loads_no_network_library() -> None:
    code = (
        "import sys; from app.checks import declarations; declarations();"
        "print([m for m in ('dns.message', 'cryptography', 'httpx', 'limits') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def somebody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package on the path, as pip would leave it."""
    (tmp_path / "their_checks-1.0.dist-info").mkdir()
    (tmp_path / "their_checks-1.0.dist-info" / "METADATA").write_text("Name: their-checks\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.cache_clear()
    yield tmp_path
    registry.cache_clear()
    sys.modules.pop("their_checks", None)


def test_an_operators_own_check_is_found_and_takes_no_place_of_ours(somebody_elses: Path) -> None:
    (somebody_elses / "their_checks-1.0.dist-info" / "entry_points.txt").write_text(
        "[unsnag.checks]\nping = their_checks:CHECK\nmx = their_checks:IMPOSTOR\n"
    )
    (somebody_elses / "their_checks.py").write_text(
        "from pydantic import BaseModel\n"
        "from app.core.checking import CheckResult, Declaration, Outcome\n"
        "class Own:\n"
        "    def __init__(self, name):\n"
        "        self.declaration = Declaration(name, 'Own', 'Own', BaseModel, {}, (Outcome('ok', 'pass', 'Fine'),))\n"
        "    async def run(self, params, network):\n"
        "        return CheckResult('pass', 'ok')\n"
        "CHECK = Own('their.ping')\n"
        "IMPOSTOR = Own('dns.mx')\n"
    )
    assert set(registry()) == {check.declaration.name for check in OURS} | {"their.ping"}
    assert registry()["dns.mx"] in OURS
