import pytest
from django.db import IntegrityError, transaction

from sellers.registry import facade as registry
from sellers.registry.models import Group
from tests.registry.world import kanihama


def test_a_group_from_the_missions_list_is_read_back_whole(db):
    assert registry.upsert_groups([kanihama()]) == 1
    assert registry.group("KZ09") == registry.Group(
        code="KZ09",
        slug="kanihama-tuji-shg",
        name="Kanihama Tuji SHG",
        name_hi="कनिहामा तुजी एसएचजी",
        name_ur="کنیہامہ توجی ایس ایچ جی",
        division="Kashmir",
        district="Budgam",
        block="Narbal",
        village="Kanihama",
        pincode="193401",
        village_organisation="Kani Waaf VO",
        cluster_level_federation="Narbal Hunar CLF",
        members=12,
        formed_year=2016,
        tax_status="unregistered_enrolled",
        gstin="",
    )


def test_writing_the_same_list_again_changes_nothing_and_a_correction_overwrites(db):
    registry.upsert_groups([kanihama()])
    registry.upsert_groups([kanihama(members=13)])
    assert [(group.code, group.members) for group in registry.groups()] == [("KZ09", 13)]


@pytest.mark.parametrize(
    "fault",
    [
        {"pincode": "19340"},
        {"pincode": "093401"},
        {"members": 0},
        {"members": None},
        {"division": "Ladakh"},
        {"tax_status": "whatever"},
        {"tax_status": "registered"},
        {"gstin": "01ZZZAN0000N1ZJ"},
        {"code": ""},
        {"code": "kz09"},
        {"formed": 1901},
    ],
    ids=str,
)
def test_a_row_that_breaks_a_rule_is_refused_and_nothing_of_its_batch_is_kept(db, fault):
    registry.upsert_groups([kanihama()])
    batch = [kanihama(members=99), kanihama(**{"code": "KZ10", "name": "Char Chinar Aari SHG", **fault})]
    with pytest.raises(registry.BadGroupRow):
        registry.upsert_groups(batch)
    assert [(group.code, group.members) for group in registry.groups()] == [("KZ09", 12)]


def test_of_two_groups_with_one_name_the_second_has_its_code_in_the_address_and_keeps_it(db):
    registry.upsert_groups([kanihama(), kanihama(code="KZ10")])
    registry.upsert_groups([kanihama(code="KZ10", name="Char Chinar Aari SHG")])
    assert [(group.code, group.slug) for group in registry.groups()] == [
        ("KZ09", "kanihama-tuji-shg"),
        ("KZ10", "kanihama-tuji-shg-kz10"),
    ]


def test_an_address_that_is_asked_for_and_taken_is_refused(db):
    registry.upsert_groups([kanihama()])
    with pytest.raises(registry.BadGroupRow) as refusal:
        registry.upsert_groups([kanihama(code="KZ10", slug="kanihama-tuji-shg")])
    assert refusal.value.params == {"rule": "registry_group_slug_once"}
    assert [group.code for group in registry.groups()] == ["KZ09"]


def test_an_unknown_code_is_refused_by_name(db):
    with pytest.raises(registry.GroupUnknown) as refusal:
        registry.group("XX99")
    assert (refusal.value.code, refusal.value.field) == ("NOT_FOUND", "code")


def test_many_codes_are_one_query(db, django_assert_num_queries):
    registry.upsert_groups([kanihama(), kanihama(code="KZ10", name="Char Chinar Aari SHG")])
    with django_assert_num_queries(1):
        found = registry.groups_by_code(["KZ09", "KZ10", "XX99"])
    assert sorted(found) == ["KZ09", "KZ10"]


def test_the_database_itself_refuses_a_registered_group_without_number(db):
    registry.upsert_groups([kanihama()])
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.update(tax_status="registered")
    assert registry.group("KZ09").tax_status == "unregistered_enrolled"
