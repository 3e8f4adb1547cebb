"""Pages in a real Chromium, which reaches nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-component-update"]
"""The browser is to reach nothing: neither what a page might ask for nor its makers."""


@contextmanager
def launched() -> Iterator[Browser]:
    """The Chromium of this machine; the test is skipped where there is none, except in CI."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a Chromium: .ci/run installs it")
        pytest.skip("there is no Chromium on this machine")
    root = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]  # root has no sandbox of Chromium's
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *root])
        yield browser
        browser.close()


class Opened:
    """A page of its own, and everything that it asked for or complained of."""

    def __init__(self, browser: Browser, file: Path, **options: str) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1000, "height": 800}, **options)  # type: ignore[arg-type]  # any option
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(file.as_uri())
