"""The demo's people; those whose room is not built yet are absent."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import Role, User, grant_role
from sellers.portal.facade import demo_seller


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    does: Promise
    role: Role
    page: str
    phone: str = ""


PEOPLE: Final[tuple[Person, ...]] = (
    Person(
        "buyer",
        "Ananya Rao",
        _("Buys from the store; has orders, addresses and a wishlist in her account"),
        Role.BUYER,
        "/account/",
        "+919419000000",
    ),
    Person(
        "member",
        "Shameema Akhter (sample)",
        _("Member of a group. Three share the phone 94190 00001; her PIN is 5739"),
        Role.MEMBER,
        "/sell/",
    ),
    Person(
        "leader",
        "Haseena Begum (sample)",
        _("Leads the group, on the same phone, with the same PIN"),
        Role.LEADER,
        "/sell/",
    ),
    Person(
        "crp",
        "Shazia Bano (sample)",
        _("Resource person of three groups, on her own phone 94190 00002; the leader lets her act"),
        Role.CRP,
        "/sell/",
    ),
    Person(
        "clf-officer",
        "Naseema Khan (sample)",
        _("Officer of the group’s federation, on her own phone 94190 00003"),
        Role.CLF_OFFICER,
        "/sell/",
    ),
    Person(
        "inspector",
        "Parveena Lone (sample)",
        _("Visits groups with her phone, looks at goods, takes samples"),
        Role.INSPECTOR,
        "/staff/certification/visits/",
    ),
    Person(
        "lab",
        "Dr Aasif Shah (sample)",
        _("Measures samples whose maker is hidden"),
        Role.LABORATORY,
        "/staff/certification/laboratory/",
    ),
    Person(
        "lab-verifier",
        "Dr Mehvish Rather (sample)",
        _("Verifies what another person of the laboratory measured"),
        Role.LABORATORY,
        "/staff/certification/laboratory/",
    ),
    Person(
        "officer",
        "Shabnam Ara (sample)",
        _("Assigns cases and decides those she did not evaluate"),
        Role.OFFICER,
        "/staff/certification/",
    ),
    Person(
        "editor",
        "Rehana Mir (sample)",
        _("Keeps the register of groups: papers, accounts, imports"),
        Role.EDITOR,
        "/staff/sellers/",
    ),
    Person(
        "logistics",
        "Javid Wani (sample)",
        _("Moves parcels: says what has arrived, and what came back"),
        Role.LOGISTICS,
        "/staff/",
    ),
    Person(
        "driver",
        "Gulzar Bhat (sample)",
        _("Fetches parcels from the villages; his rounds go along on his phone"),
        Role.DRIVER,
        "/rounds/",
    ),
    Person(
        "exhibitions",
        "Meera Bakshi (sample)",
        _("Plans fairs: stalls, team, tasks, visitors; opens and closes them"),
        Role.EXHIBITIONS,
        "/staff/exhibitions/",
    ),
    Person(
        "cashier",
        "Ruqaya Jan (sample)",
        _("Sells at a stall from a tablet, with a network or without"),
        Role.CASHIER,
        "/pos/",
    ),
    Person(
        "grievance",
        "Farida Akhter (sample)",
        _("Answers grievances of buyers and sellers, within 48 hours and a month"),
        Role.GRIEVANCE,
        "/staff/grievances/",
    ),
    Person(
        "finance-maker",
        "Imran Dar (sample)",
        _("Proposes what concerns money, such as a group’s bank account"),
        Role.FINANCE_MAKER,
        "/staff/sellers/",
    ),
    Person(
        "finance-checker",
        "Nusrat Lone (sample)",
        _("Approves what another person proposed"),
        Role.FINANCE_CHECKER,
        "/staff/sellers/",
    ),
    Person(
        "admin",
        "Administrator",
        _("Sees and replays events that could not be delivered"),
        Role.ADMINISTRATOR,
        "/staff/",
    ),
)


def demo_user(key: str) -> tuple[User, Person] | None:
    """Return the user of a demo person, made the first time; None for an unknown key or without its group."""
    person = next((each for each in PEOPLE if each.key == key), None)
    if person is None:
        return None
    if person.page == "/sell/":
        seller = demo_seller(key)
        return (seller, person) if seller is not None else None
    user, _made = User.objects.get_or_create(
        email=f"{person.key}@demo.invalid",
        defaults={"name": person.name, "password": "!", "phone": person.phone},
    )
    grant_role(user, person.role)
    return user, person
