"""The page of goods: every state in words, number and price in place, copies, off sale, days off."""

from datetime import timedelta
from decimal import Decimal

import pytest

from catalogue.facade import Listing, ListingState, holiday_of, provision
from jkrlm.kernel import clock
from jkrlm.people.models import AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.catalogue.goods import cushion, deliver, let_sell, on_sale
from tests.portal_goods.world import Women, agree, form, goods_of, photograph

GOODS = "/sell/products/"


@pytest.fixture
def piece(women: Women) -> Listing:
    """A cushion on sale: three of it."""
    let_sell("KZ09", "KZ11")
    provision()
    from media.facade import store_picture

    key = store_picture(photograph(), private=True).key
    row = on_sale(cushion(person_id=women.id_of("Haseena Begum"), photo_keys=(key,)))
    assert row.state is ListingState.ON_SALE
    return row


def post(women: Women, piece: Listing, act: str, **data: object):
    return women.haseena.post(f"{GOODS}{piece.id}/{act}/", {"key": "k", **data})


def now(piece: Listing) -> Listing:
    deliver()
    return next(each for each in goods_of() if each.id == piece.id)


def test_the_photograph_in_the_shop_is_public_and_the_sellers_own_is_not(
    women: Women, piece: Listing
) -> None:
    shop = women.dilshada.get(f"/products/{piece.slug}/").content.decode()
    public = shop.split('src="/media/')[1].split("/")[0]
    assert public != piece.photo_keys[0]
    assert women.dilshada.get(f"/media/{public}/256.webp").status_code == 200
    assert women.dilshada.get(f"/media/{piece.photo_keys[0]}/256.webp").status_code == 404


def test_a_card_says_its_state_its_number_and_its_price(women: Women, piece: Listing) -> None:
    page = women.haseena.get(GOODS).content.decode()
    for words in (
        "On sale",
        "₹1,450",
        'name="quantity"',
        'value="3"',
        "Crewel Cushion, blue vine",
        "Take off sale",
    ):
        assert words in page
    assert f'href="/products/{piece.slug}/"' in page
    only = women.haseena.get(f"{GOODS}?state=on-sale").content.decode()
    assert 'aria-current="page"' in only
    assert women.haseena.get(f"{GOODS}?state=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("data", "left"),
    [({"quantity": "9"}, 9), ({"quantity": "3", "step": "1"}, 4), ({"quantity": "3", "step": "-1"}, 2),
     ({"quantity": "0", "step": "-1"}, 0), ({"quantity": "۷"}, 7)],
)  # fmt: skip
def test_how_many_there_are(women: Women, piece: Listing, data: dict[str, str], left: int) -> None:
    answer = post(women, piece, "stock", **data)
    assert answer["Location"] == f"{GOODS}#g{piece.id}"
    after = now(piece)
    assert after.quantity == left
    assert after.state is (ListingState.ON_SALE if left else ListingState.SOLD_OUT)
    entry = AuditEntry.objects.get(verb="set-quantity")
    assert (entry.before["quantity"], entry.after["quantity"]) == (3, left)


def test_a_number_that_is_none_changes_nothing(women: Women, piece: Listing) -> None:
    for act, data in (("stock", {"quantity": "many"}), ("stock", {"quantity": "12345"}), ("price", {"price": "x"}),
                      ("price", {"price": ""}), ("price", {"price": "0"})):  # fmt: skip
        post(women, piece, act, **data)
        assert 'class="note bad"' in women.haseena.get(GOODS).content.decode()
    assert now(piece) == piece


def test_the_price_in_place(women: Women, piece: Listing) -> None:
    post(women, piece, "price", price="1,600")
    assert now(piece).price.amount == Decimal(1600)


def test_the_same_press_twice_counts_once(women: Women, piece: Listing) -> None:
    for _time in range(2):
        post(women, piece, "stock", quantity="3", step="1")
    assert now(piece).quantity == 4


def presses(women: Women, piece: Listing, act: str, field: str, *values: str) -> None:
    """One page that is pressed again and again, as after the browser's "back"."""
    for value in values:
        post(women, piece, act, key="one-page", **{field: value})


def test_from_an_old_page_each_press_is_an_act_of_its_own(women: Women, piece: Listing) -> None:
    presses(women, piece, "stock", "quantity", "5", "3", "5")
    assert now(piece).quantity == 5
    page = women.haseena.get(GOODS).content.decode()
    assert page.count("Saved: 5 can be sold.") == 2 and 'value="5"' in page
    presses(women, piece, "price", "price", "1600", "1500", "1600")
    assert now(piece).price.amount == Decimal(1600)
    verbs = list(AuditEntry.objects.filter(verb__startswith="set-").values_list("verb", flat=True))
    assert (verbs.count("set-quantity"), verbs.count("set-price")) == (3, 3)


def test_a_doubled_press_does_nothing_and_says_what_stands(women: Women, piece: Listing) -> None:
    presses(women, piece, "stock", "quantity", "5")
    women.shameema.post(f"{GOODS}{piece.id}/stock/", {"key": "hers", "quantity": "2"})
    women.haseena.get(GOODS)
    with nothing_changes():
        presses(women, piece, "stock", "quantity", "5")
    assert "Saved: 2 can be sold." in women.haseena.get(GOODS).content.decode()
    presses(women, piece, "price", "price", "1600")
    with nothing_changes():
        presses(women, piece, "price", "price", "1600")


def test_htmx_gets_the_card_alone(women: Women, piece: Listing) -> None:
    answer = women.haseena.post(
        f"{GOODS}{piece.id}/stock/",
        {"key": "k", "card": "1", "quantity": "8"},
        headers={"HX-Request": "true"},
    )
    text = answer.content.decode()
    assert text.startswith('<article class="oc gc')
    assert 'value="8"' in text and "Saved: 8 can be sold." in text


def test_off_sale_and_on_again(women: Women, piece: Listing) -> None:
    post(women, piece, "take-off")
    assert now(piece).state is ListingState.OFF_SALE
    page = women.haseena.get(GOODS).content.decode()
    assert "Taken off sale by the group" in page and "Put on sale" in page
    post(women, piece, "put-on")
    assert now(piece).state is ListingState.ON_SALE
    assert list(
        AuditEntry.objects.filter(verb__endswith="-sale").values_list("verb", flat=True).order_by("id")
    ) == [
        "take-off-sale",
        "put-on-sale",
    ]


def test_a_copy_is_a_draft_of_hers_with_the_same_photographs(women: Women, piece: Listing) -> None:
    for _time in range(2):
        post(women, piece, "copy", key="same")
    drafts = [
        each for each in goods_of(person=women.id_of("Haseena Begum")) if each.state is ListingState.DRAFT
    ]
    assert [each.photo_keys for each in drafts] == [piece.photo_keys]
    page = women.haseena.get(f"{GOODS}{drafts[0].id}/")
    assert (page.status_code, 'value="1450"' in page.content.decode()) == (200, True)


def test_what_is_decided_is_shown_and_no_longer_mended(women: Women, piece: Listing) -> None:
    page = women.haseena.get(f"{GOODS}{piece.id}/").content.decode()
    assert "Wool on cotton, my own pattern." in page and 'id="goods"' not in page
    assert women.haseena.post(f"{GOODS}{piece.id}/", form(price="1"))["Location"] == f"{GOODS}{piece.id}/"
    assert now(piece) == piece


def test_days_off_begin_and_end(women: Women, piece: Listing) -> None:
    today = clock.today()
    until = today + timedelta(days=5)
    women.haseena.post(
        f"{GOODS}days-off/", {"group": "KZ09", "since": today.isoformat(), "until": until.isoformat()}
    )
    assert holiday_of("KZ09").until == until
    assert now(piece).state is ListingState.OFF_SALE
    page = women.haseena.get(GOODS).content.decode()
    assert "We are back" in page and "The group is on holiday" in page
    women.haseena.post(f"{GOODS}days-off/", {"group": "KZ09", "end": "1"})
    assert holiday_of("KZ09") is None
    assert now(piece).state is ListingState.ON_SALE


@pytest.mark.parametrize(
    ("since", "until"), [("", ""), ("2026-01-01", "2026-01-05"), ("x", "y"), (None, "2020-01-01")]
)
def test_days_that_make_no_sense_are_refused(
    women: Women, piece: Listing, since: str | None, until: str
) -> None:
    first = clock.today().isoformat() if since is None else since
    women.haseena.post(f"{GOODS}days-off/", {"group": "KZ09", "since": first, "until": until})
    assert 'class="note bad"' in women.haseena.get(GOODS).content.decode()
    assert holiday_of("KZ09") is None


def test_days_off_of_another_group_are_not_hers(women: Women, piece: Listing) -> None:
    today = clock.today().isoformat()
    for client in (women.dilshada, women.crp):
        answer = client.post(f"{GOODS}days-off/", {"group": "KZ09", "since": today, "until": today})
        assert answer.status_code in (302, 404)
        assert holiday_of("KZ09") is None


def test_a_helper_sets_the_number_in_a_members_name(women: Women, piece: Listing) -> None:
    women.crp.post("/sell/for/choose/", {"mandate": str(agree(women))})
    women.crp.post(f"{GOODS}{piece.id}/stock/", {"key": "k", "quantity": "6"})
    assert now(piece).quantity == 6
    assert AuditEntry.objects.get(verb="set-quantity").on_behalf_of == "Haseena Begum (KZ09)"


def test_many_goods_cost_as_many_queries_as_few(
    women: Women, piece: Listing, django_assert_max_num_queries
) -> None:
    for number in range(30):
        women.haseena.post("/sell/products/new/", form(words=str(number)))
    with django_assert_max_num_queries(40):
        page = women.haseena.get(GOODS).content.decode()
    assert page.count("<article") == 13
    assert "All 30" in page
