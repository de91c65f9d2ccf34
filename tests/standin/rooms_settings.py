"""Our rooms with a Saleor, as a child of a test: quick to start, and it can be told what to do."""

from jkrlm.settings.test import *  # noqa: F403
from jkrlm.settings.test import DATABASES, MIDDLEWARE

MIDDLEWARE = ["tests.standin.deaf.Deaf", *MIDDLEWARE]
ROOT_URLCONF = "tests.standin.rooms_urls"
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 16, "timeout": 15}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
#: Styles straight from the rooms' folders: nobody collects them here.
WHITENOISE_USE_FINDERS = True
