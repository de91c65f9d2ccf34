"""Settings that every way of running shares. What differs stands in the module named for it."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jkrlm.people.sms.templates import ids_from

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var")

#: Demo pages and sign-in by one button; only settings.demo and settings.test turn it on.
DEMO = False
DEBUG = False

ROOT_URLCONF = "jkrlm.urls"
WSGI_APPLICATION = "jkrlm.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: The store that the rooms sell through: a Saleor at this address, or the embedded one.
SALEOR_API_URL = os.environ.get("SALEOR_API_URL", "")
SALEOR_APP_TOKEN = os.environ.get("SALEOR_APP_TOKEN", "")
#: What Saleor calls itself in its calls to us, where we reach it under another name (a private network).
SALEOR_PUBLIC_API_URL = os.environ.get("SALEOR_PUBLIC_API_URL", "")
#: Where Saleor reaches us, where that is another address than people's; empty: PUBLIC_URL.
SALEOR_WEBHOOK_BASE_URL = os.environ.get("SALEOR_WEBHOOK_BASE_URL", "")
#: Where Saleor's pictures lie, where that is another host than its own (a bucket, a CDN).
SALEOR_MEDIA_URL = os.environ.get("SALEOR_MEDIA_URL", "")
#: So many days back a Saleor's books are compared with ours by check_invariants and saleor_reconcile.
STORE_CHECK_DAYS = int(os.environ.get("STORE_CHECK_DAYS") or 14)

#: Webhooks of third parties may go to private addresses and by plain http: for trying out, never in public.
STORE_WEBHOOKS_PRIVATE = os.environ.get("STORE_WEBHOOKS_PRIVATE") == "1"

#: Without these a Saleor is the store, and nothing can reach for the tables of the other by mistake.
EMBEDDED_STORE = [
    "commerce.embedded.account",
    "commerce.embedded.channel",
    "commerce.embedded.attribute",
    "commerce.embedded.page",
    "commerce.embedded.product",
    "commerce.embedded.warehouse",
    "commerce.embedded.shipping",
    "commerce.embedded.tax",
    "commerce.embedded.discount",
    "commerce.embedded.checkout",
    "commerce.embedded.payment",
    "commerce.embedded.order",
    "commerce.embedded.app",
    "commerce.embedded.menu",
    "commerce.embedded.translation",
    "commerce.embedded.webhook",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "jkrlm.kernel",
    "jkrlm.people",
    "sellers.ledger",
    "media",
    "commerce",
    "commerce.payments",
    *([] if SALEOR_API_URL else EMBEDDED_STORE),
    "sellers.registry",
    "catalogue",
    "logistics.places",
    "logistics",
    "logistics.rounds",
    "logistics.parcels",
    "certification.standards",
    "certification.lots",
    "certification.cases",
    "certification.inspection",
    "certification.laboratory",
    "certification.certificates",
    "certification.labels",
    "certification.verification",
    "certification.desk",
    "sellers.tax",
    "sellers.orders",
    "sellers.collection",
    "sellers.payouts",
    "sellers.reconciliation",
    "sellers.earnings",
    "sellers.notices",
    "sellers.portal",
    "exhibitions.plan",
    "exhibitions.stalls",
    "exhibitions.stock",
    "exhibitions.till",
    "exhibitions.results",
    "storefront",
    "storefront.accounts",
    "storefront.brand_kit",
    "storefront.reviews",
    "storefront.grievances",
    "storefront.aftercare",
    "storefront.desk",
    "jkrlm.staff",
    "jkrlm.api",
    "jkrlm",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jkrlm.middleware.CompressedPages",
    "jkrlm.middleware.Traced",
    "jkrlm.metrics.Counted",
    "jkrlm.middleware.RequestLimits",
    "jkrlm.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "jkrlm.people.phone_sessions.Authentication",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "storefront.web.away.StoreAway",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "storefront.context.shop",
                "storefront.bag.cookie.bag_count",
            ],
        },
    },
]


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings for ``postgres://user:password@host:port/name``."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must look like postgres://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),  # a folder, quoted, for a Unix socket
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 12, "timeout": 15},
            "options": "-c jit=off",
            # Statements written by hand are prepared when first met; see jkrlm.kernel.statements.
            "prepare_threshold": 0,
        },
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {
    "default": database_from_url(os.environ.get("DATABASE_URL", "postgres://umeed@127.0.0.1:5432/umeed"))
}

#: Staff have a session for a working day; a seller's phone is trusted longer (jkrlm.people.phone_sessions).
SESSION_ENGINE = "jkrlm.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "storefront.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "jkrlm.people.backends.PhoneBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_ADAPTER = "jkrlm.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
#: Ours count in the database (jkrlm.people.rules): allauth's count in a cache, each process its own.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "jkrlm.people.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Umeed"
#: Reverse proxies of our own before the web server; X-Forwarded-For is believed that far back.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES") or 0)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("ur", "اردو")]
#: Addresses whose pages are in English only, outside the language prefixes.
ENGLISH_ONLY = ("/staff/", "/demo/")
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
#: Before the addresses of pictures: a CDN that fetches what it has not from us. Empty: our own host.
MEDIA_CDN_URL = os.environ.get("MEDIA_CDN_URL", "").rstrip("/")
#: So much space the photographs, recordings and papers of one group may take.
MEDIA_QUOTA_MB = int(os.environ.get("MEDIA_QUOTA_MB") or 500)

#: The largest request body: a phone photograph of 20 MB and its form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
REQUEST_BODY_MAX_BYTES = 24 * 1024 * 1024

#: Keys that seal secrets in the database; see jkrlm.kernel.secrets. Empty: SECRET_KEY does.
FIELD_KEYS = [key for key in os.environ.get("FIELD_KEYS", "").split(",") if key]

#: Path of the class that proves a group's bank account by sending one rupee (sellers.registry.gateways);
#: empty: no bank is connected, and whoever approves an account says what proof was seen instead.
PENNY_DROP = os.environ.get("PENNY_DROP", "")
#: An approved bank account is in use so many hours later, so that there is time to object.
BANK_CHANGE_WAIT_HOURS = int(os.environ.get("BANK_CHANGE_WAIT_HOURS") or 48)
#: After so many hours without a group's answer it is said that nobody answered (sellers.orders); so many days
#: after it should have been packed the order is cancelled and the money goes back.
SELLER_ANSWER_HOURS = int(os.environ.get("SELLER_ANSWER_HOURS", "48"))
SELLER_CANCEL_DAYS = int(os.environ.get("SELLER_CANCEL_DAYS", "2"))
#: So many days after the day of delivery a buyer may send a piece back; then a group's share can be paid.
RETURN_WINDOW_DAYS = int(os.environ.get("RETURN_WINDOW_DAYS") or 7)
# The operator's GST in the price of a stall at an exhibition; 0 where it is not registered.
STALL_GST_PERCENT = os.environ.get("STALL_GST_PERCENT") or "18"

#: The grievance officer, named on every page (Consumer Protection (E-Commerce) Rules 2020, rule 4(4)).
GRIEVANCE_OFFICER_NAME = os.environ.get("GRIEVANCE_OFFICER_NAME") or "Farida Akhter (sample)"
GRIEVANCE_OFFICER_DESIGNATION = os.environ.get("GRIEVANCE_OFFICER_DESIGNATION") or "Grievance officer"
GRIEVANCE_OFFICER_EMAIL = os.environ.get("GRIEVANCE_OFFICER_EMAIL") or "grievance@umeed.invalid"
GRIEVANCE_OFFICER_PHONE = os.environ.get("GRIEVANCE_OFFICER_PHONE") or "0194 000 0000 (sample)"
GRIEVANCE_OFFICER_ADDRESS = (
    os.environ.get("GRIEVANCE_OFFICER_ADDRESS") or "Srinagar, Jammu & Kashmir (sample)"
)

#: Where people reach this site; links in mails and returns from payment are made from it.
PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

#: Who issues certificates: it stands on them and in their credentials.
CERT_ISSUER_NAME = os.environ.get("CERT_ISSUER_NAME") or "J&K Trade Promotion Organisation (JKTPO)"
#: Numbers of certificates begin with it: JKTPO-26-000123.
CERT_NUMBER_PREFIX = os.environ.get("CERT_NUMBER_PREFIX") or "JKTPO"
#: Our company prefix of GS1 (7 to 10 digits): labels carry GTINs of it. Empty: our own addresses.
GS1_COMPANY_PREFIX = os.environ.get("GS1_COMPANY_PREFIX", "")
#: Private halves of the keys that sign credentials: files here, or Ed25519 keys (base64url) by commas.
CERT_KEYS_DIR = os.environ.get("CERT_KEYS_DIR") or DATA_DIR / "keys"
CERT_SIGNING_KEYS = [key for key in os.environ.get("CERT_SIGNING_KEYS", "").split(",") if key]

#: Private halves of the keys that sign the embedded store's tokens and webhooks: files here, or RSA keys
#: (base64 of PKCS #8) by commas.
STORE_KEYS_DIR = os.environ.get("STORE_KEYS_DIR") or DATA_DIR / "store-keys"
STORE_SIGNING_KEYS = [key for key in os.environ.get("STORE_SIGNING_KEYS", "").split(",") if key]
#: How long a token of the store opens doors, and how long a refresh token gets new ones.
STORE_ACCESS_TOKEN_LIFE = timedelta(minutes=5)
STORE_REFRESH_TOKEN_LIFE = timedelta(days=30)
#: Hosts to which the store's mails may lead: a storefront's; by commas, ".example.org" with all under it.
ALLOWED_CLIENT_HOSTS = [host for host in os.environ.get("ALLOWED_CLIENT_HOSTS", "").split(",") if host]
#: Whether who registers at the store must first show that the address is his, and may sign in before.
STORE_CONFIRM_ACCOUNTS = os.environ.get("STORE_CONFIRM_ACCOUNTS", "1") == "1"
STORE_LOGIN_WITHOUT_CONFIRMATION = os.environ.get("STORE_LOGIN_WITHOUT_CONFIRMATION", "0") == "1"
#: What confirmAccount does with guest orders: MERGE_DISABLED leaves them, REQUIRE_PASSWORD asks for it.
STORE_ACCOUNT_MERGE_MODE = os.environ.get("STORE_ACCOUNT_MERGE_MODE") or "MERGE_DISABLED"

#: The app that the rooms are, together; also the payment gateway's id.
APP_IDENTIFIER = "umeed.payments"
CHANNEL_ONLINE = "online"
#: Where exhibitions sell.
CHANNEL_STALLS = "stalls"

STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("STRIPE_WEBHOOK_SECRET", "")
#: Empty means Stripe itself; the demo and the tests point at our local server.
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "")

#: India Post's interface for customers: its address and what opens it; without it parcels are given by hand.
INDIA_POST_API_URL = os.environ.get("INDIA_POST_API_URL", "")
INDIA_POST_API_KEY = os.environ.get("INDIA_POST_API_KEY", "")
#: What signs the news that it posts to us.
INDIA_POST_WEBHOOK_SECRET = os.environ.get("INDIA_POST_WEBHOOK_SECRET", "")

#: Where buyers pay by UPI (name@bank) and what their app calls us; without both UPI is not offered.
UPI_VPA = os.environ.get("UPI_VPA", "")
UPI_PAYEE_NAME = os.environ.get("UPI_PAYEE_NAME", "")
#: So long a payment by UPI is waited for, and its goods are kept: before and after its number was typed.
UPI_CLAIM_MINUTES = int(os.environ.get("UPI_CLAIM_MINUTES") or 30)
UPI_CLAIMED_HOURS = int(os.environ.get("UPI_CLAIMED_HOURS") or 24)
#: The bank's own feed of credits (commerce.payments.gateways.bank_feed); statements tell of them in any case.
BANK_FEED_URL = os.environ.get("BANK_FEED_URL", "")

#: The gateway for messages to phones (jkrlm.people.sms.http), and the ids of our registered texts.
SMS_URL = os.environ.get("SMS_URL", "")
SMS_TEMPLATE_IDS = ids_from(os.environ.get("SMS_TEMPLATE_IDS", ""))
#: WhatsApp's Cloud API (jkrlm.people.sms.whatsapp); empty: only SMS is offered.
WHATSAPP_URL = os.environ.get("WHATSAPP_URL", "")
#: Push services that browsers may name (RFC 8030): a host, or the end of one after a dot.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
)
#: Whom a push service may write to about our messages (RFC 8292).
PUSH_CONTACT = os.environ.get("PUSH_CONTACT", "operator@umeed.invalid")

DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Umeed <orders@umeed.invalid>")
EMAIL_TIMEOUT = 20

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

#: Who shows it as a bearer may read /metrics; empty: nobody.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
#: LOG_FORMAT is "line" for a person, or "json" for a collector of logs.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "jkrlm.kernel.logs.PlainLines",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "jkrlm.kernel.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("LOG_FORMAT") == "json" else "line",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
