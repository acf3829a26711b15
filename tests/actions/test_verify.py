"""A verification is taken once, from whoever did the work, within twenty minutes."""

from __future__ import annotations

import base64
import json
import threading
from datetime import datetime, timedelta
from pathlib import Path

import altcha
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.actions.services import Services
from app.actions.verify import (
    BROKEN,
    DIGITS,
    GOOD_FOR,
    MISSING,
    OLD,
    USED,
    WRONG,
    Proof,
    digits_of,
    give_back,
    make_challenge,
    make_picture,
    verify,
)
from app.core.errors import BadVerification
from app.storage.challenges import CHALLENGE
from tests.actions.verifying import Clock, made_services, solve


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Services:
    return made_services(tmp_path, clock)


def read(services: Services, picture: str) -> Proof:
    return Proof(picture=picture, answer=digits_of(services, picture) or "")


def refusal(services: Services, proof: Proof, subject: str = "") -> str:
    with pytest.raises(BadVerification) as refused:
        verify(services, proof, subject)
    assert refused.value.fields == {"verification": refused.value.message}
    return refused.value.message


def test_a_proof_of_work_is_taken_once(services: Services) -> None:
    proof = solve(make_challenge(services))
    verify(services, proof, "one comment")
    assert refusal(services, proof, "another comment") == USED


def test_a_button_pressed_twice_does_no_harm(services: Services) -> None:
    proof = solve(make_challenge(services))
    verify(services, proof, "the same comment")
    verify(services, proof, "the same comment")


def test_what_did_not_come_about_gives_the_proof_back(services: Services) -> None:
    proof = solve(make_challenge(services))
    verify(services, proof, "too long")
    give_back(services, proof, "shorter")  # not what it was taken for
    assert refusal(services, proof, "shorter") == USED
    give_back(services, proof, "too long")
    verify(services, proof, "shorter")


def test_a_picture_is_taken_once_with_spaces_between_its_digits(services: Services) -> None:
    picture = make_picture(services)
    digits = digits_of(services, picture)
    assert digits is not None
    assert len(digits) == 6
    assert set(digits) <= set(DIGITS)
    verify(services, Proof(picture=picture, answer=f" {digits[:3]} {digits[3:]} "), "one")
    assert refusal(services, read(services, picture), "two") == USED


def test_a_picture_has_one_guess(services: Services) -> None:
    picture = make_picture(services)
    assert refusal(services, Proof(picture=picture, answer="111111")) == WRONG
    assert refusal(services, read(services, picture)) == USED


def test_pictures_differ(services: Services) -> None:
    assert len({digits_of(services, make_picture(services)) for _ in range(20)}) > 15


def test_it_is_good_for_twenty_minutes(services: Services, clock: Clock) -> None:
    proof, picture = solve(make_challenge(services)), make_picture(services)
    shown = read(services, picture)
    clock.now += GOOD_FOR - timedelta(seconds=1)
    verify(services, proof)
    later = solve(make_challenge(services))
    clock.now += timedelta(seconds=2)
    assert refusal(services, shown) == OLD
    assert refusal(services, proof) == OLD
    assert digits_of(services, picture) is None
    verify(services, later)


def test_what_is_over_is_forgotten(services: Services, clock: Clock) -> None:
    verify(services, solve(make_challenge(services)))
    clock.now += timedelta(hours=1)
    verify(services, solve(make_challenge(services)))
    with services.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(CHALLENGE)).scalar() == 1


def test_another_site_does_not_take_it(services: Services, tmp_path: Path, clock: Clock) -> None:
    elsewhere = made_services(tmp_path / "elsewhere", clock)
    assert refusal(elsewhere, solve(make_challenge(services))) == BROKEN
    assert digits_of(elsewhere, make_picture(services)) is None


def test_a_cheaper_challenge_of_ones_own_is_not_taken(services: Services) -> None:
    own = altcha.create_challenge("SHA-256", 1, counter=1, hmac_secret=b"guessed").to_dict()
    assert refusal(services, solve(own)) == BROKEN
    easier = make_challenge(services)
    easier["parameters"] = {**easier["parameters"], "keyPrefix": "00"}  # type: ignore[dict-item]
    assert refusal(services, solve(easier)) == BROKEN


def test_work_that_was_not_done_is_not_taken(services: Services) -> None:
    told = {"challenge": make_challenge(services), "solution": {"counter": 1, "derivedKey": "00" * 32}}
    assert refusal(services, Proof(base64.b64encode(json.dumps(told).encode()).decode())) == BROKEN


def test_nothing_given(services: Services) -> None:
    assert refusal(services, Proof()) == MISSING
    assert refusal(services, Proof.of({"verification": [""], "picture": [make_picture(services)]})) == MISSING


@settings(max_examples=60, deadline=None)
@given(
    payload=st.text(max_size=40)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "challenge",
                        "solution",
                        "parameters",
                        "signature",
                        "algorithm",
                        "nonce",
                        "salt",
                        "cost",
                        "counter",
                        "derivedKey",
                    ]
                ),
                inner,
                max_size=8,
            )
        ),
        max_leaves=12,
    ).map(lambda told: base64.b64encode(json.dumps(told).encode()).decode())
)
def test_any_payload_is_refused_in_words(tmp_path_factory: pytest.TempPathFactory, payload: str) -> None:
    services = _shared(tmp_path_factory)
    assert refusal(services, Proof(payload=payload, picture=payload, answer="1")) in (BROKEN, OLD)


def test_of_many_who_bring_the_same_proof_one_is_taken(services: Services) -> None:
    proof, taken, gate = solve(make_challenge(services)), [], threading.Barrier(6)

    def bring(subject: str) -> None:
        gate.wait()
        try:
            verify(services, proof, subject)
        except BadVerification:
            return
        taken.append(subject)

    threads = [threading.Thread(target=bring, args=(f"comment {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


_KEPT: list[Services] = []


def _shared(factory: pytest.TempPathFactory) -> Services:
    """One database for all examples."""
    if not _KEPT:
        _KEPT.append(made_services(factory.mktemp("any"), Clock()))
    return _KEPT[0]


def test_the_clock_of_the_site_counts(services: Services, clock: Clock) -> None:
    """ALTCHA's own clock is the machine's; ours is passed in."""
    clock.now = datetime.fromisoformat("2031-01-01T00:00:00+00:00")
    verify(services, solve(make_challenge(services)))
