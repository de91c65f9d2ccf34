"""Reads: roles and second factors. Each is one query."""

from allauth.mfa.models import Authenticator

from jkrlm.people.models import Role, RoleGrant, User
from jkrlm.people.rules import STAFF_ROLES


def has_role(user: object, *roles: Role) -> bool:
    """Return whether a signed-in, active person holds any of the roles; anonymous holds none."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return RoleGrant.objects.filter(user=user, role__in=roles).exists()


def is_staff(user: object) -> bool:
    return has_role(user, *STAFF_ROLES)


def second_factor_of(user: User) -> int | None:
    """Return the id of the person's authenticator app as we know it; None where none is set up."""
    found: int | None = (
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        .values_list("pk", flat=True)
        .first()
    )
    return found


def recovery_codes_left(user: User) -> int:
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(held.wrap().get_unused_codes()) if held else 0
