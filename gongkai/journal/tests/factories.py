"""Acts to be told of."""

from dataclasses import dataclass


@dataclass
class Person:
    key: str = "people.user:1"
    name: str = "陈晓（虚构）"

    def has_duty(self, duty, agency, section=None):
        return False


@dataclass
class Thing:
    key: str = "cases.case:1"
    chain: str = "jianguomen"
    label: str = "建街〔2018〕1号"

    def __str__(self):
        return self.label
