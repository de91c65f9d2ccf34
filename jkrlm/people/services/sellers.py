"""The sign-in of a woman whom the registry knows: made when her phone first gives its code."""

from collections.abc import Collection
from typing import Final

from django.db import transaction

from jkrlm.people.models import NO_MAILBOX, Role, RoleGrant, User
from jkrlm.people.phones import shown
from jkrlm.people.services.audit import audit, person

#: Roles that follow from the registry's rolls, and end with them.
SELLER_ROLES: Final = (Role.MEMBER, Role.LEADER, Role.CRP, Role.CLF_OFFICER)


@transaction.atomic
def seller_user(*, key: str, name: str, phone: str) -> User:
    """
    Return the user known by ``key`` (a registry's person), made the first time.

    ``phone`` is kept as hers where it is hers alone: empty for who shares one, and where another has it.
    """
    user, made = User.objects.get_or_create(
        email=f"{key}@{NO_MAILBOX}", defaults={"name": name, "password": "!"}
    )
    if made:
        user.set_unusable_password()
        audit(actor=user, verb="person.sign-up", target=person(user), after={"phone": shown(phone)[-5:]})
    free = not phone or not User.objects.filter(phone=phone).exclude(pk=user.pk).exists()
    user.name, user.phone = name, phone if free else ""
    user.save(update_fields=["name", "phone", "password"])
    return user


@transaction.atomic
def keep_seller_roles(*, user: User, roles: Collection[Role]) -> None:
    """Let a user hold exactly these of the sellers' roles; other roles stay."""
    held = RoleGrant.objects.filter(user=user, role__in=SELLER_ROLES)
    held.exclude(role__in=roles).delete()
    known = set(held.values_list("role", flat=True))
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=role) for role in roles if role not in known], ignore_conflicts=True
    )
