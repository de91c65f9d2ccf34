"""``make run``: the whole store on one machine, for one person, on 127.0.0.1 only."""

import os
import secrets

from jkrlm.settings.base import *  # noqa: F403
from jkrlm.settings.base import AUTHENTICATION_BACKENDS, DATA_DIR

DEMO = True
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "jkrlm.people.backends.DemoBackend"]


def _kept_secret() -> str:
    """Return this installation's own secret, made at the first start and kept in its data folder."""
    path = DATA_DIR / "secret-key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or _kept_secret()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jkrlm.static_files.StaticFiles"},
}
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "sk_test_demo")
STRIPE_WEBHOOK_SECRET = os.environ.get("STRIPE_WEBHOOK_SECRET", "whsec_demo")
UPI_VPA = os.environ.get("UPI_VPA", "umeed.sample@jkbank")
UPI_PAYEE_NAME = os.environ.get("UPI_PAYEE_NAME", "Umeed JKRLM (sample)")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
SMS_URL = ""
#: No window, so that money can be followed to the bank in one sitting.
RETURN_WINDOW_DAYS = -1
PENNY_DROP = "sellers.registry.gateways.fake.FakePennyDrop"
