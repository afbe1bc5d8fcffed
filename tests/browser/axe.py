"""Asks axe-core what stands in the way of people who see, hear or move otherwise. No rule is left out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, one line for each element."""
    page.wait_for_load_state()
    page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        """tags => axe.run(document, {
            runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], elementRef: false,
        })""",
        list(TAGS),
    )
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:150]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
