from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.actions import passwords
from app.actions.passwords import LONGEST, SHORTEST, check_password, chosen_password, hash_password
from app.core.errors import BadInput

PASSWORD = "four words of no account"


def test_the_right_one_is_known_again() -> None:
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != hash_password(PASSWORD)
    assert check_password(PASSWORD, kept) == (True, None)
    assert check_password(PASSWORD + " ", kept) == (False, None)
    assert check_password("", kept) == (False, None)


def test_how_a_keyboard_composes_letters_does_not_matter() -> None:
    composed = "übergrößenträger"
    kept = hash_password(unicodedata.normalize("NFD", composed))
    assert check_password(composed, kept) == (True, None)


def test_other_parameters_are_renewed_once_the_password_is_known() -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    right, renewed = check_password(PASSWORD, old)
    assert right and renewed is not None and "m=19456,t=2,p=1" in renewed
    assert check_password(PASSWORD, renewed) == (True, None)
    assert check_password("something else entirely", old) == (False, None)


def test_where_nothing_is_kept_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, nobodys = passwords._hasher()
    verified: list[str] = []
    verify = hasher.verify

    def counted(password: str | bytes, kept: str | bytes) -> bool:
        verified.append(str(kept))
        return verify(password, kept)

    monkeypatch.setattr(hasher, "verify", counted)
    assert check_password(PASSWORD, "") == (False, None)
    assert check_password("x" * (LONGEST + 1), hash_password(PASSWORD)) == (False, None)
    assert verified == [nobodys, nobodys]
    assert nobodys.split("$")[3] == hash_password(PASSWORD).split("$")[3]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("x" * (SHORTEST - 1), "at least 12"),
        ("", "at least 12"),
        ("abcdefgh" * 40, "at most 256"),
        ("aaaaaaaaaaaabbbb", "again and again"),
        ("Maria@Example.com", "a name or an address"),
        ("Maria Sklodowska", "a name or an address"),
    ],
)
def test_what_is_not_taken_says_why(password: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        chosen_password(password, "maria@example.com", "maria sklodowska")
    assert list(refused.value.fields) == ["password"]


def test_length_is_all_that_is_asked_for() -> None:
    assert chosen_password("correct horse", "maria@example.com") == "correct horse"


@settings(max_examples=5, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), min_size=12, max_size=LONGEST))
def test_whatever_was_typed_can_be_hashed(text: str) -> None:
    if len(passwords.prepared(text)) <= LONGEST:
        assert check_password(text, hash_password(text))[0]
