"""Signed texts: read back within their time and for their purpose, and not otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from app.actions.open_services import open_services
from app.actions.signing import EARLY_S, Json, Signer
from app.settings import Settings
from app.storage.site_secrets import find_secret
from tests.actions.factories import Clock, make_bench

HOUR = 3600.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signer(clock: Clock) -> Signer:
    return Signer(b"k" * 32, clock)


def test_what_was_signed_is_read_back(signer: Signer) -> None:
    data: dict[str, Json] = {"comment": 7, "do": "publish", "names": ["Zoë", None, 1.5, True]}
    text = signer.sign("moderate", data)
    assert signer.read("moderate", text, HOUR) == data
    assert text.replace("-", "").replace("_", "").replace(".", "").isalnum()  # fits into an address as it is


@given(
    st.dictionaries(st.text(max_size=9), st.none() | st.booleans() | st.integers() | st.text(max_size=300), max_size=5)
)
def test_it_is_what_the_library_signs_and_reads(data: dict[str, Json]) -> None:
    signer = Signer(b"k" * 32, Clock())
    library = signer._serializer("edit")
    text = signer.sign("edit", data)
    assert library.loads(text)[1] == data
    packed = library.dumps(library.loads(text))
    assert signer.read("edit", packed if isinstance(packed, str) else packed.decode(), HOUR) == data
    assert len(text) <= len(packed) + 100, "a long one is packed"


def test_a_purpose_reads_only_its_own(signer: Signer) -> None:
    text = signer.sign("edit", {"comment": 7})
    assert signer.read("moderate", text, HOUR) is None
    assert signer.read("edit", text, HOUR) is not None


def test_time_runs_out(signer: Signer, clock: Clock) -> None:
    text = signer.sign("edit", {})
    clock.move(seconds=HOUR)
    assert signer.read("edit", text, HOUR) == {}
    clock.move(seconds=1)
    assert signer.read("edit", text, HOUR) is None


def test_a_machine_whose_clock_is_a_little_behind_takes_it(signer: Signer, clock: Clock) -> None:
    text = signer.sign("edit", {})
    clock.move(seconds=-EARLY_S)
    assert signer.read("edit", text, HOUR) == {}
    clock.move(seconds=-1)
    assert signer.read("edit", text, HOUR) is None


def test_another_secret_signs_otherwise(signer: Signer, clock: Clock) -> None:
    other = Signer(b"o" * 32, clock)
    assert other.read("edit", signer.sign("edit", {}), HOUR) is None
    assert other.digest("writer", "a@example.com") != signer.digest("writer", "a@example.com")
    assert other.key("altcha") != signer.key("altcha")


@given(st.data())
def test_a_changed_text_never_says_something_else(data: st.DataObject) -> None:
    signer = Signer(b"k" * 32, Clock())
    text = signer.sign("edit", {"comment": 7, "until": "2026-04-05"})
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_."))
    changed = text[:place] + letter + text[place + 1 :]
    assert signer.read("edit", changed, HOUR) in (None, {"comment": 7, "until": "2026-04-05"})


@given(st.text())
def test_any_text_may_come(text: str) -> None:
    assert Signer(b"k" * 32, Clock()).read("edit", text, HOUR) is None


@given(st.text(alphabet=st.characters(codec=None)))
def test_digests_are_hexadecimal_and_hang_on_the_purpose(text: str) -> None:
    signer = Signer(b"k" * 32, Clock())
    digest = signer.digest("writer", text)
    assert len(digest) == 64 and set(digest) <= set("0123456789abcdef")
    assert digest == signer.digest("writer", text) != signer.digest("voter", text)


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    services = make_bench(tmp_path).services
    text = services.signer.sign("edit", {"comment": 1})
    assert services.signer is services.signer
    again = replace(services)  # as another worker would open it
    assert again.signer is not services.signer
    assert again.signer.read("edit", text, HOUR) == {"comment": 1}


def test_a_setting_takes_its_place(tmp_path: Path) -> None:
    services = make_bench(tmp_path).services
    ours = services.settings.model_copy(update={"secret": SecretStr("s" * 40)})
    signer = replace(services, settings=ours).signer
    assert signer.read("edit", services.signer.sign("edit", {}), HOUR) is None
    assert signer.digest("writer", "x") == Signer(b"s" * 40, services.clock).digest("writer", "x")


def test_a_setting_that_is_there_keeps_the_database_empty(tmp_path: Path) -> None:
    plain = make_bench(tmp_path).services
    changes = {"secret": SecretStr("s" * 40), "database": f"sqlite:///{tmp_path / 'other.sqlite'}"}
    services = open_services(plain.settings.model_copy(update=changes), runner=plain.runner)
    services.signer.sign("edit", {})
    with services.sessions() as session:
        assert find_secret(session, "signing") is None
    with plain.sessions() as session:
        assert find_secret(session, "signing") is not None


def test_a_short_secret_is_refused_and_never_shown() -> None:
    with pytest.raises(ValidationError, match="32 characters"):
        Settings(_env_file=None, secret="short")
    assert not Settings(_env_file=None, secret="").secret
    assert "s" * 32 not in repr(Settings(_env_file=None, secret="s" * 32))
