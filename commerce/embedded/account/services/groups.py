"""Permission groups, by the same two rules as their members."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from commerce.embedded.account.models import Group, User
from commerce.embedded.account.services.staff import (
    held_by,
    one_at_a_time,
    powers,
    still_managed,
    the_manager,
)
from commerce.embedded.account.staff_rules import out_of_scope
from commerce.embedded.engine.errors import BadInput, Refusal
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.ids import global_id


@transaction.atomic
def create_group(*, given: Mapping[str, Any], caller: Any) -> Group:
    """
    Raises:
        Refusal: REQUIRED, UNIQUE; OUT_OF_SCOPE_PERMISSION for what the caller may not;
            ASSIGN_NON_STAFF_MEMBER.
    """
    the_manager(caller)
    one_at_a_time()
    codes = set(given.get("add_permissions") or ())
    _within(codes, caller, "addPermissions")
    users = _staff(given.get("add_users"))
    group = Group(permissions=sorted(codes))
    _name(group, given.get("name"))
    group.users.add(*users)
    emit("PERMISSION_GROUP_CREATED", permission_group=group)
    return group


@transaction.atomic
def update_group(*, gid: str, given: Mapping[str, Any], caller: Any) -> Group:
    """
    Raises:
        Refusal: OUT_OF_SCOPE_PERMISSION for a group that may more than the caller, and for what he may not;
            OUT_OF_SCOPE_USER, ASSIGN_NON_STAFF_MEMBER, DUPLICATED_INPUT_ITEM, CANNOT_REMOVE_FROM_LAST_GROUP,
            LEFT_NOT_MANAGEABLE_PERMISSION, REQUIRED, UNIQUE.
    """
    manager = the_manager(caller)
    one_at_a_time()
    group = _manageable(gid, caller)
    for added, removed, field in _PAIRS:
        twice = set(given.get(added) or ()) & set(given.get(removed) or ())
        if twice:
            message = "The same object cannot be in both list for adding and removing items."
            raise Refusal(message, code="DUPLICATED_INPUT_ITEM", field=field, **{field: sorted(twice)})
    _within(given.get("add_permissions") or (), caller, "addPermissions")
    _within(given.get("remove_permissions") or (), caller, "removePermissions")
    joining, leaving = _staff(given.get("add_users")), _people(given.get("remove_users"))
    _check_leaving(leaving, manager, caller)
    before = powers()
    codes = set(group.permissions) | set(given.get("add_permissions") or ())
    group.permissions = sorted(codes - set(given.get("remove_permissions") or ()))
    _name(group, given.get("name", group.name))
    group.users.add(*joining)
    group.users.remove(*leaving)
    if given.get("remove_permissions"):
        message = "Permissions cannot be removed, some of permissions will not be manageable."
        still_managed(before, "removePermissions", message)
    message = "Users cannot be removed, some of permissions will not be manageable."
    still_managed(before, "removeUsers", message)
    emit("PERMISSION_GROUP_UPDATED", permission_group=group)
    return group


@transaction.atomic
def delete_group(*, gid: str, caller: Any) -> Group:
    """
    Raises:
        Refusal: OUT_OF_SCOPE_PERMISSION, LEFT_NOT_MANAGEABLE_PERMISSION, CANNOT_REMOVE_FROM_LAST_GROUP.
    """
    manager = the_manager(caller)
    one_at_a_time()
    group = _manageable(gid, caller)
    if group.users.filter(pk=manager.pk).exists() and manager.groups.count() == 1:
        message = "You cannot delete your last group."
        raise Refusal(message, code="CANNOT_REMOVE_FROM_LAST_GROUP", field="id")
    before, pk = powers(), group.pk
    emit("PERMISSION_GROUP_DELETED", permission_group=group)
    group.delete()
    message = "Group cannot be removed, some of permissions will not be manageable."
    still_managed(before, "id", message)
    group.pk = pk
    return group


def _manageable(gid: str, caller: Any) -> Group:
    group = Group.objects.select_for_update().filter(pk=pk_of(gid, "Group")).first()
    if group is None:
        raise BadInput(f"Couldn't resolve to a node: {gid[:200]}")
    if not set(group.permissions) <= caller.permissions:
        message = "You can't manage group with permissions out of your scope."
        raise Refusal(message, code="OUT_OF_SCOPE_PERMISSION")
    return group


def _within(codes: Iterable[str], caller: Any, field: str) -> None:
    beyond = set(codes) - caller.permissions
    if beyond:
        message = "You can't add permission that you don't have."
        raise Refusal(message, code="OUT_OF_SCOPE_PERMISSION", field=field, permissions=sorted(beyond))


def _name(group: Group, name: str | None) -> None:
    group.name = (name or "").strip()
    if not group.name:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    if len(group.name) > 150 or "\x00" in group.name:
        message = f"Ensure this value has at most 150 characters (it has {len(group.name)})."
        raise Refusal(message, code="REQUIRED", field="name")
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        message = "Group with this Name already exists."
        raise Refusal(message, code="UNIQUE", field="name") from error


def _people(gids: list[str] | None) -> list[User]:
    wanted = {pk_of(gid, "User") for gid in gids or ()}
    users = list(User.objects.filter(pk__in=wanted))
    if len(users) != len(wanted):
        raise BadInput("Couldn't resolve to a node: a user in the list is unknown.")
    return users


def _staff(gids: list[str] | None) -> list[User]:
    users = _people(gids)
    others = [global_id("User", user.pk) for user in users if not user.is_staff]
    if others:
        message = "User must be staff member."
        raise Refusal(message, code="ASSIGN_NON_STAFF_MEMBER", field="addUsers", users=others)
    return users


def _check_leaving(leaving: list[User], manager: User, caller: Any) -> None:
    held = held_by([user.pk for user in leaving])
    beyond = [
        global_id("User", pk) for pk, codes in held.items() if out_of_scope(caller.permissions, [codes])
    ]
    if beyond:
        message = "You can't manage these users."
        raise Refusal(message, code="OUT_OF_SCOPE_USER", field="removeUsers", users=beyond)
    if manager.pk in held and manager.groups.count() == 1:
        own = [global_id("User", manager.pk)]
        message = "You cannot remove yourself from your last group."
        raise Refusal(message, code="CANNOT_REMOVE_FROM_LAST_GROUP", field="removeUsers", users=own)


_PAIRS = (
    ("add_permissions", "remove_permissions", "permissions"),
    ("add_users", "remove_users", "users"),
)
