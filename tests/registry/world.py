"""Groups of the valley and those who keep their papers."""

from datetime import UTC, date, datetime, timedelta

from jkrlm.people.facade import Role, User, grant_role
from sellers.registry.facade import upsert_groups
from sellers.registry.models import Placement
from sellers.registry.services.licences import record_licence, verify_licence
from sellers.registry.services.people import add_member

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LONG_AGO = date(2020, 4, 1)
STORY = (
    "Twelve women of Kanihama weave Kani shawls on looms that their mothers set up, from spools of "
    "coloured wool, after a pattern that is sung."
)


def kanihama(**changes: object) -> dict[str, object]:
    return {
        "code": "KZ09",
        "name": "Kanihama Tuji SHG",
        "name_hi": "कनिहामा तुजी एसएचजी",
        "name_ur": "کنیہامہ توجی ایس ایچ جی",
        "division": "Kashmir",
        "district": "Budgam",
        "block": "Narbal",
        "village_or_post_office": "Kanihama",
        "pincode": "193401",
        "village_organisation": "Kani Waaf VO",
        "cluster_level_federation": "Narbal Hunar CLF",
        "members": 12,
        "formed": 2016,
        "makes": ["kani shawl"],
        **changes,
    }


def harwan(**changes: object) -> dict[str, object]:
    return kanihama(
        **{
            "code": "KZ11",
            "name": "Harwan Naqqashi SHG",
            "name_hi": "",
            "name_ur": "",
            "district": "Srinagar",
            "block": "Harwan",
            "village_or_post_office": "Harwan",
            "pincode": "191121",
            "village_organisation": "Dara VO",
            "cluster_level_federation": "Srinagar Rural CLF",
            "members": 10,
            "formed": 2018,
            **changes,
        }
    )


def open_registry() -> None:
    """Two groups that the registry has known since May."""
    upsert_groups([kanihama(), harwan()])
    Placement.objects.update(held_from=date(2026, 5, 1))


def somebody(name: str, *roles: Role) -> User:
    user = User.objects.create_user(email=f"{name.lower().replace(' ', '.')}@umeed.example", name=name)
    for role in roles:
        grant_role(user, role)
    return user


def enrol(
    code: str = "KZ09", count: int = 10, *, leader: str = "Haseena Begum", actor: User | None = None
) -> list[int]:
    """Put women on the roll, the first of them as leader; return the memberships."""
    names = [leader, *(f"Member {chr(64 + place)} of {code}" for place in range(1, count))]
    return [
        add_member(
            code=code,
            name=name,
            role="leader" if place == 0 else "member",
            on=LONG_AGO,
            actor=actor,
            now=NOW,
        )
        for place, name in enumerate(names)
    ]


def hand_in_tax_papers(
    code: str, *, staff: User, pan: str = "AAAAK0001K", enrolment: str = "ENR0100001"
) -> None:
    for kind, number in (("pan", pan), ("enrolment", enrolment)):
        licence = record_licence(
            code=code, kind=kind, number=number, valid_from=LONG_AGO, last_day=None, actor=staff
        )
        verify_licence(code=code, licence_id=licence, how="PAN card and portal", actor=staff, now=NOW)


__all__ = [
    "LONG_AGO",
    "NOW",
    "STORY",
    "TODAY",
    "enrol",
    "hand_in_tax_papers",
    "harwan",
    "kanihama",
    "open_registry",
    "somebody",
    "timedelta",
]
