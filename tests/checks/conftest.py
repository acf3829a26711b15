"""One fresh lab for a test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab import Lab


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab() as started:
        yield started
