import csv
from datetime import date

import pytest
from django.test import override_settings

from sellers.registry.facade import GroupUnknown, groups_by_code
from sellers.tax import facade as tax
from sellers.tax.models import Registration, SellerRule
from sellers.tax.services.load_reference_data import DATA

HOME = "Jammu and Kashmir"
DAY = date(2026, 11, 19)
JKTPO = "Jammu & Kashmir Trade Promotion Organisation"


@pytest.mark.parametrize(
    ("group", "state", "kind", "name", "gstin", "charges_tax"),
    [
        ("KZ09", HOME, "group", "Kanihama Tuji SHG", "", False),
        ("KZ09", "Karnataka", "federation", "Narbal Hunar CLF", "01ZZZAN0000N1ZJ", True),
        ("KZ09", "Ladakh", "federation", "Narbal Hunar CLF", "01ZZZAN0000N1ZJ", True),
        ("KZ11", HOME, "group", "Harwan Naqqashi SHG", "", False),
        ("KZ11", "Delhi", "jktpo", JKTPO, "01ZZZGJ0000J1ZJ", True),
        ("KZ12", HOME, "group", "Khanmoh Misgar SHG", "01ZZZAK0000K1ZS", True),
        ("KZ12", "Kerala", "group", "Khanmoh Misgar SHG", "01ZZZAK0000K1ZS", True),
        ("JM09", HOME, "group", "Bishnah Annapurna SHG", "01ZZZAM0000M1ZM", False),
        ("JM09", "Punjab", "federation", "Bishnah Samridhi CLF", "01ZZZAB0000B1ZK", True),
    ],
)
def test_who_sells_inside_and_outside(world, group, state, kind, name, gstin, charges_tax):
    assert tax.seller_of_record(group_code=group, to_state=state, on=DAY) == tax.SellerOfRecord(
        kind=kind, name=name, gstin=gstin, state=HOME, charges_tax=charges_tax
    )


@pytest.mark.parametrize("state", [HOME, "Karnataka"])
def test_without_tax_papers_nobody_may_sell(world, state):
    with pytest.raises(tax.NobodyMaySell, match="has not handed in its tax papers yet"):
        tax.seller_of_record(group_code="JM10", to_state=state, on=DAY)


def test_where_nobody_is_registered_an_unregistered_group_sells_at_home_only(groups):
    Registration.objects.all().delete()
    assert tax.seller_of_record(group_code="KZ09", to_state=HOME, on=DAY).kind == "group"
    with pytest.raises(tax.NobodyMaySell, match="may sell only within Jammu and Kashmir"):
        tax.seller_of_record(group_code="KZ09", to_state="Delhi", on=DAY)


def test_the_rule_and_the_registration_hold_from_their_day_to_their_day(world):
    Registration.objects.filter(kind="federation").update(valid_to=date(2026, 11, 20))
    assert tax.seller_of_record(group_code="KZ09", to_state="Delhi", on=DAY).kind == "federation"
    assert tax.seller_of_record(group_code="KZ09", to_state="Delhi", on=date(2026, 11, 20)).kind == "jktpo"
    SellerRule.objects.filter(tax_status="unregistered_enrolled", inside=False).update(
        valid_to=date(2026, 12, 1)
    )
    SellerRule.objects.create(
        tax_status="unregistered_enrolled",
        inside=False,
        seller="group",
        charges_tax=False,
        valid_from=date(2026, 12, 1),
        status="unconfirmed",
    )
    assert tax.seller_of_record(group_code="KZ09", to_state="Delhi", on=date(2026, 12, 1)).kind == "group"


def test_an_unknown_group_is_refused(world):
    with pytest.raises(GroupUnknown):
        tax.seller_of_record(group_code="XX99", to_state=HOME, on=DAY)


def test_many_groups_are_two_queries_and_those_nobody_sells_for_are_absent(
    world, django_assert_max_num_queries
):
    tax.sellers_of_record(group_codes=["KZ09"], to_state="Delhi", on=DAY)
    with django_assert_max_num_queries(2):
        found = tax.sellers_of_record(group_codes=["KZ09", "KZ11", "KZ12", "JM10"], to_state="Delhi", on=DAY)
    assert {code: seller.kind for code, seller in found.items()} == {
        "KZ09": "federation",
        "KZ11": "jktpo",
        "KZ12": "group",
    }


def test_logistics_learns_which_groups_nobody_sells_for(world):
    asked = tuple(groups_by_code(["KZ09", "JM10"]).values())
    assert list(tax.refusals_to_sell(asked, "Delhi", DAY)) == ["JM10"]


def test_fictitious_numbers_are_well_formed_marked_and_for_the_demonstration_only(db):
    with (DATA / "demo_registrations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(tax.gstin_is_well_formed(row["gstin"]) for row in rows)
    assert all(row["fictitious"] == "true" and row["source"].startswith("FICTITIOUS") for row in rows)
    Registration.objects.all().delete()
    with override_settings(DEMO=False), pytest.raises(tax.NotADemonstration):
        tax.load_demo_registrations()
    assert not Registration.objects.exists()


def test_outside_demo_mode_nobody_sells_under_a_fictitious_number(world):
    Registration.objects.update(source="left over from a demonstration")  # and so read again
    with override_settings(DEMO=False), pytest.raises(tax.NobodyMaySell):
        tax.seller_of_record(group_code="KZ09", to_state="Delhi", on=DAY)


@pytest.mark.parametrize(
    "gstin", ["", "27AAPFU0939F1ZW", "27aapfu0939f1zv", "27AAPFU0939F1Z", "२7AAPFU0939F1ZV"]
)
def test_a_wrong_check_character_is_seen(gstin):
    assert tax.gstin_is_well_formed("27AAPFU0939F1ZV")
    assert not tax.gstin_is_well_formed(gstin)


def test_load_again_adds_nothing(world):
    before = (SellerRule.objects.count(), Registration.objects.count())
    tax.load_reference_data()
    tax.load_demo_registrations()
    assert (SellerRule.objects.count(), Registration.objects.count()) == before == (8, 5)
