"""The stand-in's settings: the embedded store alone, none of our rooms."""

import os

from jkrlm.settings.test import *  # noqa: F403
from jkrlm.settings.test import DATABASES, EMBEDDED_STORE

SALEOR_API_URL = ""
#: Below our rooms, and the store's to use: who knocks too often is counted by people.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "jkrlm.kernel",
    "jkrlm.people",
    "media",
    "commerce",
    *EMBEDDED_STORE,
]
#: allauth does not start without its own.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "tests.standin.urls"
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 12, "timeout": 15}
#: The address by which our app knows this Saleor; said when the app is installed.
STANDIN_API_URL = ""
#: The first pause before a webhook is posted again; each next one is twice as long. Saleor's is 10 s.
STANDIN_RETRY_SECONDS = float(os.environ.get("STANDIN_RETRY_SECONDS", "0.2"))
