"""The stand-in's settings: the embedded store alone, none of our rooms."""

import os

from jkrlm.settings.test import *  # noqa: F403
from jkrlm.settings.test import DATABASES, EMBEDDED_STORE

SALEOR_API_URL = ""
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "jkrlm.kernel",
    "media",
    "commerce",
    *EMBEDDED_STORE,
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.standin.urls"
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 12, "timeout": 15}
#: The address by which our app knows this Saleor; said when the app is installed.
STANDIN_API_URL = ""
#: The first pause before a webhook is posted again; each next one is twice as long. Saleor's is 10 s.
STANDIN_RETRY_SECONDS = float(os.environ.get("STANDIN_RETRY_SECONDS", "0.2"))
