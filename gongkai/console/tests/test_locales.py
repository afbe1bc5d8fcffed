"""What is said is found, in Python and in templates, and keeps its translation."""

import gettext
import io

import pytest
from babel.messages.catalog import Catalog

from gongkai.console import locales


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Write files of a package of its own and return what is found in them."""
    monkeypatch.setattr(locales, "ROOT", tmp_path)
    monkeypatch.setattr(locales, "PACKAGE", tmp_path / "gongkai")

    def extract(name, text):
        path = tmp_path / "gongkai" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return [(message.context, message.id) for message in locales.extracted() if message.id]

    return extract


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('_("Registered")', (None, "Registered")),
        ('gettext_lazy("It is " "closed.")', (None, "It is closed.")),
        ('_("Due on %(day)s.") % {"day": day}', (None, "Due on %(day)s.")),
        ('ngettext("%(n)s case", "%(n)s cases", n)', (None, ("%(n)s case", "%(n)s cases"))),
        ('pgettext("of a case", "open")', ("of a case", "open")),
        ('npgettext("of a case", "one", "many", n)', ("of a case", ("one", "many"))),
    ],
)
def test_a_sentence_in_python_is_found(said, line, found):
    assert said("cases/policy.py", f"x = {line}\n") == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<h1>{% translate "Cases" %}</h1>', (None, "Cases")),
        ('{% translate "open" context "of a case" as state %}', ("of a case", "open")),
        ('<p title="{{ _("Cases") }}">', (None, "Cases")),
        ('<c-empty title="{% translate "Nothing waits" %}">it\'s fine</c-empty>', (None, "Nothing waits")),
        ('  {% if a %}\n {% include "x.html" with a=_("Cases") %}\n   {% endif %}', (None, "Cases")),
        (
            "{% blocktranslate trimmed with n=total %}\n    In all\n    {{ n }}\n  {% endblocktranslate %}",
            (None, "In all %(n)s"),
        ),
        (
            "{% blocktranslate count n=total %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}",
            (None, ("%(n)s case", "%(n)s cases")),
        ),
        ("{% blocktranslate %}100% of it{% endblocktranslate %}", (None, "100%% of it")),
    ],
)
def test_a_sentence_in_a_template_is_found(said, text, found):
    assert said("desk/templates/desk/x.html", f"{{% load i18n %}}\n{text}\n") == [found]


def test_tests_and_migrations_say_nothing_to_people(said):
    said("cases/tests/test_x.py", 'x = _("a")\n')
    assert said("cases/migrations/0001_initial.py", 'x = _("b")\n') == []


def catalog(*ids):
    found = Catalog()
    for each in ids:
        found.add(each, locations=[("gongkai/cases/policy.py", 0)])
    return found


def test_a_translation_stays_while_its_sentence_does(tmp_path):
    path = tmp_path / "django.po"
    locales.write(
        locales.updated(locales.catalogue(path), catalog("Case", "Gone"), {"Case": "件", "Gone": "旧"}), path
    )
    locales.write(locales.updated(locales.catalogue(path), catalog("Case", "New"), {}), path)
    standing = locales.catalogue(path)
    assert standing.get("Case").string == "件"
    assert "Gone" not in standing
    assert locales.missing(standing, catalog("Case", "New")) == ["'New' (gongkai/cases/policy.py)"]


def test_writing_the_same_again_changes_no_byte(tmp_path):
    path = tmp_path / "django.po"
    locales.write(
        locales.updated(locales.catalogue(path), catalog("b", ("one", "many"), "a"), {"one": "个"}), path
    )
    first = path.read_bytes()
    locales.write(locales.updated(locales.catalogue(path), catalog("b", ("one", "many"), "a"), {}), path)
    assert path.read_bytes() == first


def test_the_binary_catalogue_answers(tmp_path):
    path = tmp_path / "django.po"
    found = catalog("Case", ("%(n)s case", "%(n)s cases"))
    locales.write(
        locales.updated(locales.catalogue(path), found, {"Case": "件", "%(n)s case": "%(n)s 件"}), path
    )
    answers = gettext.GNUTranslations(io.BytesIO(locales.compile_catalogue(path).read_bytes()))
    assert answers.gettext("Case") == "件"
    assert answers.ngettext("%(n)s case", "%(n)s cases", 3) == "%(n)s 件"


@pytest.mark.parametrize(
    ("string", "fits"),
    [("%(day)s 到期", True), ("到期", False), ("%(date)s 到期", False), ("%(day)s 到期（5%）", False)],
)
def test_a_translation_that_would_break_the_page_is_found(string, fits):
    standing = locales.updated(Catalog(), catalog("Due on %(day)s"), {"Due on %(day)s": string})
    assert (locales.misplaced(standing) == []) is fits
