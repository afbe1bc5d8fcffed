"""Acts of several people at the same moment, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def together(people: int, act: Callable[[], T]) -> list[T]:
    """Have `act` done `people` times at once and return what each got; what one raises is raised here.

    The test needs `django_db(transaction=True)`: the others do not see what was not committed.
    """
    start = threading.Barrier(people)

    def begin() -> T:
        try:
            start.wait(10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return [each.result(60) for each in [pool.submit(begin) for _ in range(people)]]
