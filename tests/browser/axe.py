"""axe-core over a page, at the levels that the product promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SCRIPT = Path(__file__).with_name("vendor") / "axe.min.js"
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """What axe finds. The page's context has to be opened with `bypass_csp=True`."""
    page.add_script_tag(path=str(_SCRIPT))
    wanted = {"type": "tag", "values": _LEVELS}
    found: dict[str, Any] = page.evaluate("wanted => axe.run({runOnly: wanted})", wanted)
    return [
        f"{each['id']}: {each['help']}: " + "; ".join(node["html"][:160] for node in each["nodes"][:4])
        for each in found["violations"]
    ]
