"""What a seller's phone sends: once, whole, hers; and what of it others may see."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalogue import facade as catalogue
from catalogue.facade import BadWish, KeyTaken, ListingClosed, ListingState, ListingUnknown, VariantWish
from catalogue.models import Listing, ListingStep, ListingVariant
from jkrlm.kernel.money import Money
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.goods import (
    RAFIQA,
    SELLER,
    SHAMEEMA,
    Someone,
    approved,
    as_draft,
    cushion,
    mine,
    photo,
    rupees,
    spoken,
)
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry() -> None:
    open_registry()


def test_the_same_request_twice_is_one_listing() -> None:
    wish = cushion(voice_key=spoken())
    first = catalogue.propose(wish, Someone("person:9", "Shameema Akhter"))
    with nothing_changes():
        assert catalogue.propose(wish) == first
        assert catalogue.propose(replace(wish, words="other words")) == first
    step = ListingStep.objects.get()
    assert (step.actor, step.on_behalf_of, step.what) == ("person:9", "Shameema Akhter", "sent")


def test_a_key_that_somebody_else_used_opens_nothing() -> None:
    wish = cushion()
    catalogue.propose(as_draft(wish))
    for other in (replace(wish, person_id=RAFIQA), replace(wish, group_code="KZ11")):
        with nothing_changes(), pytest.raises(KeyTaken):
            catalogue.propose(other)


def test_a_draft_grows_until_it_is_sent() -> None:
    wish = as_draft(cushion(price=None, photo_keys=(), answers={}, quantity=0))
    draft = catalogue.propose(replace(wish, photo_keys=()))
    assert (draft.state, draft.price, draft.photo_keys) == (ListingState.DRAFT, None, ())
    bigger = catalogue.propose(replace(wish, price=rupees("900"), photo_keys=(photo(),)))
    assert (bigger.id, bigger.state, bigger.price) == (draft.id, ListingState.DRAFT, rupees("900"))
    sent = catalogue.revise(draft.id, cushion(key=wish.key), SELLER)
    assert (sent.id, sent.state) == (draft.id, ListingState.CHECKING)
    assert sent.sent_at is not None


def test_a_draft_is_seen_by_her_who_made_it_and_by_nobody_else() -> None:
    draft = catalogue.propose(as_draft(cushion()))
    sent = catalogue.propose(cushion())
    assert {row.id for row in catalogue.listings_of(["KZ09"], person_id=SHAMEEMA)} == {draft.id, sent.id}
    for seen in (
        catalogue.listings_of(["KZ09"], person_id=RAFIQA),
        catalogue.listings_of(["KZ09"]),
        catalogue.listings_of(["KZ09", "KZ11"], person_id=RAFIQA),
    ):
        assert [row.id for row in seen] == [sent.id]
    assert catalogue.listings_of(["KZ11"], person_id=SHAMEEMA) == ()
    assert catalogue.listings_of([], person_id=SHAMEEMA) == ()
    for codes, person in (
        (["KZ09"], RAFIQA),
        (["KZ09"], None),
        (["KZ11"], SHAMEEMA),
        ([], SHAMEEMA),
        (None, None),
    ):
        with pytest.raises(ListingUnknown):
            catalogue.listing(draft.id, group_codes=codes, person_id=person)


def test_lists_are_narrowed_by_state() -> None:
    draft, sent = catalogue.propose(as_draft(cushion())), catalogue.propose(cushion())
    done = approved(cushion())

    def found(*states: ListingState) -> list[int]:
        return [row.id for row in catalogue.listings_of(["KZ09"], person_id=SHAMEEMA, states=states)]

    assert found(ListingState.DRAFT) == [draft.id]
    assert found(ListingState.CHECKING) == [sent.id]
    assert found(ListingState.APPROVED) == [done.id]
    assert found(ListingState.ON_SALE) == []
    assert found(ListingState.APPROVED, ListingState.DRAFT) == [done.id, draft.id]


def test_a_list_costs_as_much_for_many_as_for_one(django_assert_max_num_queries) -> None:
    catalogue.propose(cushion())
    with django_assert_max_num_queries(4):
        catalogue.listings_of(["KZ09"], person_id=SHAMEEMA)
    for _ in range(10):
        catalogue.propose(cushion())
    with django_assert_max_num_queries(4):
        assert len(catalogue.listings_of(["KZ09"], person_id=SHAMEEMA)) == 11


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "rocket"}, "kind"),
        ({"price": None}, "price"),
        ({"price": Money(Decimal("0"), "INR")}, "price"),
        ({"price": Money(Decimal("10.001"), "INR")}, "price"),
        ({"price": Money(Decimal("NaN"), "INR")}, "price"),
        ({"price": Money(Decimal("10"), "USD")}, "price"),
        ({"price": Money(Decimal("5000001"), "INR")}, "price"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
        ({"quantity": 10_000}, "quantity"),
        ({"quantity": 2, "stock_kind": "one-of-a-kind"}, "quantity"),
        ({"stock_kind": "endless"}, "stock_kind"),
        ({"lead_days": 999}, "lead_days"),
        ({"words": "x" * 4001}, "words"),
        ({"photo_keys": ("f" * 64,)}, "photo_keys"),
        ({"photo_keys": ("../etc/passwd",)}, "photo_keys"),
        ({"voice_key": "0" * 64}, "voice"),
        ({"answers": {"fabric": "gold"}}, "fabric"),
        ({"kind": "copper", "answers": {}}, "tinned"),
        ({"answers": {"fabric": "cotton", "colour": "x" * 301}}, "colour"),
        ({"variants": (VariantWish("S", None, 1), VariantWish("s ", None, 1))}, "variants"),
        ({"variants": (VariantWish("", None, 1),)}, "variants"),
        ({"variants": (VariantWish("S", rupees("-1"), 1),)}, "price"),
        ({"variants": (VariantWish("S", None, 0),)}, "quantity"),
        ({"variants": tuple(VariantWish(str(n), None, 1) for n in range(21))}, "variants"),
        ({"key": ""}, "key"),
        ({"key": "k" * 65}, "key"),
    ],
)  # fmt: skip
def test_what_cannot_be_sold_is_refused_with_its_field(changes: dict[str, object], field: str) -> None:
    wish = cushion(**changes)
    with nothing_changes(), pytest.raises(BadWish) as refused:
        catalogue.propose(wish)
    assert refused.value.field == field
    assert refused.value.message


def test_answers_to_another_kind_of_goods_are_left_behind() -> None:
    row = catalogue.propose(cushion(answers={"fabric": "wool", "net-g": "500"}))
    assert row.answers == {"fabric": "wool"}


def test_sizes_and_colours_are_kept_each_with_price_and_number() -> None:
    row = catalogue.propose(
        cushion(
            price=None,
            variants=(
                VariantWish("Small", rupees("900"), 2, "a"),
                VariantWish("Large", rupees("1200"), 3, "b"),
            ),
        )
    )
    assert (row.price, row.quantity) == (rupees("900"), 5)
    assert [(each.name, each.price, each.quantity) for each in row.variants] == [
        ("Small", rupees("900"), 2),
        ("Large", rupees("1200"), 3),
    ]
    done = approved(cushion(variants=(VariantWish("Small", None, 2), VariantWish("Large", None, 3))))
    assert [each.sku for each in done.variants] == [f"{done.sku}-1", f"{done.sku}-2"]


def test_what_is_approved_or_somebody_elses_cannot_be_revised() -> None:
    done = approved(cushion())
    sent = catalogue.propose(cushion())
    draft = catalogue.propose(as_draft(cushion()))
    with nothing_changes():
        with pytest.raises(ListingClosed):
            catalogue.revise(done.id, cushion(key=done.key))
        with pytest.raises(ListingClosed):
            catalogue.revise(sent.id, as_draft(cushion(key=sent.key)))
        with pytest.raises(ListingUnknown):
            catalogue.revise(sent.id, cushion(key=sent.key, group_code="KZ11"))
        with pytest.raises(ListingUnknown):
            catalogue.revise(draft.id, cushion(key=draft.key, person_id=RAFIQA))
        with pytest.raises(ListingUnknown):
            catalogue.revise(sent.id, cushion(key=sent.key), group_codes=["KZ11"])
    with nothing_changes():
        same = catalogue.revise(
            sent.id,
            cushion(key=sent.key, photo_keys=sent.photo_keys),
        )
    assert same.version == sent.version


def test_a_copy_is_a_draft_of_hers_made_once() -> None:
    source = approved(
        cushion(variants=(VariantWish("Small", rupees("10"), 0), VariantWish("Large", None, 3)))
    )
    copied = catalogue.copy(source.id, "c-1", SELLER, group_codes=["KZ09"], person_id=RAFIQA)
    assert (copied.state, copied.person_id, copied.sku) == (ListingState.DRAFT, RAFIQA, "")
    assert (copied.price, copied.photo_keys) == (source.price, source.photo_keys)
    assert [(each.name, each.price, each.quantity) for each in copied.variants] == [
        ("Small", rupees("10"), 1),
        ("Large", source.price, 3),
    ]
    with nothing_changes():
        assert catalogue.copy(source.id, "c-1", SELLER, group_codes=["KZ09"], person_id=RAFIQA) == copied
    assert catalogue.copy(source.id, "c-2", SELLER, group_codes=["KZ09"], person_id=RAFIQA).id != copied.id
    with nothing_changes(), pytest.raises(ListingUnknown):
        catalogue.copy(source.id, "c-3", SELLER, group_codes=["KZ11"], person_id=RAFIQA)
    Listing.objects.filter(pk=source.id).update(person_id=None)
    with nothing_changes(), pytest.raises(BadWish):
        catalogue.copy(source.id, "c-4", SELLER)


def test_price_and_number_of_another_group_or_anothers_draft_are_not_touched() -> None:
    sent, draft = catalogue.propose(cushion()), catalogue.propose(as_draft(cushion()))
    with nothing_changes():
        for number, codes, person in ((sent.id, ["KZ11"], SHAMEEMA), (draft.id, ["KZ09"], RAFIQA)):
            with pytest.raises(ListingUnknown):
                catalogue.set_price(number, rupees("5"), "k", SELLER, group_codes=codes, person_id=person)
            with pytest.raises(ListingUnknown):
                catalogue.set_quantity(number, 5, "k", SELLER, group_codes=codes, person_id=person)


def test_an_act_with_the_key_of_another_is_refused() -> None:
    row = catalogue.propose(cushion())
    catalogue.set_quantity(row.id, 5, "k-1", SELLER)
    with nothing_changes():
        catalogue.set_quantity(row.id, 5, "k-1", SELLER)
        with pytest.raises(KeyTaken):
            catalogue.set_quantity(row.id, 6, "k-1", SELLER)
        with pytest.raises(KeyTaken):
            catalogue.set_price(row.id, rupees("5"), "k-1", SELLER)
    assert mine(row.id).quantity == 5


def test_numbers_that_make_no_sense_are_refused() -> None:
    row = catalogue.propose(cushion(variants=(VariantWish("Small", None, 1), VariantWish("Large", None, 1))))
    made = approved(cushion(stock_kind="made-to-order", lead_days=20))
    with nothing_changes():
        for number, quantity, variant in (
            (row.id, -1, "Small"), (row.id, 10_000, "Small"), (row.id, 3, ""), (row.id, 3, "Huge"), (made.id, 3, ""),
        ):  # fmt: skip
            with pytest.raises(BadWish):
                catalogue.set_quantity(number, quantity, "k", SELLER, variant=variant)
        with pytest.raises(BadWish):
            catalogue.set_price(row.id, rupees("0"), "k", SELLER)
    assert ListingVariant.objects.filter(stock_wish__gt=0).count() == 0


def test_kinds_are_asked_for_in_the_readers_language() -> None:
    from django.utils.translation import override

    kinds = {kind.slug: kind for kind in catalogue.kinds()}
    assert len(kinds) == 26
    assert kinds["crewel"].name == "Crewel embroidery"
    assert (kinds["honey"].licence, kinds["honey"].needs_certificate, kinds["honey"].handmade) == (
        "fssai",
        False,
        False,
    )
    assert kinds["pashmina"].needs_certificate
    with override("ur"):
        there = {kind.slug: kind for kind in catalogue.kinds()}["crewel"]
    assert there.name == "کریول کڑھائی"
    assert there.questions[0].label == "کون سا کپڑا ہے؟"
    assert [choice.slug for choice in there.questions[0].choices] == [
        "wool",
        "cotton",
        "velvet",
        "felted-wool",
    ]
