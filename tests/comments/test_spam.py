"""Spam does not get past, and nobody honest is lost. The whole of it, 10,000, is `python -m tests.comments.trial`."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from app.core.comment_fields import read_fields
from tests.comments.honest import HONEST
from tests.comments.spam import CAMPAIGNS, campaign
from tests.comments.trial import Outcome, run

EACH = 15  # of every kind; the whole trial has 500


@pytest.fixture(scope="module")
def cautious() -> Outcome:
    """As a site is set at first: writers who are new wait."""
    return run("first-time", each=EACH, moderated=True)


@pytest.fixture(scope="module")
def open_site() -> Outcome:
    """A site where nobody waits unless a rule objects, and no moderator looks."""
    return run("none", each=EACH)


def test_at_most_one_in_a_hundred_gets_past(cautious: Outcome) -> None:
    assert sum(counted.total() for counted in cautious.spam.values()) == 20 * EACH
    assert cautious.past <= 0.01


def test_what_moderators_judged_is_known_again(cautious: Outcome) -> None:
    """Most of a campaign never comes before a moderator once some of it was judged."""
    states = sum(cautious.spam.values(), Counter[str]())
    assert states["spam"] >= 2 * EACH


@pytest.mark.parametrize("site", ["cautious", "open_site"])
def test_nobody_honest_is_lost(site: str, request: pytest.FixtureRequest) -> None:
    outcome: Outcome = request.getfixturevalue(site)
    assert outcome.lost == []
    assert sum(counted.total() for counted in outcome.honest.values()) == 200


def test_without_moderation_links_and_numbers_wait_all_the_same(open_site: Outcome) -> None:
    """Kinds that live by words alone are known by their repetition, which 15 of a kind have little of."""
    by_words = {"praise", "brand"}
    past = {kind: counted["published"] for kind, counted in open_site.spam.items() if kind not in by_words}
    assert not any(past.values()), past
    honest = sum(open_site.honest.values(), Counter[str]())
    assert honest["published"] >= 160, "those with a link or a telephone number wait"


def test_the_corpus_is_what_it_says() -> None:
    assert len(HONEST) == len({text for _, text in HONEST}) == 200
    scripts = {unicodedata.name(c, "").split()[0] for _, text in HONEST for c in text if c.isalpha()}
    assert {"LATIN", "ARABIC", "HEBREW", "CJK", "DEVANAGARI", "THAI", "CYRILLIC", "GREEK", "HANGUL"} <= scripts
    assert len(scripts) >= 20
    assert any("👍" in text for _, text in HONEST)
    for _, text in HONEST:
        assert read_fields("Reader", "", text).problems == {}, text
    spam = list(campaign(1, EACH))
    assert len(CAMPAIGNS) == 20 and len(spam) == 20 * EACH
    assert len({each.text for each in spam}) > 0.95 * len(spam)
    assert len({each.address.rpartition(".")[0] for each in spam}) > 0.8 * len(spam)
    assert [each.text for each in campaign(1, 2)] == [each.text for each in campaign(1, 2)]
    assert [each.text for each in campaign(1, 2)] != [each.text for each in campaign(2, 2)]
