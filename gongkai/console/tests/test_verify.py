"""`gongkai verify` says what is wrong and exits with 1."""

import io

import pytest
from django.core.management import call_command

from gongkai.agencies.models import Agency
from gongkai.journal import record
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def verify():
    out = io.StringIO()
    try:
        call_command("verify", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_what_nobody_touched_is_sound():
    assert verify() == (
        0,
        "Journal: sound.\nStored files: sound.\nSealed values: sound.\nCounting years of releases: sound.\n"
        "Search index of the portal: sound.\n",
    )


def test_a_changed_entry_is_told(office):
    record(office.foi, "agencies.named", Agency.objects.get(slug="jianguomen"))
    Entry.objects.update(reason="another story")
    code, said = verify()
    assert code == 1
    assert "Chain jianguomen: entry 1 was changed or inserted." in said
