"""Production refuses to start on a missing or well-known secret, and says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jkrlm.people.sms.templates import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "umeed.example",
    "DATABASE_URL": "postgres://u:p@db.example/umeed",
    "PUBLIC_URL": "https://umeed.example",
    "STRIPE_SECRET_KEY": "sk_live_0123456789abcdef",
    "STRIPE_WEBHOOK_SECRET": "whsec_0123456789abcdef",
    "EMAIL_URL": "smtps://u:p@mail.example:465",
    "GRIEVANCE_OFFICER_NAME": "Farida Akhter",
    "GRIEVANCE_OFFICER_DESIGNATION": "Grievance officer",
    "GRIEVANCE_OFFICER_EMAIL": "grievance@umeed.example",
    "GRIEVANCE_OFFICER_PHONE": "0194 247 1234",
    "GRIEVANCE_OFFICER_ADDRESS": "Rambagh, Srinagar",
    "SMS_URL": "https://key@sms.example/send?sender=UMEEDJ",
    "SMS_TEMPLATE_IDS": ",".join(
        f"{template}:{language}={1107000000000000000 + place}"
        for place, (template, words) in enumerate(TEMPLATES.items())
        for language in words
    ),
}


def start(changes: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    wanted = {**GOOD, **{key: value for key, value in changes.items() if value is not None}}
    for key, value in changes.items():
        if value is None:
            wanted.pop(key, None)
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "jkrlm.settings.production",
        **wanted,
    }
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings; settings.DEBUG and 0; print(settings.DEMO)",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_every_secret_given_and_without_demo_pages():
    outcome = start({})
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip() == "False"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_names_the_secret_that_is_missing(name):
    outcome = start({name: None})
    assert outcome.returncode != 0
    assert f"{name} is missing" in outcome.stderr or f"{name} lacks sign-in-code:en" in outcome.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "test-only"),
        ("SECRET_KEY", "short"),
        ("STRIPE_SECRET_KEY", "sk_test_demo"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_demo"),
    ],
)
def test_production_refuses_a_default_secret(name, value):
    outcome = start({name: value})
    assert outcome.returncode != 0
    assert name in outcome.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://umeed.example"),
        ("STRIPE_API_BASE", "http://127.0.0.1:9"),
        ("SALEOR_APP_TOKEN", "a-token-without-its-saleor"),
        ("SALEOR_API_URL", "shop.example"),
    ],
)
def test_production_refuses_what_only_a_test_may_have(name, value):
    outcome = start({name: value})
    assert outcome.returncode != 0
    assert name in outcome.stderr


def test_on_a_saleor_the_embedded_store_is_left_out():
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "jkrlm.settings.production",
        "SALEOR_API_URL": "https://shop.example/graphql/",
        **GOOD,
    }
    script = (
        "import django; django.setup()\n"
        "from django.apps import apps\n"
        "from commerce.facade import on_saleor\n"
        "print(on_saleor(), [each.name for each in apps.get_app_configs() if 'embedded' in each.name])"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip() == "True []"
