"""Staff of the store: nobody gives what he does not have, and somebody can always manage everything."""

from collections.abc import Callable

import pytest

from commerce.embedded.account.models import Group, User
from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.account.tokens import permissions_of
from commerce.embedded.engine.caller import Caller
from jkrlm.kernel.ids import global_id
from tests.embedded.account.people import APP, PUBLIC, as_user, codes, data, denied, gid, payload, person

pytestmark = pytest.mark.django_db

CREATE = """mutation($i: StaffCreateInput!) { staffCreate(input: $i) {
    user { id email isStaff permissionGroups { name } } errors { field code groups } } }"""
UPDATE = """mutation($id: ID!, $i: StaffUpdateInput!) { staffUpdate(id: $id, input: $i) {
    user { isActive permissionGroups { name } } errors { field code permissions groups } } }"""
DELETE = "mutation($id: ID!) { staffDelete(id: $id) { user { id } errors { field code permissions users } } }"
GROUP = """mutation($i: PermissionGroupCreateInput!) { permissionGroupCreate(input: $i) {
    group { id name permissions { code } users { email } userCanManage } errors { field code permissions users } } }"""
REGROUP = """mutation($id: ID!, $i: PermissionGroupUpdateInput!) { permissionGroupUpdate(id: $id, input: $i) {
    group { name permissions { code } users { email } } errors { field code permissions users } } }"""
UNGROUP = "mutation($id: ID!) { permissionGroupDelete(id: $id) { group { name } errors { field code permissions } } }"

Clerk = Callable[..., User]


def group(name: str, *permissions: str) -> Group:
    return Group.objects.create(name=name, permissions=sorted(permissions))


def clerk(email: str, *groups: Group) -> User:
    user = person(email, is_staff=True)
    user.groups.add(*groups)
    return user


def by(user: User) -> Caller:
    return as_user(user, *permissions_of(user))


def ggid(kept: Group) -> str:
    return global_id("Group", kept.pk)


def state() -> list[tuple[str, bool, list[str]]]:
    """Return what must not have changed after a refusal."""
    return [
        (user.email, user.is_active, sorted(user.groups.values_list("name", flat=True)))
        for user in User.objects.order_by("email")
    ] + [(each.name, True, each.permissions) for each in Group.objects.order_by("name")]


def test_a_manager_makes_staff_with_what_he_has_himself() -> None:
    orders, all_of_it = group("orders", "MANAGE_ORDERS"), group("all", *PERMISSIONS)
    manager = clerk("manager@example.org", orders, group("people", "MANAGE_STAFF"))
    made = payload(
        by(manager), CREATE, i={"email": "New@example.org", "firstName": "Nida", "addGroups": [ggid(orders)]}
    )
    assert made["errors"] == []
    assert made["user"]["email"] == "new@example.org" and made["user"]["isStaff"]
    assert made["user"]["permissionGroups"] == [{"name": "orders"}]
    before = state()
    refused = payload(by(manager), CREATE, i={"email": "x@example.org", "addGroups": [ggid(all_of_it)]})
    assert refused["errors"] == [
        {"field": "addGroups", "code": "OUT_OF_SCOPE_GROUP", "groups": [ggid(all_of_it)]}
    ]
    assert codes(payload(by(manager), CREATE, i={"email": "new@example.org"})) == [("email", "UNIQUE")]
    assert codes(
        payload(by(manager), CREATE, i={"email": "x@example.org", "redirectUrl": "https://evil.example"})
    ) == [("redirectUrl", "INVALID")]
    assert state() == before
    buyer = person("buyer@example.org")
    assert payload(by(manager), CREATE, i={"email": "buyer@example.org"})["user"]["id"] == gid(buyer)


def test_apps_buyers_and_staff_without_the_permission_manage_nobody() -> None:
    orders = group("orders", "MANAGE_ORDERS")
    colleague = clerk("clerk@example.org", orders)
    before = state()
    for caller in (PUBLIC, as_user(person("buyer@example.org")), by(colleague)):
        assert "MANAGE_STAFF" in denied(caller, CREATE, i={"email": "x@example.org"})
        assert "MANAGE_STAFF" in denied(caller, GROUP, i={"name": "x"})
        assert "MANAGE_STAFF" in denied(caller, "{ staffUsers(first: 1) { totalCount } }")
        assert "MANAGE_STAFF" in denied(caller, "{ permissionGroups(first: 1) { totalCount } }")
        assert "MANAGE_STAFF" in denied(caller, DELETE, id=gid(colleague))
    for text, given in ((CREATE, {"i": {"email": "x@example.org"}}), (UNGROUP, {"id": ggid(orders)})):
        assert denied(APP, text, **given) == "Apps are not allowed to perform this mutation."
    User.objects.filter(email="buyer@example.org").delete()
    assert state() == before


def test_nobody_touches_who_may_more() -> None:
    everything = group("all", *PERMISSIONS)
    owner = clerk("owner@example.org", everything)
    manager = clerk("manager@example.org", group("people", "MANAGE_STAFF", "MANAGE_USERS"))
    before = state()
    assert codes(payload(by(manager), UPDATE, id=gid(owner), i={"isActive": False})) == [
        ("id", "OUT_OF_SCOPE_USER")
    ]
    assert codes(payload(by(manager), DELETE, id=gid(owner))) == [("id", "OUT_OF_SCOPE_USER")]
    assert codes(payload(by(manager), REGROUP, id=ggid(everything), i={"name": "x"})) == [
        (None, "OUT_OF_SCOPE_PERMISSION")
    ]
    assert codes(payload(by(manager), UNGROUP, id=ggid(everything))) == [(None, "OUT_OF_SCOPE_PERMISSION")]
    refused = payload(
        by(manager), GROUP, i={"name": "new", "addPermissions": ["MANAGE_USERS", "MANAGE_ORDERS"]}
    )
    assert refused["errors"] == [
        {
            "field": "addPermissions",
            "code": "OUT_OF_SCOPE_PERMISSION",
            "permissions": ["MANAGE_ORDERS"],
            "users": None,
        }
    ]
    assert state() == before


def test_the_last_manager_stays() -> None:
    everything = group("all", *PERMISSIONS)
    owner, second = clerk("owner@example.org", everything), clerk("second@example.org", everything)
    assert codes(payload(by(owner), UPDATE, id=gid(owner), i={"isActive": False})) == [
        ("isActive", "DEACTIVATE_OWN_ACCOUNT")
    ]
    assert codes(payload(by(owner), DELETE, id=gid(owner))) == [("id", "DELETE_OWN_ACCOUNT")]
    assert payload(by(owner), DELETE, id=gid(second))["errors"] == []
    before = state()
    own = {"removeGroups": [ggid(everything)]}
    assert codes(payload(by(owner), UPDATE, id=gid(owner), i=own)) == [
        ("removeGroups", "LEFT_NOT_MANAGEABLE_PERMISSION")
    ]
    assert codes(payload(by(owner), UNGROUP, id=ggid(everything))) == [
        ("id", "CANNOT_REMOVE_FROM_LAST_GROUP")
    ]
    assert codes(payload(by(owner), REGROUP, id=ggid(everything), i={"removeUsers": [gid(owner)]})) == [
        ("removeUsers", "CANNOT_REMOVE_FROM_LAST_GROUP")
    ]
    less = payload(by(owner), REGROUP, id=ggid(everything), i={"removePermissions": ["MANAGE_STAFF"]})
    assert codes(less) == [("removePermissions", "LEFT_NOT_MANAGEABLE_PERMISSION")]
    clerk("helper@example.org", group("helpers", "MANAGE_STAFF"))
    assert codes(payload(by(owner), UNGROUP, id=ggid(everything))) == [
        ("id", "CANNOT_REMOVE_FROM_LAST_GROUP")
    ]
    owner.groups.add(Group.objects.get(name="helpers"))
    gone = payload(by(owner), UNGROUP, id=ggid(everything))
    assert codes(gone) == [("id", "LEFT_NOT_MANAGEABLE_PERMISSION")]
    assert "MANAGE_STAFF" not in gone["errors"][0]["permissions"]
    assert [entry for entry in state() if entry[0] == "all"] == [
        entry for entry in before if entry[0] == "all"
    ]


def test_a_group_is_made_changed_and_removed() -> None:
    manager = clerk("manager@example.org", group("all", *PERMISSIONS))
    buyer, colleague = person("buyer@example.org"), clerk("clerk@example.org")
    made = payload(
        by(manager),
        GROUP,
        i={"name": "Packers", "addPermissions": ["MANAGE_ORDERS"], "addUsers": [gid(colleague)]},
    )
    assert made["group"]["permissions"] == [{"code": "MANAGE_ORDERS"}] and made["group"]["userCanManage"]
    assert made["group"]["users"] == [{"email": "clerk@example.org"}]
    assert permissions_of(colleague) == frozenset({"MANAGE_ORDERS"})
    packers = made["group"]["id"]
    assert codes(payload(by(manager), GROUP, i={"name": "Packers"})) == [("name", "UNIQUE")]
    assert codes(payload(by(manager), GROUP, i={"name": "  "})) == [("name", "REQUIRED")]
    assert codes(payload(by(manager), REGROUP, id=packers, i={"addUsers": [gid(buyer)]})) == [
        ("addUsers", "ASSIGN_NON_STAFF_MEMBER")
    ]
    both = {"addPermissions": ["MANAGE_PAGES"], "removePermissions": ["MANAGE_PAGES"]}
    assert codes(payload(by(manager), REGROUP, id=packers, i=both)) == [
        ("permissions", "DUPLICATED_INPUT_ITEM")
    ]
    changed = payload(
        by(manager),
        REGROUP,
        id=packers,
        i={
            "addPermissions": ["MANAGE_PAGES"],
            "removePermissions": ["MANAGE_ORDERS"],
            "removeUsers": [gid(colleague)],
        },
    )
    assert changed["group"] == {"name": "Packers", "permissions": [{"code": "MANAGE_PAGES"}], "users": []}
    assert payload(by(manager), UNGROUP, id=packers)["errors"] == []
    assert not Group.objects.filter(name="Packers").exists()


def test_a_member_sees_his_own_groups_and_what_he_may_edit() -> None:
    manager = clerk("manager@example.org", group("people", "MANAGE_STAFF", "MANAGE_PAGES"))
    group("pages", "MANAGE_PAGES"), group("orders", "MANAGE_ORDERS")
    found = data(
        by(manager),
        """query($u: ID!) { me { userPermissions { code name sourcePermissionGroups(userId: $u) { name } }
            editableGroups { name } } }""",
        u=gid(manager),
    )["me"]
    assert found["userPermissions"][0] == {
        "code": "MANAGE_PAGES",
        "name": "Manage pages.",
        "sourcePermissionGroups": [{"name": "people"}],
    }
    assert [each["name"] for each in found["editableGroups"]] == ["pages", "people"]
    listed = data(
        by(manager), '{ staffUsers(first: 5, filter: {search: "manager"}) { edges { node { email } } } }'
    )
    assert [edge["node"]["email"] for edge in listed["staffUsers"]["edges"]] == ["manager@example.org"]


def test_the_database_knows_the_permissions() -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        group("odd", "MANAGE_THE_WORLD")
