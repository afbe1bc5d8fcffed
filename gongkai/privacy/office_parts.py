"""The parts of an Office file and what points to them, changed and written anew.

What nothing points to any more is left out of the new file: that is where old slides, previews, printer
settings and the data behind deleted objects stay.
"""

import io
import posixpath
import re
import zipfile
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]

from gongkai.privacy.places import CannotOpen

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "[Content_Types].xml"

_MAIN = re.compile(r"word/document\d*\.xml|xl/workbook\.xml|ppt/presentation\.xml")
# The names of the standard's strict form; written are those that every program knows.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(_STRICT + rb"(\w+)/")
_WRITTEN_ON = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP knows; the real one says when somebody worked


class Package:
    """An Office file taken apart; it was searched before, so its size is known to be in bounds."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                # Some programs write the names with the other slash.
                self._parts = {
                    name.replace("\\", "/"): archive.read(name)
                    for name in dict.fromkeys(archive.namelist())
                    if name[-1:] not in ("/", "\\")
                }
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            KeyError,
        ):
            raise CannotOpen(_("The file is broken.")) from None
        self._trees: dict[str, Any] = {}

    @property
    def names(self) -> list[str]:
        return sorted(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def content(self, name: str) -> bytes:
        return self._parts[name]

    def put(self, name: str, content: bytes) -> None:
        self._trees.pop(name, None)
        self._parts[name] = content

    def tree(self, name: str) -> Any:
        """Return the root of an XML part; what is changed in it is written."""
        if name not in self._trees:
            try:
                root = etree.fromstring(_in_common_names(self._parts[name]), _parser())
            except (etree.XMLSyntaxError, ValueError):
                raise CannotOpen(_("The file is broken.")) from None
            if root.getroottree().docinfo.doctype:
                raise CannotOpen(_("The file holds a declaration that no Office program writes."))
            self._trees[name] = root
        return self._trees[name]

    def drop(self, name: str) -> None:
        self._parts.pop(name, None)
        self._trees.pop(name, None)

    # What points to what

    def targets(self, name: str) -> dict[str, str]:
        """Return the parts that part `name` points to, by the name of the relation; "" is the file itself."""
        return {
            each.get("Id", ""): _resolved(name, each.get("Target", ""))
            for each in self._relations(name)
            if each.get("TargetMode", "Internal") != "External"
        }

    def outside(self) -> list[Any]:
        """Return all relations that point out of the file, such as links."""
        return [
            each
            for name in self.names
            if name.endswith(".rels")
            for each in self.tree(name).iter(RELATION)
            if each.get("TargetMode") == "External"
        ]

    def part(self, name: str, relation: str) -> str:
        return self.targets(name).get(relation, "")

    def unlink(self, name: str, relation: str) -> None:
        """Take away one relation of part `name`."""
        for each in self._relations(name):
            if each.get("Id") == relation:
                each.getparent().remove(each)

    def unlink_where(self, ending: tuple[str, ...]) -> list[tuple[str, str]]:
        """Take away all relations whose type ends so; return from which part, and by which name."""
        gone = []
        for rels in [name for name in self.names if name.endswith(".rels")]:
            for each in list(self.tree(rels).iter(RELATION)):
                if each.get("Type", "").rsplit("/", 1)[-1] in ending:
                    gone.append((_owner(rels), each.get("Id", "")))
                    each.getparent().remove(each)
        return gone

    def _relations(self, name: str) -> list[Any]:
        rels = _rels_of(name)
        return list(self.tree(rels).iter(RELATION)) if rels in self else []

    # Writing

    def written(self) -> bytes:
        for name, root in self._trees.items():
            self._parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._leave_out_what_nothing_points_to()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self._parts, key=lambda each: (each != TYPES, each != "_rels/.rels", each)):
                archive.writestr(zipfile.ZipInfo(name, _WRITTEN_ON), self._parts[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _leave_out_what_nothing_points_to(self) -> None:
        reached: set[str] = set()
        waiting = ["", *filter(_MAIN.fullmatch, self.names)]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            waiting += [target for target in self.targets(name).values() if target in self]
        kept = {TYPES} | reached | {_rels_of(name) for name in reached}
        for name in self.names:
            if name not in kept:
                self.drop(name)
        self._drop_dangling()
        if TYPES in self:
            for each in list(self.tree(TYPES)):
                part = each.get("PartName", "")
                if part and part.lstrip("/") not in self:
                    self.tree(TYPES).remove(each)
            self._parts[TYPES] = etree.tostring(
                self.tree(TYPES), xml_declaration=True, encoding="UTF-8", standalone=True
            )

    def _drop_dangling(self) -> None:
        for rels in [name for name in self.names if name.endswith(".rels")]:
            root, owner = self.tree(rels), _owner(rels)
            for each in list(root.iter(RELATION)):
                inside = each.get("TargetMode", "Internal") != "External"
                target = each.get("Target", "")
                if inside and not target.startswith("#") and _resolved(owner, target) not in self:
                    root.remove(each)
            self._parts[rels] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def _in_common_names(content: bytes) -> bytes:
    if _STRICT not in content:
        return content
    return _STRICT_NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)


def _rels_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _owner(rels: str) -> str:
    folder, file = posixpath.split(rels)
    above = posixpath.dirname(folder)
    owner = file.removesuffix(".rels")
    return f"{above}/{owner}" if above and owner else owner


def _resolved(name: str, target: str) -> str:
    target = unquote(target.partition("#")[0])
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
