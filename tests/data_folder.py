"""Before Django reads its settings: every test process works in a data folder of its own and nowhere else.

Loaded as a plugin (`-p tests.data_folder`), since settings are read before any conftest.py is.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="gongkai-test-")
_owner = os.getpid()
# What the web server would have collected; the tests serve static files where they lie.
os.makedirs(os.path.join(_folder, "static"))


@atexit.register
def _remove() -> None:
    if os.getpid() == _owner:
        shutil.rmtree(_folder, ignore_errors=True)


os.environ["GONGKAI_DATA_DIR"] = _folder
os.environ["GONGKAI_SECRET_KEY"] = "tests-only"
os.environ.pop("GONGKAI_CLOCK", None)
