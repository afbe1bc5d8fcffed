"""The door of the web server: Django, and in front of it the public pages that are remembered."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from gongkai.portal.remembering import Remembering  # noqa: E402

application = Remembering(django_application) if settings.REMEMBERED_BYTES else django_application

# What is loaded by now stays for good. Looking through it again for what may go held up a page for 200 ms.
gc.collect()
gc.freeze()
