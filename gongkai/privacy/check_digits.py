"""What digits tell by themselves: region, day of birth and check digits of persons' numbers and cards."""

from datetime import date
from functools import cache
from operator import mul

from stdnum import numdb
from stdnum.cn import uscc

# GB 11643: what the first seventeen digits weigh, and the check digit for what their sum leaves.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
PROVINCES = frozenset(
    f"{first}{second}"
    for first, seconds in {1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345"}.items()
    for second in seconds
) | {"71", "81", "82", "83", "91"}


def is_luhn(digits: str) -> bool:
    """Say whether the last digit is the check digit of the others, as cards have it (ISO/IEC 7812)."""
    total = sum(map(int, digits[-1::-2])) + sum(map(_DOUBLED.__getitem__, map(int, digits[-2::-2])))
    return total % 10 == 0


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # the sum of the digits of twice a digit


def is_resident_id(number: str) -> bool:
    """Say whether eighteen signs are an identity number: region, day of birth and check digit (GB 11643)."""
    return (
        (number[:2] in PROVINCES or _is_of_a_foreigner(number))
        and number[17] == _CHECK_DIGITS[sum(map(mul, _WEIGHTS, map(int, number[:17]))) % 11]
        and has_birth_date(number)
        and (is_county(number[:6]) or not uscc.is_valid(number))
    )


def _is_of_a_foreigner(number: str) -> bool:
    """Say whether a number begins as a foreigner's who may stay: 9, a province, a country (ISO 3166)."""
    return number[0] == "9" and number[1:3] in PROVINCES and "004" <= number[3:6] <= "894"


def has_birth_date(number: str) -> bool:
    """Say whether a day of birth stands where identity numbers have it."""
    return is_day(number[6:14])


def is_day(said: str) -> bool:
    """Say whether eight digits are a day a living person can have been born on, or one soon to come."""
    year, month, day = int(said[:4]), int(said[4:6]), int(said[6:8])
    if not 1880 <= year <= 2100:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@cache
def is_county(code: str) -> bool:
    """Say whether six digits are the code of a county or district (GB/T 2260)."""
    parts = numdb.get("cn/loc").info(code)
    return len(parts) > 1 and "county" in parts[1][1]
