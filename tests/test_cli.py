from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.checks import runner
from tests.lab import Lab
from tests.lab.reader import code_of
from tests.lab.trial import QUICK


class Said:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Unsnag:
    """Runs the command in this process, as a shell would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> Said:
        self._monkeypatch.setattr(sys, "argv", ["unsnag", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        code = stopped.value.code
        said = self._capsys.readouterr()
        return Said(0 if code is None else int(code), said.out, said.err)


@pytest.fixture
def unsnag(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Unsnag:
    return Unsnag(monkeypatch, capsys)


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Any:
    with Lab() as started:
        for name, value in started.settings().items():
            monkeypatch.setenv(name, value)
        yield started


WALK = ("walk", "inbound-email", "--given", "domain=example.com")


def test_walk_prints_where_it_stands(unsnag: Unsnag) -> None:
    said = unsnag(*WALK, "--json")
    assert said.code == 0
    assert set(said.json) == {"path", "at", "promoted", "end", "loop", "asks"}
    assert set(said.json["asks"]) == {"inputs", "checks", "step"}


def test_walk_says_what_there_is_where_a_name_is_wrong(unsnag: Unsnag) -> None:
    said = unsnag(*WALK, "--check", "mx.nothing=none")
    assert said.code == 2
    assert "mx.mx" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        ["walk", "nowhere"],
        ["lint", "nowhere"],
        ["check", "dns.nothing"],
        ["check", "dns.mx"],
        ["check", "dns.mx", "host=example.com"],
        ["walk", "inbound-email", "--given", "domain"],
        ["walk", "inbound-email", "--today", "yesterday"],
        ["new", "No Id"],
        ["dance"],
    ],
)
def test_wrong_use_exits_2_with_a_sentence(unsnag: Unsnag, words: list[str]) -> None:
    said = unsnag(*words)
    assert said.code == 2
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_a_new_article_is_a_whole_one(unsnag: Unsnag, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSNAG_CONTENT", str(tmp_path))
    assert unsnag("new", "printer-offline").code == 0
    said = unsnag("lint", str(tmp_path), "--json")
    assert [p for p in said.json if p["severity"] == "error"] == []
    assert said.code == 0
    assert unsnag("new", "printer-offline").code == 1


def test_lint_tells_place_code_and_mending(unsnag: Unsnag, tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text(
        "---\nformat: 1\nid: broken\ntitle: Broken\n---\n## A\n```yaml step\nid: a\nnext: nowhere\n```\n",
        encoding="utf-8",
    )
    said = unsnag("lint", str(path), "--json")
    assert said.code == 1
    problem = next(p for p in said.json if "nowhere" in p["message"])
    assert set(problem) == {"file", "line", "column", "code", "severity", "message"}
    assert (problem["file"], problem["line"], problem["severity"]) == (str(path), 9, "error")
    assert "broken.md:9:" in unsnag("lint", str(path)).out


def test_strict_counts_warnings(unsnag: Unsnag, tmp_path: Path) -> None:
    path = tmp_path / "bare.md"
    path.write_text(
        "---\nformat: 1\nid: bare\ntitle: Bare\n---\n## A\n```yaml step\nid: a\nend: solved\n```\n", encoding="utf-8"
    )
    assert unsnag("lint", str(path)).code == 0
    assert unsnag("lint", str(path), "--strict").code == 1


def test_check_runs_against_a_real_server(unsnag: Unsnag, lab: Lab) -> None:
    lab.dns.zone("firm.test", "@ MX 10 mx\nmx A 127.0.0.1")
    said = unsnag("check", "dns.mx", "domain=firm.test", "--json")
    assert (said.code, said.json["code"], said.json["facts"]["hosts"]) == (0, "found", ["mx.firm.test"])
    assert unsnag("check", "dns.mx", "domain=nowhere.test", "--json").code == 1


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNSNAG_DATABASE", f"sqlite:///{tmp_path / 'cli.sqlite'}")


@pytest.mark.usefixtures("database")
def test_a_proof_is_a_record_to_publish(unsnag: Unsnag, lab: Lab) -> None:
    said = unsnag("proof", "firm.test")
    record = re.fullmatch(r'_unsnag\.firm\.test TXT "unsnag-proof=([0-9a-f]{32})"\n', said.out)
    assert said.code == 0
    assert record
    relay = ("check", "smtp.relay", "hosts=mx.firm.test", "domain=firm.test", f"proof={record[1]}", "--json")
    lab.dns.zone("firm.test", "@ MX 10 mx\nmx A 127.0.0.1")
    server = lab.smtp("127.0.0.1", replies={"RCPT": "554 5.7.1 Relay access denied"})
    assert unsnag(*relay).json["code"] == "not-proved"
    assert server.connections == 0
    lab.dns.zone("firm.test", f'@ MX 10 mx\nmx A 127.0.0.1\n_unsnag TXT "unsnag-proof={record[1]}"')
    assert unsnag(*relay).json["code"] == "closed"


@pytest.mark.usefixtures("database")
def test_a_proof_for_one_domain_is_none_for_another(unsnag: Unsnag, lab: Lab) -> None:
    token = unsnag("proof", "other.test", "--json").json["token"]
    lab.dns.zone("firm.test", f'@ MX 10 mx\nmx A 127.0.0.1\n_unsnag TXT "unsnag-proof={token}"')
    said = unsnag("check", "smtp.relay", "hosts=mx.firm.test", "domain=firm.test", f"proof={token}", "--json")
    assert said.json["code"] == "not-proved"


@pytest.mark.usefixtures("database")
def test_a_message_is_confirmed_on_the_command_line(unsnag: Unsnag, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "Budgets", lambda: QUICK)
    token = unsnag("proof", "firm.test", "--json").json["token"]
    lab.dns.zone("firm.test", f'@ MX 10 mx\nmx A 127.0.0.1\n_unsnag TXT "unsnag-proof={token}"')
    server = lab.smtp("127.0.0.1")
    words = ("check", "mail.roundtrip", "domain=firm.test", f"proof={token}", "recipient=sam@firm.test", "--json")
    first = unsnag(*words)
    assert (first.code, first.json["code"]) == (1, "not-arrived")
    assert "unsnag arrived CODE" in first.json["summary"]
    assert unsnag("arrived", code_of(server.messages[0])).code == 0
    again = unsnag(*words)
    assert (again.code, again.json["code"]) == (0, "arrived")
    assert len(server.messages) == 1


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("words", [("proof", "two words"), ("arrived", "nonsense"), ("arrived", "K7QM-2XWD-9FHT")])
def test_what_leads_nowhere_is_wrong_use(unsnag: Unsnag, words: tuple[str, ...]) -> None:
    said = unsnag(*words)
    assert said.code == 2
    assert said.err.strip()


def test_diagnose_names_the_first_step_that_fails(unsnag: Unsnag, lab: Lab) -> None:
    lab.dns.zone("firm.test", '@ TXT "nothing here"')
    said = unsnag("diagnose", "inbound-email", "--given", "domain=firm.test", "--json")
    assert said.code == 1
    assert set(said.json) == {"article", "steps", "first", "causes", "end", "elapsed_ms"}
    assert said.json["first"] == "mx"
    assert said.json["causes"]


def test_graph_prints_svg(unsnag: Unsnag) -> None:
    said = unsnag("graph", "inbound-email")
    assert said.code == 0
    assert said.out.startswith("<svg")


def test_import_and_export_go_round(unsnag: Unsnag, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSNAG_DATABASE", f"sqlite:///{tmp_path}/unsnag.sqlite")
    assert unsnag("import").code == 0
    assert unsnag("export", str(tmp_path / "out")).code == 0
    original = Path("content/inbound-email.md").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "inbound-email.md").read_text(encoding="utf-8") == original


def test_doctor_names_what_is_opened(unsnag: Unsnag, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSNAG_DATABASE", f"sqlite:///{tmp_path}/unsnag.sqlite")
    monkeypatch.setenv("UNSNAG_ALLOW_NETWORKS", "10.0.0.0/8")
    said = unsnag("doctor")
    assert said.code == 0
    assert "UNSNAG_ALLOW_NETWORKS" in said.out
    monkeypatch.setenv("UNSNAG_CONTENT", str(tmp_path / "nowhere"))
    assert unsnag("doctor").code == 1


def test_a_setting_that_cannot_be_read_is_wrong_use(unsnag: Unsnag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSNAG_ALLOW_NETWORKS", "everything")
    said = unsnag("check", "dns.mx", "domain=example.com")
    assert said.code == 2
    assert "UNSNAG_ALLOW_NETWORKS" in said.err


FRONT = "---\nformat: 1\nid: {id}\ntitle: T\n---\n"
END = "## Done\n```yaml step\nid: done\nend: solved\n```\n"
CALL = "## Near\n```yaml step\nid: near\nuse: shared\nreturns: {ok: done}\n```\n"
SHARED = "---\nkind: fragment\nreturns: [ok]\n---\n## In\n```yaml step\nid: in\nnext: return.okay\n```\n"


def test_a_translation_and_scenarios_are_judged_with_their_article(unsnag: Unsnag, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(FRONT.format(id="one") + END, encoding="utf-8")
    german = FRONT.format(id="one").replace("title", "lang: de\ntitle") + END.replace("end: solved\n", "")
    (tmp_path / "one.de.md").write_text(german, encoding="utf-8")
    (tmp_path / "one.scenarios.yaml").write_text("- {name: a, expect: {end: escalate}}\n", encoding="utf-8")
    for names in (["one.de.md"], ["one.scenarios.yaml"], ["one.md", "one.de.md", "one.scenarios.yaml"], ["."]):
        found = unsnag("lint", "--json", *(str(tmp_path / name) for name in names))
        assert [(p["code"], Path(p["file"]).name) for p in found.json] == [("scenario-failed", "one.scenarios.yaml")]
    assert unsnag("walk", str(tmp_path / "one.de.md"), "--json").json["path"] == ["done"]


def test_a_fragments_problem_is_listed_once(unsnag: Unsnag, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(FRONT.format(id=name) + CALL + END, encoding="utf-8")
    (tmp_path / "_fragments").mkdir()
    (tmp_path / "_fragments" / "shared.md").write_text(SHARED, encoding="utf-8")
    codes = [problem["code"] for problem in unsnag("lint", str(tmp_path), "--json").json]
    assert codes.count("unknown-return") == 1


@pytest.mark.parametrize("words", [["walk", "--json"], ["graph"], ["diagnose", "--json"]])
def test_an_article_that_cannot_be_read_leaves_standard_output_empty(
    unsnag: Unsnag, tmp_path: Path, words: list[str]
) -> None:
    path = tmp_path / "one.md"
    path.write_text(FRONT.format(id="[") + END, encoding="utf-8")
    said = unsnag(words[0], str(path), *words[1:])
    assert (said.code, said.out) == (1, "")
    assert "one.md:4:" in said.err or "one.md:3:" in said.err
