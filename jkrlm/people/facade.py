"""The door of people."""

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jkrlm.people.access import for_roles
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.models import Role, RoleGrant, User
from jkrlm.people.rules import STAFF_ROLES
from jkrlm.people.selectors import has_role
from jkrlm.people.services.audit import audit

__all__ = ["STAFF_ROLES", "Role", "User", "audit", "for_roles", "grant_role", "has_role", "sign_in_to_demo"]


def grant_role(user: User, role: Role) -> None:
    """Give a role; giving it twice changes nothing."""
    RoleGrant.objects.get_or_create(user=user, role=role)


def sign_in_to_demo(request: HttpRequest, user: User) -> None:
    """
    Sign a demo person in without password or second factor; the session is void outside demo mode.

    Raises:
        PermissionDenied: this is no demo.
    """
    if not settings.DEMO:
        raise PermissionDenied
    login(request, user, backend=DEMO_BACKEND)
