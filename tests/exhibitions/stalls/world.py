"""
A fair to which forty groups are called: approved, with goods and women who may travel.

>>> mela = a_mela()                  # a draft; zone A for textiles (15 stalls to give), B for carpets (6)
>>> call(mela)                       # as staff do by the form
>>> leader(mela, 1).post(...)        # the leader of the first group
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

import exhibitions.plan.facade as plan
from exhibitions.plan.facade import ExhibitionState, ZoneWish
from exhibitions.stalls.models import Application, Call
from jkrlm.kernel import clock
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from jkrlm.people.backends import DEMO_BACKEND
from sellers.portal.services.open_door import user_of_person
from sellers.registry.facade import add_member, members, upsert_groups
from sellers.registry.models import Group, Onboarding
from tests.common.kept import kept
from tests.common.listings import published
from tests.common.shop_world import plain_groups
from tests.exhibitions.world import Fair, a_fair

LONG_AGO = clock.today() - timedelta(days=2000)
#: District and craft of the groups, in turn.
HOMES = ("Budgam", "Budgam", "Srinagar", "Kishtwar", "Jammu")
CRAFTS = ("crewel", "aari", "crewel", "namda", "tilla")


@dataclass
class Mela:
    fair: Fair
    code: str
    groups: list[str]
    #: Listing and leader by group.
    goods: dict[str, int] = field(default_factory=dict)
    people: dict[str, list[int]] = field(default_factory=dict)

    @property
    def desk(self) -> str:
        return f"/staff/exhibitions/{self.code}/"

    @property
    def sell(self) -> str:
        return f"/sell/exhibitions/{self.code}/"


@kept
def a_mela(many: int = 40, *, opens_in: int = 30) -> Mela:
    fair = a_fair(ExhibitionState.DRAFT, opens_in=opens_in)
    for letter, name, crafts in (("A", "Textiles", ("textile",)), ("B", "Carpets", ("carpet",))):
        plan.keep_zone(fair.code, ZoneWish(letter, name, crafts=crafts), key=f"m{letter}", by=fair.manager)
    mela = groups_of(fair, many)
    OutboxDelivery.objects.filter(state=DeliveryState.PENDING).delete()
    return mela


def groups_of(fair: Fair, many: int) -> Mela:
    """Approved groups of five districts and four crafts with goods and people, that may be called to a fair."""
    codes = [f"FA{n:02d}" for n in range(1, many + 1)]
    rows = [
        (
            code,
            f"{HOMES[n % 5]} group {n + 1}",
            "Jammu" if HOMES[n % 5] in ("Jammu", "Kishtwar") else "Kashmir",
            HOMES[n % 5],
            "193401",
            f"{HOMES[n % 5]} CLF",
        )
        for n, code in enumerate(codes)
    ]
    upsert_groups(plain_groups(*rows))
    mela = Mela(fair, fair.code, codes)
    for n, code in enumerate(codes):
        _settle(mela, code, CRAFTS[n % 5], n)
    return mela


def _settle(mela: Mela, code: str, kind: str, n: int) -> None:
    group = Group.objects.get(code=code)
    Onboarding.objects.update_or_create(
        group=group, defaults={"state": "approved", "approved_by": mela.fair.administrator}
    )
    now = clock.now()
    for name, role in ((f"Leader of {code}", "leader"), (f"Weaver of {code}", "member")):
        phone = f"+9194190{n:04d}{1 if role == 'leader' else 2}"
        add_member(code=code, name=name, phone=phone, role=role, on=LONG_AGO, actor=None, now=now)
    mela.people[code] = [each.person_id for each in members(code, on=clock.today())]
    mela.goods[code] = goods(code, kind)


def goods(code: str, kind: str, quantity: int = 12) -> int:
    return published(code=code, kind=kind, quantity=quantity).pk


def leader(mela: Mela, code: str, place: int = 0) -> Client:
    """The leader of a group on her phone; ``place`` 1: its other member."""
    person = members(code, on=clock.today())[place]
    user = user_of_person(person_id=person.person_id, name=person.name, phone=person.phone, on=clock.today())
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def call_form(**changes: Any) -> dict[str, Any]:
    return {
        "key": uuid4().hex,
        "deadline": (clock.today() + timedelta(days=5)).isoformat(),
        "message": "Bring what sells in winter.",
        "far_districts": ["Kishtwar"],
        "travellers_most": "2",
        "accept_days": "3",
        "daily_allowance": "400",
        "travel_most": "3000",
        "no_shows_most": "0",
        "grievances_most": "0",
        "late_percent_most": "30",
        "points_new": "30",
        "points_certified": "25",
        "points_far": "20",
        "points_ready": "15",
        "points_conduct": "10",
        "quota_district_Budgam": "6",
        **changes,
    }


def call(mela: Mela, **changes: Any) -> Call:
    answer = mela.fair.desk().post(f"{mela.desk}applications/call/", call_form(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return Call.objects.get(exhibition_code=mela.code)


def form(mela: Mela, code: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": uuid4().hex,
        "version": "0",
        "group": code,
        f"n-{mela.goods[code]}": "10",
        "people": [str(each) for each in mela.people[code][:1]],
        "kind": "",
        "electricity": "on",
        "words": "",
        **changes,
    }


def applied(mela: Mela, code: str, **changes: Any) -> Application:
    answer = leader(mela, code).post(mela.sell, form(mela, code, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return Application.objects.get(call__exhibition_code=mela.code, group_code=code)


def deadline_over(mela: Mela) -> None:
    Call.objects.filter(exhibition_code=mela.code).update(deadline=clock.today() - timedelta(days=1))


def allotted(mela: Mela) -> None:
    """Worked out by the manager, approved by an administrator."""
    deadline_over(mela)
    answer = mela.fair.desk().post(f"{mela.desk}allotment/propose/", {"key": uuid4().hex})
    assert answer.status_code == 302, answer.content.decode()
    proposal = Call.objects.get(exhibition_code=mela.code).proposals.latest("pk")
    answer = mela.fair.desk(mela.fair.administrator).post(
        f"{mela.desk}allotment/{proposal.pk}/decide/", {"verdict": "approve"}
    )
    assert answer.status_code == 302, answer.content.decode()
