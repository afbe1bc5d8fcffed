"""Identity, telephone and card numbers: found by one pass over runs of digits, then told apart.

Check digit, region, date, grouping and the words around decide. A document number, an order number, an
amount, an address of a page or a unified social credit code is no personal data.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.cn import uscc

from gongkai.privacy.check_digits import PROVINCES, has_birth_date, is_county, is_day, is_luhn, is_resident_id

_Question = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of the characters from `start` up to but not including `end`."""

    kind: str
    start: int
    end: int
    certainty: int  # a check digit is worth more than a grouping, a grouping more than a word nearby


_D = "0-9０-９"
# What people put between groups of digits.
_APART = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000.．·/\\-‐‑‒–—−－﹣"
# A digit and six more signs of the kind: nearly all text is passed over in this expression's own loop.
_RUN = re.compile(rf"[{_D}][{_D}{_APART})）]{{6,}}")
_X = tuple(
    "xXＸｘⅩ×ХΧ"
)  # and what is taken for it: the Roman ten, the sign of multiplication, two other alphabets
_GROUP = re.compile(rf"[{_D}]+")
_NEXT_LINE_OF_DIGITS = re.compile(rf"\n[ \t\u3000]*(?=[{_D}{''.join(_X)}])")
_NARROW = {ord("０") + n: str(n) for n in range(10)} | {ord(sign): "X" for sign in _X}
_WIDEST_GAP = 3
_LONGEST_ROW = 48  # groups: an identity number and a telephone, digit by digit, and more

_LONG = frozenset(range(15, 21))
# How many digits a number can have that begins with this one.
_SIZES = {str(n): _LONG | {7, 8} for n in range(10)} | {
    "0": {10, 11, 12, 14, 15},
    "1": _LONG | {7, 8, 11},
    "8": _LONG | {7, 8, 12, 13, 14},
}
_SIZES |= {chr(ord("０") + n): _SIZES[str(n)] for n in range(10)}

_NO_YEAR_OF_A_PAPER = 30
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 7), (4, 3, 4), (5, 6)}
_DOTTED_MOBILE_GROUPS = {(11,), (3, 4, 4), (4, 3, 4), (3, 3, 5)}
_LOCAL_GROUPS = {(7,), (8,), (4, 4), (3, 4)}
_LANDLINE = re.compile(r"(?:010|02[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}")
_LANDLINE_IN_GROUPS = re.compile(r"(?:010|02[0-9])[1-9][0-9]{7}|0[3-9][0-9]{2}[1-9][0-9]{6,7}")
_AREA_CODE = re.compile(r"010|02[0-9]|0[3-9][0-9]{2}")
# Unannounced, a card is known by its issuer: UnionPay's own numbers, then those that came before them.
_CARD_BEGINS = re.compile(
    r"62[0-9]{14,17}$|(?:4[0-9]|5[1-5])[0-9]{14}$|9558[0-9]{15}$|95599[0-9]{14}$|955880[0-9]{13}$|9400[0-9]{12}$"
    r"|(?:4367|4563|4270|6013|6014|6033|6091|6858|6886|6888|6901|6980)[0-9]{12,15}$"
)
_NO_CARD_BEGINS = ("0", "1", "20", "7", "8")
_CARD_GROUPS = {(6, 10), (6, 13), (6, 12), (6, 11)}
_OTHER_ISSUERS = re.compile(r"3[47][0-9]{13}$")

_NOT_A_PERSONS = re.compile(
    r"(?:编号|单号|订单|流水号?|索引号?|文号|序列号?|批号|批次|合同号?|发票|代码|编码|税号|工单|许可证号?|备案号?|登记号|登记证号"
    r"|条码|案号|项目号|证书号|注册号|凭证号?|票据号?|票号|档案号|运单|快递号?|准考证号?|考号|学号|(?<![账帐])户号|表号|标段|序号|期号|文件号"
    r"|产权证号?|房产证号?|档号|用户名?ID|UID|IMEI|SN|[A-Z]{2,}号|ISBN|ISSN"
    r"|(?<![dl] )No\.?|№|[¥￥$€])[号码为是：:\s（(]*\Z|第\s?\Z",
    re.IGNORECASE,
)
# What is numbered with eighteen digits as well and never by a person's own number.
_OF_A_BUSINESS = re.compile(
    r"(?:订单|合同|发票|流水|运单|快递单|交易|凭证|票据|资产|设备|批次|条码|序列|单据|工单"
    r"|受理|办件|案件|项目|不动产|房屋|文书|业务|标段|招标)(?:流水|登记)?(?:编号|号码|号|编码|代码)[为是：:\s]*\Z"
)
_AMOUNT_BEFORE = re.compile(
    r"(?:金额|合计|总计|共计|小计|累计|预算数?|决算数?|支出|收入|投资|余额|总额|产值|资金|面积|占地|数量|总量|价税|造价|限价|报价)"
    r"(?:[（(][^）)\n]{0,12}[）)])?(?:约?为|是|约|达)?[：:\s]{0,3}\Z"
)
_AMOUNT_AFTER = re.compile(
    r"\s?(?:[.．][0-9０-９]|,[0-9]{3}(?![0-9])|"
    r"[余多]?(?:元|万|亿|吨|公斤|千克|平方|立方|人次|户次|份(?!证)|件|股|公里|千米|美元|港元|亩|千瓦|字节)|[%％‰㎡]|m[2²])"
)
_ANNOUNCED_CARD = re.compile(
    r"(?:卡|账号|帐号|账户|帐户|储蓄|存折|card|account)[^0-9０-９。；\n]{0,12}\Z", re.IGNORECASE
)
_NAMES_A_BANK = re.compile(r"[，,（(\s]{0,2}(?:[\u4e00-\u9fff]{2,6}银行|[建工农中交招]行|信用卡|储蓄卡)")
_ANNOUNCED_ID = re.compile(r"(?:身份证|证件|公民身份)[^0-9０-９。；\n]{0,12}\Z")
_PHONE_WORDS = (
    r"(?:电\s{0,8}话(?![费亭])|座\s{0,8}机|传\s{0,8}真|固话|热线|联\s?系\s?方\s?式"
    r"|联系人|致电|拨打|值班室|(?<![a-z])tel|phone|fax)"
)
_ANNOUNCED_PHONE = re.compile(
    rf"(?:{_PHONE_WORDS}[^0-9０-９。；\n]{{0,10}}|0[0-9]{{2,3}}[-—)）][0-9]{{7,8}}[、/])"
    r"(?:(?:[0-9０-９\-—]{7,13}|1[0-9]{4}|9[0-9]{4}(?:[0-9]{1,3})?|400[0-9\-]{7,9})"
    r"[、/，,； 或;（(][^0-9０-９。\n]{0,8})*\Z",
    re.IGNORECASE,
)
_ANNOUNCED_MOBILE = re.compile(
    rf"(?:{_PHONE_WORDS}|手\s{{0,8}}机|移动|号码|微信|短信|mobile|mob)[^。；\n]{{0,16}}\Z", re.IGNORECASE
)
_BEFORE_DIGITS = re.compile(r"(?:tel|phone|mobile|mob|cell|wechat|wx|vx|qq|id|no|m|t)\Z", re.IGNORECASE)
_AFTER_DIGITS = re.compile(r"qq|wx|vx|tel|wechat|fax|email", re.IGNORECASE)
_FILE_ENDING = re.compile(r"\.[A-Za-z]{2,5}\b")
_IN_AN_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*\Z", re.IGNORECASE)
_IN_A_UUID = re.compile(r"-[0-9a-f]{4}-[0-9a-f]{4}-\Z", re.IGNORECASE)
_NAMED_IN_ADDRESS = re.compile(r"(?:tel|phone|mobile|mob|sj|dh)=\Z", re.IGNORECASE)
_EXTENSION = re.compile(rf"(?:[-—－]|\s?转\s?|\s?分机\s?)[{_D}]{{2,5}}(?![{_D}])")

# Numerals in words, as contracts and careful people write them.
SPELLED = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
_FIGURES = {ord(word): figure for word, figure in zip(SPELLED, "000123456789" + "1234567891", strict=True)}
_SPELLED_RUN = re.compile(rf"[{_D}{SPELLED}][{_D}{SPELLED} \t\u3000\-—－]{{5,}}[{_D}{SPELLED}xXＸｘ]")

# A digit before, or one sign between digits.
_GOES_ON = re.compile(rf"[{_D}]|(?<=[{_D}])[ \-—－]")
_CIRCLES = re.compile(rf"[{_D}]○{{3,}}")  # what is masked, not written in words


def numbers(text: str) -> Iterator[Candidate]:
    """Yield every reading of the digits in `text`."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        said = run.group()
        if said.isdigit():  # by far the most frequent
            if said[:2] != "00" or said[2] == "8":
                yield from _in_groups(text, [(start, end)])
            continue
        if end - start < 11 and said[-1] != "." and said.replace(".", "", 1).isdigit():
            continue  # a decimal, by far the most frequent of the others
        groups = [group.span() for group in _GROUP.finditer(text, start, end)]
        if groups[-1][1] - groups[0][0] >= 7:
            yield from _in_groups(text, groups)
    if "\n" in text:
        yield from _broken(text)


def spelled_numbers(text: str, places: list[int]) -> Iterator[Candidate]:
    """Yield the numbers written in words, wholly or in part, that stand at these places."""
    reached = 0
    for at in places:
        if at < reached:
            continue
        begins = at
        while begins > reached and _GOES_ON.match(text, begins - 1):
            begins -= 1
        run = _SPELLED_RUN.match(text, begins)
        reached = run.end() if run else at + 1
        if not run or _CIRCLES.search(run.group()):
            continue
        # The words around stay as they are: they say what the number is.
        first, last = max(0, run.start() - 48), run.end() + 24
        said = text[first : run.start()] + run.group().translate(_FIGURES) + text[run.end() : last]
        groups = [each.span() for each in _GROUP.finditer(said, run.start() - first, run.end() - first)]
        for each in _in_groups(said, groups):
            yield Candidate(each.kind, each.start + first, each.end + first, each.certainty)


def _in_groups(text: str, groups: list[tuple[int, int]]) -> Iterator[Candidate]:
    end = groups[-1][1]
    x = end if text[end : end + 1] in _X or text[end : end + 1] not in " -" else end + 1
    takes_x = text[x : x + 1] in _X and not (
        text[x + 1 : x + 2].isdecimal() or (x > end and _is_latin(text[x + 1 : x + 2]))
    )
    first, count = 0, len(groups)
    most = 20 if count <= _LONGEST_ROW else 5  # nobody writes digit by digit among so many
    while first < count:
        at = groups[first][0]
        sizes = _SIZES[text[at]]
        if (
            text[at] in "0０"
            and text[at + 1 : at + 2] in ("0", "０")
            and text[at + 2 : at + 3] not in ("8", "８")
        ):
            first += 1  # no telephone, card or person has a number that begins so
            continue
        size, last = groups[first][1] - groups[first][0], first
        while size < 20 and last + 1 < count and last < first + most:
            if groups[last + 1][0] - groups[last][1] > _WIDEST_GAP:
                break
            size += groups[last + 1][1] - groups[last + 1][0]
            last += 1
        # The longest is tried first; the search goes on behind what is found.
        while last >= first:
            if size in sizes:
                found = _read(text, groups, first, last, x=x if takes_x and last == count - 1 else 0)
                if found:
                    yield found
                    break
            size -= groups[last][1] - groups[last][0]
            last -= 1
        first = max(first, last) + 1


def _read(  # noqa: PLR0911 - one return for each reading
    text: str, groups: list[tuple[int, int]], first: int, last: int, *, x: int
) -> Candidate | None:
    spans = groups[first : last + 1]
    start, end = spans[0][0], spans[-1][1]
    sizes = tuple(b - a for a, b in spans)
    digits = "".join(text[a:b] for a, b in spans)
    if not digits.isascii():
        digits = digits.translate(_NARROW)
    length = len(digits)
    if x and length == 17 and is_resident_id(digits + "X"):
        digits, end = digits + "X", x + 1
    if len(digits) == 18 and is_resident_id(digits):
        if _OF_A_BUSINESS.search(text, max(0, start - 16), start):
            return None
        return Candidate("resident_id", start, end, 100)
    if (x == end and x) or not _stands_alone(text, start, end):
        return None
    if length == 20 and digits[18] in "1234567" and digits[19] in "1234" and is_resident_id(digits[:18]):
        # A disability certificate: the identity number and two signs.
        return Candidate("resident_id", start, end, 100)

    def among_figures() -> bool:
        return len(spans) < len(groups) and _stands_among_figures(text, groups, first, last)

    if length >= 15:
        return _long_number(text, digits, sizes, start, end, among_figures=among_figures)
    if len(spans) > 1 and _POINT.search(text, start, end) and not _may_be_dotted(sizes):
        return None
    return _telephone(text, digits, sizes, start, end, among_figures=among_figures)


_POINT = re.compile("[.．·/]")


_WIDEST_ROW = 24  # columns


def _may_be_dotted(sizes: tuple[int, ...]) -> bool:
    """Whether groups with points between them are no decimal: 138.0013.8000 or 010.65123456."""
    return sizes in _DOTTED_MOBILE_GROUPS or (sizes[0] in (3, 4) and sizes[1:] in _LOCAL_GROUPS)


def _stands_among_figures(text: str, groups: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether the groups belong to a row of figures, as a table has them, and make no number of their own."""
    # A row is as long as a table is wide; a file that is all one row is not read again and again.
    begins = max(0, first - _WIDEST_ROW)
    groups = groups[begins : last + 1 + _WIDEST_ROW]
    first, last = first - begins, last - begins
    sizes = [b - a for a, b in groups]
    pattern = sizes[first : last + 1]
    left, right = first, last
    if first and len(pattern) > 1 and text[groups[first - 1][1] : groups[first][0]] == "-":
        return True
    while left and text[groups[left - 1][1] : groups[left][0]].isspace():
        left -= 1
    while right + 1 < len(groups) and text[groups[right][1] : groups[right + 1][0]].isspace():
        right += 1
    beside = [*sizes[left:first], *sizes[last + 1 : right + 1]]
    if len(pattern) == 1:
        return sum(size < 10 for size in beside) >= 3
    if sizes[left : right + 1] == pattern * ((right - left + 1) // len(pattern)):
        return False  # several numbers grouped alike follow one another
    return any(size < 11 for size in beside)


def _long_number(  # noqa: PLR0911 - one return for each reading that is ruled out
    text: str, digits: str, sizes: tuple[int, ...], start: int, end: int, *, among_figures: _Question
) -> Candidate | None:
    length = len(digits)
    if digits.startswith("0086") and (length == 15 and _MOBILE.fullmatch(digits, 4)):
        return Candidate("mobile", start, end, 80)
    if digits.startswith("0086") and _is_foreign_style(digits, sizes):
        return Candidate("phone", start, end, 60)
    before = text[max(0, start - 24) : start]
    if length == 15:
        if len(sizes) > 1 and sizes != (6, 6, 3):
            return None
        if _is_old_resident_id(digits, before):
            found = Candidate("resident_id", start, end, 70)
        elif _OTHER_ISSUERS.match(digits) and is_luhn(digits) and _ANNOUNCED_CARD.search(before):
            found = Candidate("bank_card", start, end, 75)
        else:
            return None
    elif length > 19 or not is_luhn(digits) or len(set(digits)) == 1 or "/" in text[start:end]:
        return None
    else:
        announced = bool(_ANNOUNCED_CARD.search(before) or _NAMES_A_BANK.match(text, end))
        announced = announced and not digits.startswith(_NO_CARD_BEGINS)
        if not announced and not (
            _CARD_BEGINS.match(digits) and _is_grouped_as_card(digits, sizes, among_figures)
        ):
            return None
        if length == 18 and (uscc.is_valid(digits) or (has_birth_date(digits) and digits[:2] in PROVINCES)):
            return None  # a credit code, or an identity number with a slip of the pen
        found = Candidate("bank_card", start, end, 90 if announced else 75)
    return None if _counts_something(text, before, end) else found


def _counts_something(text: str, before: str, end: int) -> bool:
    """Whether the words around say that the digits number a paper or count things or money."""
    return bool(
        _AMOUNT_AFTER.match(text, end) or _NOT_A_PERSONS.search(before) or _AMOUNT_BEFORE.search(before)
    )


def _is_grouped_as_card(digits: str, sizes: tuple[int, ...], among_figures: _Question) -> bool:
    if len(sizes) == 1:
        # Offices number their papers with the code of their county in front.
        return not (digits[:2] != "62" and is_county(digits[:6]))
    if among_figures():
        return False
    if _in_fours(sizes) or sizes in _CARD_GROUPS or len(sizes) == len(digits):
        return True
    if digits.startswith("62"):
        return len(sizes) <= 6 and max(sizes) >= 3
    return len(sizes) <= 4 and min(sizes) >= 3 and not is_county(digits[:6])


def _telephone(  # noqa: PLR0911 - as above
    text: str, digits: str, sizes: tuple[int, ...], start: int, end: int, *, among_figures: _Question
) -> Candidate | None:
    length = len(digits)
    country = start - (text[start - 1 : start] in ("+", "＋"))
    if length == 13 and digits.startswith("86") and _MOBILE.fullmatch(digits, 2):
        before = text[max(0, start - 24) : start]
        if (len(sizes) > 1 and sizes[0] != 2) or (country == start and _counts_something(text, before, end)):
            return None
        return Candidate("mobile", country, end, 80)
    if _is_foreign_style(digits, sizes) and not (country == start and among_figures()):
        extension = _EXTENSION.match(text, end)
        return Candidate("phone", country, extension.end() if extension else end, 60)
    if length <= 8:
        return _local_telephone(text, digits, sizes, start, end)
    before = text[max(0, start - 24) : start]
    if _MOBILE.fullmatch(digits.removeprefix("0")):
        grouped = sizes in _MOBILE_GROUPS or (sizes == (4, 4, 3) and text[end - 4] == "-")
        # As one dials it from elsewhere, or digit by digit.
        grouped = grouped or (length == 12 and len(sizes) == 1) or (len(sizes) == length == 11)
        natural = grouped and not _YEARS.fullmatch(text, start, end) and not among_figures()
        if (natural or _ANNOUNCED_MOBILE.search(before)) and not _counts_something(text, before, end):
            return Candidate("mobile", start, end, 80)
        return None
    if length < 10 or not _is_landline(digits, sizes) or _counts_something(text, before, end):
        return None
    announced = len(sizes) == 1 or _ANNOUNCED_PHONE.search(text, max(0, start - 48), start)
    if not announced and among_figures():
        return None
    extension = _EXTENSION.match(text, end)
    opening = start - (text[start - 1 : start] in ("(", "（") and ")" in text[start:end].replace("）", ")"))
    return Candidate("phone", opening, extension.end() if extension else end, 60)


_YEARS = re.compile(r"[0-9]{3}\s(?:19|20)[0-9]{2}\s(?:19|20)[0-9]{2}")  # an amount and the years beside it


def _is_foreign_style(digits: str, sizes: tuple[int, ...]) -> bool:
    """Whether a telephone is written with the country's code: +86-10-65123456, where the area loses its 0."""
    code = next((code for code in ("0086", "86") if digits.startswith(code)), "")
    if not code or (sizes[0] == len(code) and len(sizes) < 3):
        return False
    # The area can stand together with the country: +8610 65123456.
    rest, groups = digits[len(code) :], (sizes[0] - len(code), *sizes[1:])
    groups = groups if groups[0] else groups[1:]
    if min(groups) < 0 or len(groups) < 2:
        return False
    if not rest.startswith("0"):
        rest, groups = "0" + rest, (groups[0] + 1, *groups[1:])
    return _is_landline(rest, groups)


def _local_telephone(
    text: str, digits: str, sizes: tuple[int, ...], start: int, end: int
) -> Candidate | None:
    """Read seven or eight digits without an area code: a telephone only where one is announced."""
    if sizes not in _LOCAL_GROUPS or digits[0] == "0" or (len(digits) == 8 and is_day(digits)):
        return None
    if not _ANNOUNCED_PHONE.search(text, max(0, start - 48), start) or _AMOUNT_AFTER.match(text, end):
        return None
    if _NOT_A_PERSONS.search(text, max(0, start - 24), start):
        return None
    extension = _EXTENSION.match(text, end)
    return Candidate("phone", start, extension.end() if extension else end, 50)


def _stands_alone(text: str, start: int, end: int) -> bool:  # noqa: PLR0911 - one return for each sign
    """Whether the digits are no part of a longer word, a file's name, a decimal or a credit code."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in ("_", ".", "．", "〔", "[") or after == "_":
        if before in ("〔", "["):
            return end - start > 8
        return before == "." and not text[start - 2 : start - 1].isdigit() and start >= 2
    if _is_latin(before) and not _BEFORE_DIGITS.search(text, max(0, start - 6), start):
        return False
    if _is_latin(after) and not _AFTER_DIGITS.match(text, end):
        return False
    if before in ("/", "-", "=", "&", "?", "#", "%"):
        if before == "-" and _IN_A_UUID.search(text, max(0, start - 12), start):
            return False
        if after == "." and _FILE_ENDING.match(text, end):
            return False
        if _IN_AN_ADDRESS.search(text, max(0, start - 160), start):
            return bool(_NAMED_IN_ADDRESS.search(text, max(0, start - 8), start))
    return True


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_old_resident_id(number: str, before: str) -> bool:
    """Whether fifteen digits are an identity number as issued up to 1999: county and day, no check digit."""
    if number[:2] not in PROVINCES or not is_day("19" + number[6:12]):
        return False
    # Unannounced, a county and a day can begin the number of a paper, too; those are of our years.
    if int(number[6:8]) >= _NO_YEAR_OF_A_PAPER and is_county(number[:6]):
        return True
    return bool(_ANNOUNCED_ID.search(before))


def _in_fours(sizes: tuple[int, ...]) -> bool:
    return len(sizes) == 1 or (all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4)


def _is_landline(digits: str, sizes: tuple[int, ...]) -> bool:
    if len(sizes) == 1:
        return bool(_LANDLINE.fullmatch(digits))
    area = _AREA_CODE.match(digits)
    if area is None or sizes[0] != area.end() or sizes[1:] not in _LOCAL_GROUPS:
        return False
    if digits.startswith("010") and len(sizes) > 2 and digits[3:5] in ("19", "20"):
        return False  # 010-2018-0001 is the number of a paper
    return bool(_LANDLINE_IN_GROUPS.fullmatch(digits))


def _broken(text: str) -> Iterator[Candidate]:
    """Find numbers that a line end breaks in two, as pages read from a PDF have them."""
    for gap in _NEXT_LINE_OF_DIGITS.finditer(text):
        breaks, end = gap.start() - (text[gap.start() - 1 : gap.start()] == "\r"), gap.end()
        start = breaks
        while start and text[start - 1].isdecimal() and breaks - start < 19:
            start -= 1
        if start == breaks:
            continue
        while end < len(text) and end - gap.end() < 19 and text[end].isdecimal():
            end += 1
        if text[end : end + 1] in _X:
            end += 1
        number = (text[start:breaks] + text[gap.end() : end]).translate(_NARROW)
        if grouped := _GROUPED_OVER_LINES.match(text, _begins_before(text, start)):
            yield from _grouped_over_lines(text, grouped)
        # Both halves must be needed: a whole number on either line is found without this.
        if number[:-1].isascii() and number[:-1].isdecimal():
            yield from _joined(text, number, start, end)


_LINE_END = r"[ \-]?\r?\n[ \t\u3000]*"
# A mobile number in its usual three groups, one of the gaps being the end of the line.
_GROUPED_OVER_LINES = re.compile(
    rf"(?<![{_D}])([1１][3-9３-９][{_D}])"
    rf"(?:{_LINE_END}([{_D}]{{4}})[ \-]|[ \-]([{_D}]{{4}}){_LINE_END})([{_D}]{{4}})(?![ \-]?[{_D}])"
)


def _begins_before(text: str, start: int) -> int:
    """Return where the group before the one at `start` begins, when only one sign is between them."""
    if start >= 4 and text[start - 1] in " -" and text[start - 4 : start - 1].isdecimal():
        return start - 4
    return start


def _grouped_over_lines(text: str, found: re.Match[str]) -> Iterator[Candidate]:
    start, end = found.span()
    before = text[max(0, start - 24) : start]
    said = text[text.rfind("\n", 0, start) + 1 : start]
    # Unannounced, it has to follow words: at the beginning of a line stand figures of a table.
    follows = bool(said.strip()) and not said.rstrip()[-1].isdecimal()
    # No figure begins with 0.
    alone = not said.strip() and text[end : end + 1] in "\r\n" and (found.group(2) or "").startswith("0")
    follows = (follows and not _ENDS_LIKE_YEARS.search(found.group())) or alone
    if (follows or _ANNOUNCED_MOBILE.search(before)) and not _counts_something(text, before, end):
        yield Candidate("mobile", start, end, 70)


_ENDS_LIKE_YEARS = re.compile(r"(?:19|20)[0-9]{2}\s+(?:19|20)[0-9]{2}\Z")


def _joined(text: str, number: str, start: int, end: int) -> Iterator[Candidate]:
    if len(number) == 18 and is_resident_id(number):
        yield Candidate("resident_id", start, end, 95)
    elif not number.isdecimal() or not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return  # at the beginning of a line stand figures of a table
    elif len(number) == 11 and _MOBILE.fullmatch(number):
        if _ANNOUNCED_MOBILE.search(text, max(0, start - 24), start):
            yield Candidate("mobile", start, end, 70)
    elif 16 <= len(number) <= 19 and is_luhn(number):
        announced = _ANNOUNCED_CARD.search(text, max(0, start - 24), start)
        if announced or (number.startswith("62") and _CARD_BEGINS.match(number)):
            yield Candidate("bank_card", start, end, 70)
