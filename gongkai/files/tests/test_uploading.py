"""A large file comes in part by part, over a line that breaks, and belongs to the one who sends it."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused, clock
from gongkai.files import uploading
from gongkai.files.models import StoredFile, Upload
from gongkai.files.uploading import WrongPlace, drop, finish, finished, look_through, remove_old

pytestmark = pytest.mark.django_db

AGENCY = SimpleNamespace(slug="jianguomen")
LIN = SimpleNamespace(key="people.user:1", name="林")
ZHAO = SimpleNamespace(key="people.user:2", name="赵")
TEXT = "建国门街道\n".encode() * 1000


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def begin(name="名单.txt", size=None, by=LIN):
    size = len(TEXT) if size is None else size
    return uploading.begin(name, size=size, by=by, agency=AGENCY)


def append(upload, part, offset, by=LIN, sha256=""):
    return uploading.append(
        upload, part, offset=offset, sha256=sha256 or hashlib.sha256(part).hexdigest(), by=by
    )


def whole(content=TEXT, name="名单.txt", by=LIN):
    return append(begin(name, len(content), by), content, 0, by)


def lying(folder):
    return [path for path in folder.rglob("*") if path.is_file() and "uploads" in path.parts]


def test_a_file_that_came_in_parts_is_what_was_sent(tmp_path, django_capture_on_commit_callbacks):
    upload = begin()
    for start in range(0, len(TEXT), 700):
        append(upload, TEXT[start : start + 700], start)
    with django_capture_on_commit_callbacks(execute=True):
        row = finish(upload, by=LIN, agency=AGENCY)
    assert (row.read(), row.name, row.sha256) == (TEXT, "名单.txt", hashlib.sha256(TEXT).hexdigest())
    assert not Upload.objects.exists()
    assert lying(tmp_path) == []


def test_it_may_be_kept_encrypted_under_another_name():
    row = finish(whole(), by=LIN, agency=AGENCY, name="Identity proof.txt", sealed=True)
    assert (row.is_sealed, row.name, row.read()) == (True, "Identity proof.txt", TEXT)


def test_a_part_that_came_twice_changes_nothing():
    upload = begin()
    append(upload, TEXT[:700], 0)
    assert append(upload, TEXT[:700], 0).received == 700
    assert append(upload, TEXT[100:300], 100).received == 700


@pytest.mark.parametrize(("part", "offset"), [(TEXT[1:701], 0), (TEXT[900:], 900), (TEXT[600:900], 600)])
def test_a_part_at_the_wrong_place_is_told_the_right_one(part, offset):
    upload = append(begin(), TEXT[:700], 0)
    with pytest.raises(WrongPlace) as wrong:
        append(upload, part, offset)
    assert wrong.value.received == 700


def test_what_was_written_and_not_noted_is_written_over():
    upload = append(begin(), TEXT[:700], 0)
    with upload.place.open("ab") as file:
        file.write(b"cut short")
    append(upload, TEXT[700:], 700)
    (content,) = finished([upload.pk], by=LIN)
    assert content.read() == TEXT


def test_a_part_changed_on_its_way_is_refused():
    upload = begin()
    with pytest.raises(Refused, match="changed on its way"):
        append(upload, TEXT, 0, sha256=hashlib.sha256(b"another").hexdigest())
    upload.refresh_from_db()
    assert upload.received == 0


@pytest.mark.parametrize("part", [b"", TEXT + b"x"], ids=["empty", "beyond the end"])
def test_a_part_of_another_size_is_refused(part):
    with pytest.raises(Refused, match="not of the size it should be"):
        append(begin(), part, 0)


def test_a_part_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploading, "LARGEST_PART", 100)
    with pytest.raises(Refused, match="not of the size it should be"):
        append(begin(), TEXT, 0)


def test_nobody_goes_on_with_the_upload_of_another_person():
    upload = whole()
    assert not Upload.objects.visible_to(ZHAO).exists()
    for act in (
        lambda: append(upload, TEXT, 0, by=ZHAO),
        lambda: finish(upload, by=ZHAO, agency=AGENCY),
        lambda: drop(upload, by=ZHAO),
        lambda: look_through(upload, by=ZHAO),
    ):
        with pytest.raises(Refused, match="is not there any more"):
            act()
    assert not StoredFile.objects.exists()


def test_half_a_file_is_no_file():
    upload = append(begin(), TEXT[:700], 0)
    with pytest.raises(Refused, match="has not arrived whole"):
        finish(upload, by=LIN, agency=AGENCY)


def test_a_file_whose_bytes_are_gone_is_no_file():
    upload = whole()
    upload.place.unlink()
    with pytest.raises(Refused, match="has not arrived whole"):
        finished([upload.pk], by=LIN)


def test_what_is_refused_after_all_is_still_there_to_be_looked_at():
    upload = whole(b"<html></html>")
    with pytest.raises(Refused, match="web pages and drawings"):
        finish(upload, by=LIN, agency=AGENCY)
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_what_will_not_be_taken_is_told_before_the_form_is_sent():
    look_through(whole(), by=LIN)
    with pytest.raises(Refused, match="of a kind that is not taken"):
        look_through(whole(name="名单.pdf"), by=LIN)


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("a.exe", 10, "of a kind that is not taken"),
        ("a.txt", 0, "is empty"),
        ("a.txt", -1, "is empty"),
        ("a.txt", 10**30, "at most 200 MB"),
    ],
)
def test_what_would_not_be_taken_is_not_begun(name, size, words):
    with pytest.raises(Refused, match=words):
        begin(name, size)
    assert not Upload.objects.exists()


def test_a_person_has_only_so_many_uploads_at_once(settings):
    settings.MOST_UPLOADS = 2
    begin(), begin(), begin(by=ZHAO)
    with pytest.raises(Refused, match="many large files that stand in no paper yet"):
        begin()


def test_and_only_so_much_in_them(settings):
    settings.MOST_UPLOADED = 1_500
    begin(size=1_000)
    with pytest.raises(Refused, match="many large files that stand in no paper yet"):
        begin(size=501)


def test_the_disk_keeps_room_for_everything_else(monkeypatch):
    monkeypatch.setattr(uploading, "LEFT_FREE", 10**18)
    with pytest.raises(Refused, match="not enough room"):
        begin()


def test_what_nobody_goes_on_with_is_removed(settings, tmp_path):
    settings.UPLOAD_DAYS = 3
    with clock.pretend(clock.now() - timedelta(days=4)):
        old = append(begin(), TEXT[:700], 0)
        going_on = begin()
    append(going_on, TEXT[:700], 0)
    (tmp_path / "uploads" / "00000000000000000000000000000000.part").write_bytes(b"x")
    assert remove_old() == 1
    assert list(Upload.objects.all()) == [going_on]
    assert lying(tmp_path) == [going_on.place]
    assert not old.place.exists()


def test_only_the_program_reads_what_is_coming_in():
    assert whole().place.stat().st_mode & 0o077 == 0
