"""How a walk ends: solved, handed over, declared solved at any time; and starting again."""

from __future__ import annotations

from pathlib import Path

from tests.web.walk.site import visitor


def test_a_solved_end_offers_the_transcript_and_a_new_start(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("last")
    page = someone.press("Continue", _answer="yes")
    assert page.h1 == "Solved"
    assert "Good to hear that it works" in page.text
    assert page.links["Transcript as text"] == f"/r/{someone.token}/transcript.txt"
    assert page.form("Start again").action == "/a/mail/start"
    assert all("Continue" not in form.buttons for form in page.forms)


def test_an_escalated_end_names_the_queue(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("last")
    page = someone.press("Continue", _answer="no")
    assert "Hand this over" in page.text
    assert "It goes to mail" in page.text


def test_my_problem_is_solved_ends_the_walk_from_anywhere(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    page = someone.press("My problem is solved")
    assert page.h1 == "Your problem is solved"
    assert page.links["Transcript as JSON"]
    page = someone.press("It is not solved after all")
    assert page.h1 == "The sender looks up example.com"


def test_start_again_is_a_new_walk(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    before = someone.token
    someone.press("My problem is solved")
    someone.press("Start again")
    assert someone.token != before
    assert someone.page.form("Continue").fields["domain"] == [""]


def test_the_end_keeps_the_way_back(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("last")
    page = someone.press("Continue", _answer="yes")
    assert page.links["Change Does it work now"] == f"/r/{someone.token}/last"
    someone.get(f"/r/{someone.token}/last")
    assert someone.press("Continue", _answer="no").h1 == "Hand over to the mail team"
