"""A licence counts on the days on which it is valid, once somebody has looked at it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jkrlm.people.facade import Role, audit_trail
from sellers.registry import models
from sellers.registry.errors import BadDay, BadNumber, HeldAlready, NotHere
from sellers.registry.facade import has_licence, licences_expiring, licences_on
from sellers.registry.services.licences import end_licence, record_licence, verify_licence
from tests.bad_input.unchanged import nothing_changes
from tests.registry.world import NOW, open_registry, somebody

pytestmark = pytest.mark.django_db

FOOD = {
    "code": "KZ09",
    "kind": "fssai",
    "number": "11219999000123",
    "valid_from": date(2026, 1, 1),
    "last_day": date(2026, 12, 31),
}


@pytest.fixture
def editor():
    open_registry()
    return somebody("Rukhsana Bano", Role.EDITOR)


def verified(editor, **changes) -> int:
    facts = {**FOOD, **changes}
    licence = record_licence(**facts, actor=editor)
    verify_licence(code=facts["code"], licence_id=licence, how="FoSCoS register", actor=editor, now=NOW)
    return licence


def test_only_what_was_looked_at_counts_from_its_first_day_to_its_last(editor):
    licence = record_licence(**FOOD, actor=editor)
    assert not has_licence("KZ09", "fssai", on=date(2026, 6, 1))
    assert licences_on(["KZ09"], on=date(2026, 6, 1)) == {}

    verify_licence(code="KZ09", licence_id=licence, how="FoSCoS register", actor=editor, now=NOW)

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [has_licence("KZ09", "fssai", on=day) for day in days] == [False, True, True, False]
    (row,) = licences_on(["KZ09", "KZ11"], on=date(2026, 6, 1))["KZ09"]
    assert (row.number, row.last_day, row.verified_by, row.verified_how) == (
        "11219999000123",
        date(2026, 12, 31),
        "Rukhsana Bano",
        "FoSCoS register",
    )
    assert [each.verb for each in audit_trail("group KZ09", most=5)] == ["licence.verify", "licence.record"]


def test_what_ends_soon_is_listed_once_unless_its_successor_is_there(editor):
    verified(editor)
    verified(editor, kind="handloom-mark", number="HLM-1", last_day=date(2027, 6, 30))

    def ending(on, days=60):
        return [(row.group_code, row.kind) for row in licences_expiring(on=on, days=days)]

    assert ending(date(2026, 11, 1)) == []
    assert ending(date(2026, 11, 2)) == [("KZ09", "fssai")]
    assert ending(date(2026, 12, 31)) == [("KZ09", "fssai")]
    assert ending(date(2027, 1, 1)) == []
    verified(editor, valid_from=date(2027, 1, 1), last_day=date(2027, 12, 31))
    assert ending(date(2026, 12, 31)) == []


def test_a_licence_ends_early_and_says_why(editor):
    licence = verified(editor)
    end_licence(code="KZ09", licence_id=licence, last_day=date(2026, 3, 31), why="Given back", actor=editor)
    assert has_licence("KZ09", "fssai", on=date(2026, 3, 31))
    assert not has_licence("KZ09", "fssai", on=date(2026, 4, 1))
    with nothing_changes():
        with pytest.raises(BadDay):
            end_licence(code="KZ09", licence_id=licence, last_day=date(2026, 12, 1), why="", actor=editor)
        with pytest.raises(BadDay):
            end_licence(code="KZ09", licence_id=licence, last_day=date(2025, 12, 1), why="", actor=editor)
        with pytest.raises(NotHere):
            end_licence(code="KZ11", licence_id=licence, last_day=date(2026, 2, 1), why="", actor=editor)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "123"}, BadNumber),
        ({"last_day": date(2025, 12, 31)}, BadDay),
        ({"valid_from": date(2026, 12, 31), "last_day": None}, HeldAlready),
    ],
    ids=str,
)
def test_a_licence_that_cannot_be_is_refused(editor, changes, refusal):
    verified(editor)
    with nothing_changes(), pytest.raises(refusal):
        record_licence(**{**FOOD, **changes}, actor=editor)


def test_a_taxpayers_number_is_one_groups_and_a_group_has_one(editor):
    pan = {"kind": "pan", "number": "AAAAK0001K", "valid_from": date(2020, 1, 1), "last_day": None}
    record_licence(code="KZ09", **pan, actor=editor)
    with nothing_changes():
        with pytest.raises(HeldAlready) as other_group:
            record_licence(code="KZ11", **pan, actor=editor)
        with pytest.raises(HeldAlready) as second:
            record_licence(code="KZ09", **{**pan, "number": "AAAAK0002K"}, actor=editor)
    assert other_group.value.params == {"rule": "registry_licence_one_holder"}
    assert second.value.params == {"rule": "registry_licence_one_of_kind"}


def test_the_table_refuses_half_a_verification_and_a_number_of_another_form(editor):
    licence = record_licence(**FOOD, actor=editor)
    for change in ({"verified_by": editor}, {"number": "99"}, {"kind": "magic"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Licence.objects.filter(pk=licence).update(**change)


def test_verified_is_verified_once(editor):
    licence = verified(editor)
    with nothing_changes(), pytest.raises(HeldAlready):
        verify_licence(code="KZ09", licence_id=licence, how="again", actor=editor, now=NOW)
