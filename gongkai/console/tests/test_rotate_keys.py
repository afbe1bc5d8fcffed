"""`gongkai rotate-keys` seals everything anew, says how much, and can be stopped and run again."""

import io
import os

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.core.management import call_command

from gongkai.acts.actor import PROGRAM
from gongkai.agencies.models import Agency
from gongkai.console import sealed
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.journal.models import Entry
from gongkai.vault.keys import begin_rotation, key_numbers
from gongkai.vault.rotation import count_by_key, reseal

pytestmark = pytest.mark.django_db

PROOF = b"%PDF-1.7\n110101199003070000\n%%EOF\n"


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


@pytest.fixture
def proof(office):
    return store(PROOF, name="Identity proof", by=PROGRAM, agency=office.agency, sealed=True)


@pytest.fixture
def factor(office):
    return Authenticator.objects.create(
        user=office.foi, type=Authenticator.Type.TOTP, data={"secret": encrypt("JBSWY3DP")}
    )


def run(name="rotate-keys", *args):
    out = io.StringIO()
    try:
        call_command(name, *args, stdout=out, stderr=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def an_hour_later(keys):
    for path in keys.glob("vault-*.key"):
        moment = path.stat().st_mtime - 3600
        os.utime(path, (moment, moment))


def test_files_and_second_factors_are_sealed_anew_and_counted(proof, factor):
    code, said = run()
    assert code == 0
    assert said.startswith("Key 2 is made and seals from now on.\n")
    assert "Sealed anew in files.storedfile.sealed_key: 1.\n" in said
    assert "Sealed anew in mfa.authenticator.data: 1.\n" in said
    assert said.endswith("Sealed anew with key 2 in all: 2.\n")
    assert count_by_key(sealed.all_columns()) == {2: 2}
    kept = StoredFile.objects.get(pk=proof.pk)
    assert (kept.read(), kept.key_id) == (PROOF, 2)
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"]) == "JBSWY3DP"


def test_the_columns_of_requests_are_among_them():
    assert any(str(column).startswith("cases.") for column in sealed.all_columns())


def test_each_run_makes_the_next_key(proof):
    run()
    run()
    assert key_numbers() == [1, 2, 3]
    assert count_by_key(sealed.all_columns()) == {3: 1}


def test_a_run_that_was_stopped_is_gone_on_with(proof, factor):
    begin_rotation()
    for column in sealed.all_columns():
        if str(column) == "files.storedfile.sealed_key":
            list(reseal(column))
    code, said = run()
    assert code == 0
    assert "An earlier rotation was stopped; it goes on with key 2." in said
    assert said.endswith("Sealed anew with key 2 in all: 1.\n")
    assert key_numbers() == [1, 2]


def test_every_agency_reads_of_it_in_its_journal(proof):
    run()
    entries = Entry.objects.filter(act="vault.keys_rotated")
    assert set(entries.values_list("chain", flat=True)) == set(Agency.objects.values_list("slug", flat=True))
    assert entries[0].details["resealed"]["files.storedfile.sealed_key"] == 1


def test_an_old_key_is_removed_once_it_is_old_enough(proof, keys):
    run()
    code, said = run("rotate-keys", "--retire")
    assert code == 1
    assert "Key 2 was made less than 10 minutes ago" in said
    an_hour_later(keys)
    code, said = run("rotate-keys", "--retire")
    assert code == 0
    assert said.endswith("Key 1 is removed.\n")
    assert key_numbers() == [2]
    assert StoredFile.objects.get(pk=proof.pk).read() == PROOF
    assert Entry.objects.filter(act="vault.key_retired").exists()


def test_what_was_sealed_with_the_old_key_meanwhile_is_sealed_anew_before_it_leaves(proof, keys):
    old = proof.sealed_key
    run()
    StoredFile.objects.filter(pk=proof.pk).update(sealed_key=old)
    an_hour_later(keys)
    assert run("rotate-keys", "--retire")[0] == 0
    assert StoredFile.objects.get(pk=proof.pk).key_id == 2


def test_a_key_of_a_value_that_does_not_open_stays(proof, keys):
    run()
    StoredFile.objects.filter(pk=proof.pk).update(sealed_key="v1:1:AAAA")
    an_hour_later(keys)
    code, said = run("rotate-keys", "--retire")
    assert code == 1
    assert "Key 1 stays: so many values are still sealed with it: 1." in said
    assert key_numbers() == [1, 2]


def test_with_one_key_there_is_none_to_retire(proof):
    code, said = run("rotate-keys", "--retire")
    assert code == 0
    assert said.endswith("There is no older key.\n")
    assert key_numbers() == [1]


def test_verify_finds_a_second_factor_that_does_not_open(factor):
    Authenticator.objects.update(data={"secret": factor.data["secret"].replace("v1:1:", "v1:7:")})
    code, said = run("verify")
    assert code == 1
    assert f"Sealed value mfa.authenticator.data of row {factor.pk} does not open: key 7 is missing." in said
    assert "JBSWY3DP" not in said


def test_verify_finds_changed_bytes_of_a_sealed_file(proof):
    proof.place.write_bytes(b"another")
    code, said = run("verify")
    assert code == 1
    assert f"File “Identity proof.pdf” ({proof.pk}) was changed." in said
