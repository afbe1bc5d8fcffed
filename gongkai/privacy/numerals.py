"""The numerals in which Word counts paragraphs, pages and notes."""

IN_WORDS = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand")
FIGURES, PLACES = "〇一二三四五六七八九", ("", "十", "百", "千")


def numeral(number: int, form: str) -> str:
    """Return `number` in one of Word's forms of numbering; forms not known come in figures."""
    words = str(number)
    if form == "none":
        words = ""
    elif form in IN_WORDS:
        words = _in_words(number)
    elif form in ("ideographDigital", "japaneseDigitalTenThousand") and number >= 0:
        words = "".join(FIGURES[int(figure)] for figure in words)
    elif form == "decimalEnclosedCircle" and 1 <= number <= 20:
        words = chr(0x2460 + number - 1)
    elif form in ("upperLetter", "lowerLetter") and 1 <= number <= 780:
        words = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        words = _roman(number)
    return words.lower() if form in ("lowerLetter", "lowerRoman") else words


def _in_words(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number) if number else FIGURES[0]
    words, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        figure = number // 10**place % 10
        if figure:
            words += ("零" if gap and words else "") + FIGURES[figure] + PLACES[place]
        gap = not figure
    return words[1:] if 10 <= number < 20 else words


def _roman(number: int) -> str:
    signs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    roman = ""
    for value, sign in signs:
        roman += sign * (number // value)
        number %= value
    return roman
