"""What is kept in memory stays within bounds, and belongs to one generation of the library."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from fastapi import FastAPI

from app.library import Library
from app.web.articles import document_pages
from app.web.articles.document_pages import DocumentPages, KeptPage
from tests.web.site import article, make_site


class Shelf:
    """As much of a library as pages look at."""

    generation = 1


def page(size: int) -> KeptPage:
    return KeptPage(b"x" * size, [])


def pages(shelf: Shelf, *, keep: bool = True) -> DocumentPages:
    return DocumentPages(cast("Library", shelf), keep=keep)


def test_the_oldest_gives_way_to_the_newest() -> None:
    kept = pages(Shelf())
    third = document_pages.KEPT // 3
    for number in range(5):
        kept.keep(f"/a/{number}", "en", page(third), ["en"], 1)
    assert [number for number in range(5) if kept.find(f"/a/{number}", "en")] == [2, 3, 4]


def test_a_page_made_again_is_the_newest() -> None:
    kept = pages(Shelf())
    third = document_pages.KEPT // 3
    for number in (0, 1, 2, 0, 3):
        kept.keep(f"/a/{number}", "en", page(third), ["en"], 1)
    assert [number for number in range(4) if kept.find(f"/a/{number}", "en")] == [0, 2, 3]


def test_one_that_is_larger_than_all_is_kept_alone() -> None:
    kept = pages(Shelf())
    kept.keep("/a/small", "en", page(10), ["en"], 1)
    kept.keep("/a/large", "en", page(document_pages.KEPT + 1), ["en"], 1)
    assert kept.find("/a/large", "en")
    assert not kept.find("/a/small", "en")


def test_pages_of_an_earlier_generation_count_no_more() -> None:
    shelf = Shelf()
    kept = pages(shelf)
    kept.keep("/a/one", "en", page(10), ["en", "de"], 1)
    kept.keep("/a/one", "de", page(20), ["en", "de"], 1)
    assert kept.find("/a/one", "de")
    shelf.generation = 2
    assert not kept.find("/a/one", "en")
    kept.keep("/a/one", "en", page(10), ["en", "de"], 2)
    assert kept.find("/a/one", "en")
    assert not kept.find("/a/one", "de")


def test_a_page_that_was_made_too_late_is_not_believed() -> None:
    shelf = Shelf()
    kept = pages(shelf)
    shelf.generation = 2
    kept.keep("/a/one", "en", page(10), ["en"], 1)
    assert not kept.find("/a/one", "en")


def test_in_development_nothing_is_kept() -> None:
    kept = pages(Shelf(), keep=False)
    kept.keep("/a/one", "en", page(10), ["en"], 1)
    assert not kept.find("/a/one", "en")


class MadeMeanwhile:
    """In the place of the lock: who waits for it finds that somebody else has made the page."""

    def __init__(self, site: FastAPI) -> None:
        self._site = site

    def __enter__(self) -> None:
        documents, library = self._site.state.documents, self._site.state.services.library
        page = KeptPage(b"<p>made meanwhile", [])
        documents.keep("/a/one", "en", page, ["en"], library.generation, documents.drops("/a/one"))

    def __exit__(self, *_: object) -> None:
        pass


def test_who_waited_for_a_page_does_not_make_it_again(tmp_path: Path) -> None:
    client = make_site(tmp_path, {"one.md": article("one")})
    assert isinstance(client.app, FastAPI)
    client.app.state.documents.making = MadeMeanwhile(client.app)
    assert client.get("/a/one").text == "<p>made meanwhile"
