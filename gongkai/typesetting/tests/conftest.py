import pytest

from gongkai.typesetting.fonts import chinese_faces


@pytest.fixture
def chinese_font():
    """A face for Chinese; without one the test fails, since a PDF could not be made either."""
    if not chinese_faces():
        pytest.fail(
            "No Chinese font is installed: install one (Debian: fonts-noto-cjk) or name its folder in"
            " GONGKAI_FONT_DIRS."
        )
