"""The demo's people; those whose room is not built yet are absent."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import Role, User, grant_role


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    does: Promise
    role: Role
    page: str


PEOPLE: Final[tuple[Person, ...]] = (
    Person(
        "buyer",
        "Ananya Rao",
        _("Buys from the store; name and contact are filled in at the checkout"),
        Role.BUYER,
        "/",
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
    """Return the user of a demo person, made the first time; None for an unknown key."""
    person = next((each for each in PEOPLE if each.key == key), None)
    if person is None:
        return None
    user, _made = User.objects.get_or_create(
        email=f"{person.key}@demo.invalid",
        defaults={"name": person.name, "password": "!", "phone": "+919419000000"},
    )
    grant_role(user, person.role)
    return user, person
