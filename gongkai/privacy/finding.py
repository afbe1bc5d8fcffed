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
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.privacy.numbers import SPELLED, Candidate, numbers, spelled_numbers
from gongkai.privacy.shapes import masked_as
from gongkai.privacy.signs import as_read

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


def find(text: str) -> list[Finding]:
    """Return the personal data and markings in `text` in the order they stand there, none overlapping.

    Signs that nobody sees (zero-width blanks, soft hyphens) part nothing. Of two readings of the same
    characters the more certain stays, then the longer.
    """
    read, places = as_read(text)
    candidates = [*numbers(read), *_lettered(read), *_emails(read)]
    for subject, signs in _announced(read).items():
        candidates += _READERS[subject](read, signs)
    return _settle(text, candidates, places)


def find_numbers(text: str) -> list[Finding]:
    """Return only what is made of digits: identity, phone and card numbers, in order."""
    read, places = as_read(text)
    return _settle(text, list(numbers(read)), places)


def _settle(text: str, candidates: list[Candidate], places: list[int] | None) -> list[Finding]:
    candidates.sort(key=lambda each: each.start)
    kept: list[Candidate] = []
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
        start, end = (
            (each.start, each.end) if places is None else (places[each.start], places[each.end - 1] + 1)
        )
        said = text[start:end]
        found.append(Finding(each.kind, start, end, said, masked_as(each.kind, said)))
    return found


def _rank(candidate: Candidate) -> tuple[int, int]:
    return candidate.certainty, candidate.end - candidate.start


WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text("utf-8"))

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


def _lettered(text: str) -> Iterator[Candidate]:
    for run in _LETTERED.finditer(text):
        start, end = run.span()
        if start and text[start - 1] in _PLATE_BEGINS and (plate := _PLATE.match(text, start)):
            yield Candidate("plate", start - 1, plate.end(), 60)
            start = plate.end()
        for found in _LETTERS_AND_DIGITS.finditer(text, start, end):
            yield from _document(text, found)


_WIDE_LETTERS = {wide: wide - 0xFEE0 for wide in range(ord("Ａ"), ord("Ｚ") + 1)}
_WIDE_LETTERS |= {ord("０") + figure: ord("0") + figure for figure in range(10)}


def _wide_plates(text: str, places: list[int]) -> Iterator[Candidate]:
    """Read plates written in full-width letters, as input methods leave them."""
    for at in places:
        said = text[at + 1 : at + 12].translate(_WIDE_LETTERS)
        if plate := _PLATE.match(said):
            yield Candidate("plate", at, at + 1 + plate.end(), 60)


def _document(text: str, found: re.Match[str]) -> Iterator[Candidate]:
    said = found.group().replace(" ", "")
    around = text[max(0, found.start() - 24) : found.end() + 12]
    if _ABOUT_PERMIT.search(around) and _PERMIT.fullmatch(said):
        yield Candidate("permit", *found.span(), 60)
    elif _ABOUT_PASSPORT.search(around) and _PASSPORT.fullmatch(said):
        yield Candidate("passport", *found.span(), 60)


def _bare_permits(text: str, places: list[int]) -> Iterator[Candidate]:
    for at in places:
        if found := _BARE_PERMIT.match(text, at):
            yield Candidate("permit", *found.span(1), 65)


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


def _emails(text: str) -> Iterator[Candidate]:
    for sign in "@＠":
        for at in _places(text, sign):
            local, domain = _LOCAL_PART.search(text[max(0, at - 64) : at]), _DOMAIN.match(text, at + 1)
            if local and domain and domain.group(1).lower() not in _NO_DOMAIN:
                yield Candidate("email", at - len(local.group()), domain.end(), 85)


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
    rf"|[{_N}]{{1,4}}号[{_N}]{{3,4}}(?:室|户|房)"
    rf"|[甲乙丙丁]?[{_N}]{{1,4}}号院[{_N}]{{1,3}}号楼[0-9０-９]{{3,4}}(?![0-9０-９.．%㎡年元平米个人户台套间余多]))"
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
    rf".*(?:[{_N}](?:号楼(?:[0-9０-９]{{3,4}}(?![0-9０-９年元平米]))?|号院?|室|户|房|栋|幢|弄|单元|组|队|门|楼)|(?:村|屯|庄|胡同|小区|苑|园))",
    re.DOTALL,
)
_OF_AN_OFFICE = re.compile(
    r"(?:办公|单位|受理|办理|接待|注册|经营|场所|邮寄|投递|服务|窗口|公司|企业|机构|所在)(?:地址|地点|地|场所|住所)?[：:为是在于位\s]{0,3}$"
)
_OFFICE_AFTER = re.compile(
    rf"[（(]?(?:[{_HAN}]{{0,8}}(?:办公室|接待室|窗口|大厅|办事处|服务中心|会议室|委员会|公司|派出所))"
)


def _homes(text: str, places: list[int]) -> Iterator[Candidate]:
    for at in places:
        found = _ANNOUNCED_HOME.match(text, at)
        ends = _ENDS_AT_DOOR.match(found.group(1)) if found else None
        if found and ends and _PLACE.search(ends.group()):
            yield Candidate("address", found.start(1), found.start(1) + ends.end(), 55)


def _dwellings(text: str, places: list[int]) -> Iterator[Candidate]:
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
        yield Candidate("address", begins, end, 45)


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
    rf"[）)：:为是\s]{{0,3}}({_DAY}|(?:19|20)[0-9]{{2}}[.\-/年．]?(?:1[0-2]|0[1-9]|(?<![0-9])[1-9])(?![0-9])"
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))"
)
_BORN_AFTER = re.compile(rf"({_DAY})\s?(?:出生|生(?=[，,。；;、）)\s人于]|$))")


def _birth_dates(text: str, places: list[int]) -> Iterator[Candidate]:
    for at in places:
        if found := _BORN_ON.match(text, at):
            yield Candidate("birth_date", *found.span(1), 65)
        for found in _BORN_AFTER.finditer(text, max(0, at - 20), at + 3):
            yield Candidate("birth_date", *found.span(1), 65)


# Persons named together with illness or welfare

_SURNAME = f"[{''.join(WORDS['surnames'].split())}]"
_GIVEN = rf"(?:(?<=[欧上司诸皇尉令慕])[{WORDS['second_signs']}])?(?:某{{1,2}}|[{_HAN}]{{1,2}}"
_CONDITION, _ILLNESS, _AFTER_NAME = (
    "|".join(WORDS[name].split()) for name in ("conditions", "illnesses", "after_names")
)
_NO_NAME = frozenset(WORDS["no_names"].split())
_SURNAMES = re.compile(_SURNAME)
_BEFORE_NAME = frozenset("，,。；;：:、 \t\u3000\r\n（(“户象员众工人儿者民生")
_BEFORE_AID = _BEFORE_NAME | frozenset("助贴金款")
_AFTER_AID = re.compile(r"(?:临时救助|医疗救助|困难补助|生活补助|护理补贴|低保)(?:金|款)?$")
_AFTER_CONDITION = re.compile(rf"(?:{_CONDITION})[：:，\s“]{{0,2}}$")
_AFTER_STANDING = re.compile(r"(?:[，,。；;：:、\s（(“]|居民|村民|职工|学生|公民|患者|^)$")
_NAME_ALONE = re.compile(
    rf"({_SURNAME}{_GIVEN}))(?=[，,、。；;（(：:\s\d”]|$|{_AFTER_NAME}|[男女因经患住现已])"
)
_NAME_THEN_MONEY = re.compile(rf"(?!金)({_SURNAME}{_GIVEN}))(?=[0-9０-９][0-9０-９,.]{{1,9}}\s?元)")
_NAME_THEN_ILLNESS = re.compile(
    rf"({_SURNAME}{_GIVEN}?))(?:同志|先生|女士|老人)?"
    rf"(?:[，,（(、\s]{{1,2}}[^。；;\n]{{0,40}}?|[系因患经被为是现已曾于身罹]|确诊|的)[^。；;，\n]{{0,12}}?(?:{_ILLNESS})"
)


def _health(text: str, places: list[int]) -> Iterator[Candidate]:
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
            if at and text[at - 1] not in _BEFORE_AID:
                continue
            before = text[max(0, at - 12) : at]
            if _AFTER_AID.search(before) and (found := _NAME_THEN_MONEY.match(text, at)):
                yield from _person(found)
            if text[at - 1 : at] not in _BEFORE_NAME and at:
                continue
            if _AFTER_CONDITION.search(before):
                yield from _persons_in_list(text, at)
            if _AFTER_STANDING.search(before) and (found := _NAME_THEN_ILLNESS.match(text, at, looked + 16)):
                yield from _person(found)


def _persons_in_list(text: str, at: int) -> Iterator[Candidate]:
    """Yield every name of a list such as 低保对象：王小明、李大红."""
    found = _NAME_ALONE.match(text, at)
    while found:
        yield from _person(found)
        goes_on = text[found.end() : found.end() + 1] in ("、", "，", ",")
        found = _NAME_ALONE.match(text, found.end() + 1) if goes_on else None


def _person(found: re.Match[str]) -> Iterator[Candidate]:
    # 张某某 is how a name stands in the open that has been masked.
    if found.group(1)[:2] not in _NO_NAME and "某" not in found.group(1):
        yield Candidate("health_welfare", *found.span(1), 40)


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


def _markings(text: str, _places: list[int]) -> Iterator[Candidate]:
    for found in _MARKING.finditer(text):
        said = found.group()
        start = found.start() + len(said) - len(said.lstrip(" \t\u3000，。\n\r"))
        yield Candidate("marking", start, found.start() + len(said.rstrip()), 90)


# Two signs that announce a subject. One pass over the text looks for all of them; only around them is read.

_READERS: dict[str, Callable[[str, list[int]], Iterator[Candidate]]] = {
    "permit": _bare_permits,
    "home": _homes,
    "dwelling": _dwellings,
    "birth": _birth_dates,
    "illness": _health,
    "marking": _markings,
    "spelled": spelled_numbers,
    "plate": _wide_plates,
}
_SUBJECT = {word[:2]: subject for subject, words in WORDS["announcing"].items() for word in words.split()}
_SUBJECT |= {number + sign: "dwelling" for number in _BEFORE_DOOR for sign in "室户座栋幢弄房"}
_SUBJECT |= {level + gap: "marking" for level in "绝机秘" for gap in " \u3000"}
_SUBJECT |= {
    place + chr(letter): "plate" for place in _PLATE_BEGINS for letter in range(ord("Ａ"), ord("Ｚ") + 1)
}
_SUBJECT |= {one + other: "spelled" for one in SPELLED for other in SPELLED}
_SUBJECT |= {number + zero: "spelled" for number in "0123456789" for zero in "零〇○"}
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
