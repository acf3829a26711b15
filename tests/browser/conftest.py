"""One Chromium and one product for all tests of this folder; each page has a context of its own, watched for faults."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.browser.site import Site
from tests.lab.lab import Lab

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with this package: while playwright runs, no other test of this thread could use asyncio."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        message = "Chromium is not installed, so nothing was tested in a browser (`apt-get install chromium`)."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Lab() as lab, Site(tmp_path_factory.mktemp("site"), lab) as running:
        yield running


@dataclass
class Watch:
    """What no page may do: say errors on the console (a breach of the content policy is one), throw, miss a file."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"threw: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # a page with status 422 is an answer; files that are missing are told by `_response`
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.faults.append(f"{response.status} {response.url}")


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """Makes pages: `open_page("/", scripts=False, width=360, dark=True)`. At the end none may have had a fault."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_(path: str = "/", *, scripts: bool = True, dark: bool = False, width: int = 1280, **more: Any) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)
