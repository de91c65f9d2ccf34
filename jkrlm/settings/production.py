"""Production. Every secret comes from the environment; a missing or well-known one stops the start."""

import os

from django.core.exceptions import ImproperlyConfigured

from jkrlm.people.sms.templates import missing_ids
from jkrlm.settings import services
from jkrlm.settings.base import *  # noqa: F403

#: Values that stand in our own files and must never guard real money.
WELL_KNOWN = {"", "test-only", "changeme", "secret", "sk_test_demo", "whsec_demo", "whsec_test"}


def required(name: str, *, shortest: int = 1) -> str:
    """Return an environment variable; refuse to start when it is missing, well known or too short."""
    value = os.environ.get(name, "")
    if value.lower() in WELL_KNOWN or len(value) < shortest:
        raise ImproperlyConfigured(
            f"{name} is missing, a default or too short (at least {shortest} characters): "
            f"set it in the environment; see docs/settings.md."
        )
    return value


SECRET_KEY = required("SECRET_KEY", shortest=40)
#: Former keys: what they signed or encrypted is still read, nothing new is made with them.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
ALLOWED_HOSTS = [host for host in required("ALLOWED_HOSTS").split(",") if host]
DATABASES = {"default": database_from_url(required("DATABASE_URL"))}  # noqa: F405
PUBLIC_URL = required("PUBLIC_URL")
if not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_URL must start with https:// in production.")
GRIEVANCE_OFFICER_NAME = required("GRIEVANCE_OFFICER_NAME")
GRIEVANCE_OFFICER_DESIGNATION = required("GRIEVANCE_OFFICER_DESIGNATION")
GRIEVANCE_OFFICER_EMAIL = required("GRIEVANCE_OFFICER_EMAIL")
GRIEVANCE_OFFICER_PHONE = required("GRIEVANCE_OFFICER_PHONE")
GRIEVANCE_OFFICER_ADDRESS = required("GRIEVANCE_OFFICER_ADDRESS")
STRIPE_SECRET_KEY = required("STRIPE_SECRET_KEY", shortest=16)
STRIPE_WEBHOOK_SECRET = required("STRIPE_WEBHOOK_SECRET", shortest=16)
if os.environ.get("STRIPE_API_BASE"):
    raise ImproperlyConfigured("STRIPE_API_BASE is for tests: production talks to Stripe itself. Unset it.")
if os.environ.get("SALEOR_APP_TOKEN") and not SALEOR_API_URL:  # noqa: F405
    raise ImproperlyConfigured("SALEOR_APP_TOKEN is a key to a Saleor: set SALEOR_API_URL to its address.")
if SALEOR_API_URL and not SALEOR_API_URL.startswith(("https://", "http://")):  # noqa: F405
    raise ImproperlyConfigured("SALEOR_API_URL must be an address, as in https://store.example/graphql/.")

STORAGES = {
    **services.file_storages(),
    "staticfiles": {"BACKEND": "jkrlm.static_files.StaticFiles"},
}
CACHES = services.caches()

LOGGING = {
    **LOGGING,  # noqa: F405
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line" if os.environ.get("LOG_FORMAT") == "line" else "json",
        }
    },
}
#: TLS ends at a reverse proxy, so there is one unless the environment counts more.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES") or 1)
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
#: Saleor follows no redirect, and on a private network it may call us without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^saleor/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

_mail = required("EMAIL_URL")
if not _mail.startswith("smtp"):
    raise ImproperlyConfigured("EMAIL_URL must look like smtps://user:password@host:465.")
from urllib.parse import unquote, urlsplit  # noqa: E402

_parts = urlsplit(_mail)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _parts.hostname or ""
EMAIL_PORT = _parts.port or (465 if _parts.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_parts.username or "")
EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
EMAIL_USE_SSL = _parts.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL

if BANK_FEED_URL and not BANK_FEED_URL.startswith("https://"):  # noqa: F405
    raise ImproperlyConfigured("BANK_FEED_URL must begin with https://: credits are not taken from anybody.")
if INDIA_POST_API_URL and not INDIA_POST_API_URL.startswith("https://"):  # noqa: F405
    raise ImproperlyConfigured("INDIA_POST_API_URL must begin with https://: buyers' addresses go there.")
SMS_URL = required("SMS_URL")
if not SMS_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "SMS_URL must look like https://KEY@gateway.example/send?sender=UMEEDJ&entity=110…."
    )
if _lacking := missing_ids(SMS_TEMPLATE_IDS):  # noqa: F405
    raise ImproperlyConfigured(
        f"SMS_TEMPLATE_IDS lacks {', '.join(_lacking)}; see docs/settings.md. The words to register: "
        "DJANGO_SETTINGS_MODULE=jkrlm.settings.demo python manage.py sms_templates"
    )
