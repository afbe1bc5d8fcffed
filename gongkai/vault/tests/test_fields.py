"""What lies encrypted can be read with its key and with nothing else."""

import base64
import secrets

import pytest
from django.core.exceptions import FieldError
from django.db import models
from django.test.utils import isolate_apps

from gongkai.vault.fields import SealedTextField, Unreadable, seal, unseal


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


@pytest.mark.parametrize("text", ["110101199003070000", "张三（虚构）", "😀 \u202e", "x" * 10_000])
def test_what_was_sealed_reads_the_same(text):
    assert unseal(seal(text)) == text


def test_nothing_of_the_text_shows():
    assert "110101199003070000" not in seal("110101199003070000")
    assert base64.b64encode(b"110101199003070000").decode() not in seal("110101199003070000")


def test_the_same_text_never_looks_the_same():
    assert seal("same") != seal("same")


def test_a_changed_value_is_refused():
    sealed = seal("110101199003070000")
    head, payload = sealed.rsplit(":", 1)
    raw = bytearray(base64.b64decode(payload))
    raw[-1] ^= 1
    with pytest.raises(Unreadable):
        unseal(f"{head}:{base64.b64encode(bytes(raw)).decode()}")


@pytest.mark.parametrize("stored", ["", "plain text", "v1:1:%%%", "v2:1:AAAA", "v1:x:AAAA", "v1:1:AAAA"])
def test_what_was_never_sealed_is_refused(stored):
    with pytest.raises(Unreadable):
        unseal(stored)


def test_a_new_key_seals_from_now_on_and_the_old_values_stay_readable(keys):
    before = seal("before")
    (keys / "vault-2.key").write_bytes(secrets.token_bytes(32))
    after = seal("after")
    assert (before.split(":")[1], after.split(":")[1]) == ("1", "2")
    assert (unseal(before), unseal(after)) == ("before", "after")


def test_without_its_key_a_value_is_unreadable(keys, settings, tmp_path):
    sealed = seal("text")
    settings.DATA_DIR = tmp_path / "elsewhere"
    with pytest.raises(Unreadable):
        unseal(sealed)
    with pytest.raises(Unreadable, match="key 7 is missing"):
        unseal(sealed.replace("v1:1:", "v1:7:"))


def test_only_the_owner_reads_the_key(keys):
    seal("text")
    assert (keys / "vault-1.key").stat().st_mode & 0o077 == 0
    assert keys.stat().st_mode & 0o077 == 0


def test_the_field_seals_on_the_way_in_and_opens_on_the_way_out():
    field = SealedTextField()
    stored = field.get_prep_value("110101199003070000")
    assert stored.startswith("v1:")
    assert field.from_db_value(stored, None, None) == "110101199003070000"
    assert (field.get_prep_value(""), field.from_db_value("", None, None)) == ("", "")


@isolate_apps("gongkai.vault")
def test_a_search_in_sealed_text_is_refused_instead_of_finding_nothing():
    class Paper(models.Model):
        text = SealedTextField()

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return ""

    for lookup in ("text__contains", "text__icontains", "text__startswith", "text__in", "text__gt"):
        with pytest.raises(FieldError):
            Paper.objects.filter(**{lookup: "1"})
