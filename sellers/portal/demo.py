"""The demo's women: invented, each marked so, on the rolls of groups of the seed. One story for all rooms."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User, pin_state, set_first_pin
from sellers.portal.models import Means
from sellers.portal.selectors import mandates
from sellers.portal.services.mandates import record_mandate
from sellers.portal.services.open_door import user_of_person
from sellers.registry.facade import (
    OnRoll,
    add_member,
    appoint_officer,
    assign_crp,
    federation_of,
    groups_by_code,
    people_with_phone,
    roll,
)

GROUP: Final = "KZ09"
#: The resource person helps these as well.
NEIGHBOURS: Final = ("KZ10", "KZ11")
SINCE: Final = date(2024, 4, 1)
#: Three women share this one.
GROUP_PHONE: Final = "+919419000001"
CRP_PHONE: Final = "+919419000002"
OFFICER_PHONE: Final = "+919419000003"
DEMO_PIN: Final = "5739"


@dataclass(frozen=True, slots=True)
class Woman:
    key: str
    name: str
    role: str
    phone: str


WOMEN: Final = (
    Woman("leader", "Haseena Begum (sample)", "leader", GROUP_PHONE),
    Woman("member", "Shameema Akhter (sample)", "member", GROUP_PHONE),
    Woman("", "Rafiqa Jan (sample)", "member", GROUP_PHONE),
    Woman("crp", "Shazia Bano (sample)", "crp", CRP_PHONE),
    Woman("clf-officer", "Naseema Khan (sample)", "clf-officer", OFFICER_PHONE),
)


def load_demo_sellers() -> bool:
    """Put the demo's women on the rolls once; False where the demo's groups are not there."""
    with advisory_lock("portal.load_demo_sellers"), transaction.atomic():
        if GROUP not in groups_by_code([GROUP]):
            return False
        if not people_with_phone(OFFICER_PHONE, on=clock.today()):
            for woman in WOMEN:
                _enrol(woman)
        for woman in WOMEN:
            if woman.phone == GROUP_PHONE:
                _give_pin(woman)
        _let_crp_act()
    return True


def demo_seller(key: str) -> User | None:
    """Return the sign-in of a demo woman; None for an unknown key, or without the demo's groups."""
    woman = next((each for each in WOMEN if key and each.key == key), None)
    if woman is None or not load_demo_sellers():
        return None
    return _user(woman)


def _enrol(woman: Woman) -> None:
    now = clock.now()
    if woman.role in ("leader", "member"):
        add_member(
            code=GROUP,
            name=woman.name,
            phone=woman.phone,
            role=woman.role,
            on=SINCE,
            actor=None,
            now=now,
            note="demo",
        )
    elif woman.role == "crp":
        for code in (GROUP, *NEIGHBOURS):
            if code in groups_by_code([code]):
                assign_crp(
                    code=code, name=woman.name, phone=woman.phone, on=SINCE, actor=None, now=now, note="demo"
                )
    elif federation := federation_of(GROUP, on=clock.today()):
        appoint_officer(
            federation_id=federation,
            name=woman.name,
            phone=woman.phone,
            post="secretary",
            on=SINCE,
            actor=None,
            now=now,
            note="demo",
        )


def _on_roll(woman: Woman) -> OnRoll:
    there = roll([GROUP], on=clock.today())
    return next(each for each in there if (each.name, each.role) == (woman.name, woman.role))


def _user(woman: Woman) -> User:
    found = _on_roll(woman)
    own = "" if woman.phone == GROUP_PHONE else woman.phone
    return user_of_person(person_id=found.person_id, name=found.name, phone=own, on=clock.today())


def _give_pin(woman: Woman) -> None:
    user = _user(woman)
    if not pin_state(user).is_set:
        set_first_pin(user=user, typed=DEMO_PIN, now=clock.now())


def _let_crp_act() -> None:
    """The leader has agreed; the neighbours have not, so that asking can be tried."""
    leader, crp = (next(each for each in WOMEN if each.key == key) for key in ("leader", "crp"))
    helper = _on_roll(crp)
    if mandates(helper_id=helper.person_id, group_codes=[GROUP]):
        return
    record_mandate(
        group_code=GROUP,
        helper_id=helper.person_id,
        member_id=_on_roll(leader).person_id,
        means=Means.SIGNED,
        words=f"I agree that {crp.name} acts for me on Umeed. (sample)",
        language="en",
        actor=_user(crp),
        on=clock.today(),
        now=clock.now(),
    )
