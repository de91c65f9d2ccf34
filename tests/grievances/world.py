"""Somebody who complains, and the desk."""

import re
import uuid
from datetime import UTC, datetime
from html import unescape

from django.http import HttpResponse
from django.test import Client

from jkrlm.kernel import relay
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User, grant_role
from storefront.grievances.models import Grievance
from storefront.grievances.services.open_grievance import Complaint, open_grievance
from storefront.grievances.states import Kind

#: A Saturday evening: the weekend counts.
SATURDAY = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
WORDS = "The box was wet and one bowl is cracked."
FORM = {
    "kind": "other",
    "reference": "1042",
    "words": WORDS,
    "name": "Joseph Mathew",
    "email": "joseph@example.in",
    "phone": "",
    "website": "",
}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page[:2000]
    return unescape(found[1])


def complain(client: Client, prefix: str = "", **changed: object) -> HttpResponse:
    """Fill in the public form as it stands and send it."""
    page = client.get(f"{prefix}/grievance/").content.decode()
    answer = client.post(f"{prefix}/grievance/", {**FORM, "key": hidden(page, "key"), **changed})
    relay.drain()
    return answer


def opened(now: datetime = SATURDAY, **changed: object) -> Grievance:
    facts: dict[str, object] = {
        "key": str(uuid.uuid4()),
        "kind": Kind.OTHER,
        "words": WORDS,
        "language": "en",
        "name": "Joseph Mathew",
        "email": "joseph@example.in",
        **changed,
    }
    made = open_grievance(Complaint(**facts), now=now)
    relay.drain()
    return made


def person(role: Role = Role.GRIEVANCE, name: str = "Farida Akhter") -> User:
    email = f"{name.split()[0].lower()}-{role.value}@umeed.example"
    user, _made = User.objects.get_or_create(email=email, defaults={"name": name, "password": "!"})
    grant_role(user, role)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def write(desk: Client, number: str, what: str, words: str, **more: str) -> HttpResponse:
    """Write on the grievance's page as it stands."""
    address = f"/staff/grievances/{number}/"
    key = hidden(desk.get(address).content.decode(), "key")
    answer = desk.post(address, {"key": key, "what": what, "words": words, **more})
    relay.drain()
    return answer
