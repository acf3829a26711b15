"""A worker's Python does without docstrings where the bytecode for that is kept, and is the same otherwise."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import bytecode

FLAGS = "from app import bytecode; print(*bytecode.flags())"
DOCUMENT = """
from starlette.testclient import TestClient
from app.serving import application
print(TestClient(application()).get("/api/v1/openapi.json").text)
"""


def said(*command: str, **environ: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ran = subprocess.run(
        [sys.executable, *command], env={**kept, **environ}, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_it_is_written_once_and_then_used(tmp_path: Path) -> None:
    assert said("-c", FLAGS, PYTHONPYCACHEPREFIX=str(tmp_path), PYTHONDONTWRITEBYTECODE="1") == ""
    assert not list(tmp_path.iterdir())
    assert said("-c", FLAGS, PYTHONPYCACHEPREFIX=str(tmp_path)) == "-OO"
    written = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.opt-2.pyc")}
    folders = {file.parent.name for file in written}
    assert {"app", "spoken", "sqlalchemy", "uvicorn", "dns"} <= folders  # what is loaded, and what will be
    assert said("-c", FLAGS, PYTHONPYCACHEPREFIX=str(tmp_path), PYTHONDONTWRITEBYTECODE="1") == "-OO"
    assert {file: file.stat().st_mtime_ns for file in written} == written


def test_it_is_written_by_hand_where_python_may_write_none(tmp_path: Path) -> None:
    environ = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    assert said("-m", "app.bytecode", **environ) == ""
    assert said("-c", FLAGS, **environ) == "-OO"


def test_what_is_older_than_its_source_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "one.py"
    source.write_text("")
    compiled = tmp_path / "one.pyc"
    monkeypatch.setattr(bytecode, "_compiled", lambda: {source: compiled})
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert bytecode.flags() == []
    compiled.write_text("")
    os.utime(source, (1000, 1000))
    assert bytecode.flags() == ["-OO"]
    os.utime(compiled, (999, 999))
    assert bytecode.flags() == []


def test_where_it_cannot_be_written_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "_compiled", lambda: {Path(__file__): tmp_path / "not" / "there.pyc"})
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it was tried"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert bytecode.flags() == []


def test_the_api_is_described_without_docstrings(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    environ = {"UNSNAG_DATABASE": f"sqlite:///{tmp_path}/a.sqlite", "UNSNAG_CONTENT": str(tmp_path / "content")}
    document = json.loads(said("-c", DOCUMENT, **environ))
    assert document["paths"]["/api/v1/runs"]["post"]["description"]
    assert json.loads(said("-OO", "-c", DOCUMENT, **environ)) == document


def test_nothing_hangs_on_an_assertion() -> None:
    """They are left out there, so each may only tell the type checker what it cannot see by itself."""
    found = [
        f"{path}: {ast.unparse(node)}"
        for path in Path(bytecode.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert) and not _tells_a_type(node.test)
    ]
    assert found == []


def _tells_a_type(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.IsNot) and not any(isinstance(each, ast.Call) for each in ast.walk(test))
    return isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance"
