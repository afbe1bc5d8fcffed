"""Static files as the program serves them, looked for once in a process instead of before each test."""

from __future__ import annotations

from typing import Any, ClassVar

from whitenoise.middleware import WhiteNoiseMiddleware


class LookedForOnce(WhiteNoiseMiddleware):
    """Every client of Django's starts the program anew, which would list some eighty files each time."""

    found: ClassVar[dict[str, Any]] = {}

    def add_files_from_finders(self) -> None:
        if not self.found:
            super().add_files_from_finders()
            self.found.update(self.files)
        self.files.update(self.found)
