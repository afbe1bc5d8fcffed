"""The founding office's year 2018, from which the table of its report is counted, and that report."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.console.demo import annual_report
from gongkai.console.demo.concerns_2018 import stories_of_concerns, story_of_press
from gongkai.console.demo.diary import Diary, Story
from gongkai.console.demo.documents_2018 import PUBLISHED, stories_of_documents
from gongkai.console.demo.ground import Office
from gongkai.console.demo.inventory import stories_of_2018 as stories_of_inventory
from gongkai.console.demo.items_2018 import ALL_ITEMS, stories_of_pieces
from gongkai.console.demo.registers_2018 import stories_of_registers, stories_of_suits
from gongkai.console.demo.requests_2018 import stories_of_requests
from gongkai.console.demo.responsibility import stories_of_2018 as stories_of_responsibility

# How often the loading says how far it is.
EVERY = 200


def tell(office: Office, diary: Diary, so_far: Callable[[int, int], object]) -> None:
    """Put the whole year into the diary; `so_far` is told how many of the items are done, and of how many."""
    diary.tell(*stories_of_registers(office))
    diary.tell(*stories_of_inventory(office))
    diary.tell(*stories_of_responsibility(office))
    diary.tell(*stories_of_suits(office))
    diary.tell(*stories_of_requests(office, diary))
    diary.tell(*stories_of_concerns(office), story_of_press(office))
    diary.tell(*stories_of_documents(office))
    done = len(PUBLISHED)

    def counted(story: Story) -> Story:
        nonlocal done
        yield from story
        done += 1
        if done % EVERY == 0 or done == ALL_ITEMS:
            so_far(done, ALL_ITEMS)

    diary.tell(*(counted(story) for story in stories_of_pieces(office, len(PUBLISHED))))
    diary.tell(*annual_report.stories(office))
