"""A member of staff before a browser, with or without an authenticator app in hand."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, User, grant_role
from jkrlm.people.services.set_second_factor import set_second_factor
from tests.common.buyer import text

EMAIL = "rukhsana@umeed.example"
PASSWORD = "nine walnut trees in Shopian"


def code_of(secret: str, at: datetime | None = None) -> str:
    """Return what an authenticator app shows."""
    return format_hotp_value(hotp_value(secret, int((at or now()).timestamp()) // 30))


@dataclass
class Desk:
    """One browser; ``secret`` is what the app on the phone holds."""

    user: User
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)
    client: Client = field(default_factory=Client)

    def sign_in(self, password: str = PASSWORD, email: str = EMAIL, **more: str) -> HttpResponse:
        return self.client.post("/staff/sign-in/", {"login": email, "password": password, **more})

    def give_code(self, code: str = "") -> HttpResponse:
        return self.client.post("/staff/second-factor/", {"code": code or self.code()})

    def code(self, *, ahead: int = 0) -> str:
        return code_of(self.secret, now() + timedelta(seconds=30 * ahead))

    def shown_secret(self) -> str:
        """Open the set-up page and type the key off it by hand."""
        page = self.client.get("/staff/second-factor/set-up/").content.decode()
        found = re.search(r'class="secret[^"]*">([A-Z2-7 ]+)<', page)
        assert found, page
        return found[1].replace(" ", "")

    def is_in(self) -> bool:
        return self.client.get("/staff/").status_code == 200


def a_person(email: str = EMAIL, role: Role = Role.ADMINISTRATOR) -> User:
    user = User.objects.create_user(email=email, name="Rukhsana Bano", password=PASSWORD)
    grant_role(user, role)
    return user


@pytest.fixture
def newcomer(db: None) -> Desk:
    """A member of staff with a password and no second factor."""
    return Desk(a_person())


@pytest.fixture
def desk(db: None) -> Desk:
    """A member of staff with a password and an app, set up a minute ago; not signed in."""
    user, secret = a_person(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    past = now() - timedelta(seconds=90)
    _app, codes = set_second_factor(user=user, secret=secret, code=code_of(secret, past), now=past)
    return Desk(user, secret, codes)


__all__ = ["EMAIL", "PASSWORD", "Desk", "a_person", "code_of", "text"]
