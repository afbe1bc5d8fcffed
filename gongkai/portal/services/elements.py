"""The key elements of a service guide, read out of its text.

Law: 国办秘函〔2019〕19号: a guide names matter, basis, conditions, papers, place, hours, telephone, steps.
"""

from __future__ import annotations

import re

# What a guide must name first, then what guides name besides.
KEY_ELEMENTS = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理地点",
    "办理时间",
    "联系电话",
    "办理流程",
)
OTHERS = (
    "办理机构",
    "办理对象",
    "办理时限",
    "办理方式",
    "收费依据及标准",
    "收费标准",
    "结果送达",
    "监督投诉",
)
ENOUGH = 3  # fewer are a text that mentions them, not a guide

_ELEMENT = re.compile(
    rf"(?:[一二三四五六七八九十\d]+[、.．])?\s*({'|'.join(KEY_ELEMENTS + OTHERS)})\s*[:：]\s*(.*)"
)

Element = tuple[str, str]


def split(text: str) -> tuple[str, list[Element]]:
    """Part a plain text into what stands before its elements, and the elements as (name, what it says).

    Lines without a name of their own belong to the element above them. A text with fewer than three
    elements has none.
    """
    before: list[str] = []
    elements: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        found = _ELEMENT.fullmatch(line.strip())
        if found:
            elements.append((found.group(1), [found.group(2)]))
        elif elements:
            elements[-1][1].append(line)
        else:
            before.append(line)
    if len(elements) < ENOUGH:
        return text, []
    return "\n".join(before), [(name, "\n".join(lines).strip()) for name, lines in elements]


def missing(elements: list[Element]) -> list[str]:
    """Return the names of the key elements a guide lacks."""
    said = {name for name, value in elements if value}
    return [name for name in KEY_ELEMENTS if name not in said]
