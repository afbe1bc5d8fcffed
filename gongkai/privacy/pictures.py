"""Pictures: where they were taken, who took them, and that nobody has read what they show."""

import io
import re
import warnings
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

from gongkai.privacy.places import CannotOpen, FileFinding, in_passage, named

_POSITION_IN_XMP = re.compile(r"GPS(?:Latitude|Longitude)\W")
_PERSONS = {
    ExifTags.Base.Artist: "Artist",
    ExifTags.Base.XPAuthor: "Author",
    ExifTags.Base.CameraOwnerName: "Owner",
}
_WORDS = (
    *(
        ExifTags.Base.ImageDescription,
        ExifTags.Base.XPComment,
        ExifTags.Base.XPTitle,
        ExifTags.Base.XPSubject,
    ),
    *(ExifTags.Base.XPKeywords, ExifTags.Base.UserComment, ExifTags.Base.Copyright),
)
_LONGEST = 200_000  # characters of words kept in a picture that are read


def scan_picture(content: bytes) -> Iterator[FileFinding]:
    """Yield what a picture file tells besides its points; always that a person must look at it."""
    yield from beside_the_points(content)
    yield FileFinding("unreadable", _("picture"), "")


def beside_the_points(content: bytes, where: str = "") -> Iterator[FileFinding]:
    """Yield position, names and words in a picture's metadata; raises CannotOpen when it is broken."""
    where = where or _("properties of the picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as picture:
                exif = picture.getexif()
                position = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
                tags = {**dict(exif), **dict(exif.get_ifd(ExifTags.IFD.Exif))}
                notes = {str(key): value for key, value in picture.info.items() if key != "exif"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise CannotOpen(_("The picture is broken.")) from None
    xmp = _words(notes.pop("xmp", b"")) + _words(notes.pop("XML:com.adobe.xmp", ""))
    if set(position) - {0} or _POSITION_IN_XMP.search(xmp):
        yield FileFinding("exif_position", where, "***")
    for tag, label in _PERSONS.items():
        yield from named(label, _words(tags.get(tag, "")))
    said = [_words(tags.get(tag, "")) for tag in _WORDS] + [_words(value) for value in notes.values()]
    yield from in_passage("\n".join([*said, re.sub(r"<[^>]*>", " ", xmp)])[:_LONGEST], where)
    for key in ("Author", "author", "Artist"):
        yield from named("Author", _words(notes.get(key, "")))


def _words(value: object) -> str:
    """Return words as pictures keep them: text, bytes, or a tuple of bytes with UTF-16 (Windows)."""
    if isinstance(value, str):
        return value.strip("\x00 ")
    if isinstance(value, tuple) and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return ""
    if value[:8] in (b"UNICODE\x00", b"ASCII\x00\x00\x00"):
        value = value[8:]
    if value.count(b"\x00") > len(value) // 4 or (len(value) % 2 == 0 and value.endswith(b"\x00\x00")):
        return value.decode("utf-16-le", "ignore").strip("\x00 ")
    return value.decode("utf-8", "ignore").strip("\x00 ")
