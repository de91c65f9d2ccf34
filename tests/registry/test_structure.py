"""Where a group belongs, who is in it and who helps it: on a day, and with the past kept."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jkrlm.kernel import clock
from jkrlm.people.facade import Role, audit_trail
from sellers.registry import models
from sellers.registry.errors import BadDay, BadGroupRow, BadNumber, GroupUnknown, HeldAlready, NotHere
from sellers.registry.facade import acts_for, group, link_person, members, people_with_phone
from sellers.registry.services.correct_group import CORRECTABLE, correct_group
from sellers.registry.services.people import (
    add_member,
    appoint_officer,
    assign_crp,
    change_role,
    end_membership,
)
from sellers.registry.services.transfer_group import take_back_transfer, transfer_group
from tests.bad_input.unchanged import nothing_changes
from tests.registry.world import LONG_AGO, NOW, TODAY, enrol, harwan, open_registry, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    open_registry()
    return somebody("Rukhsana Bano", Role.EDITOR)


def transfer(editor, **changes):
    transfer_group(
        **{
            "code": "KZ09",
            "village_organisation": "Zabarwan VO",
            "federation": "Narbal Hunar CLF",
            "on": date(2026, 11, 1),
            "note": "Two orders are being packed; Haseena knows.",
            "actor": editor,
            "now": NOW,
            "may_be_new": True,
            **changes,
        }
    )


def belongs(code: str, on: date) -> tuple[str, str]:
    found = group(code, on=on)
    return found.village_organisation, found.cluster_level_federation


def test_a_transfer_counts_from_its_day_and_the_past_can_be_asked(editor):
    transfer(editor)

    assert belongs("KZ09", date(2026, 10, 31)) == ("Kani Waaf VO", "Narbal Hunar CLF")
    assert belongs("KZ09", date(2026, 11, 1)) == ("Zabarwan VO", "Narbal Hunar CLF")
    trail = audit_trail("group KZ09", most=1)[0]
    assert (trail.verb, trail.actor) == ("group.transfer", "Rukhsana Bano")
    assert trail.before == {
        "village_organisation": "Kani Waaf VO",
        "cluster_level_federation": "Narbal Hunar CLF",
    }
    assert trail.after == {
        "village_organisation": "Zabarwan VO",
        "cluster_level_federation": "Narbal Hunar CLF",
        "on": "2026-11-01",
        "note": "Two orders are being packed; Haseena knows.",
    }


def test_a_planned_transfer_is_taken_back_and_the_present_holds_on(editor):
    transfer(editor, on=date(2027, 1, 1))
    assert belongs("KZ09", date(2026, 12, 31))[0] == "Kani Waaf VO"
    assert belongs("KZ09", date(2027, 1, 1))[0] == "Zabarwan VO"

    with nothing_changes(), pytest.raises(HeldAlready, match="planned for 2027-01-01"):
        transfer(editor, village_organisation="Third VO", on=date(2026, 12, 1))
    planned = models.Placement.objects.get(held_from=date(2027, 1, 1))
    with nothing_changes(), pytest.raises(NotHere):
        take_back_transfer(code="KZ11", placement_id=planned.pk, actor=editor, today=TODAY)
    take_back_transfer(code="KZ09", placement_id=planned.pk, actor=editor, today=TODAY)

    assert belongs("KZ09", date(2027, 6, 1))[0] == "Kani Waaf VO"
    assert models.Placement.objects.filter(group__code="KZ09").count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"code": "XX99"}, GroupUnknown),
        ({"may_be_new": False}, NotHere),
        ({"village_organisation": "Dara VO", "may_be_new": False}, NotHere),
        ({"federation": "Srinagar Rural CLF", "may_be_new": False, "village_organisation": ""}, NotHere),
        ({"village_organisation": "kani waaf vo", "may_be_new": False}, HeldAlready),
        ({"on": date(2026, 5, 1)}, BadDay),
    ],
    ids=str,
)
def test_a_transfer_that_cannot_be_is_refused_and_changes_nothing(editor, changes, refusal):
    with nothing_changes(), pytest.raises(refusal):
        transfer(editor, **changes)


def test_the_table_itself_refuses_two_placements_on_one_day(editor):
    held = models.Placement.objects.get(group__code="KZ09")
    with pytest.raises(IntegrityError, match="registry_placement_once"), transaction.atomic():
        models.Placement.objects.create(
            group=held.group, federation=held.federation, held_from=date(2026, 6, 1), held_to=date(2026, 6, 2)
        )
    with pytest.raises(IntegrityError, match="registry_placement_somewhere"), transaction.atomic():
        models.Placement.objects.create(
            group=held.group, held_from=date(2019, 6, 1), held_to=date(2019, 6, 2)
        )


def test_the_roll_knows_who_was_in_the_group_on_a_day_and_as_what(editor):
    leader, *_others, last = enrol(actor=editor)
    change_role(
        code="KZ09", membership_id=leader, role="member", on=date(2026, 3, 1), note="", actor=editor, now=NOW
    )
    change_role(
        code="KZ09", membership_id=last, role="leader", on=date(2026, 3, 1), note="", actor=editor, now=NOW
    )

    def leaders(on):
        return [row.name for row in members("KZ09", on=on) if row.role == "leader"]

    assert leaders(date(2026, 2, 28)) == ["Haseena Begum"]
    assert leaders(date(2026, 3, 1)) == ["Member I of KZ09"]
    assert len(members("KZ09", on=TODAY)) == 10
    now_leader = next(row for row in members("KZ09", on=TODAY) if row.role == "leader")
    end_membership(
        code="KZ09", membership_id=now_leader.id, on=TODAY, note="Married away", actor=editor, now=NOW
    )
    assert len(members("KZ09", on=TODAY)) == 9
    assert len(members("KZ09")) == 12
    with nothing_changes(), pytest.raises(BadDay):
        end_membership(code="KZ09", membership_id=now_leader.id, on=TODAY, note="", actor=editor, now=NOW)


def test_a_woman_is_in_one_group_at_a_time_and_takes_her_number_along(editor):
    first = add_member(
        code="KZ09", name="Shameema", mission_code="JK/0042/7", on=LONG_AGO, actor=editor, now=NOW
    )
    with nothing_changes(), pytest.raises(HeldAlready) as refusal:
        add_member(code="KZ11", name="Shameema", mission_code="jk/0042/7", on=TODAY, actor=editor, now=NOW)
    assert refusal.value.params == {"rule": "registry_membership_once"}

    end_membership(code="KZ09", membership_id=first, on=TODAY, note="", actor=editor, now=NOW)
    add_member(code="KZ11", name="Shameema Bano", mission_code="JK/0042/7", on=TODAY, actor=editor, now=NOW)

    assert models.Person.objects.count() == 1
    assert [row.name for row in members("KZ11", on=TODAY)] == ["Shameema"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"phone": "12"}, BadNumber),
        ({"mission_code": "a b'c"}, BadNumber),
        ({"on": TODAY + timedelta(days=1)}, BadDay),
    ],
    ids=str,
)
def test_a_member_who_cannot_be_is_refused(editor, changes, refusal):
    with nothing_changes(), pytest.raises(refusal):
        add_member(**{"code": "KZ09", "name": "Zoona", "on": TODAY, "actor": editor, "now": NOW, **changes})


def test_a_crp_hands_over_on_a_day_and_a_signed_in_person_acts_for_her_groups(editor):
    zareena = {"name": "Zareena Akhtar", "phone": "94190 11111"}
    for code in ("KZ09", "KZ11"):
        assign_crp(code=code, **zareena, on=LONG_AGO, note="", actor=editor, now=NOW)
    assign_crp(
        code="KZ09",
        name="Mehbooba Jan",
        phone="9419022222",
        on=date(2026, 6, 1),
        note="Keys of the loom shed are with Haseena.",
        actor=editor,
        now=NOW,
    )
    with nothing_changes(), pytest.raises(HeldAlready):
        assign_crp(code="KZ11", **zareena, on=TODAY, note="", actor=editor, now=NOW)

    user = somebody("Zareena Akhtar", Role.CRP)
    ((person_id, name),) = people_with_phone("+919419011111", on=TODAY)
    assert name == "Zareena Akhtar"
    link_person(person_id=person_id, user=user)
    assert [(each.code, each.role) for each in acts_for(user.pk, on=TODAY)] == [("KZ11", "crp")]
    assert [each.code for each in acts_for(user.pk, on=date(2026, 5, 31))] == ["KZ09", "KZ11"]
    assert acts_for(editor.pk, on=TODAY) == ()


def test_an_officer_acts_for_the_groups_of_her_federation_on_the_day(editor):
    federation = models.ClusterLevelFederation.objects.get(name="Narbal Hunar CLF")
    for name, day in (("Nasreen Wani", date(2024, 4, 1)), ("Dilshada Mir", date(2026, 4, 1))):
        appoint_officer(
            federation_id=federation.pk,
            name=name,
            phone="",
            post="president",
            on=day,
            note="",
            actor=editor,
            now=NOW,
        )
    user = somebody("Dilshada Mir", Role.CLF_OFFICER)
    link_person(person_id=models.Person.objects.get(name="Dilshada Mir").pk, user=user)

    assert [(each.code, each.role) for each in acts_for(user.pk, on=TODAY)] == [("KZ09", "clf-officer")]
    assert acts_for(user.pk, on=date(2026, 3, 31)) == ()
    with pytest.raises(NotHere):
        appoint_officer(
            federation_id=0, name="X", phone="", post="manager", on=TODAY, note="", actor=editor, now=NOW
        )


def test_a_person_signs_in_as_one_user_only(editor):
    enrol(count=2)
    first, second = (row.person_id for row in members("KZ09", on=TODAY))
    user, other = somebody("One"), somebody("Two")
    link_person(person_id=first, user=user)
    link_person(person_id=first, user=user)
    with nothing_changes():
        with pytest.raises(HeldAlready):
            link_person(person_id=first, user=other)
        with pytest.raises(HeldAlready):
            link_person(person_id=second, user=user)
        with pytest.raises(NotHere):
            link_person(person_id=0, user=other)


def correction(**changes):
    known = group("KZ11")
    facts = {name: str(getattr(known, name)) for name in CORRECTABLE}
    return {**facts, **changes}


def test_a_correction_keeps_what_was_in_the_history(editor):
    assert correct_group(
        code="KZ11", facts=correction(members="11", village="Dara"), why="visit", actor=editor, now=NOW
    )
    assert (group("KZ11").members, group("KZ11").village) == (11, "Dara")
    change = models.GroupChange.objects.get(group__code="KZ11")
    assert (change.before, change.after) == (
        {"members": 10, "village": "Harwan"},
        {"members": 11, "village": "Dara"},
    )
    assert belongs("KZ11", clock.today()) == ("Dara VO", "Srinagar Rural CLF")
    assert not correct_group(code="KZ11", facts=correction(), why="visit", actor=editor, now=NOW)
    assert models.GroupChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pincode": "560034"}, "pincode"),
        ({"district": "Leh"}, "district"),
        ({"tax_status": "registered"}, "gstin"),
        ({"mission_code": "LOKOS-9"}, "mission_code"),
        ({"name": ""}, "name"),
    ],
    ids=str,
)
def test_a_wrong_correction_is_refused_by_its_field(editor, changes, field):
    models.Group.objects.filter(code="KZ09").update(mission_code="LOKOS-9")
    with nothing_changes(), pytest.raises(BadGroupRow) as refusal:
        correct_group(code="KZ11", facts=correction(**changes), why="visit", actor=editor, now=NOW)
    assert refusal.value.field == field


def test_blocks_and_federations_are_known_by_name_whatever_the_capitals(editor):
    from sellers.registry.facade import upsert_groups

    upsert_groups(
        [
            harwan(
                block="HARWAN", cluster_level_federation="srinagar rural clf", village_organisation="DARA vo"
            )
        ]
    )
    assert group("KZ11").block == "Harwan"
    assert belongs("KZ11", clock.today()) == ("Dara VO", "Srinagar Rural CLF")
    assert models.Block.objects.filter(name__iexact="harwan").count() == 1
    assert models.GroupChange.objects.count() == 0
