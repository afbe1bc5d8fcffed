"""HTML with personal data masked where it stands: every other character of the source stays as it was."""

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import takewhile

from gongkai.privacy.choosing import Choice, Passage, Slot, name_columns_better, plain, row_passages
from gongkai.privacy.finding import Finding, find
from gongkai.privacy.places import FileFinding
from gongkai.privacy.web_pages import EMPTY, FLOWING, OF_OFFICE, SAID, PageReader

_SIGN = re.compile(r"&(?:#[0-9xX][0-9a-fA-F]*|[A-Za-z][A-Za-z0-9]*);?|.", re.DOTALL)
_ATTRIBUTE = re.compile(r"""(?P<key>[^\s=/>"']++)\s*+=\s*+(?P<value>"[^"]*+"|'[^']*+'|[^\s>"']++)""")
_SPOKEN_SCHEMES = {"mailto:": "", "tel:": "电话："}
# What stands between the parts of a text when it is read as a whole.
_AFTER = {"td": "\t", "th": "\t", "tr": "\n", "br": "\n"}
_BLOCK = "\n\n"


def findings_in_html(text: str) -> list[Finding]:
    """Return the personal data and markings in rich text, in order; places count in the text, without tags.

    A number that runs over bold and plain type, or over the cells of a row, is found. Descriptions of
    pictures and the addresses of links are read too; they come last.
    """
    page = _Source(text)
    (whole,) = page.whole()
    found = find("".join(whole.signs))
    for passage in page.attributes():
        found += find("".join(passage.signs))
    return found


def mask_html(text: str, chosen: Collection[Finding] | None = None) -> str:
    """Return rich text with the `chosen` of `findings_in_html` masked as offices do.

    Without a choice all of them are. Tags, and every character that is not masked, stay as they were.
    """
    said = None if chosen is None else frozenset((each.kind, plain(each.text)) for each in chosen)
    page = _Source(text)
    page.mask(Choice(said))
    return page.written()


def clean_page(text: str, choice: Choice) -> str:
    """Return an HTML page with what was chosen masked, and hidden parts, comments and authors taken out."""
    page = _Source(text)
    page.take_out(choice)
    page.mask(choice)
    return page.written()


def mask_said(text: str, left: Iterable[FileFinding]) -> str:
    """Mask what reading a page again still shows, wherever its signs follow each other."""
    page = _Source(text)
    for each in left:
        for passage in page.whole():
            passage.mask_said(each)
    return page.written()


@dataclass
class _Token:
    what: str  # text, start, end, comment, other
    raw: str
    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    slot: Slot | None = None


class _Source(HTMLParser):
    """The source of a page in tokens that, joined, are the source again."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._lines = [0, *(place.end() for place in re.finditer("\n", text))]
        self._starts: list[int] = []
        self.tokens: list[_Token] = []
        self.feed(text)
        self.close()
        ends = [*self._starts[1:], len(text)][: len(self._starts)]
        for token, start, end in zip(self.tokens, self._starts, ends, strict=True):
            token.raw = text[start:end]
            if token.what == "text":
                token.slot = _slot_of(token)
        self._before = text[: self._starts[0]] if self._starts else text

    def written(self) -> str:
        return self._before + "".join(token.raw for token in self.tokens)

    def _add(self, what: str, tag: str = "", attrs: list[tuple[str, str | None]] | None = None) -> None:
        line, column = self.getpos()
        self._starts.append(self._lines[line - 1] + column)
        self.tokens.append(_Token(what, "", tag, {key: value or "" for key, value in attrs or ()}))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add("start", tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add("start" if tag in EMPTY else "other", tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._add("end", tag)

    def handle_data(self, data: str) -> None:
        self._add("text")

    def handle_entityref(self, name: str) -> None:
        self._add("text")

    def handle_charref(self, name: str) -> None:
        self._add("text")

    def handle_comment(self, data: str) -> None:
        self._add("comment")

    def handle_decl(self, decl: str) -> None:
        self._add("other")

    def handle_pi(self, data: str) -> None:
        self._add("other")

    def unknown_decl(self, data: str) -> None:
        self._add("comment")

    # Reading

    def whole(self) -> list[Passage]:
        """Return the text as one passage, as it is read without its tags."""
        passage, in_cell = Passage(), False
        for token in self.tokens:
            if token.slot:
                passage.add(token.slot)
            elif token.tag in _AFTER:
                in_cell = token.what == "start" if token.tag in ("td", "th") else in_cell
                passage.add_between(_AFTER[token.tag] if token.what == "end" or token.tag == "br" else "")
            elif token.tag and token.tag not in FLOWING:
                # The paragraphs of a cell stand in its row.
                ends = not passage.signs or passage.signs[-1].isspace()
                passage.add_between(("" if ends else " ") if in_cell else _BLOCK)
        return [passage]

    def passages(self) -> Iterator[Passage]:
        """Yield what stands in one block, with runs of blanks as the one blank they are on the page."""
        passage, after_blank = Passage(), True
        for token in self.tokens:
            if token.slot:
                for place, sign in enumerate(token.slot.signs):
                    if not sign.isspace():
                        passage.signs.append(sign)
                        passage.places.append((token.slot, place))
                    elif not after_blank:
                        passage.add_between(" ")
                    after_blank = sign.isspace()
            elif token.tag and token.tag not in FLOWING:
                yield passage
                passage, after_blank = Passage(), True
        yield passage

    def rows(self) -> Iterator[Passage]:
        """Yield the rows of tables with the headings of their columns."""
        tables: list[tuple[list[str], list[Passage]]] = []
        for token in self.tokens:
            if token.tag == "table" and token.what == "start":
                tables.append(([], []))
            elif not tables:
                continue
            elif token.slot and tables[-1][1]:
                tables[-1][1][-1].add(token.slot)
            elif token.tag in ("td", "th") and token.what == "start":
                tables[-1][1].append(Passage())
            elif token.tag in ("tr", "table"):
                headings, cells = tables.pop()
                values = ["".join(cell.signs).strip() for cell in cells]
                yield from row_passages(headings, cells)
                if name_columns_better(values, headings):
                    headings = values
                if token.tag == "tr":
                    tables.append((headings, []))

    def attributes(self) -> Iterator[Passage]:
        """Yield what attributes say; a telephone in a link is read as one."""
        for token in self.tokens:
            for key, value in token.attributes.items():
                scheme = next((each for each in _SPOKEN_SCHEMES if value.startswith(each)), "")
                if value and (key in SAID or (key.startswith("data-") and key != "data-file") or scheme):
                    passage = Passage()
                    passage.add_between(_SPOKEN_SCHEMES.get(scheme, ""))
                    passage.add(_slot_of_attribute(token, key, value, len(scheme)))
                    yield passage

    # Changing

    def mask(self, choice: Choice) -> None:
        for passages in (self.whole(), self.rows(), self.passages(), self.attributes()):
            for passage in passages:
                passage.mask(choice)

    def take_out(self, choice: Choice) -> None:
        """Take out comments, what is hidden, changes that are marked, and who wrote the page."""
        unseen = _unseen(self._text) if choice.takes_out("hidden_text") else []
        kept: list[_Token] = []
        deleted = 0
        for token, at in zip(self.tokens, self._starts, strict=True):
            goes = any(first <= at <= last for first, last in unseen) or self._is_beside_the_page(
                token, choice
            )
            if choice.takes_out("tracked_change") and token.tag in ("ins", "del"):
                goes = True
                deleted += {"start": 1, "end": -1}.get(token.what, 0) * (token.tag == "del")
            if not (goes or deleted > 0):
                kept.append(token)
        self.tokens = kept

    def _is_beside_the_page(self, token: _Token, choice: Choice) -> bool:
        said = token.attributes
        if token.what == "comment":
            names = choice.takes_out("property") and OF_OFFICE.search(token.raw)
            return bool(names) or choice.takes_out("comment") or choice.masked(token.raw) != token.raw
        if token.tag == "meta" and said.get("name", "").lower() in ("author", "creator"):
            return choice.takes_out("property")
        is_hidden_field = token.tag == "input" and said.get("type", "").lower() == "hidden"
        return is_hidden_field and choice.takes_out("hidden_text")


def _unseen(text: str) -> list[tuple[int, int]]:
    """Return first and last place of each part of a page that is kept from sight, as the scanner sees it."""
    watching = _Watching(text)
    watching.feed(text)
    watching.close()
    return watching.unseen


class _Watching(PageReader):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._lines = [0, *(place.end() for place in re.finditer("\n", text))]
        self._length = len(text)
        self.unseen: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        was = bool(self._unseen)
        super().handle_starttag(tag, attrs)
        if self._unseen and not was:
            self.unseen.append((self._at(), self._length))

    def handle_endtag(self, tag: str) -> None:
        was = bool(self._unseen)
        super().handle_endtag(tag)
        if was and not self._unseen:
            self.unseen[-1] = self.unseen[-1][0], self._at()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _slot_of(token: _Token) -> Slot:
    """Return the characters of a text token; those not changed are written as they stood in the source."""
    shown: list[str] = []
    written: list[str] = []
    for found in _SIGN.finditer(token.raw):
        raw = found.group()
        signs = html.unescape(raw) or raw
        # An entity that nobody closed may have run into the digits behind it: these are signs of their own.
        same = _same_at_the_end(raw, signs)
        shown += signs
        head = len(signs) - same
        written += [*[raw[: len(raw) - same]][:head], *[""] * (head - 1), *signs[head:]]

    def write(text: str) -> None:
        token.raw = "".join(
            old if sign == before else html.escape(sign, quote=False)
            for sign, before, old in zip(text, shown, written, strict=True)
        )

    return Slot("".join(shown), write)


def _same_at_the_end(one: str, other: str) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _slot_of_attribute(token: _Token, key: str, value: str, skipped: int) -> Slot:
    def write(text: str) -> None:
        said = html.escape(value[:skipped] + text)

        def put(found: re.Match[str]) -> str:
            return f'{found["key"]}="{said}"' if found["key"].lower() == key else found.group()

        token.raw = _ATTRIBUTE.sub(put, token.raw)

    return Slot(value[skipped:], write)
