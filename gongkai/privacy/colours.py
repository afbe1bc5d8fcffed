"""Colours of letters and grounds: when a reader cannot tell them apart."""


def is_white(colour: str) -> bool:
    """Say whether a colour, six hexadecimal digits, is as good as white; nothing said is not."""
    return bool(colour) and are_alike(colour, "FFFFFF")


def are_alike(one: str, other: str) -> bool:
    """Say whether two colours are too much alike to be told apart, 12 of 255 in each."""
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 12 for at in (0, 2, 4))
