"""Asks axe-core what stands in the way of people who see, hear or move otherwise. No rule is left out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


# Most of the time went into reading the same few colours of a page over and over.
READ_EACH_COLOUR_ONCE = """(() => {
    const known = new Map(), parse = axe.commons.color.Color.prototype.parseString;
    axe.commons.color.Color.prototype.parseString = function (text) {
        const found = known.get(text);
        if (found) {
            [this.r, this.g, this.b, this.alpha] = found;
            return this;
        }
        parse.call(this, text);
        known.set(text, [this.r, this.g, this.b, this.alpha]);
        return this;
    };
})()"""


@cache
def _source() -> str:
    whole = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    return f"{whole};{READ_EACH_COLOUR_ONCE}"


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
