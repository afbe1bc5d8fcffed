"""Who acts. The cellar knows no accounts; it knows what an account must be able to say of itself."""

from typing import Any, Protocol

from django.utils.translation import gettext


class Actor(Protocol):
    """Somebody who can do an act: a person with an account, or the program itself."""

    @property
    def key(self) -> str:
        """A text that names the actor for ever, such as "people.user:7"."""
        ...

    @property
    def name(self) -> str: ...

    def has_duty(self, duty: str, agency: Any, section: Any = None) -> bool:
        """Say whether the actor holds `duty` in `agency` today (in `section`, where one is given)."""
        ...


class Program:
    """The program itself, for what no person does: the daily jobs and the first set-up."""

    key = "program"
    name = "Gongkai"

    def has_duty(self, duty: str, agency: Any, section: Any = None) -> bool:
        return False


PROGRAM = Program()


class Outsider:
    """Somebody without an account: a requester at the portal, or a reader of it who is called otherwise.

    `key` says about which request they speak.
    """

    def __init__(self, key: str = "public", name: str = "") -> None:
        self.key = key
        self._name = name

    @property
    def name(self) -> str:
        return self._name or gettext("Requester")

    def has_duty(self, duty: str, agency: Any, section: Any = None) -> bool:
        return False
