"""What a masked number, name or address looks like: its shape and length stay, what tells the person goes."""

import re
from collections.abc import Callable

# How many signs at the beginning and the end of a number stay readable.
_SHOWN = {
    "resident_id": (3, 4),
    "mobile": (3, 4),
    "bank_card": (4, 4),
    "passport": (1, 3),
    "permit": (1, 3),
    "plate": (2, 2),
}
_SIGN = re.compile(r"[^\W_]")
# What offices leave readable in papers that go out: of an identity number the district, of a card its bank.
_SHOWN_IN_PAPERS = {**_SHOWN, "resident_id": (6, 4), "bank_card": (6, 4)}
_DOOR = re.compile(
    r"(?:[0-9０-９A-Za-z甲乙丙丁]|[一二三四五六七八九十百〇零])+(?:-[0-9０-９]+)*"
    r"(?:号|弄|栋|幢|座|楼|单元|组|队|门|层|室|户|房|#|支弄)"
)
_COMPOUND_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "司徒",
    "令狐",
    "慕容",
    "公孙",
    "夏侯",
    "东方",
)
_AREA = re.compile(r"\D*0\d{2,3}(?=\D)|\D*(?:010|02\d)|\D*0[3-9]\d{2}")
_WIDER = re.compile(
    r"(?:.{1,12}?(?:省|自治区|市|自治州|地区|盟))?(?:.{1,9}?(?:市|区|县|旗))?(?:.{1,9}?(?:街道|镇|乡))?"
)


def masked_as(kind: str, text: str) -> str:
    """Return `text`, which is a finding of this kind, masked in its own shape and length."""
    if kind in _SHOWN:
        return keep_ends(text, *_shown(kind, text))
    return _BY_KIND.get(kind, _all_but_nothing)(text)


def masked_in_paper(kind: str, text: str) -> str:
    """Return a finding of this kind as offices mask it in papers that go out, its length kept.

    Of an identity number the district and four signs stay (110101********1234), of an address what stands
    before the door number, of a name the surname (张某某).
    """
    if kind == "resident_id" and _digits(text) == 15:
        return keep_ends(text, 6, 3)
    if kind in _SHOWN_IN_PAPERS:
        first, last = _SHOWN_IN_PAPERS[kind]
        return keep_ends(text, first + _shown(kind, text)[0] - _SHOWN[kind][0], last)
    if kind == "address":
        door = _DOOR.search(text)
        return text[: door.start()] + _all_but_nothing(text[door.start() :]) if door else _address(text)
    if kind == "health_welfare":
        return masked_name(text).replace("*", "某")
    return masked_as(kind, text)


def wholly_masked(text: str) -> str:
    """Return `text` without a letter or digit, its length kept."""
    return _all_but_nothing(text)


def masked_name(name: str) -> str:
    """Return a person's name with only the surname readable: 王小明 becomes 王**."""
    shown = 2 if len(name) > 2 and name.startswith(_COMPOUND_SURNAMES) else 1
    if len(name) <= shown:
        return "*" * len(name)
    return name[:shown] + _SIGN.sub("*", name[shown:])


def _shown(kind: str, text: str) -> tuple[int, int]:
    first, last = _SHOWN[kind]
    if kind == "mobile" and _digits(text) > 11:
        first += _digits(text) - 11  # the country's code is no secret
    return first, last


def _digits(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)


def keep_ends(text: str, first: int, last: int) -> str:
    """Mask letters and digits but the `first` and `last` of them; what separates them stays."""
    if text.isalnum() and text.isascii():  # by far the most frequent
        return text[:first] + "*" * (len(text) - first - last) + text[max(first, len(text) - last) :]
    places = [place.start() for place in _SIGN.finditer(text)]
    hidden = set(places[first : len(places) - last])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(text))


def letters_and_digits(text: str) -> int:
    """Return how many signs of `text` are letters or digits, Chinese ones included."""
    return len(_SIGN.findall(text))


def _phone(text: str) -> str:
    area = _AREA.match(text)
    return keep_ends(text, _digits(area.group()) + 2 if area else 2, 2)


def _email(text: str) -> str:
    local, at, domain = text.partition("@" if "@" in text else "＠")
    return (local[0] if len(local) > 1 else "") + "*" * (len(local) - (len(local) > 1)) + at + domain


def _address(text: str) -> str:
    wider = _WIDER.match(text)
    shown = wider.end() if wider else 0
    return text[:shown] + _SIGN.sub("*", text[shown:])


def _birth_date(text: str) -> str:
    """The year says enough for an age; month and day go."""
    return text[:4] + re.sub(r"[0-9一二三四五六七八九十]", "*", text[4:])


def _all_but_nothing(text: str) -> str:
    return _SIGN.sub("*", text)


_BY_KIND: dict[str, Callable[[str], str]] = {
    "phone": _phone,
    "email": _email,
    "address": _address,
    "birth_date": _birth_date,
    "health_welfare": masked_name,
    "marking": str,
}
