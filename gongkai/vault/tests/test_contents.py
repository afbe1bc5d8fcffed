"""Whole files: what was changed, swapped or cut off does not open."""

import pytest

from gongkai.vault.contents import new_content_key, open_content, seal_content
from gongkai.vault.fields import Unreadable

PART = 1 << 20
HEAD = len(b"gongkai sealed 1\n")
STEP = PART + 16
KEY = new_content_key()


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 5])
def test_a_content_of_any_size_reads_the_same(size):
    content = (b"0123456789" * (size // 10 + 1))[:size]
    assert open_content(seal_content(content, KEY), KEY) == content


def test_nothing_of_the_content_shows():
    assert b"110101199003070000" not in seal_content(b"number 110101199003070000", KEY)


@pytest.mark.parametrize("place", [0, HEAD, HEAD + 500, -1])
def test_one_changed_bit_is_refused(place):
    sealed = bytearray(seal_content(b"x" * 1000, KEY))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        open_content(bytes(sealed), KEY)


def test_parts_in_another_order_are_refused():
    sealed = seal_content(b"a" * PART + b"b" * PART + b"c", KEY)
    first, second, rest = (
        sealed[HEAD : HEAD + STEP],
        sealed[HEAD + STEP : HEAD + 2 * STEP],
        sealed[HEAD + 2 * STEP :],
    )
    with pytest.raises(Unreadable, match="its content was changed"):
        open_content(sealed[:HEAD] + second + first + rest, KEY)


@pytest.mark.parametrize("length", [0, 5, HEAD, HEAD + 3, HEAD + STEP, HEAD + 2 * STEP])
def test_a_content_cut_off_is_refused(length):
    sealed = seal_content(b"a" * PART + b"b" * PART + b"c", KEY)
    with pytest.raises(Unreadable):
        open_content(sealed[:length], KEY)


def test_the_key_of_another_file_does_not_open_it():
    with pytest.raises(Unreadable):
        open_content(seal_content(b"content", KEY), new_content_key())
