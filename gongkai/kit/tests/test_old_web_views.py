"""No script of ours says what the web view of WeChat of 2019 (Chromium 66) cannot read or does not know.

One word it cannot read and the whole script is left out, whoever opened the page. The editor of rich text
is somebody else's (`django_prose_editor`) and newer; it is fetched as a module, and without it the text area
stays.
"""

import re
from pathlib import Path

import pytest

import gongkai

ROOMS = Path(gongkai.__file__).parent
SCRIPTS = sorted(ROOMS.glob("**/static/**/*.js"))

# What is said to people or found by a pattern is no code.
NO_CODE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|(?<=[(,=:!&|?{};\[])\s*(/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])*/[a-z]*)""",
    re.DOTALL,
)
UNREADABLE = {
    "optional chaining": r"\?\.(?!\d)",
    "a value instead of nothing": r"\?\?",
    "logical assignment": r"(?:\|\||&&)=",
    "numbers in groups": r"\d_\d",
    "large whole numbers": r"\b\d+n\b",
    "catching without a name": r"\bcatch\s*\{",
    "private members": r"[.\s]#\w+\s*[=(;]",
    "static members": r"^\s*static\b",
    "loading while running": r"\bimport\(",
}
UNKNOWN = {
    *("allSettled", "at", "flat", "flatMap", "fromEntries", "hasOwn", "matchAll", "replaceAll"),
    *("replaceChildren", "structuredClone", "toSorted", "toggleAttribute", "findLast", "randomUUID"),
}
# Known to newer ones only: told apart before it is used.
ASKED_FOR = {"AbortController": "window.AbortController", "requestSubmit": r"if \(this.form.requestSubmit\)"}


def code_of(script: Path) -> str:
    return NO_CODE.sub(lambda found: " /x/ " if found[1] else ' "" ', script.read_text("utf-8"))


def newer_words(code: str) -> list[str]:
    """Return what an older web view does not understand in a script."""
    unreadable = [name for name, pattern in UNREADABLE.items() if re.search(pattern, code, re.MULTILINE)]
    called = set(re.findall(r"\.(\w+)\(", code)) | set(re.findall(r"\b(structuredClone)\(", code))
    unasked = [name for name, asking in ASKED_FOR.items() if name in code and not re.search(asking, code)]
    named_outright = [line for line in code.splitlines() if re.search(r"\.submitter\b(?! \|\|)", line)]
    return [*unreadable, *sorted(called & UNKNOWN), *unasked, *named_outright]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_script_is_understood_by_an_older_web_view(script):
    assert newer_words(code_of(script)) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_pattern_looks_behind(script):
    # Apple's browsers of those years cannot read it either.
    assert "(?<" not in script.read_text("utf-8")


@pytest.mark.parametrize(
    "newer",
    [
        "const a = form?.name;",
        "const a = b ?? c;",
        "a ||= 1;",
        "const LARGE = 5_000_000;",
        "try { a(); } catch { b(); }",
        "list.replaceChildren(a);",
        "const a = b.flatMap(c);",
        "const stop = new AbortController();",
        "form.requestSubmit(button);",
        "const button = event.submitter;",
    ],
)
def test_newer_words_are_found(newer):
    assert newer_words(newer)


@pytest.mark.parametrize(
    "said",
    [
        'const a = "Really??"; // a?.b',
        "const a = b ? .5 : 1;",
        "if (/a??(b|c)/.test(words)) go();",
        "const button = event.submitter || clicked;",
        "const stop = window.AbortController ? new AbortController() : none;",
    ],
)
def test_what_an_older_web_view_understands_is_let_be(tmp_path, said):
    script = tmp_path / "said.js"
    script.write_text(said, "utf-8")
    assert newer_words(code_of(script)) == []


def test_the_editor_of_rich_text_is_left_out_whole_where_it_is_not_understood():
    fetched = [
        line
        for page in ROOMS.glob("**/templates/**/*.html")
        for line in page.read_text("utf-8").splitlines()
        if "editor.js" in line
    ]
    assert fetched
    assert all('<script type="module" src="{% static "desk/editor.js" %}">' in line for line in fetched)
