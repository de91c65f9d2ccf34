"""Production as it starts: no demo, no admin site, nobody signs up, and every address of the staff guarded."""

import json
import os
import subprocess
import sys

from tests.house.test_production_settings import GOOD, ROOT

LOOK = """
import json, django
django.setup()
from django.conf import settings
from django.urls import Resolver404, URLResolver, get_resolver, resolve

def walk(patterns, prefix=""):
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, route)
        else:
            yield route

def finds(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return False

print(json.dumps({
    "routes": sorted(walk(get_resolver().url_patterns)),
    "demo": [finds("/demo/"), finds("/demo/outbox/"), finds("/admin/"), finds("/accounts/signup/")],
    "staff": [finds("/staff/"), finds("/staff/sign-in/")],
    "backends": settings.AUTHENTICATION_BACKENDS,
    "apps": settings.INSTALLED_APPS,
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_SECURE],
    "proxies": settings.TRUSTED_PROXIES,
}))
"""


def production(**changes: str) -> dict[str, list[str]]:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "jkrlm.settings.production",
        **GOOD,
        **changes,
    }
    outcome = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout.splitlines()[-1])


def test_production_has_the_staffs_doors_and_no_others() -> None:
    seen = production()

    assert seen["demo"] == [False, False, False, False]
    assert seen["staff"] == [True, True]
    assert not [route for route in seen["routes"] if "demo" in route or "signup" in route or "admin" in route]
    assert seen["backends"] == [
        "allauth.account.auth_backends.AuthenticationBackend",
        "jkrlm.people.backends.PhoneBackend",
    ]
    assert "django.contrib.admin" not in seen["apps"]
    assert seen["cookies"] == [True, True, True]
    assert seen["proxies"] == 1
    assert production(TRUSTED_PROXIES="2")["proxies"] == 2
