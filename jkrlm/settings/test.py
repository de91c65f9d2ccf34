"""The tests: the demo's rules, no state outside a throwaway folder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="umeed-test-"))

from jkrlm.settings.base import *  # noqa: F403
from jkrlm.settings.base import AUTHENTICATION_BACKENDS, DATABASES

DEMO = True
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "jkrlm.people.backends.DemoBackend"]
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATA_DIR = Path(os.environ["DATA_DIR"])
CERT_KEYS_DIR = DATA_DIR / "keys"
STORE_KEYS_DIR = DATA_DIR / "store-keys"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The pool's threads outlive a test's transaction; plain connections are what the tests reason about.
del DATABASES["default"]["OPTIONS"]["pool"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STRIPE_SECRET_KEY = "sk_test_demo"  # noqa: S105
STRIPE_WEBHOOK_SECRET = "whsec_test"  # noqa: S105
UPI_VPA = ""
UPI_PAYEE_NAME = ""
BANK_FEED_URL = ""
INDIA_POST_API_URL = ""
PENNY_DROP = "sellers.registry.gateways.fake.FakePennyDrop"
