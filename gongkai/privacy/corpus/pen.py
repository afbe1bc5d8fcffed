"""Invented persons and their numbers, and the many ways in which people write a number."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

import random
from collections.abc import Callable

from stdnum import luhn
from stdnum.cn import ric

_COUNTIES = (
    "110101",
    "110105",
    "310104",
    "440106",
    "510107",
    "610103",
    "130102",
    "320102",
    "370102",
    "420106",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯"
_GIVEN = ("小明", "建国", "淑芬", "志强", "丽华", "伟", "秀英", "德福", "文静", "永胜", "桂兰", "海涛")
_ISSUERS = ("622202", "621700", "622848", "621661", "622588", "436742", "621226", "623058", "622700")
_AREAS = {"010": 8, "021": 8, "0311": 8, "0312": 7, "0755": 8, "029": 8, "0431": 8}
_WORDS = "零一二三四五六七八九"
_CAPITAL_WORDS = "零壹贰叁肆伍陆柒捌玖"
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

Way = Callable[[str], str]


class Pen:
    """Writes invented data by chance; the same seed writes the same."""

    def __init__(self, seed: int | str) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing here is a secret

    def name(self) -> str:
        return self.chance.choice(_SURNAMES) + self.chance.choice(_GIVEN)

    def digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _each in range(count))

    def day(self) -> tuple[int, int, int]:
        return self.chance.randint(1935, 2012), self.chance.randint(1, 12), self.chance.randint(1, 28)

    def identity(self) -> str:
        body = "{}{:04d}{:02d}{:02d}".format(self.chance.choice(_COUNTIES), *self.day()) + self.digits(3)
        return body + str(ric.calc_check_digit(body + "0"))

    def identity_with_x(self) -> str:
        while not (number := self.identity()).endswith("X"):
            pass
        return number

    def slipped_identity(self) -> str:
        """Eighteen digits that would be an identity number were the check digit right."""
        number = self.identity()
        return number[:17] + str((int(number[17].replace("X", "0")) + self.chance.randint(1, 8)) % 10)

    def old_identity(self) -> str:
        year, month, day = self.day()
        return f"{self.chance.choice(_COUNTIES)}{year % 100:02d}{month:02d}{day:02d}{self.digits(3)}"

    def mobile(self) -> str:
        return "1" + self.chance.choice("356789") + self.digits(9)

    def landline(self) -> tuple[str, str]:
        area, size = self.chance.choice(list(_AREAS.items()))
        return area, self.local(size)

    def local(self, size: int = 8) -> str:
        """A telephone number of this many digits that is no day of a calendar."""
        return self.chance.choice("345678") + self.digits(size - 1)

    def card(self) -> str:
        body = self.chance.choice(_ISSUERS)
        body += self.digits(18 - len(body) if body != "622588" else 9)
        return body + str(luhn.calc_check_digit(body))

    def credit_card(self) -> str:
        body = self.chance.choice(("4", "52", "53", "356", "625")) + self.digits(15)
        return body[:15] + str(luhn.calc_check_digit(body[:15]))

    def slipped_card(self) -> str:
        number = self.card()
        return number[:-1] + str((int(number[-1]) + self.chance.randint(1, 9)) % 10)


def cut(*sizes: int, by: str) -> Way:
    """Return the way to write a number in groups of these sizes, the rest in the last group."""

    def way(number: str) -> str:
        parts, at = [], 0
        for size in sizes:
            parts.append(number[at : at + size])
            at += size
        return by.join([*parts, number[at:]])

    return way


def fours(by: str) -> Way:
    return lambda number: by.join(number[at : at + 4] for at in range(0, len(number), 4))


def one_by_one(by: str) -> Way:
    return by.join


def plain(number: str) -> str:
    return number


def wide(number: str) -> str:
    return number.translate(_WIDE)


def in_words(number: str) -> str:
    return "".join(_WORDS[int(each)] if each.isdigit() else each for each in number)


def in_capital_words(number: str) -> str:
    return "".join(_CAPITAL_WORDS[int(each)] if each.isdigit() else each for each in number)


def in_round_words(number: str) -> str:
    return in_words(number).replace("零", "〇")


IDENTITY_WAYS: tuple[Way, ...] = (
    plain, wide, str.lower, in_words, in_capital_words, in_round_words,
    cut(6, 8, by=" "), cut(6, 8, by="-"), cut(6, 8, by="."), cut(6, 4, 4, by=" "), cut(6, 8, by="　"), cut(6, 8, by="—"),
    cut(6, 8, by="\u00a0"), cut(6, 8, by="\u202f"), cut(6, by="\u200b"), cut(9, by="\u2060"), cut(3, by="\ufeff"), cut(10, by="\u00ad"),
    cut(1, 1, 5, by="\u200d"), one_by_one(" "), one_by_one("\u200b"), one_by_one("-"), cut(10, by="\n"), cut(14, by="\r\n　"),
    cut(6, 8, by=" - "), cut(3, 3, 4, 4, by=" "),
)  # fmt: skip
MOBILE_WAYS: tuple[Way, ...] = (
    plain, wide, in_words, in_round_words, in_capital_words,
    cut(3, 4, by=" "), cut(3, 4, by="-"), cut(3, 4, by="."), cut(3, 4, by="－"), cut(3, 4, by="\u2011"), cut(3, 4, by="·"),
    cut(3, by=" "), cut(4, 3, by=" "), cut(7, by="\u200b"), cut(5, by="\u00ad"), one_by_one("\u200c"),
    lambda number: "+86" + number, lambda number: "+86 " + number, lambda number: "+86-" + cut(3, 4, by="-")(number),
    lambda number: "0086" + number, lambda number: "(+86)" + number, lambda number: "86-" + number, lambda number: "（86）" + number,
    one_by_one(" "), cut(5, by=" "), cut(6, by=" "), cut(6, by="\n"), cut(3, by="\n"),
)  # fmt: skip
CARD_WAYS: tuple[Way, ...] = (
    plain, fours(" "), fours("-"), wide, fours("　"), cut(6, by=" "), cut(8, by="\u200b"), fours("\u00a0"), fours("."), one_by_one(" "),
    cut(6, by="\u00ad"), in_words, cut(10, by="\n"),
)  # fmt: skip


def phone_ways(area: str, local: str) -> tuple[str, ...]:
    """The ways to write a landline with its area code."""
    half = len(local) - 4
    return (
        f"{area}-{local}", f"{area}{local}", f"({area}){local}", f"（{area}）{local}", f"{area} {local}", f"{area}—{local}",
        f"{area}-{local[:half]}-{local[half:]}", f"({area}) {local[:half]} {local[half:]}", f"{area}.{local}",
        wide(f"{area}") + "－" + wide(local), f"+86-{area[1:]}-{local}", f"+86 {area[1:]} {local}", f"86-{area}-{local}",
        f"0086-{area[1:]}-{local}", f"({area}-{local})", f"{area}\u200b-{local}", f"{area}–{local}", f"{area}/{local}",
        f"{in_words(area)}－{in_words(local)}",
    )  # fmt: skip
