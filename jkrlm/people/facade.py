"""The door of people."""

from jkrlm.people.models import AuditEntry, Role, RoleGrant, User

__all__ = ["Role", "User", "audit", "grant_role", "has_role"]


def has_role(user: object, *roles: Role) -> bool:
    """Return whether a signed-in, active person holds any of the roles; anonymous holds none."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return RoleGrant.objects.filter(user=user, role__in=roles).exists()


def grant_role(user: User, role: Role) -> None:
    """Give a role; giving it twice changes nothing."""
    RoleGrant.objects.get_or_create(user=user, role=role)


def audit(
    *,
    actor: User | None,
    verb: str,
    target: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    on_behalf_of: str = "",
) -> None:
    """Write who did what, in the caller's transaction."""
    AuditEntry.objects.create(
        actor=actor,
        verb=verb,
        target=target,
        before=before or {},
        after=after or {},
        on_behalf_of=on_behalf_of,
    )
