"""The picture of a graph: complete, the same every time, with links for nodes and no style attribute."""

from __future__ import annotations

from xml.etree import ElementTree

from app.core.article import Article, Ask, Branch, Cause, Expression, Option, Scope, Step
from app.core.picture import picture, standalone
from app.core.picture_edges import lines

SVG = "{http://www.w3.org/2000/svg}"


def article(*steps: Step, lang: str = "en") -> Article:
    found = {step.id: step for step in steps}
    return Article(
        id="test",
        title="Test & <try>",
        lang=lang,
        start=steps[0].id,
        steps=found,
        sections=tuple(found),
        scopes={"": Scope()},
    )


def sample() -> Article:
    return article(
        Step("first", "First, <look>", "", next=(Branch("ask"),), after="ask"),
        Step(
            "ask",
            "A title so long that it takes more than one line, or even more than three of them, in its small box",
            "",
            ask=Ask(
                "Well?",
                False,
                (
                    Option("yes", "Yes", "done"),
                    Option("no", "No & never", "help"),
                    Option("unsure", "Who knows", "help"),
                ),
            ),
            after="back",
        ),
        Step("back", "Back", "", when=Expression("true"), otherwise="help", next=(Branch("first"),), after="done"),
        Step("done", "Done", "", end="solved", after="help"),
        Step("help", "Help", "", end="escalate"),
    )


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_every_step_is_a_link_with_a_name() -> None:
    root = tree(picture(sample()))
    links = {link.get("href"): link for link in root.iter(f"{SVG}a")}
    assert set(links) == {"#first", "#ask", "#back", "#done", "#help"}
    names = [link.findtext(f"{SVG}title") for link in links.values()]
    assert names[0] == "1. First, <look>"
    assert "Done" in names


def test_kinds_have_shapes_of_their_own() -> None:
    root = tree(picture(sample()))
    kinds = {link.get("href"): link.get("class") for link in root.iter(f"{SVG}a")}
    assert kinds["#ask"] == "graph-node question"
    assert kinds["#done"] == "graph-node solved"
    assert kinds["#help"] == "graph-node escalate"
    question = next(link for link in root.iter(f"{SVG}a") if link.get("href") == "#ask")
    assert question.find(f"{SVG}polygon") is not None


def test_options_to_one_place_share_a_line_and_its_label() -> None:
    drawn = {(line.source, line.target): line for line in lines(sample())}
    assert drawn["ask", "help"].said == "No & never / Who knows"
    assert drawn["ask", "done"].label == "Yes"
    assert drawn["back", "help"].aside
    assert drawn["first", "ask"].label == ""
    assert len(drawn) == 5


def test_a_fix_that_leads_on_is_drawn() -> None:
    told = article(
        Step("one", "One", "", causes=(Cause("c", "C", "", to="two"), Cause("d", "D", "")), after="end"),
        Step("two", "Two", "", after="end"),
        Step("end", "End", "", end="solved"),
    )
    drawn = {(line.source, line.target): line for line in lines(told)}
    assert drawn["one", "two"].label == "once it is fixed"
    assert drawn["one", "two"].aside


def test_a_fragment_is_drawn_by_its_steps() -> None:
    told = article(
        Step("one", "One", "", after="near"),
        Step("near", "Near", "", use="records", enter="near.records", after="end"),
        Step("near.records", "Records", "", next=(Branch("end"),)),
        Step("end", "End", "", end="solved"),
    )
    drawn = {(line.source, line.target) for line in lines(told)}
    assert ("one", "near.records") in drawn
    assert "#near.records" in picture(told)
    assert 'href="#near"' not in picture(told)


def test_it_is_the_same_every_time_and_needs_no_inline_style() -> None:
    svg = picture(sample())
    assert svg == picture(sample())
    assert "style" not in svg
    assert svg.startswith("<svg ")
    assert "<style>" in standalone(sample())


def test_it_is_named_and_described() -> None:
    root = tree(picture(sample()))
    assert root.findtext(f"{SVG}title") == "Test & <try>: the way through"
    assert "5 steps" in (root.findtext(f"{SVG}desc") or "")
    assert root.get("aria-labelledby") == "graph-title graph-desc"


def test_nothing_stands_outside_the_frame() -> None:
    root = tree(picture(sample()))
    width, height = (float(value) for value in (root.get("viewBox") or "").split()[2:])
    for box in root.iter(f"{SVG}rect"):
        left, top = float(box.get("x", "")), float(box.get("y", ""))
        assert left >= 0
        assert top >= 0
        assert left + float(box.get("width", "")) <= width
        assert top + float(box.get("height", "")) <= height


def test_right_to_left_is_mirrored() -> None:
    plain, mirrored = tree(picture(sample())), tree(picture(article(*sample().steps.values(), lang="ar")))

    def places(root: ElementTree.Element) -> dict[str | None, float]:
        return {
            link.get("href"): float(box.get("x", ""))
            for link in root.iter(f"{SVG}a")
            for box in link.iter(f"{SVG}rect")
        }

    one, other = places(plain), places(mirrored)
    assert (one["#done"] < one["#help"]) != (other["#done"] < other["#help"])
