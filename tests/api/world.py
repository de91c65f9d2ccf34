"""Who asks the API: everybody of certification, the women of two groups, and people of every other role."""

import base64
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

import certification.cases.facade as cases
from certification.laboratory.models import Sample
from jkrlm.kernel import clock, relay
from jkrlm.people.facade import Role, User, make_token
from tests.api.fair_world import draft as draft_fair
from tests.api.fair_world import people_at_fairs
from tests.certification.cases.world import People, Seller, lot_wish
from tests.certification.certificates.world import certified
from tests.certification.inspection.world import case_of, visit_of_case, visited
from tests.certification.labels.world import batch_of, codes_of
from tests.portal.world import OFFICER, Phone
from tests.portal_certificates.world import goods
from tests.portal_goods.world import Women, agree, open_houses, photograph
from tests.registry.world import somebody

AT = "/api/graphql/"


@dataclass
class World:
    """``users`` by the name under which the table of rights knows them; ``tokens`` of each."""

    people: People
    women: Women
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def post(
        self, who: str, text: str, variables: dict[str, Any] | None = None, **headers: str
    ) -> HttpResponse:
        if who:
            headers = {"Authorization": f"Bearer {self.tokens[who]}", **headers}
        body = {"query": text, "variables": variables or {}}
        return Client().post(AT, json.dumps(body), content_type="application/json", headers=headers)

    def ask(
        self, who: str, text: str, variables: dict[str, Any] | None = None, **headers: str
    ) -> dict[str, Any]:
        answer = self.post(who, text, variables, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def data(self, who: str, text: str, variables: dict[str, Any] | None = None) -> Any:
        """Return the one field that was asked for."""
        found = self.ask(who, text, variables)
        assert "errors" not in found, found["errors"]
        (value,) = found["data"].values()
        return value

    def do(self, who: str, name: str, select: str = "", /, **arguments: Any) -> dict[str, Any]:
        """Do a write with arguments as GraphQL writes them; return its payload."""
        arguments.setdefault("key", str(uuid4()))
        told = ", ".join(f"{key}: {literal(value)}" for key, value in arguments.items())
        payload: dict[str, Any] = self.data(
            who, f"mutation {{ {name}({told}) {{ {select} errors {{ code field message }} }} }}"
        )
        return payload

    def done(self, who: str, name: str, select: str = "", /, **arguments: Any) -> dict[str, Any]:
        payload = self.do(who, name, select, **arguments)
        assert payload["errors"] == [], (name, payload["errors"])
        return payload

    def code(self, who: str, name: str, /, **arguments: Any) -> str:
        """Return the code of the one refusal of a write."""
        (error,) = self.do(who, name, **arguments)["errors"]
        return str(error["code"])


class Enum(str):
    """A word of an enumeration, written without quotes."""


def literal(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value)


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def open_world() -> World:
    women = open_houses()
    names = {
        "officer": ("Shabnam Ara", Role.OFFICER),
        "second": ("Mehbooba Bhat", Role.OFFICER),
        "third": ("Nighat Dar", Role.OFFICER),
        "inspector": ("Parveena Lone", Role.INSPECTOR),
        "other": ("Rukhsana Devi", Role.INSPECTOR),
        "lab": ("Aasif Shah", Role.LABORATORY),
        "verifier": ("Mehvish Rather", Role.LABORATORY),
        "admin": ("Ada Min", Role.ADMINISTRATOR),
        "editor": ("Ed Itor", Role.EDITOR),
        "logistics": ("Lo Gist", Role.LOGISTICS),
        "finance-maker": ("Fin Maker", Role.FINANCE_MAKER),
        "finance-checker": ("Fin Checker", Role.FINANCE_CHECKER),
        "buyer": ("Bu Yer", Role.BUYER),
    }
    users = {name: somebody(*given) for name, given in names.items()} | people_at_fairs()
    clf = Phone(OFFICER).trust()
    users |= {
        "member": user_of(women.haseena),
        "sister": user_of(women.shameema),
        "stranger": user_of(women.dilshada),
        "crp": user_of(women.crp),
        "clf-officer": user_of(clf.client),
    }
    agree(women)
    staff = ("officer", "second", "third", "inspector", "other", "lab", "verifier", "admin")
    people = People(**{name: users[name] for name in staff}, seller=Seller(users["member"]))
    tokens = {
        name: make_token(user=user, name="a program", days=90, now=clock.now())
        for name, user in users.items()
    }
    return World(people, women, users, tokens)


@dataclass
class Things:
    """One of each that the writes are about; all of KZ09's."""

    product: str
    submitted: str
    refused: str
    with_visit: str
    visit: int
    certificate: str
    lot: str
    batch: int
    codes: list[str]
    sample: str
    photo: str
    fair: str
    draft: str = field(default_factory=lambda: str(uuid4()))

    @property
    def soon(self) -> str:
        return (clock.now() + timedelta(days=2)).isoformat()


def things(world: World) -> Things:
    people = world.people
    submitted = cases.apply(lot_wish(people, "saffron", 50), people.seller)
    certificate = certified(people)
    batch = batch_of(certificate, people.officer, 3)
    with_visit = case_of(people)
    sampled = visited(people)
    sample = Sample.objects.get(case_number=sampled.number)
    row = goods(world.women)
    relay.drain()
    return Things(
        product=row.product_id,
        submitted=submitted.number,
        refused=with_visit.number,
        with_visit=with_visit.number,
        visit=visit_of_case(with_visit).pk,
        certificate=certificate.number,
        lot=submitted.lot_number,
        batch=batch.pk,
        codes=codes_of(batch),
        sample=sample.code,
        photo=base64.b64encode(photograph()).decode(),
        fair=draft_fair(world.users),
    )
