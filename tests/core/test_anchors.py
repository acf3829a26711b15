"""What a comment hangs on: found by its id or an earlier one, and digested by what a reader is told there."""

from __future__ import annotations

import pytest

from app.core.anchors import anchor_digest, current_ids, find_anchor, gathered
from app.core.article import Article, Bundle
from app.core.parse import parse
from tests.actions.sample import MAIL


def read(text: str = MAIL) -> Article:
    article = parse(Bundle("mail.md", {"mail.md": text})).article
    assert article is not None
    return article


@pytest.mark.parametrize(
    ("anchor", "step", "cause"),
    [("mx", "mx", False), ("no-mx", "mx", True), ("closed", "firewall", True), ("", "", False)],
)
def test_a_place_is_found_with_its_step(anchor: str, step: str, cause: bool) -> None:
    found = find_anchor(read(), anchor)
    assert found is not None and (found.id, found.step, found.cause) == (anchor, step, cause)
    assert len(found.digest) == 64


def test_what_is_gone_is_nowhere() -> None:
    assert find_anchor(read(), "gone") is None
    assert anchor_digest(read(), "gone") == ""


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Publish the record for", "Publish a record for", {"no-mx"}),
        ("### No MX record", "### There is no MX record", {"no-mx"}),
        ("Another server asks", "Each server asks", {"mx"}),
        ("{run: dns.mx, with: {domain: $domain}}", '{run: dns.mx, with: {domain: "example.com"}}', {"mx"}),
        ('say: "Did {{ domain }} get a report?"', 'say: "Was there a report?"', {"sent"}),
        ("likely: often", "likely: sometimes", set()),
        ("Follow the message.", "Follow the letter.", {""}),
        ("id: no-mx\n", "# a word to other authors\nid: no-mx\n", set()),
    ],
)
def test_only_what_readers_are_told_makes_another_digest(old: str, new: str, changed: set[str]) -> None:
    assert MAIL.count(old) == 1
    before, after = read(), read(MAIL.replace(old, new))
    places = ["", "sent", "mx", "no-mx", "slow", "firewall", "closed"]
    assert {each for each in places if anchor_digest(before, each) != anchor_digest(after, each)} == changed


def test_earlier_ids_lead_to_the_present_one_and_an_id_in_use_is_its_own() -> None:
    text = MAIL.replace("id: no-mx\n", "id: none\nwas: [no-mx, missing]\n")
    article = read(text)
    ids = current_ids(article)
    assert (ids["no-mx"], ids["missing"], ids["none"], ids[""]) == ("none", "none", "none", "")
    assert find_anchor(article, "missing") == find_anchor(article, "none")
    assert gathered({"": 1, "no-mx": 2, "none": 3, "gone": 4, "mx": 5}, article) == {"": 5, "none": 5, "mx": 5}
