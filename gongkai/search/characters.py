"""Which characters are Chinese."""

import re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_IS_HAN = re.compile(f"[{HAN}]")


def is_han(character: str) -> bool:
    return "一" <= character <= "鿿" or bool(_IS_HAN.match(character))
