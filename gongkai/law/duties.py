"""What must be disclosed without being asked (法定主动公开内容), item by item, with its article.

Law: Regulations on the Disclosure of Government Information (2019), arts. 20 and 21.
"""

from dataclasses import dataclass
from functools import cache

from gongkai.law.data_files import rows
from gongkai.law.labels import in_reader_language


@dataclass(frozen=True)
class DisclosureItem:
    """One item: `code` is article and item, such as "20.7"; `article` names both as the law is quoted."""

    code: str
    article: str
    label_zh: str
    label_en: str

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_reader_language(self.label_zh, self.label_en)

    @property
    def number(self) -> str:
        """The article: "20" or "21"."""
        return self.code.partition(".")[0]


@cache
def disclosure_items() -> tuple[DisclosureItem, ...]:
    """Return all items, in the order of the law."""
    return tuple(DisclosureItem(**row) for row in rows("duties", "duty"))


def disclosure_item(code: str) -> DisclosureItem:
    """Return the item of that code. Raises KeyError."""
    return {each.code: each for each in disclosure_items()}[code]
