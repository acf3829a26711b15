"""Files become versions; what was changed here is never overwritten; one broken file takes no other down."""

from __future__ import annotations

import pytest

from app.core.article import Bundle
from app.core.parse import Parsed, parse
from tests.library.shelf import NOW, Shelf, article


def test_a_new_file_is_served(shelf: Shelf) -> None:
    report = shelf.bring(mail=article())
    assert [(item.file, item.article_id, item.outcome) for item in report.imported] == [
        ("mail.md", "mail", "published")
    ]
    entry = shelf.library.get("mail")
    assert entry is not None
    assert (entry.title, entry.number, entry.origin, entry.file) == ("Mail does not arrive", 1, "file", "mail.md")
    assert (entry.created, entry.changed) == (NOW, NOW)
    assert list(entry.article.steps) == ["check", "solved", "escalate"]
    assert entry.source == article()


def test_the_same_text_again_does_nothing(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    generation = shelf.library.generation
    report = shelf.bring()
    assert [item.outcome for item in report.imported] == ["unchanged"]
    assert not report.changed
    assert shelf.library.generation == generation


def test_an_unchanged_file_is_not_parsed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.bring(mail=article(), post=article("post"))
    parsed: list[str] = []

    def listening(bundle: Bundle) -> Parsed:
        parsed.append(bundle.main)
        return parse(bundle)

    monkeypatch.setattr("app.library.importing.parse", listening)
    shelf.bring(post=article("post", prose="Changed."))
    assert parsed == ["post.md"]


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    first = shelf.library.get("mail")
    shelf.bring(mail=article(title="Mail is late"))
    second = shelf.library.get("mail")
    assert first is not None
    assert second is not None
    assert (second.number, second.title, second.created) == (2, "Mail is late", first.created)
    assert second.changed > first.changed
    pinned = shelf.another_library().version(first.version_id)
    assert (pinned.number, pinned.title, pinned.source) == (1, "Mail does not arrive", article())


def test_a_change_in_a_fragment_or_a_table_is_a_change_of_the_article(shelf: Shelf) -> None:
    shelf.write("_data/ports.yaml", "smtp: 25\n")
    text = article(front="tables: {ports: {from: ports}}\n")
    shelf.bring(mail=text)
    shelf.write("_data/ports.yaml", "smtp: 587\n")
    assert [item.outcome for item in shelf.bring().imported] == ["published"]
    entry = shelf.library.get("mail")
    assert entry is not None
    assert entry.article.tables["ports"]["smtp"] == 587


def test_a_file_beside_a_version_changed_here_waits_as_a_draft(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    shelf.publish_in_admin("mail", article(title="Changed here"))
    assert [item.outcome for item in shelf.bring().imported] == ["unchanged"]
    report = shelf.bring(mail=article(title="Changed in the file"))
    assert [item.outcome for item in report.imported] == ["conflict"]
    assert shelf.source("mail") == article(title="Changed here")
    with shelf.database.sessions() as session:
        conflicts = shelf.library.conflicts(session)
    assert [(item.article_id, item.number, item.conflicts_with, item.state) for item in conflicts] == [
        ("mail", 3, 2, "draft")
    ]
    assert shelf.library.version(conflicts[0].version_id).source == article(title="Changed in the file")
    assert [item.outcome for item in shelf.bring().imported] == ["unchanged"]


def test_a_file_written_by_export_is_no_conflict_when_changed_later(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    shelf.publish_in_admin("mail", article(title="Changed here"))
    with shelf.database.sessions() as session:
        shelf.library.export(session, shelf.folder)
    assert [item.outcome for item in shelf.bring().imported] == ["unchanged"]
    assert [item.outcome for item in shelf.bring(mail=article(title="Then in the file")).imported] == ["published"]
    assert shelf.source("mail") == article(title="Then in the file")


def test_one_broken_file_takes_no_other_down_and_its_last_good_version_is_served(shelf: Shelf) -> None:
    shelf.bring(mail=article(), post=article("post"))
    broken = article(title="Newer").replace("id: check", "id: [")
    report = shelf.bring(mail=broken, post=article("post", title="Post, newer"), extra=article("extra"))
    assert [item.file for item in report.broken] == ["mail.md"]
    assert report.broken[0].problems[0].line > 5
    assert [item.article_id for item in report.published] == ["extra", "post"]
    assert shelf.source("mail") == article()
    assert [(item.file, item.article_id) for item in shelf.library.broken()] == [("mail.md", "mail")]
    entry = shelf.library.get("mail")
    assert entry is not None
    assert entry.broken == report.broken[0].problems
    shelf.bring(mail=article(title="Mended"))
    assert shelf.library.broken() == []
    mended = shelf.library.get("mail")
    assert mended is not None
    assert (mended.title, mended.broken) == ("Mended", ())


def test_an_article_whose_scenarios_fail_cannot_be_published(shelf: Shelf) -> None:
    failing = "- name: wrong\n  answers: {check: yes}\n  expect: {end: escalate}\n"
    report = shelf.bring(mail=article(scenarios=failing))
    assert [problem.code for problem in report.broken[0].problems if problem.severity == "error"] == ["scenario-failed"]
    assert shelf.library.get("mail") is None


def test_a_broken_file_put_back_as_it_was_is_whole_again(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    shelf.bring(mail="nothing like an article")
    assert len(shelf.library.broken()) == 1
    shelf.bring(mail=article())
    assert shelf.library.broken() == []


@pytest.mark.parametrize("text", ["", "\0", "---\n", "---\nid: mail\n", "\ufeff---\r\nformat: 1\r\n---\r\n", "﷽" * 500])
def test_any_text_is_at_worst_a_broken_file(shelf: Shelf, text: str) -> None:
    report = shelf.bring(mail=article(), odd=text)
    assert [item.file for item in report.broken] == ["odd.md"]
    assert shelf.library.get("mail") is not None


def test_a_file_that_is_not_utf8_is_broken(shelf: Shelf) -> None:
    (shelf.folder / "latin.md").write_bytes(article("latin", "Größe").encode("latin-1"))
    report = shelf.bring(mail=article())
    assert [item.file for item in report.broken] == ["latin.md"]


def test_a_file_taken_away_is_told_and_its_article_still_served(shelf: Shelf) -> None:
    shelf.bring(mail=article(), post=article("post"))
    (shelf.folder / "post.md").unlink()
    report = shelf.bring()
    assert report.missing == ("post.md",)
    assert shelf.library.get("post") is not None
    assert "still served" in report.summary()


def test_two_files_with_one_id(shelf: Shelf) -> None:
    report = shelf.bring(a=article("mail"), b=article("mail", "Another"))
    assert [item.file for item in report.published] == ["a.md"]
    assert [(item.file, item.problems[-1].code) for item in report.broken] == [("b.md", "article-id-taken")]


def test_two_articles_with_one_document_number(shelf: Shelf) -> None:
    shelf.bring(mail=article(front="document: 4564\n"))
    report = shelf.bring(post=article("post", front="document: 4564\n"))
    assert [problem.code for problem in report.broken[0].problems if problem.severity == "error"] == ["document-taken"]
    entry = shelf.library.by_number(4564)
    assert entry is not None
    assert entry.article_id == "mail"


def test_an_article_under_a_new_id_takes_the_place_of_the_old(shelf: Shelf) -> None:
    shelf.bring(mail=article(front="document: 4564\n"))
    (shelf.folder / "mail.md").unlink()
    report = shelf.bring(inbound=article("inbound", front="was: [mail]\ndocument: 4564\n"))
    assert report.merged == (("mail", "inbound"),)
    assert shelf.library.get("mail") is None
    assert shelf.library.resolve("mail") == "inbound"
    by_number = shelf.library.by_number(4564)
    assert by_number is not None
    assert by_number.article_id == "inbound"
    assert [entry.article_id for entry in shelf.library.entries()] == ["inbound"]


def test_a_number_given_up_still_leads_to_its_article(shelf: Shelf) -> None:
    shelf.bring(mail=article(front="document: 4564\n"))
    shelf.bring(mail=article(front="document: 9000\n"))
    for number in (4564, 9000):
        entry = shelf.library.by_number(number)
        assert entry is not None
        assert entry.article_id == "mail"
    assert shelf.library.by_number(1) is None


def test_an_id_that_was_published_must_not_vanish_without_an_heir(shelf: Shelf) -> None:
    shelf.bring(mail=article())
    report = shelf.bring(mail=article(step="look"))
    assert "id-gone" in {problem.code for problem in report.broken[0].problems}
    renamed = article(step="look").replace("id: look\n", "id: look\nwas: [check]\n")
    assert [item.outcome for item in shelf.bring(mail=renamed).imported] == ["published"]


def test_links_between_articles_are_checked_whatever_their_order(shelf: Shelf) -> None:
    report = shelf.bring(
        a=article("a", prose="See [the other](b.md#full) and [its end](/a/b#solved)."),
        b=article("b", prose="See [the first](a.md#check)."),
        c=article("c", prose="See [nothing](b.md#nothing)."),
        d=article("d", prose="See [nobody](nobody.md)."),
    )
    assert [item.file for item in report.published] == ["a.md", "b.md"]
    assert [(item.file, item.problems[0].code) for item in report.broken] == [
        ("c.md", "broken-link"),
        ("d.md", "broken-link"),
    ]


def test_a_link_to_a_broken_file_leads_to_its_last_good_version(shelf: Shelf) -> None:
    shelf.bring(a=article("a"), b=article("b"))
    report = shelf.bring(a=article("a", prose="See [the other](b.md#full)."), b=article("b").replace("```\n", "", 1))
    assert [item.file for item in report.broken] == ["b.md"]
    assert [item.file for item in report.published] == ["a.md"]


def test_what_is_no_article_is_left_alone(shelf: Shelf) -> None:
    for path in ("README.md", "_drafts/x.md", "_fragments/records.md", ".git/y.md", "notes.txt", "mail.scenarios.yaml"):
        shelf.write(path, "[]\n" if path.endswith("yaml") else "# Nothing\n")
    shelf.write("deep/below/post.md", article("post"))
    report = shelf.bring(mail=article())
    assert [item.file for item in report.published] == ["deep/below/post.md", "mail.md"]
    assert not report.broken


def test_a_translation_belongs_to_its_original(shelf: Shelf) -> None:
    shelf.write("mail.de.md", article(title="Mail kommt nicht an", front="lang: de\n"))
    report = shelf.bring(mail=article())
    assert [item.file for item in report.imported] == ["mail.md"]
    entry = shelf.library.get("mail")
    assert entry is not None
    assert entry.article.translations["de"].title == "Mail kommt nicht an"


def test_a_folder_that_is_not_there_holds_no_articles(shelf: Shelf) -> None:
    shelf.folder.rmdir()
    report = shelf.bring()
    assert report.imported == ()
    assert report.summary() == "no articles"


def test_many_articles_arrive_in_batches(shelf: Shelf) -> None:
    names = [f"article-{n}" for n in range(230)]
    report = shelf.bring(**{name: article(name, f"Title {name}") for name in names})
    assert len(report.published) == 230
    assert len(shelf.library.entries()) == 230
    assert all(entry.number == 1 for entry in shelf.library.entries())
