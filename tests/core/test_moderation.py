"""Each rule by itself, and which verdict counts where several object."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.comment_signs import _MESSENGER, _PHONE, _WALLET, contacts, link_hosts, written_hosts
from app.core.likeness import Alike, Recent
from app.core.markup import render_comment
from app.core.moderation import Decision, Draft, History, Policy, Rule, decide, refused

KNOWN = History(published=1)
OPEN = Policy("none")


def draft(text: str = "Port 25 was closed.", **changes: Any) -> Draft:
    plain = Draft("Ada", "ada@example.com", text, render_comment(text), "198.51.100.7", "198.51.100.0/24", 60.0)
    return replace(plain, **changes)


def judged(
    text: str = "Port 25 was closed.", *rules: Rule, history: History = KNOWN, policy: Policy = OPEN, **changes: Any
) -> Decision:
    return decide(draft(text, **changes), rules, history, policy)


def test_what_nobody_objects_to_is_published() -> None:
    assert judged() == Decision("published")


@pytest.mark.parametrize(
    ("policy", "published", "state"),
    [("all", 5, "held"), ("first-time", 0, "held"), ("first-time", 1, "published"), ("none", 0, "published")],
)
def test_the_policy_says_who_waits(policy: Any, published: int, state: str) -> None:
    assert judged(history=History(published=published), policy=Policy(policy)).state == state


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (Rule("word", "Viagra", "spam"), {"text": "buy VIAGRA now"}),
        (Rule("word", "viagra", "spam"), {"text": "buy vi\u200bagra now"}),
        (Rule("word", "viagra", "spam"), {"text": "buy ｖｉａｇｒａ now"}),
        (Rule("word", "代开发票", "spam"), {"text": "专业代开发票请联系"}),
        (Rule("word", "two words", "spam"), {"text": "the two\nwords"}),
        (Rule("word", "ada", "spam"), {}),
        (Rule("address", "ADA@example.com", "spam"), {}),
        (Rule("address", "@example.com", "spam"), {}),
        (Rule("address", "198.51.100.7", "spam"), {}),
        (Rule("network", "198.51.0.0/16", "spam"), {}),
        (Rule("network", "2001:db8::/32", "spam"), {"address": "2001:db8::9"}),
        (Rule("host", "bad.example", "spam"), {"text": "see https://www.bad.example/x"}),
        (Rule("host", "bad.example", "spam"), {"text": "[here](http://BAD.example)"}),
        (Rule("host", "xn--bcher-kva.example", "spam"), {"text": "see https://bücher.example/"}),
        (Rule("host", "bad.example", "spam"), {"text": "go to bad [dot] example"}),
    ],
)
def test_rules_catch_what_they_name(rule: Rule, changes: dict[str, Any]) -> None:
    found = judged(changes.pop("text", "Port 25 was closed."), rule, **changes)
    assert found.state == "spam"
    assert len(found.reasons) == 1


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule("word", "ass", "spam"), "a class of its own, with some grass"),
        (Rule("address", "@ample.com", "spam"), "x"),
        (Rule("address", "", "spam"), "x"),
        (Rule("network", "10.0.0.0/8", "spam"), "x"),
        (Rule("network", "no network", "spam"), "x"),
        (Rule("host", "bad.example", "spam"), "see https://notbad.example/ and https://bad.example.org/"),
    ],
)
def test_rules_catch_nothing_else(rule: Rule, text: str) -> None:
    assert judged(text, rule).state == "published"


def test_the_gravest_verdict_counts_and_every_reason_is_told() -> None:
    rules = (Rule("word", "port", "hold"), Rule("word", "closed", "reject"))
    found = judged("Port 25 was closed.", *rules, seconds=1.0)
    assert found.state == "rejected"
    assert len(found.reasons) == 3
    assert judged("Port 25 was closed.", *rules, honeypot="x").state == "spam"


@pytest.mark.parametrize(
    ("seconds", "state"), [(None, "held"), (0.5, "held"), (-3.0, "held"), (3.0, "published"), (9e5, "published")]
)
def test_the_time_trap_holds(seconds: float | None, state: str) -> None:
    assert judged(seconds=seconds).state == state


def test_links_of_new_writers_wait_unless_the_article_has_them_too() -> None:
    text = "See https://docs.example.net/ports"
    new = History(hosts=frozenset({"example.org"}))
    assert judged(text, history=new).reasons == ("A first-time writer links to docs.example.net.",)
    assert judged(text, history=KNOWN).state == "published"
    assert judged(text, history=replace(new, hosts=frozenset({"example.net"}))).state == "published"
    many = " ".join(f"https://example.org/{at}" for at in range(4))
    assert judged(many, history=replace(KNOWN, hosts=frozenset({"example.org"}))).reasons == ("It has 4 links.",)
    assert judged("I am here", name="www.pills.example").state == "held"


def test_rates_hold_and_then_refuse() -> None:
    assert judged(history=replace(KNOWN, network_recent=3)).state == "published"
    assert judged(history=replace(KNOWN, network_recent=4)).state == "held"
    assert judged(history=replace(KNOWN, thread_recent=20)).state == "held"
    assert judged(history=replace(KNOWN, network_judged=2)).state == "held"
    assert not refused(History(network_recent=19), OPEN) and refused(History(network_recent=20), OPEN)


@pytest.mark.parametrize(
    ("alike", "state"),
    [
        (Alike(7, 0.54, "", True), "published"),
        (Alike(7, 0.6, "", False), "held"),
        (Alike(7, 0.6, "", True), "spam"),
        (Alike(7, 1.0, "", False), "held"),
        (Alike(7, 0.2, "", False, common=0.5), "published"),
    ],
)
def test_texts_that_were_seen_before(alike: Alike, state: str) -> None:
    assert judged(history=replace(KNOWN, alike=alike)).state == state


def test_phrases_of_others_make_a_new_writer_wait() -> None:
    assert judged(history=History(alike=Alike(7, 0.2, "", False, common=0.5))).state == "held"


def test_contacts_are_seen_where_people_are_told_of_them_and_not_in_logs() -> None:
    assert contacts(render_comment("WhatsApp me: +44 20 7946 0958")) != ()
    assert contacts(render_comment("Telegram @expert_99")) != ()
    assert contacts(render_comment("send to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")) != ()
    log = (
        "`Mar 3 10:14:22 mx1 postfix/smtp[2213]: connect to 203.0.113.9:25` 550 5.7.26 and 2001:db8::25, 20260405 1012"
    )
    assert contacts(render_comment(log)) == ()
    assert contacts(render_comment("```\ncall +1 888 555 0100 now\n```")) == ()


_PIECES = ["WhatsApp", "whats", "app", "vİber", "signal", "line", "id", "online", ":", "@grace_h", "é", "\n"]
_PIECES += ["+44", "00", "4930", "1234567", "(", ")", "bc1", "0x", "T3"]
_LONG = st.text("0123456789abcdefABCDEF", min_size=20, max_size=45)


@given(st.lists(st.sampled_from([*_PIECES, " "]) | _LONG, max_size=8).map("".join))
def test_contacts_are_those_that_every_pattern_finds(told: str) -> None:
    plain = unicodedata.normalize("NFKC", told)
    found = [match[0] for pattern in (_MESSENGER, _PHONE, _WALLET) for match in pattern.finditer(plain)]
    assert contacts(told) == tuple(dict.fromkeys(found))


def test_hosts_of_links() -> None:
    html = render_comment(
        "https://a.example/ [b](http://B.example:81/x) <https://[2001:db8::1]/> mailto:x@c.example #25"
    )
    assert link_hosts(html)[:2] == ("a.example", "b.example")
    assert written_hosts("go to shop dot com or shop.example/offer, not 1.2.3.4 or main.cf") == (
        "shop.example",
        "shop.com",
    )
    assert written_hosts("add a trailing dot info follows") == ("trailing.info",), (
        "held, not lost: a price of this rule"
    )


def test_a_spun_text_is_known_again() -> None:
    recent = Recent(3)
    recent.add(1, "Great post! I really enjoyed reading it and will come back soon.", "a")
    recent.add(2, "Our resolver had cached the old address of the server for a week.", "b")
    found = recent.nearest("Awesome post! I really enjoyed reading it and will surely come back later.")
    assert found is not None and found.comment_id == 1 and found.likeness > 0.5
    assert recent.nearest("Great post! I really enjoyed reading it and will come back soon.", but=1) is None
    recent.judge(1, True)
    again = recent.nearest("GREAT POST 99 - I really enjoyed reading it and will come back soon https://x.example/")
    assert again is not None and again.judged and again.likeness == 1.0
    for at in range(3, 6):
        recent.add(at, f"Something else altogether that fills the memory {at}", "c")
    assert 1 not in recent._kept and recent.nearest("Great post! I really enjoyed reading it.") is None


@given(st.lists(st.tuples(st.integers(1, 9), st.text("ab 界ก", max_size=40)), max_size=30))
def test_the_memory_forgets_all_of_what_it_forgets(added: list[tuple[int, str]]) -> None:
    recent = Recent(3)
    for comment_id, text in added:
        recent.add(comment_id, text, "")
    for comment_id in range(1, 10):
        recent.forget(comment_id)
        assert comment_id not in recent._kept
    assert recent._found == {}


@given(st.text(max_size=300), st.text(max_size=30))
def test_nothing_that_anybody_writes_breaks_it(text: str, name: str) -> None:
    rules = (Rule("word", text[:20] or "x", "hold"), Rule("host", name, "hold"), Rule("network", name, "hold"))
    assert decide(draft(text, name=name, address=name), rules, History(), Policy()).state == "held"
