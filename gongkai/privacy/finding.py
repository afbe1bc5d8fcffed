"""Personal data in Chinese text: what it is and where it stands.

Numbers are found by one pass over runs of digits and told apart by check digit, region, date, grouping and
the words around them. Everything else is looked for only around words and signs that can announce it, so that
an ordinary page costs little. A document number, an index number, an amount or a unified social credit code
is no personal data.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from stdnum import luhn, numdb
from stdnum.cn import ric, uscc

from gongkai.privacy.shapes import masked_as

# What can be found in text, and how it is called on a page.
KINDS = {
    "resident_id": _("Identity number"),
    "mobile": _("Mobile phone number"),
    "phone": _("Telephone number"),
    "bank_card": _("Bank card number"),
    "passport": _("Passport number"),
    "permit": _("Number of a travel or residence permit"),
    "plate": _("Number plate"),
    "email": _("E-mail address"),
    "address": _("Home address"),
    "birth_date": _("Date of birth"),
    "health_welfare": _("Person named with health or welfare"),
    "marking": _("Secrecy or internal marking"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`text` stands from `start` up to but not including `end`; `masked` has its length and may be shown."""

    kind: str
    start: int
    end: int
    text: str
    masked: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: str
    start: int
    end: int
    certainty: int  # a check digit is worth more than a grouping, a grouping more than a word nearby


def find(text: str) -> list[Finding]:
    """Return the personal data and markings in `text` in the order they stand there, none overlapping.

    Of two readings of the same characters the more certain stays, then the longer.
    """
    candidates = [*_numbers(text), *_lettered(text), *_emails(text)]
    for subject, places in _announced(text).items():
        candidates += _READERS[subject](text, places)
    return _settle(text, candidates)


def find_numbers(text: str) -> list[Finding]:
    """Return only what is made of digits: identity, phone and card numbers, in order."""
    return _settle(text, list(_numbers(text)))


def _settle(text: str, candidates: list[_Candidate]) -> list[Finding]:
    candidates.sort(key=lambda each: each.start)
    kept: list[_Candidate] = []
    for each in candidates:
        if kept and kept[-1].end > each.start:
            if _rank(each) <= _rank(kept[-1]):
                continue
            while kept and kept[-1].end > each.start and _rank(each) > _rank(kept[-1]):
                kept.pop()
            if kept and kept[-1].end > each.start:
                continue
        kept.append(each)
    found = []
    for each in kept:
        said = text[each.start : each.end]
        found.append(Finding(each.kind, each.start, each.end, said, masked_as(each.kind, said)))
    return found


def _rank(candidate: _Candidate) -> tuple[int, int]:
    return candidate.certainty, candidate.end - candidate.start


WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text("utf-8"))

# Numbers

_D = "0-9０-９"
_APART = " \t\u00a0\u2002\u2003\u2009\u200b\u3000\\-‐‑‒–—－"  # what people put between groups of digits
# A digit and six more signs of the kind: nearly all text is passed over in this expression's own loop.
_RUN = re.compile(rf"[{_D}][{_D}{_APART})）]{{6,}}")
_X = ("x", "X", "Ｘ", "ｘ")
_GROUP = re.compile(rf"[{_D}]+")
_NEXT_LINE_OF_DIGITS = re.compile(rf"\n[ \t\u3000]*(?=[{_D}xXＸｘ])")
_NARROW = {ord("０") + n: str(n) for n in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "X", ord("x"): "X"}

_LONG = frozenset(range(15, 21))
# How many digits a number can have that begins with this one.
_SIZES = {str(n): _LONG | {7, 8} for n in range(10)} | {
    "0": {10, 11, 12, 15},
    "1": _LONG | {7, 8, 11},
    "8": _LONG | {7, 8, 13},
}
_SIZES |= {chr(ord("０") + n): _SIZES[str(n)] for n in range(10)}

_PROVINCES = frozenset(
    f"{first}{second}"
    for first, seconds in {1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345"}.items()
    for second in seconds
) | {"71", "81", "82", "83", "91"}
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 7), (4, 3, 4)}
_LOCAL_GROUPS = {(7,), (8,), (4, 4), (3, 4)}
_LANDLINE = re.compile(r"(?:010|02[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}")
_LANDLINE_IN_GROUPS = re.compile(r"(?:010|02[0-9])[1-9][0-9]{7}|0[3-9][0-9]{2}[1-9][0-9]{6,7}")
_AREA_CODE = re.compile(r"010|02[0-9]|0[3-9][0-9]{2}")
_CARD_BEGINS = re.compile(r"62|4|5[1-5]|35|60|9558|95599|9400|68|69")
_CARD_GROUPS = {(6, 10), (6, 13), (6, 12), (6, 11)}

_NOT_A_PERSONS = re.compile(
    r"(?:编号|单号|订单|流水号?|索引号?|文号|序列号|批号|批次|合同号|发票|代码|税号|工单|许可证号?|备案号?|登记号|登记证号"
    r"|条码|案号|项目号|证书号|注册号|[A-Z]{2,}号|ISBN|ISSN|No\.?|№|[¥￥$€])[号码为是：:\s（(]*$",
    re.IGNORECASE,
)
_AMOUNT_AFTER = re.compile(r"\s?(?:[.．][0-9０-９]|,[0-9]{3}|元|万|亿|吨|公斤|平方|立方|人次|份|件|[%％‰])")
_ANNOUNCED_CARD = re.compile(r"(?:卡号|银行卡|账号|帐号|账户|帐户|卡|储蓄|存折)[^0-9０-９。；\n]{0,12}$")
_ANNOUNCED_ID = re.compile(r"(?:身份证|证件|公民身份)[^0-9０-９。；\n]{0,12}$")
_ANNOUNCED_PHONE = re.compile(
    r"(?:(?:电话|座机|传真|固话|热线|联系方式|tel|phone|fax)[^0-9０-９。；\n]{0,8}|0[0-9]{2,3}[-—][0-9]{7,8}[、/])"
    r"(?:[0-9０-９\-—]{7,13}[、/，, 或]+)*$",
    re.IGNORECASE,
)
_BEFORE_DIGITS = re.compile(r"(?:tel|phone|mobile|mob|cell|wechat|wx|vx|qq|id|no|m|t)$", re.IGNORECASE)
_AFTER_DIGITS = re.compile(r"qq|wx|vx|tel|wechat|fax|email", re.IGNORECASE)
_FILE_ENDING = re.compile(r"\.[A-Za-z]{2,5}\b")
_EXTENSION = re.compile(rf"(?:[-—－]|\s?转\s?|\s?分机\s?)[{_D}]{{2,5}}(?![{_D}])")


def _numbers(text: str) -> Iterator[_Candidate]:
    for run in _RUN.finditer(text):
        start, end = run.span()
        said = run.group()
        if said.isdigit():  # by far the most frequent
            if said[:2] != "00" or said[2] == "8":
                yield from _in_groups(text, [(start, end)])
            continue
        groups = [group.span() for group in _GROUP.finditer(text, start, end)]
        if groups[-1][1] - groups[0][0] >= 7:
            yield from _in_groups(text, groups)
    if "\n" in text:
        yield from _broken_ids(text)


def _in_groups(text: str, groups: list[tuple[int, int]]) -> Iterator[_Candidate]:
    end = groups[-1][1]
    last_takes_x = text[end : end + 1] in _X and not text[end + 1 : end + 2].isdigit()
    first, count = 0, len(groups)
    while first < count:
        sign = text[groups[first][0]]
        sizes = _SIZES[sign]
        if sign in "0０" and text[groups[first][0] + 1] in "0０" and text[groups[first][0] + 2] not in "8８":
            first += 1  # no telephone, card or person has a number that begins so
            continue
        size, last = groups[first][1] - groups[first][0], first
        while size < 20 and last + 1 < count and last < first + 5:
            if groups[last + 1][0] - groups[last][1] > 2:
                break
            size += groups[last + 1][1] - groups[last + 1][0]
            last += 1
        # The longest is tried first; the search goes on behind what is found.
        while last >= first:
            if size in sizes:
                found = _read(text, groups[first : last + 1], takes_x=last_takes_x and last == count - 1)
                if found:
                    yield found
                    break
            size -= groups[last][1] - groups[last][0]
            last -= 1
        first = max(first, last) + 1


def _read(text: str, spans: list[tuple[int, int]], *, takes_x: bool) -> _Candidate | None:
    start, end = spans[0][0], spans[-1][1]
    sizes = tuple(b - a for a, b in spans)
    digits = "".join(text[a:b] for a, b in spans)
    if not digits.isascii():
        digits = digits.translate(_NARROW)
    length = len(digits)
    if takes_x and length == 17 and _is_resident_id(digits + "X"):
        return _Candidate("resident_id", start, end + 1, 100)
    if length == 18 and _is_resident_id(digits):
        return _Candidate("resident_id", start, end, 100)
    if takes_x or not _stands_alone(text, start, end):
        return None
    if length == 20 and digits[18] in "1234567" and digits[19] in "1234" and _is_resident_id(digits[:18]):
        return _Candidate(
            "resident_id", start, end, 100
        )  # a disability certificate: the identity number and two signs
    if length >= 15:
        return _long_number(text, digits, sizes, start, end)
    return _telephone(text, digits, sizes, start, end)


def _long_number(  # noqa: PLR0911 - one return for each reading that is ruled out
    text: str, digits: str, sizes: tuple[int, ...], start: int, end: int
) -> _Candidate | None:
    length = len(digits)
    if length == 15 and digits.startswith("0086") and _MOBILE.fullmatch(digits, 4):
        return _Candidate("mobile", start, end, 80)
    before = text[max(0, start - 24) : start]
    if _NOT_A_PERSONS.search(before) or _AMOUNT_AFTER.match(text, end):
        return None
    if length == 15 and (len(sizes) == 1 or sizes == (6, 6, 3)):
        if _is_old_resident_id(digits, announced=bool(_ANNOUNCED_ID.search(before))):
            return _Candidate("resident_id", start, end, 70)
        return None
    if not 16 <= length <= 19 or not (_in_fours(sizes) or sizes in _CARD_GROUPS):
        return None
    announced = bool(_ANNOUNCED_CARD.search(before))
    if not (announced or _CARD_BEGINS.match(digits)) or not luhn.is_valid(digits):
        return None
    if length == 18 and (uscc.is_valid(digits) or (_has_birth_date(digits) and digits[:2] in _PROVINCES)):
        return None  # a credit code, or an identity number with a slip of the pen
    if len(set(digits)) == 1:
        return None
    return _Candidate("bank_card", start, end, 90 if announced else 75)


def _telephone(  # noqa: PLR0911 - as above
    text: str, digits: str, sizes: tuple[int, ...], start: int, end: int
) -> _Candidate | None:
    length = len(digits)
    if length == 13 and digits.startswith("86") and _MOBILE.fullmatch(digits, 2):
        if len(sizes) == 1 or sizes[0] == 2:
            return _Candidate("mobile", start - (text[start - 1 : start] in ("+", "＋")), end, 80)
        return None
    if length <= 8:
        return _local_telephone(text, digits, sizes, start, end)
    if _NOT_A_PERSONS.search(text, max(0, start - 24), start) or _AMOUNT_AFTER.match(text, end):
        return None
    if length == 11 and sizes in _MOBILE_GROUPS and _MOBILE.fullmatch(digits):
        return _Candidate("mobile", start, end, 80)
    if length >= 10 and _is_landline(digits, sizes):
        extension = _EXTENSION.match(text, end)
        opening = start - (
            text[start - 1 : start] in ("(", "（") and ")" in text[start:end].replace("）", ")")
        )
        return _Candidate("phone", opening, extension.end() if extension else end, 60)
    return None


def _local_telephone(
    text: str, digits: str, sizes: tuple[int, ...], start: int, end: int
) -> _Candidate | None:
    """Read seven or eight digits without an area code: a telephone only where one is announced."""
    if sizes not in _LOCAL_GROUPS or digits[0] == "0" or (len(digits) == 8 and _is_day(digits)):
        return None
    if not _ANNOUNCED_PHONE.search(text, max(0, start - 48), start) or _AMOUNT_AFTER.match(text, end):
        return None
    extension = _EXTENSION.match(text, end)
    return _Candidate("phone", start, extension.end() if extension else end, 50)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the digits are no part of a longer word, a file's name, a decimal or a credit code."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in ("_", ".", "．", "〔", "[") or after == "_":
        return before == "." and not text[start - 2 : start - 1].isdigit() and start >= 2
    if _is_latin(before) and not _BEFORE_DIGITS.search(text, max(0, start - 6), start):
        return False
    if _is_latin(after) and not _AFTER_DIGITS.match(text, end):
        return False
    return not (after == "." and before in ("/", "-", "=") and _FILE_ENDING.match(text, end))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_resident_id(number: str) -> bool:
    return (
        number[:2] in _PROVINCES
        and number[17] == ric.calc_check_digit(number)
        and _has_birth_date(number)
        and not (uscc.is_valid(number) and not _is_county(number[:6]))
    )


def _has_birth_date(number: str) -> bool:
    return _is_day(number[6:14])


def _is_day(said: str) -> bool:
    """Whether eight digits are a day a living person can have been born on, or one soon to come."""
    year, month, day = int(said[:4]), int(said[4:6]), int(said[6:8])
    if not 1880 <= year <= 2100:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_old_resident_id(number: str, *, announced: bool) -> bool:
    """Whether fifteen digits are an identity number as issued up to 1999: county and day, no check digit."""
    if number[:2] not in _PROVINCES or not _is_day("19" + number[6:12]):
        return False
    return announced or _is_county(number[:6])


@cache
def _is_county(code: str) -> bool:
    return bool(numdb.get("cn/loc").info(code)[0][1])


def _in_fours(sizes: tuple[int, ...]) -> bool:
    return len(sizes) == 1 or (all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4)


def _is_landline(digits: str, sizes: tuple[int, ...]) -> bool:
    if len(sizes) == 1:
        return bool(_LANDLINE.fullmatch(digits))
    area = _AREA_CODE.match(digits)
    if area is None or sizes[0] != area.end() or sizes[1:] not in _LOCAL_GROUPS:
        return False
    return bool(_LANDLINE_IN_GROUPS.fullmatch(digits))


def _broken_ids(text: str) -> Iterator[_Candidate]:
    """Find identity numbers that a line end breaks in two, as pages read from a PDF have them."""
    for gap in _NEXT_LINE_OF_DIGITS.finditer(text):
        breaks, end = gap.start() - (text[gap.start() - 1 : gap.start()] == "\r"), gap.end()
        start = breaks
        while start and text[start - 1].isdecimal() and breaks - start < 18:
            start -= 1
        if start == breaks:
            continue
        while end < len(text) and end - gap.end() < 18 and text[end].isdecimal():
            end += 1
        if text[end : end + 1] in _X:
            end += 1
        number = (text[start:breaks] + text[gap.end() : end]).translate(_NARROW)
        # Both halves must be needed: a whole number on either line is found without this.
        if (
            len(number) == 18
            and number[:17].isascii()
            and number[:17].isdecimal()
            and _is_resident_id(number)
        ):
            yield _Candidate("resident_id", start, end, 95)


# Numbers that begin with letters, and number plates

_PLATE_BEGINS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTERED = re.compile(r"[A-Za-z][A-Za-z0-9·•・\- ]{4,}[挂学警港澳领试超]?")
_PLATE = re.compile(
    r"[A-HJ-NP-Z][·•・\- ]?"
    r"(?:(?=[A-Z]*[0-9])[A-HJ-NP-Z0-9]{4}[挂学警港澳领试超]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HK]"
    r"|(?=[A-Z]*[0-9][A-Z]*[0-9])[A-HJ-NP-Z0-9]{5})(?![A-Za-z0-9])(?!-[0-9])"
)
_LETTERS_AND_DIGITS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,3} ?[0-9]{7,12}(?![A-Za-z0-9])")
_PASSPORT = re.compile(
    r"(?:[EGDSPKMHegdspkmh][0-9]{8}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7}|[A-Za-z]{1,2}[0-9]{7,8})"
)
_PERMIT = re.compile(
    r"(?:[CWLTcwlt][0-9]{8}|[Cc][A-Za-z][0-9]{7}|[HMhm][0-9]{8}(?:[0-9]{2})?|[A-Z]{3}[0-9]{12})"
)
_ABOUT_PASSPORT = re.compile(r"护\s?照|passport", re.IGNORECASE)
_ABOUT_PERMIT = re.compile(r"通行证|台胞证|回乡证|居留证|居留身份证|居住证|签注|往来港澳|往来台湾|港澳证")
_BARE_PERMIT = re.compile(
    r"(?:行证|胞证|乡证|官证|兵证|案编号)(?:证?号码?|编号|号)?[为是：:\s]{0,3}"
    r"(?:[军士武警一-鿿]{0,4}字第)?([0-9]{7,12})(?:\([A-Z0-9]{1,2}\))?(?![0-9])"
)


def _lettered(text: str) -> Iterator[_Candidate]:
    for run in _LETTERED.finditer(text):
        start, end = run.span()
        if start and text[start - 1] in _PLATE_BEGINS and (plate := _PLATE.match(text, start)):
            yield _Candidate("plate", start - 1, plate.end(), 60)
            start = plate.end()
        for found in _LETTERS_AND_DIGITS.finditer(text, start, end):
            yield from _document(text, found)


def _document(text: str, found: re.Match[str]) -> Iterator[_Candidate]:
    said = found.group().replace(" ", "")
    around = text[max(0, found.start() - 24) : found.end() + 12]
    if _ABOUT_PERMIT.search(around) and _PERMIT.fullmatch(said):
        yield _Candidate("permit", *found.span(), 60)
    elif _ABOUT_PASSPORT.search(around) and _PASSPORT.fullmatch(said):
        yield _Candidate("passport", *found.span(), 60)


def _bare_permits(text: str, places: list[int]) -> Iterator[_Candidate]:
    for at in places:
        if found := _BARE_PERMIT.match(text, at):
            yield _Candidate("permit", *found.span(1), 65)


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where `word` stands; for a rare word many times faster than a regular expression."""
    at = text.find(word)
    while at != -1:
        yield at
        at = text.find(word, at + len(word))


# E-mail addresses

_LOCAL_PART = re.compile(r"[A-Za-z0-9._%+\-]{1,64}\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){0,6}\.([A-Za-z]{2,24})(?![A-Za-z0-9])")
_NO_DOMAIN = {"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js"}


def _emails(text: str) -> Iterator[_Candidate]:
    for sign in "@＠":
        for at in _places(text, sign):
            local, domain = _LOCAL_PART.search(text[max(0, at - 64) : at]), _DOMAIN.match(text, at + 1)
            if local and domain and domain.group(1).lower() not in _NO_DOMAIN:
                yield _Candidate("email", at - len(local.group()), domain.end(), 85)


# Home addresses

_BEFORE_DOOR = "0123456789０１２３４５６７８９一二三四五六七八九十〇零ABCDE甲乙丙丁"
_N = "0-9０-９一二三四五六七八九十百〇零"
_HAN = "\u3007\u4e00-\u9fff"
_ROOM = (
    rf"(?:[{_N}A-Za-z甲乙丙丁东西南北]{{1,4}}(?:号楼|栋|幢|座|号院|#楼?)[{_N}]{{0,3}}(?:号楼|栋|幢|座)?"
    rf"(?:[{_N}]{{1,3}}(?:单元|门|梯))?(?:[{_N}]{{1,3}}[层楼])?-?[{_N}]{{2,4}}(?:室|号|户|房)"
    rf"|[{_N}]{{1,4}}(?:号楼|栋|幢|座|楼)?-?[{_N}]{{1,3}}单元(?:[{_N}]{{1,2}}[层楼])?(?:[{_N}]{{1,4}}(?:室|号|户|房)?)?"
    rf"|[{_N}]{{1,4}}弄[{_N}]{{1,4}}(?:支弄[{_N}]{{1,4}})?号(?:[{_N}]{{2,4}}(?:室|户|房)?)?"
    rf"|[{_N}]{{1,4}}(?:号院?|栋|幢|座|号楼|楼)[{_N}]{{1,3}}(?:-[{_N}]{{1,4}}){{1,2}}(?:室|号|户)?"
    rf"|[{_N}]{{1,4}}号[{_N}]{{3,4}}(?:室|户|房))"
)
_DWELLING = re.compile(_ROOM)
_PLACE_BEFORE = re.compile(rf"[{_HAN}0-9０-９A-Za-z·]{{2,40}}\Z")
_PLACE = re.compile(r"省|市|区|县|镇|乡|街|路|巷|胡同|里|村|小区|园|苑|家属院|庄|屯|道|条|花园|公寓|社区|院")
_PLACE_BEGINS = re.compile(
    r".*(?:家住|现住|住在|居住于|居住在|居住|暂住|租住|住址|住所|户籍地|户籍|位于|坐落于?|地址|送达|寄往|寄至|前往|住|在|于|为|是|到|至|和|与)"
)
_ANNOUNCED_HOME = re.compile(
    r"(?:住址|住在|住于|住地址?|[家现暂租居，,、；;：:\s]住(?:在|于)?|户籍(?:地址|所在地|地)|户口所在地|收件地址|收货地址|家庭地址|身份证地址)(?:为|是|在|于)?[：:\s]{0,3}"
    rf"([{_HAN}0-9０-９A-Za-z·\-－（）()#]{{4,60}})"
)
_ENDS_AT_DOOR = re.compile(
    rf".*(?:[{_N}](?:号院?|号楼|室|户|房|栋|幢|弄|单元|组|队|门|楼)|(?:村|屯|庄|胡同|小区|苑|园))", re.DOTALL
)
_OF_AN_OFFICE = re.compile(
    r"(?:办公|单位|受理|办理|接待|注册|经营|场所|邮寄|投递|服务|窗口|公司|企业|机构|所在)(?:地址|地点|地|场所|住所)?[：:为是在于位\s]{0,3}$"
)
_OFFICE_AFTER = re.compile(
    rf"[（(]?(?:[{_HAN}]{{0,8}}(?:办公室|接待室|窗口|大厅|办事处|服务中心|会议室|委员会|公司|派出所))"
)


def _homes(text: str, places: list[int]) -> Iterator[_Candidate]:
    for at in places:
        found = _ANNOUNCED_HOME.match(text, at)
        ends = _ENDS_AT_DOOR.match(found.group(1)) if found else None
        if found and ends and _PLACE.search(ends.group()):
            yield _Candidate("address", found.start(1), found.start(1) + ends.end(), 55)


def _dwellings(text: str, places: list[int]) -> Iterator[_Candidate]:
    reached = 0
    for start, end in _doors(text, places):
        place = _PLACE_BEFORE.search(text[max(reached, start - 40) : start])
        if start < reached or not place:
            continue
        opening = _PLACE_BEGINS.match(place.group())
        begins = start - len(place.group()) + (opening.end() if opening else 0)
        if not _PLACE.search(text[begins:start]):
            continue
        if _OF_AN_OFFICE.search(text[max(0, begins - 12) : begins]) or _OFFICE_AFTER.match(text, end):
            continue
        reached = end
        yield _Candidate("address", begins, end, 45)


def _doors(text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where a building with a room is named, looking only around the words that name one."""
    looked = 0
    for at in places:
        if at < looked:
            continue
        for found in _DWELLING.finditer(text, max(looked, at - 12), at + 20):
            looked = found.end()
            yield found.span()


# Dates of birth

_DAY = (
    r"(?:(?:19|20)[0-9]{2}|[一二][九〇零○][一二三四五六七八九〇零○]{2})\s?[年.\-/．]\s?"
    r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:\s?[月.\-/．]\s?"
    r"(?:3[01]|[12][0-9]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?日?|\s?月)"
)
_BORN_ON = re.compile(
    r"(?:出生(?:日期|年月日?|时间)?(?:于|在)?|(?<![发产滋衍学业诞派])生于|(?<!卫)生日(?:期)?"
    r"|te of [Bb]irth|DOB|born(?: on)?)"
    rf"[）)：:为是\s]{{0,3}}({_DAY}|(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))"
)
_BORN_AFTER = re.compile(rf"({_DAY})\s?(?:出生|生(?=[，,。；;、）)\s人于]|$))")


def _birth_dates(text: str, places: list[int]) -> Iterator[_Candidate]:
    for at in places:
        if found := _BORN_ON.match(text, at):
            yield _Candidate("birth_date", *found.span(1), 65)
        for found in _BORN_AFTER.finditer(text, max(0, at - 20), at + 3):
            yield _Candidate("birth_date", *found.span(1), 65)


# Persons named together with illness or welfare

_SURNAME = f"[{''.join(WORDS['surnames'].split())}]"
_GIVEN = rf"(?:(?<=[欧上司诸皇尉令慕])[{WORDS['second_signs']}])?(?:某{{1,2}}|[{_HAN}]{{1,2}}"
_CONDITION, _ILLNESS, _AFTER_NAME = (
    "|".join(WORDS[name].split()) for name in ("conditions", "illnesses", "after_names")
)
_NO_NAME = frozenset(WORDS["no_names"].split())
_SURNAMES = re.compile(_SURNAME)
_BEFORE_NAME = frozenset("，,。；;：:、 \t\u3000\r\n（(“户象员众工人儿者民生")
_AFTER_CONDITION = re.compile(rf"(?:{_CONDITION})[：:，\s“]{{0,2}}$")
_AFTER_STANDING = re.compile(r"(?:[，,。；;：:、\s（(“]|居民|村民|职工|学生|公民|患者|^)$")
_NAME_ALONE = re.compile(
    rf"({_SURNAME}{_GIVEN}))(?=[，,、。；;（(：:\s\d”]|$|{_AFTER_NAME}|[男女因经患住现已])"
)
_NAME_THEN_ILLNESS = re.compile(
    rf"({_SURNAME}{_GIVEN}?))(?:同志|先生|女士|老人)?"
    rf"(?:[，,（(、\s]{{1,2}}[^。；;\n]{{0,40}}?|[系因患经被为是现已曾于身罹]|确诊|的)[^。；;，\n]{{0,12}}?(?:{_ILLNESS})"
)


def _health(text: str, places: list[int]) -> Iterator[_Candidate]:
    looked = 0
    for sign in places:
        if sign < looked - 6:
            continue
        # A sentence and no more: who is named in the next one is another matter.
        earliest = max(0, sign - 60)
        opens = max(earliest, *(text.rfind(mark, earliest, sign) + 1 for mark in "。；\n"))
        looked = sign + 28
        for surname in _SURNAMES.finditer(text, opens, min(looked, len(text))):
            at = surname.start()
            if at and text[at - 1] not in _BEFORE_NAME:
                continue
            before = text[max(0, at - 12) : at]
            if _AFTER_CONDITION.search(before):
                yield from _persons_in_list(text, at)
            if _AFTER_STANDING.search(before) and (found := _NAME_THEN_ILLNESS.match(text, at, looked + 16)):
                yield from _person(found)


def _persons_in_list(text: str, at: int) -> Iterator[_Candidate]:
    """Yield every name of a list such as 低保对象：王小明、李大红."""
    found = _NAME_ALONE.match(text, at)
    while found:
        yield from _person(found)
        goes_on = text[found.end() : found.end() + 1] in ("、", "，", ",")
        found = _NAME_ALONE.match(text, found.end() + 1) if goes_on else None


def _person(found: re.Match[str]) -> Iterator[_Candidate]:
    if found.group(1)[:2] not in _NO_NAME:
        yield _Candidate("health_welfare", *found.span(1), 40)


# Markings of secrecy and of internal papers

_LEVEL = "绝密|机密|秘密"
_INTERNAL = "内部资料|内部文件|内部使用|内部材料"
_MARKING = re.compile(
    rf"(?:{_LEVEL}|工作秘密)\s?[★☆*＊]\s?(?:(?:[0-9０-９一二三四五六七八九十]+\s?(?:年|个月|月|天)|长期|启封|公布前|解密前)"
    r"(?:前解密|后解密)?)?"
    rf"|密级[：:]\s?(?:{_LEVEL}|工作秘密|内部)(?!公开)"
    rf"|(?m:^[ \t\u3000【〔\[（(]*(?:绝\s?密|机\s?密|秘\s?密|工作秘密|{_INTERNAL})"
    r"[】〕\])）]?[ \t\u3000\r]*$)"
    rf"|[【〔\[（(](?:{_LEVEL}|工作秘密|{_INTERNAL})[】〕\]）)]"
    r"|内部(?:资料|文件|材料|刊物|使用)[，,、\s　·•]{0,3}"
    r"(?:注意保存|注意保密|妥善保管|请勿外传|不得外传|严禁外传|严禁翻印)"
    r"|(?:仅供内部(?:使用|参考|传阅))|(?:^|[，。\s（(])(?:请勿外传|严禁外传|不得外传)(?=[。！\s）)]|$)"
)


def _markings(text: str, _places: list[int]) -> Iterator[_Candidate]:
    for found in _MARKING.finditer(text):
        said = found.group()
        start = found.start() + len(said) - len(said.lstrip(" \t\u3000，。\n\r"))
        yield _Candidate("marking", start, found.start() + len(said.rstrip()), 90)


# Two signs that announce a subject. One pass over the text looks for all of them; only around them is read.

_READERS: dict[str, Callable[[str, list[int]], Iterator[_Candidate]]] = {
    "permit": _bare_permits,
    "home": _homes,
    "dwelling": _dwellings,
    "birth": _birth_dates,
    "illness": _health,
    "marking": _markings,
}
_SUBJECT = {word[:2]: subject for subject, words in WORDS["announcing"].items() for word in words.split()}
_SUBJECT |= {number + sign: "dwelling" for number in _BEFORE_DOOR for sign in "室户座栋幢弄房"}
_SUBJECT |= {level + gap: "marking" for level in "绝机秘" for gap in " \u3000"}
_ANNOUNCING = re.compile(
    "[{}](?=[{}])".format(*("".join(sorted({word[n] for word in _SUBJECT})) for n in (0, 1)))
)


def _announced(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for sign in _ANNOUNCING.finditer(text):
        at = sign.start()
        if subject := _SUBJECT.get(text[at : at + 2]):
            places.setdefault(subject, []).append(at)
    return places
