"""The challenge for scripts; the picture and the sound for everybody else."""

from __future__ import annotations

import io
import threading
import wave
from pathlib import Path
from types import SimpleNamespace

import anyio
import anyio.to_thread
import pytest
from PIL import Image
from starlette.testclient import TestClient

from app.actions.services import Services
from app.actions.verify import Proof, make_picture, verify
from app.core.errors import LimitReached
from app.web.verification.drawing import HEIGHT, WAITING, WIDTH, Drawing
from tests.actions.verifying import solve
from tests.web.site import make_site


@pytest.fixture
def site(tmp_path: Path) -> TestClient:
    return make_site(tmp_path, {}, raise_errors=False)


def services_of(site: TestClient) -> Services:
    services: Services = site.app.state.services  # type: ignore[attr-defined]
    return services


def test_a_challenge_is_new_each_time_and_can_be_solved(site: TestClient) -> None:
    one, other = site.get("/verification/challenge"), site.get("/verification/challenge")
    assert one.headers["cache-control"] == "no-store"
    assert one.json()["parameters"]["nonce"] != other.json()["parameters"]["nonce"]
    verify(services_of(site), solve(one.json()))


def test_a_picture_shows_the_digits(site: TestClient) -> None:
    answer = site.get(f"/verification/picture/{make_picture(services_of(site))}.png")
    assert answer.headers["content-type"] == "image/png"
    assert "private" in answer.headers["cache-control"]
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (WIDTH, HEIGHT)
    light, dark = max(picture.convert("L").tobytes()), min(picture.convert("L").tobytes())
    assert light - dark > 150, "the digits stand out"


def test_a_picture_and_its_sound_stay_the_same(site: TestClient) -> None:
    name = make_picture(services_of(site))
    for address in (f"/verification/picture/{name}.png", f"/verification/sound/{name}.wav"):
        assert site.get(address).content == site.get(address).content


def test_a_sound_is_a_sound_and_comes_in_parts(site: TestClient) -> None:
    address = f"/verification/sound/{make_picture(services_of(site))}.wav"
    whole = site.get(address)
    with wave.open(io.BytesIO(whole.content)) as sound:
        assert 5 < sound.getnframes() / sound.getframerate() < 40, "seconds"
    body = whole.content
    assert whole.headers["accept-ranges"] == "bytes"
    for wanted, expected in (("bytes=0-1", body[:2]), ("bytes=100-", body[100:]), ("bytes=-10", body[-10:])):
        part = site.get(address, headers={"range": wanted})
        assert part.status_code == 206
        assert part.content == expected
    first = site.get(address, headers={"range": "bytes=0-1"})
    assert first.headers["content-range"] == f"bytes 0-1/{len(body)}"
    assert site.get(address, headers={"range": f"bytes={len(body)}-"}).status_code == 416
    assert site.get(address, headers={"range": "bytes=0-1,4-5"}).status_code == 200
    assert site.get(address, headers={"range": "lines=1-2"}).status_code == 200


@pytest.mark.parametrize("address", ["/verification/picture/x.png", "/verification/sound/x.wav"])
def test_a_picture_that_never_was(site: TestClient, address: str) -> None:
    assert site.get(address).status_code == 410


def test_the_policy_lets_the_sound_play_and_the_worker_run(site: TestClient) -> None:
    policy = site.get("/").headers["content-security-policy"]
    assert "media-src 'self'" in policy
    assert "script-src 'self'" in policy


def test_who_waits_for_a_sound_holds_no_thread_of_the_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """24 that asked for sounds once kept every thread, and no page of the worker came for seconds."""
    drawing, free = Drawing(), threading.Event()

    def generate(digits: str) -> bytearray:
        assert free.wait(20)
        return bytearray(digits, "ascii")

    monkeypatch.setattr(drawing, "_audio", SimpleNamespace(generate=generate))
    heard: list[bytes] = []

    async def hear(number: int) -> None:
        heard.append(await drawing.sound(f"name {number}", str(number)))

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for number in range(1 + WAITING):
                group.start_soon(hear, number)
            await anyio.wait_all_tasks_blocked()
            assert anyio.to_thread.current_default_thread_limiter().borrowed_tokens == 0
            with pytest.raises(LimitReached):
                await drawing.sound("one more", "1")
            free.set()

    anyio.run(crowd)
    assert len(heard) == 1 + WAITING


def test_an_answer_of_a_form_is_read_as_a_browser_sends_it(site: TestClient) -> None:
    name = make_picture(services_of(site))
    proof = Proof.of({"picture": [name], "picture_answer": ["1"], "verification": [""]})
    assert proof == Proof("", name, "1")
    assert proof.given
