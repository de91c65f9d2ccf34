"""Production refuses to start on a missing or well-known secret, and says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "umeed.example",
    "DATABASE_URL": "postgres://u:p@db.example/umeed",
    "PUBLIC_URL": "https://umeed.example",
    "STRIPE_SECRET_KEY": "sk_live_0123456789abcdef",
    "STRIPE_WEBHOOK_SECRET": "whsec_0123456789abcdef",
    "EMAIL_URL": "smtps://u:p@mail.example:465",
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
    assert f"{name} is missing" in outcome.stderr


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
        ("SALEOR_API_URL", "https://shop.example/graphql/"),
    ],
)
def test_production_refuses_what_only_a_test_may_have(name, value):
    outcome = start({name: value})
    assert outcome.returncode != 0
    assert name in outcome.stderr


def test_a_store_that_cannot_be_reached_yet_stops_the_start_with_a_sentence():
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "jkrlm.settings.production",
        "SALEOR_API_URL": "https://shop.example/graphql/",
        "SALEOR_APP_TOKEN": "token",
        **GOOD,
    }
    outcome = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode != 0
    assert "carries documents to the embedded store only" in outcome.stderr
