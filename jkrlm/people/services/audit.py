from jkrlm.people.models import AuditEntry, User


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


def person(user: User | None) -> str:
    """Name a person in an audit entry by id, so that the entry outlives a changed address."""
    return f"person {user.pk}" if user else "nobody we know"
