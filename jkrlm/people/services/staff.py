"""Staff come and go at the operator's hand; there is no public sign-up."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from jkrlm.people.errors import PersonKnown, PersonUnknown
from jkrlm.people.models import Role, RoleGrant, User
from jkrlm.people.rules import STAFF_ROLES
from jkrlm.people.services.audit import audit, person


@transaction.atomic
def add_staff(*, email: str, name: str, role: Role) -> str:
    """
    Make a person, or give a known one a further role; return a link that sets the password once.

    The link is empty where the person has a password, which stands.

    Raises:
        PersonKnown: the person holds the role.
    """
    user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    if user is None:
        user = User.objects.create_user(email=email, name=name)
    elif not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    _grant, made = RoleGrant.objects.get_or_create(user=user, role=role)
    if not made:
        raise PersonKnown(user.email)
    audit(actor=None, verb="staff.add", target=person(user), after={"role": role.value})
    return "" if user.has_usable_password() else _link(user)


@transaction.atomic
def reset_staff(*, email: str) -> str:
    """
    End a person's password, second factor and every session; return a link that sets a new password.

    For a lost phone, a forgotten password, or a doubt.

    Raises:
        PersonUnknown.
    """
    user = _staff(email)
    _lock_out(user)
    audit(actor=None, verb="staff.reset", target=person(user))
    return _link(user)


@transaction.atomic
def remove_staff(*, email: str) -> None:
    """
    End a person's roles as staff and every session; what they did stays in the audit.

    Raises:
        PersonUnknown.
    """
    user = _staff(email)
    grants = RoleGrant.objects.filter(user=user, role__in=STAFF_ROLES)
    held = sorted(grants.values_list("role", flat=True))
    grants.delete()
    user.is_active = False
    _lock_out(user)
    audit(actor=None, verb="staff.remove", target=person(user), before={"roles": held})


def _staff(email: str) -> User:
    known = User.objects.select_for_update().filter(email=email.strip().lower())
    user = known.filter(pk__in=RoleGrant.objects.filter(role__in=STAFF_ROLES).values("user")).first()
    if user is None:
        raise PersonUnknown(email)
    return user


def _lock_out(user: User) -> None:
    """A changed password ends every session: each carries its hash."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password", "is_active"])


def _link(user: User) -> str:
    path = reverse(
        "staff_set_password",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
