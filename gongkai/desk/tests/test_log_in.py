"""Logging in and out, the lock, passwords and the second factor."""

import json
import os
import subprocess
import sys
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from gongkai.desk.tests.pages import sent, text
from gongkai.journal.models import Entry
from gongkai.people.models import User

pytestmark = pytest.mark.django_db

LOGIN, LOGOUT, PASSWORD = "/account/login/", "/account/logout/", "/account/password/"


@pytest.fixture
def visitor(client):
    client.cookies["django_language"] = "en"
    return client


def log_in(client, office, username="zhou", password=None, **said):
    return client.post(LOGIN, {"login": username, "password": password or office.password} | said)


def acts_on(user):
    entries = Entry.objects.filter(subject_key=user.key, act__startswith="people.").order_by("number")
    return list(entries.values_list("act", flat=True))


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_logging_in_leads_to_the_desk_and_stands_in_the_journal(visitor, office):
    assert log_in(visitor, office).url == "/desk/"
    assert visitor.get("/desk/").status_code == 200
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.actor_name, entry.came_from) == (
        "people.logged_in",
        office.foi.name,
        "127.0.0.1",
    )


def test_logging_out_ends_the_session_and_stands_in_the_journal(visitor, office):
    log_in(visitor, office)
    assert visitor.post(LOGOUT).url == LOGIN
    assert visitor.get("/desk/").url.startswith(LOGIN)
    assert acts_on(office.foi) == ["people.logged_in", "people.logged_out"]


def test_a_wrong_password_is_refused_and_stands_in_the_journal(visitor, office):
    answer = log_in(visitor, office, password="wrong")
    assert "are not correct" in text(answer)
    assert acts_on(office.foi) == ["people.login_failed"]
    assert Entry.objects.latest("pk").actor_name == "Gongkai"


def test_capitals_in_the_user_name_leave_the_same_trace(visitor, office):
    log_in(visitor, office, username="ZHOU", password="wrong")
    assert acts_on(office.foi) == ["people.login_failed"]


def test_a_name_nobody_has_leaves_no_trace(visitor, office):
    answer = log_in(visitor, office, username="geheim-passwort", password="wrong")
    assert "are not correct" in text(answer)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "username", ["<script>alert(1)</script>", "zhou\x00", "z" * 10_000, "𠮷🏮\u202e", ""]
)
def test_a_hostile_user_name_only_fails(visitor, office, username):
    answer = log_in(visitor, office, username=username)
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)
    assert visitor.get("/desk/").status_code == 302


def test_after_five_failures_even_the_right_password_is_refused(visitor, office):
    for _each in range(5):
        log_in(visitor, office, password="wrong")
    answer = log_in(visitor, office)
    assert answer.status_code == 200
    assert "Too many failed login attempts" in text(answer)
    assert visitor.get("/desk/").status_code == 302


def test_the_lock_stands_in_the_journal_once(visitor, office):
    for _each in range(8):
        log_in(visitor, office, password="wrong")
    assert acts_on(office.foi) == ["people.login_failed"] * 5 + ["people.locked_out"]


def test_the_lock_of_one_account_does_not_lock_another(visitor, office):
    for _each in range(6):
        log_in(visitor, office, password="wrong")
    assert log_in(visitor, office, username="yang").url == "/desk/"


def test_a_closed_account_does_not_log_in(visitor, office):
    User.objects.filter(pk=office.foi.pk).update(is_active=False)
    answer = visitor.get(log_in(visitor, office).url)
    assert "This account is closed." in text(answer)
    assert visitor.get("/desk/").status_code == 302
    assert acts_on(office.foi) == ["people.login_failed"]


def test_after_the_log_in_one_is_where_one_wanted_to_be(visitor, office):
    wanted = visitor.get("/desk/documents/").url
    assert wanted == f"{LOGIN}?next=/desk/documents/"
    assert log_in(visitor, office, next="/desk/documents/").url == "/desk/documents/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_log_in_leads_to_no_other_host(visitor, office, elsewhere):
    assert log_in(visitor, office, next=elsewhere).url == "/desk/"


def test_nobody_signs_up(visitor, office):
    for path in ("/account/signup/", "/accounts/signup/", "/account/password/reset/", "/admin/"):
        assert visitor.get(path).status_code == 404


# The session's cookie


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor, office):
    log_in(visitor, office)
    cookie = visitor.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    # It ends with the browser.
    assert cookie["max-age"] == ""


def test_behind_tls_every_cookie_is_for_tls_only():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json, gongkai.config.settings as s; print(json.dumps([s.SESSION_COOKIE_SECURE,"
            " s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0]))",
        ],
        env={**os.environ, "GONGKAI_BEHIND_TLS_PROXY": "1"},
        capture_output=True,
        check=True,
    )
    assert json.loads(told.stdout) == [True] * 4


def test_the_session_gets_another_key_with_the_log_in(visitor, office):
    visitor.get(LOGIN)
    log_in(visitor, office)
    first = visitor.cookies["sessionid"].value
    visitor.post(LOGOUT)
    log_in(visitor, office)
    assert visitor.cookies["sessionid"].value != first


# Passwords


NEW = "Changjiang-9-he"


def test_a_password_set_by_the_administrator_leads_to_choosing_ones_own(visitor, office):
    User.objects.filter(pk=office.foi.pk).update(must_change_password=True)
    log_in(visitor, office)
    for path in ("/desk/", "/desk/documents/", "/desk/documents/draft/", "/account/2fa/"):
        assert visitor.get(path).url == PASSWORD
        assert visitor.post(path).url == PASSWORD
    assert "was set by the administrator" in text(visitor.get(PASSWORD))
    said = {"oldpassword": office.password, "password1": NEW, "password2": NEW}
    visitor.post(PASSWORD, said)
    assert visitor.get("/desk/").status_code == 200
    assert not User.objects.get(pk=office.foi.pk).must_change_password
    assert acts_on(office.foi)[-1] == "people.password_changed"


def test_a_weak_or_mistyped_new_password_is_refused(visitor, office):
    log_in(visitor, office)
    for new, again in (("short", "short"), ("12345678901", "12345678901"), (NEW, NEW + "x")):
        said = {"oldpassword": office.password, "password1": new, "password2": again}
        assert visitor.post(PASSWORD, said).status_code == 200
    assert visitor.post(PASSWORD, {"oldpassword": "x", "password1": NEW, "password2": NEW}).status_code == 200
    assert User.objects.get(pk=office.foi.pk).check_password(office.password)


def test_a_new_password_ends_the_sessions_elsewhere(visitor, office):
    from django.test import Client

    elsewhere = Client()
    log_in(visitor, office)
    log_in(elsewhere, office)
    visitor.post(PASSWORD, {"oldpassword": office.password, "password1": NEW, "password2": NEW})
    assert visitor.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").url.startswith(LOGIN)


# The second factor


def confirmed(visitor, office):
    log_in(visitor, office)
    asked = visitor.get("/account/2fa/totp/activate/").url
    assert asked.startswith("/account/reauthenticate/")
    visitor.post(asked, {"password": office.password})


def test_before_a_second_factor_is_touched_the_password_is_asked_again(visitor, office):
    log_in(visitor, office)
    asked = visitor.get("/account/2fa/totp/activate/").url
    visitor.post(asked, {"password": "wrong"})
    assert visitor.get("/account/2fa/totp/activate/").status_code == 302


def activated(visitor, office):
    confirmed(visitor, office)
    page = visitor.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = visitor.post("/account/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer.status_code == 302
    return secret


def test_with_a_second_factor_the_password_alone_is_not_enough(
    visitor, office, django_capture_on_commit_callbacks
):
    # The log-in tells of it when it is written for good.
    with django_capture_on_commit_callbacks(execute=True):
        secret = activated(visitor, office)
    assert acts_on(office.foi)[-1] == "people.totp_added"
    visitor.post(LOGOUT)
    answer = log_in(visitor, office)
    assert answer.url.startswith("/account/2fa/authenticate/")
    assert visitor.get("/desk/").url.startswith(LOGIN)
    assert visitor.post("/account/2fa/authenticate/", {"code": "000000x"}).status_code == 200
    assert visitor.get("/desk/").url.startswith(LOGIN)
    assert visitor.post("/account/2fa/authenticate/", {"code": code_for(secret)}).url == "/desk/"
    assert visitor.get("/desk/").status_code == 200


def test_a_wrong_code_does_not_add_a_second_factor(visitor, office):
    confirmed(visitor, office)
    visitor.get("/account/2fa/totp/activate/")
    assert visitor.post("/account/2fa/totp/activate/", {"code": "12345"}).status_code == 200
    assert "Not in use" in text(visitor.get("/account/2fa/"))


def test_a_recovery_code_stands_in_for_the_phone_once(visitor, office):
    activated(visitor, office)
    visitor.post("/account/2fa/recovery-codes/generate/")
    code = visitor.get("/account/2fa/recovery-codes/").context["unused_codes"][0]
    visitor.post(LOGOUT)
    log_in(visitor, office)
    assert visitor.post("/account/2fa/authenticate/", {"code": code}).url == "/desk/"
    visitor.post(LOGOUT)
    log_in(visitor, office)
    assert visitor.post("/account/2fa/authenticate/", {"code": code}).status_code == 200


def test_removing_the_second_factor_stands_in_the_journal(visitor, office):
    activated(visitor, office)
    visitor.post("/account/2fa/totp/deactivate/")
    assert "people.totp_removed" in acts_on(office.foi)


# Accounts and duties, by their pages


GOOD = {"username": "xin", "name": "新人（虚构）", "password": NEW}


def test_an_account_is_opened_and_given_its_duty_by_two_administrators(as_, office):
    answer = sent(as_(office.sysadmin), "/desk/people/open/", **GOOD)
    account = User.objects.get(username="xin")
    assert answer.url == f"/desk/people/{account.pk}/"
    refused = sent(as_(office.sysadmin), f"{answer.url}duty/", duty="foi_officer")
    assert "Only the security administrator" in text(refused)
    sent(as_(office.secadmin), f"{answer.url}duty/", duty="foi_officer")
    assert User.objects.get(pk=account.pk).duties == {"foi_officer"}


def test_a_first_password_is_never_shown_again(as_, office):
    answer = sent(as_(office.sysadmin), "/desk/people/open/", **GOOD | {"username": "zhou"})
    assert answer.status_code == 422
    assert "This user name is taken." in text(answer)
    assert "新人（虚构）" in text(answer)
    assert NEW not in text(answer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "u" * 10_000),
        ("name", "名" * 51),
        ("name", "a\x00b"),
        ("username", "<script>"),
        ("name", ""),
    ],
)
def test_an_odd_name_is_refused_and_the_rest_is_kept(as_, office, field, value):
    answer = sent(as_(office.sysadmin), "/desk/people/open/", **GOOD | {field: value})
    assert answer.status_code == 422
    assert not User.objects.filter(name=GOOD["name"]).exists()
    assert "<script>" not in text(answer)


def test_a_double_click_gives_and_ends_a_duty_once(as_, office):
    from uuid import uuid4

    account = User.objects.get(pk=office.citizen.pk)
    client, token = as_(office.secadmin), str(uuid4())
    for _each in range(2):
        said = {"duty": "property_service", "submission": token}
        assert sent(client, f"/desk/people/{account.pk}/duty/", **said).status_code == 302
    post, token = account.posts.get(duty="property_service"), str(uuid4())
    for _each in range(2):
        # Given and ended on one day the post is gone; the second click must not end in "no such page".
        answer = sent(client, f"/desk/people/duties/{post.pk}/end/", reason="误设", submission=token)
        assert answer.url == f"/desk/people/{account.pk}/"
    assert acts_on(account) == ["people.duty_given", "people.duty_ended"]


def test_the_three_administrators_exclude_each_other_on_the_page_too(as_, office):
    answer = sent(
        as_(office.secadmin), f"/desk/people/{office.sysadmin.pk}/duty/", duty="audit_administrator"
    )
    assert answer.status_code == 422
    assert "exclude each other" in text(answer)


def test_each_administrator_begins_with_their_own_work(as_, office):
    assert as_(office.sysadmin).get("/desk/").url == "/desk/people/"
    assert as_(office.secadmin).get("/desk/").url == "/desk/people/"
    assert as_(office.auditor).get("/desk/").url == "/desk/journal/"


def test_the_auditor_reads_the_journal_of_their_own_office_only(as_, office):
    for person in (office.foi, office.stranger):
        as_(person)
    page = text(as_(office.auditor).get("/desk/journal/"))
    assert office.foi.name in page
    assert office.stranger.name not in page


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "x" * 10_000, "since=abc", "since=2018-02-30&until=9999-99-99", "page=1&q=%F0%A0%AE%B7"],
)
def test_odd_filters_of_the_journal_break_nothing(as_, office, query):
    assert as_(office.auditor).get(f"/desk/journal/?{query}").status_code == 200
