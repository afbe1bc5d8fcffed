"""Drawing what a phone reads: the QR code of an address."""

from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


def qr_svg(text: str) -> bytes:
    """Return a QR code of the text (an address of up to 2,000 characters) as SVG, dark on white."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    image = code.make_image(attrib={"class": "qr"})
    written = BytesIO()
    image.save(written)
    drawn = written.getvalue()
    # A white ground, so that it is read on dark screens too.
    start = drawn.index(b"<path")
    return drawn[:start] + b'<rect width="100%" height="100%" fill="#fff"/>' + drawn[start:]
