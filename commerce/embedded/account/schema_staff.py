"""Staff of the store, and the groups that say what they may."""

from collections.abc import Iterable
from typing import Any

from commerce.embedded.account import selectors
from commerce.embedded.account.models import Group, User
from commerce.embedded.account.permissions import displayed
from commerce.embedded.account.services import groups as group_services
from commerce.embedded.account.services import staff as staff_services
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.ids import pk_of, pks_of
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from jkrlm.kernel.clock import now


@resolver("Query", "staffUsers", permission="MANAGE_STAFF")
def staff_users(
    info: Info, filter: dict[str, Any] | None = None, sort_by: dict[str, str] | None = None, **page: Any
) -> Connection:
    wanted = filter or {}
    people = selectors.searched(selectors.staff(), wanted.get("search"))
    if wanted.get("status"):
        people = people.filter(is_active=wanted["status"] == "ACTIVE")
    if wanted.get("ids") is not None:
        people = people.filter(pk__in=pks_of(wanted["ids"], "User"))
    if sort_by and sort_by["field"] == "ORDER_COUNT":
        people = selectors.with_order_count(people)
    return connection(people, page, order=selectors.ordering(sort_by), name="staffUsers")


@resolver("Query", "permissionGroups", permission="MANAGE_STAFF")
def permission_groups(
    info: Info, filter: dict[str, Any] | None = None, sort_by: dict[str, str] | None = None, **page: Any
) -> Connection:
    wanted = filter or {}
    rows = Group.objects.all()
    if wanted.get("search"):
        rows = rows.filter(name__icontains=wanted["search"].replace("\x00", ""))
    if wanted.get("ids") is not None:
        rows = rows.filter(pk__in=pks_of(wanted["ids"], "Group"))
    down = bool(sort_by and sort_by["direction"] == "DESC")
    return connection(rows, page, order=("-name", "-id") if down else ("name", "id"), name="permissionGroups")


@resolver("Query", "permissionGroup", permission="MANAGE_STAFF")
def permission_group(info: Info, id: str) -> Group | None:
    return Group.objects.filter(pk=pk_of(id, "Group")).first()


# What a user may.


def _groups(source: User) -> list[Group]:
    if source.pk is None:
        return []
    found: list[Group] = load(source, "groups", selectors.groups_of)
    return found


def _held(source: User) -> frozenset[str]:
    if not source.is_staff:
        return frozenset()
    return frozenset(code for group in _groups(source) for code in group.permissions)


@resolver("User", "userPermissions")
def user_permissions(source: User, info: Info) -> list[dict[str, str]]:
    return displayed(_held(source))


@resolver("User", "permissionGroups")
def groups_of_user(source: User, info: Info) -> list[Group]:
    return _groups(source)


@resolver("User", "editableGroups")
def editable_groups(source: User, info: Info) -> list[Group]:
    """The groups that may no more than he, if he manages staff."""
    own = _held(source)
    if "MANAGE_STAFF" not in own:
        return []
    return [group for group in Group.objects.order_by("name", "pk") if set(group.permissions) <= own]


@resolver("UserPermission", "sourcePermissionGroups")
def source_permission_groups(source: dict[str, str], info: Info, user_id: str) -> list[Group]:
    """The groups from which one has it; one's own, or with MANAGE_STAFF anybody's."""
    pk = pk_of(user_id, "User")
    if info.context.user is None or info.context.user.pk != pk:
        info.context.require("MANAGE_STAFF")
    return list(Group.objects.filter(users=pk, permissions__contains=[source["code"]]).order_by("name", "pk"))


# What a group shows.


@resolver("Group", "permissions")
def group_permissions(source: Group, info: Info) -> list[dict[str, str]]:
    return displayed(set(source.permissions))


def _members(groups: Iterable[Group]) -> dict[int, list[User]]:
    """Return each group's members by e-mail address. Two queries."""
    found: dict[int, list[User]] = {group.pk: [] for group in groups}
    rows = list(User.groups.through.objects.filter(group__in=found).values_list("group_id", "user_id"))
    users = User.objects.in_bulk({user_pk for _, user_pk in rows})
    for group_pk, user_pk in sorted(rows, key=lambda row: (users[row[1]].email, row[1])):
        found[group_pk].append(users[user_pk])
    return found


@resolver("Group", "users", permission="MANAGE_STAFF")
def group_users(source: Group, info: Info) -> list[User]:
    members: list[User] = load(source, "users", _members)
    return members


@resolver("Group", "userCanManage")
def user_can_manage(source: Group, info: Info) -> bool:
    context = info.context
    return (
        context.user is not None
        and context.has("MANAGE_STAFF")
        and set(source.permissions) <= context.permissions
    )


@mutation("staffCreate", errors="StaffError")
def staff_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"user": staff_services.create_staff(given=input, caller=info.context, now=now())}


@mutation("staffUpdate", errors="StaffError")
def staff_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    return {"user": staff_services.update_staff(gid=id, given=input, caller=info.context, now=now())}


@mutation("staffDelete", errors="StaffError")
def staff_delete(info: Info, id: str) -> dict[str, Any]:
    return {"user": staff_services.delete_staff(gid=id, caller=info.context)}


@mutation("permissionGroupCreate", errors="PermissionGroupError")
def permission_group_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"group": group_services.create_group(given=input, caller=info.context)}


@mutation("permissionGroupUpdate", errors="PermissionGroupError")
def permission_group_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    return {"group": group_services.update_group(gid=id, given=input, caller=info.context)}


@mutation("permissionGroupDelete", errors="PermissionGroupError")
def permission_group_delete(info: Info, id: str) -> dict[str, Any]:
    return {"group": group_services.delete_group(gid=id, caller=info.context)}
