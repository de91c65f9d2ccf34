"""Members of staff: nobody gives what he does not have, and somebody can always manage everything."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from commerce.embedded.account.adoption import adopt_orders
from commerce.embedded.account.cleaning import (
    clean_email,
    clean_redirect,
    touched,
    write_metadata,
    write_texts,
)
from commerce.embedded.account.models import Group, User
from commerce.embedded.account.services.change_password import ask_for_new_password
from commerce.embedded.account.services.delete_user import remove_user
from commerce.embedded.account.services.unique_user import unique_user_or_refused
from commerce.embedded.account.staff_rules import left_unmanaged, out_of_scope
from commerce.embedded.engine.errors import PermissionDenied, Refusal, Refusals
from commerce.embedded.engine.ids import found
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.ids import global_id

_LOCK: Final = "store.staff"


def the_manager(caller: Any) -> User:
    """
    Return the member of staff who asks.

    Raises:
        PermissionDenied: an app asks, or somebody without MANAGE_STAFF.
    """
    if caller.app is not None:
        raise PermissionDenied([], "Apps are not allowed to perform this mutation.")
    caller.require("MANAGE_STAFF")
    if caller.user is None:
        raise PermissionDenied(["MANAGE_STAFF"])
    user: User = caller.user
    return user


def one_at_a_time() -> None:
    """Two who each remove the other would leave nobody: changes of staff wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])


def powers() -> dict[int, set[str]]:
    """Return what each active member of staff may. One query."""
    held: dict[int, set[str]] = {}
    rows = Group.objects.filter(users__is_staff=True, users__is_active=True)
    for user_pk, codes in rows.values_list("users__pk", "permissions"):
        held.setdefault(user_pk, set()).update(codes)
    return held


def held_by(users: Iterable[int]) -> dict[int, set[str]]:
    """Return what users may or might by their groups, active or not. One query."""
    held: dict[int, set[str]] = {pk: set() for pk in users}
    for user_pk, codes in Group.objects.filter(users__in=held).values_list("users__pk", "permissions"):
        held[user_pk].update(codes)
    return held


@transaction.atomic
def create_staff(*, given: Mapping[str, Any], caller: Any, now: datetime) -> User:
    """
    Make a member of staff from a StaffCreateInput; a customer of that address becomes one.

    Raises:
        Refusal: REQUIRED, INVALID, UNIQUE; OUT_OF_SCOPE_GROUP for groups that may more than the caller.
    """
    the_manager(caller)
    one_at_a_time()
    email = clean_email(given.get("email"))
    url = clean_redirect(given["redirect_url"]) if given.get("redirect_url") else None
    groups = _groups(given.get("add_groups"), caller, "addGroups")
    customer = User.objects.select_for_update().filter(email=email, is_staff=False).first()
    user = customer or User(email=email, date_joined=now)
    user.is_staff = True
    write_texts(user, {name: value for name, value in given.items() if name in _TEXTS})
    write_metadata(user, given)
    if given.get("is_active") is not None:
        user.is_active = given["is_active"]
    user.updated_at = now
    with unique_user_or_refused():
        user.save()
    user.groups.add(*groups)
    if url is not None and customer is None:
        ask_for_new_password(user, url=url, channel=None)
    emit("STAFF_CREATED", user=user)
    return user


@transaction.atomic
def update_staff(*, gid: str, given: Mapping[str, Any], caller: Any, now: datetime) -> User:
    """
    Change what a StaffUpdateInput names.

    Raises:
        Refusal: NOT_FOUND, OUT_OF_SCOPE_USER, OUT_OF_SCOPE_GROUP, DUPLICATED_INPUT_ITEM,
            DEACTIVATE_OWN_ACCOUNT, LEFT_NOT_MANAGEABLE_PERMISSION; REQUIRED, INVALID, UNIQUE.
    """
    manager = the_manager(caller)
    one_at_a_time()
    user: User = found(User, gid)
    if not user.is_staff:
        raise Refusal(f"Couldn't resolve to a node: {gid[:200]}", code="NOT_FOUND", field="id")
    if out_of_scope(caller.permissions, held_by([user.pk]).values()):
        raise Refusal("You can't manage this user.", code="OUT_OF_SCOPE_USER", field="id")
    twice = set(given.get("add_groups") or ()) & set(given.get("remove_groups") or ())
    if twice:
        message = "The same object cannot be in both list for adding and removing items."
        raise Refusal(message, code="DUPLICATED_INPUT_ITEM", field="groups", groups=sorted(twice))
    added = _groups(given.get("add_groups"), caller, "addGroups")
    removed = _groups(given.get("remove_groups"), caller, "removeGroups")
    old_email, before = user.email, powers()
    if given.get("is_active") is False and user.pk == manager.pk:
        message = "Cannot deactivate your own account."
        raise Refusal(message, code="DEACTIVATE_OWN_ACCOUNT", field="isActive")
    if "email" in given:
        user.email = clean_email(given["email"])
    write_texts(user, {name: value for name, value in given.items() if name in _TEXTS})
    write_metadata(user, given)
    if given.get("is_active") is not None:
        user.is_active = given["is_active"]
    columns = ("email", "first_name", "last_name", "note", "is_active", "metadata", "private_metadata")
    with unique_user_or_refused():
        user.save(update_fields=touched(user, now, *columns))
    user.groups.add(*added)
    user.groups.remove(*removed)
    field = "isActive" if given.get("is_active") is False else "removeGroups"
    still_managed(before, field, "Users cannot be deactivated, some of permissions will not be manageable.")
    if user.email != old_email and user.is_confirmed:
        adopt_orders(user)
    emit("STAFF_UPDATED", user=user)
    return user


@transaction.atomic
def delete_staff(*, gid: str, caller: Any) -> User:
    """
    Forget a member of staff.

    Raises:
        Refusal: NOT_FOUND, DELETE_OWN_ACCOUNT, DELETE_NON_STAFF_USER, OUT_OF_SCOPE_USER,
            LEFT_NOT_MANAGEABLE_PERMISSION.
    """
    manager = the_manager(caller)
    one_at_a_time()
    user: User = found(User, gid)
    if user.pk == manager.pk:
        raise Refusal("You cannot delete your own account.", code="DELETE_OWN_ACCOUNT", field="id")
    if not user.is_staff:
        message = "Cannot delete a non-staff users."
        raise Refusal(message, code="DELETE_NON_STAFF_USER", field="id", users=[global_id("User", user.pk)])
    if out_of_scope(caller.permissions, held_by([user.pk]).values()):
        message = "You can't manage this users."
        raise Refusal(message, code="OUT_OF_SCOPE_USER", field="id", users=[global_id("User", user.pk)])
    before = powers()
    after = {pk: held for pk, held in before.items() if pk != user.pk}
    left = left_unmanaged(before, after)
    if left:
        message = "Users cannot be removed, some of permissions will not be manageable."
        raise Refusal(message, code="LEFT_NOT_MANAGEABLE_PERMISSION", field="id", permissions=sorted(left))
    return remove_user(user, event="STAFF_DELETED")


def still_managed(before: Mapping[int, set[str]], field: str, message: str) -> None:
    """
    Refuse what has been written, which the caller's transaction then takes back.

    Raises:
        Refusal: LEFT_NOT_MANAGEABLE_PERMISSION, with the permissions.
    """
    left = left_unmanaged(before, powers())
    if left:
        raise Refusal(message, code="LEFT_NOT_MANAGEABLE_PERMISSION", field=field, permissions=sorted(left))


def _groups(gids: list[str] | None, caller: Any, field: str) -> list[Group]:
    groups: list[Group] = [found(Group, gid, field=field) for gid in gids or ()]
    beyond = [group for group in groups if not set(group.permissions) <= caller.permissions]
    if beyond:
        ids = [global_id("Group", group.pk) for group in beyond]
        refusal = Refusal(
            "You can't manage these groups.", code="OUT_OF_SCOPE_GROUP", field=field, groups=ids
        )
        raise Refusals([refusal])
    return groups


_TEXTS: Final = ("first_name", "last_name", "note")
