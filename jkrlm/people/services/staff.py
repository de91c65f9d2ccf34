"""
Staff come and go at the operator's hand; there is no public sign-up.

``by`` is the administrator who does it on the desk; None where it is done on the command line.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from jkrlm.kernel.clock import now
from jkrlm.people.errors import LastAdministrator, NotYourself, PersonKnown, PersonUnknown, RoleNotHeld
from jkrlm.people.models import Role, RoleGrant, User
from jkrlm.people.rules import STAFF_ROLES
from jkrlm.people.services.audit import audit, person
from jkrlm.people.services.tokens import end_tokens


@transaction.atomic
def add_staff(*, email: str, name: str, role: Role, by: User | None = None) -> str:
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
    audit(actor=by, verb="staff.add", target=person(user), after={"role": role.value})
    return "" if user.has_usable_password() else _link(user)


@transaction.atomic
def reset_staff(*, email: str, by: User | None = None) -> str:
    """
    End a person's password, second factor and every session; return a link that sets a new password.

    For a lost phone, a forgotten password, or a doubt.

    Raises:
        PersonUnknown.
        NotYourself: on the desk one does not end one's own session; the command line does.
    """
    user = _staff(email)
    _not_yourself(user, by)
    _lock_out(user)
    audit(actor=by, verb="staff.reset", target=person(user))
    return _link(user)


@transaction.atomic
def revoke_role(*, email: str, role: Role, by: User | None = None) -> None:
    """
    Take one role away; with the last one, the person's way in (``remove_staff``).

    Raises:
        PersonUnknown, RoleNotHeld.
        NotYourself: an administrator keeps that role until another takes it.
        LastAdministrator: somebody has to be able to let people in.
    """
    administrators = _administrators()
    user = _staff(email)
    held = set(user.role_grants.filter(role__in=STAFF_ROLES).values_list("role", flat=True))
    if role.value not in held:
        raise RoleNotHeld(user.email)
    if role == Role.ADMINISTRATOR:
        _not_yourself(user, by)
        if administrators == {user.pk}:
            raise LastAdministrator
    if held == {role.value}:
        remove_staff(email=email, by=by)
        return
    RoleGrant.objects.filter(user=user, role=role).delete()
    audit(actor=by, verb="staff.revoke", target=person(user), before={"role": role.value})


@transaction.atomic
def remove_staff(*, email: str, by: User | None = None) -> None:
    """
    End a person's roles as staff and every session; what they did stays in the audit.

    Raises:
        PersonUnknown.
        NotYourself, LastAdministrator: on the desk; the command line may.
    """
    administrators = _administrators()
    user = _staff(email)
    _not_yourself(user, by)
    if by is not None and administrators == {user.pk}:
        raise LastAdministrator
    grants = RoleGrant.objects.filter(user=user, role__in=STAFF_ROLES)
    held = sorted(grants.values_list("role", flat=True))
    grants.delete()
    user.is_active = False
    _lock_out(user)
    audit(actor=by, verb="staff.remove", target=person(user), before={"roles": held})


def _staff(email: str) -> User:
    known = User.objects.select_for_update().filter(email=email.strip().lower())
    user = known.filter(pk__in=RoleGrant.objects.filter(role__in=STAFF_ROLES).values("user")).first()
    if user is None:
        raise PersonUnknown(email)
    return user


def _not_yourself(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise NotYourself


def _administrators() -> set[int]:
    """Return the active ones; locked, and before any person, so that two do not remove each other at once."""
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    held = [grant.user_id for grant in grants]
    return set(User.objects.filter(pk__in=held, is_active=True).values_list("pk", flat=True))


def _lock_out(user: User) -> None:
    """A changed password ends every session: each carries its hash. Her programs end with them."""
    end_tokens(user, now=now())
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
