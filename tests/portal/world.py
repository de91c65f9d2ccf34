"""Kanihama's women and their phones: three share one, the resource person and the officer have their own."""

import re
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client

from jkrlm.kernel import relay
from jkrlm.people.facade import sms_messages
from sellers.registry.facade import add_member, appoint_officer, assign_crp, federation_of, roll
from tests.common.kept import kept
from tests.registry.world import LONG_AGO, NOW, TODAY, open_registry

SHARED = "+919419055501"
CRP = "+919419055502"
OFFICER = "+919419055503"
LONE = "+919419055504"
PIN = "5739"


@dataclass
class Village:
    """``people`` are the registry's ids by name."""

    people: dict[str, int]


@kept
def open_village() -> Village:
    open_registry()
    for name, role in (("Haseena Begum", "leader"), ("Shameema Akhter", "member"), ("Rafiqa Jan", "member")):
        add_member(code="KZ09", name=name, phone=SHARED, role=role, on=LONG_AGO, actor=None, now=NOW)
    add_member(code="KZ11", name="Dilshada Mir", phone=LONE, on=LONG_AGO, actor=None, now=NOW)
    for code in ("KZ09", "KZ11"):
        assign_crp(code=code, name="Shazia Bano", phone=CRP, on=LONG_AGO, note="", actor=None, now=NOW)
    federation = federation_of("KZ09", on=TODAY)
    assert federation is not None
    appoint_officer(
        federation_id=federation,
        name="Naseema Khan",
        phone=OFFICER,
        post="secretary",
        on=LONG_AGO,
        note="",
        actor=None,
        now=NOW,
    )
    return Village({each.name: each.person_id for each in roll(["KZ09", "KZ11"], on=TODAY)})


def texts_to(phone: str) -> list[str]:
    """Deliver what waits; return what this phone received, newest first."""
    relay.drain()
    return [each.text for each in sms_messages(most=100) if each.to == phone and each.state == "Sent"]


def newest_code(phone: str) -> str:
    found = re.match(r"(\d{6}) ", texts_to(phone)[0])
    assert found
    return found[1]


@dataclass
class Phone:
    """One browser on one phone."""

    number: str
    client: Client = field(default_factory=Client)

    def ask(self, number: str = "", **headers: str) -> HttpResponse:
        return self.client.post("/sell/sign-in/", {"phone": number or self.number}, **headers)

    def give(self, code: str = "", **headers: str) -> HttpResponse:
        return self.client.post("/sell/sign-in/code/", {"otp": code or newest_code(self.number)}, **headers)

    def trust(self) -> "Phone":
        assert self.ask().status_code == 302
        assert self.give().status_code == 302
        return self

    def choose(self, person_id: int, pin: str = PIN) -> HttpResponse:
        """Open a woman's part: with the PIN she has, or one chosen now."""
        return self.client.post(f"/sell/who/{person_id}/", {"passcode": pin, "passcode_again": pin})

    def is_in(self) -> bool:
        return self.client.get("/sell/").status_code == 200
