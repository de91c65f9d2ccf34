"""The leader says who made a piece; each woman answers for herself; nothing said before is changed."""

from decimal import Decimal
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

import sellers.ledger.facade as ledger
from catalogue.models import Listing
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from sellers.earnings import facade as earnings
from sellers.earnings.errors import (
    AnsweredAlready,
    ChangedMeanwhile,
    KeyReused,
    LineUnknown,
    NotAMember,
    NotDelivered,
    NotHerPlace,
    SharesDisagree,
    ShareUnknown,
    WordMissing,
)
from sellers.earnings.facade import Answer, SharedLine
from sellers.earnings.models import Attribution, Share
from sellers.earnings.rules import in_proportion
from sellers.orders.models import SellerOrderLine
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.earnings.world import World, clear, refund, rupees, sell

LEADER, SHAMEEMA, RAFIQA = "Haseena Begum", "Shameema Akhter", "Rafiqa Jan"


@pytest.fixture
def stole(world: World) -> SellerOrderLine:
    """Two thousand rupees without GST: ₹1,811.20 for the group."""
    (line,) = sell("1042", ("Kani stole", "2000"))
    return line


def say(world: World, line: SellerOrderLine, shares: dict[str, str], **changes: object) -> tuple[int, bool]:
    given = {
        "group_code": "KZ09",
        "shares": {world.person(name): rupees(amount) for name, amount in shares.items()},
        "seen_version": 0,
        "key": "key-1",
        "by": world.actor(LEADER),
    }
    return earnings.say_who_made(line.pk, **{**given, **changes})


def answer(world: World, line: SellerOrderLine, name: str, *, version: int = 1, word: str = "") -> bool:
    return earnings.answer_share(
        line.pk,
        group_code="KZ09",
        seen_version=version,
        agrees=not word,
        word=word,
        by=world.actor(name),
    )


def piece(line: SellerOrderLine) -> SharedLine:
    found = earnings.shared_line(line.pk, group_codes=["KZ09"])
    assert found is not None
    return found


def stands(world: World, line: SellerOrderLine) -> dict[str, str]:
    names = {person: name for name, person in world.village.people.items()}
    return {names[each.person_id]: f"{each.left.amount} {each.answer}" for each in piece(line).shares}


def test_a_piece_is_one_womans_and_she_is_asked(world: World, stole: SellerOrderLine) -> None:
    assert say(world, stole, {SHAMEEMA: "1811.20"}) == (1, False)

    assert stands(world, stole) == {SHAMEEMA: "1811.20 waiting"}
    asked = OutboxMessage.objects.get(name="AttributionAsked")
    assert asked.payload == {"group": "KZ09", "person_id": world.person(SHAMEEMA), "line": stole.pk}
    assert earnings.waiting_for(world.person(SHAMEEMA), "KZ09") == (stole.pk,)
    assert earnings.waiting_for(world.person(RAFIQA), "KZ09") == ()

    answer(world, stole, SHAMEEMA)
    assert piece(stole).is_settled
    assert earnings.waiting_for(world.person(SHAMEEMA), "KZ09") == ()


def test_the_leaders_own_share_needs_no_second_word_of_hers(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {LEADER: "1000", SHAMEEMA: "811.20"})
    assert stands(world, stole) == {LEADER: "1000.00 confirmed", SHAMEEMA: "811.20 waiting"}
    assert OutboxMessage.objects.filter(name="AttributionAsked").count() == 1


def test_written_by_a_helper_the_leaders_own_share_waits_for_her(
    world: World, stole: SellerOrderLine
) -> None:
    say(world, stole, {LEADER: "1811.20"}, by=world.actor(LEADER, "Haseena Begum (KZ09)"))
    assert stands(world, stole) == {LEADER: "1811.20 waiting"}


def test_an_objection_has_a_word_and_is_mended_by_a_new_version(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {LEADER: "811.20", SHAMEEMA: "600", RAFIQA: "400"})
    answer(world, stole, RAFIQA)
    with nothing_changes(), pytest.raises(WordMissing):
        earnings.answer_share(
            stole.pk, group_code="KZ09", seen_version=1, agrees=False, word=" ", by=world.actor(SHAMEEMA)
        )
    answer(world, stole, SHAMEEMA, word="I wove for nine days")
    assert earnings.objected_in("KZ09") == (stole.pk,)

    say(world, stole, {LEADER: "411.20", SHAMEEMA: "1000", RAFIQA: "400"}, seen_version=1, key="key-2")

    assert stands(world, stole) == {
        LEADER: "411.20 confirmed",
        SHAMEEMA: "1000.00 waiting",
        RAFIQA: "400.00 confirmed",
    }
    assert earnings.objected_in("KZ09") == ()
    first = Attribution.objects.get(version=1)
    assert [(str(each.amount), each.state, each.word) for each in first.shares.order_by("pk")] == [
        ("811.20", "confirmed", ""),
        ("600.00", "objected", "I wove for nine days"),
        ("400.00", "confirmed", ""),
    ]


def test_she_may_agree_after_all(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {SHAMEEMA: "1811.20"})
    answer(world, stole, SHAMEEMA, word="Rafiqa helped")
    assert answer(world, stole, SHAMEEMA) is False
    assert stands(world, stole) == {SHAMEEMA: "1811.20 confirmed"}
    assert answer(world, stole, SHAMEEMA) is True, "said twice it counts once"


def test_the_same_form_sent_twice_counts_once(world: World, stole: SellerOrderLine) -> None:
    assert say(world, stole, {SHAMEEMA: "1811.20"}) == (1, False)
    with nothing_changes():
        assert say(world, stole, {SHAMEEMA: "1811.20"}) == (1, True)
        with pytest.raises(KeyReused):
            say(world, stole, {RAFIQA: "1811.20"})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"seen_version": 1}, ChangedMeanwhile),
        ({"group_code": "KZ11"}, LineUnknown),
        ({"shares": {SHAMEEMA: "1811.21"}}, SharesDisagree),
        ({"shares": {SHAMEEMA: "1811.19"}}, SharesDisagree),
        ({"shares": {SHAMEEMA: "1811.20", RAFIQA: "0"}}, SharesDisagree),
        ({"shares": {}}, SharesDisagree),
        ({"shares": {"Dilshada Mir": "1811.20"}}, NotAMember),
        ({"by": SHAMEEMA}, NotHerPlace),
        ({"by": "Dilshada Mir"}, NotHerPlace),
        ({"by": "Shazia Bano"}, NotHerPlace),
        ({"by": "Naseema Khan"}, NotHerPlace),
    ],
)
def test_what_is_refused_changes_nothing(
    world: World, stole: SellerOrderLine, changes: dict[str, object], refusal: type[Exception]
) -> None:
    by = world.actor(str(changes.get("by", LEADER)))
    shares = changes.get("shares", {SHAMEEMA: "1811.20"})
    rest = {name: value for name, value in changes.items() if name not in ("by", "shares")}
    with nothing_changes(), pytest.raises(refusal):
        say(world, stole, shares, by=by, **rest)  # type: ignore[arg-type]


def test_nothing_is_shared_before_the_buyer_has_it(world: World) -> None:
    (line,) = sell("1043", ("Kani stole", "2000"), delivered_on=None)
    with nothing_changes(), pytest.raises(NotDelivered):
        say(world, line, {SHAMEEMA: "1811.20"})
    assert earnings.shared_line(line.pk, group_codes=["KZ09"]) is None


def test_each_answers_for_herself_and_what_she_saw(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {SHAMEEMA: "1811.20"})
    with nothing_changes():
        with pytest.raises(ShareUnknown):
            answer(world, stole, RAFIQA)
        with pytest.raises(ShareUnknown):
            answer(world, stole, SHAMEEMA, version=2)
        with pytest.raises(NotHerPlace):
            earnings.answer_share(
                stole.pk,
                group_code="KZ09",
                seen_version=1,
                agrees=True,
                by=world.actor(SHAMEEMA, "Shameema Akhter (KZ09)"),
            )
    answer(world, stole, SHAMEEMA)
    with nothing_changes(), pytest.raises(AnsweredAlready):
        answer(world, stole, SHAMEEMA, word="on second thoughts")


def test_a_later_refund_makes_each_share_smaller_by_its_part(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {LEADER: "905.60", SHAMEEMA: "905.60"})
    answer(world, stole, SHAMEEMA)
    refund("1042", "525.01")

    found = piece(stole)
    assert [each.amount for each in found.shares] == [rupees("905.60"), rupees("905.60")]
    assert sum(each.left.amount for each in found.shares) == found.left.amount
    assert found.left == rupees("1358.40") or abs(found.left.amount - 1358) < 1
    refund("1042", "1574.99", reference="R2")
    assert piece(stole).left.amount == 0
    assert stands(world, stole) == {LEADER: "0.00 confirmed", SHAMEEMA: "0.00 confirmed"}


def test_the_database_keeps_what_was_confirmed(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {LEADER: "1811.20"})
    for change in (
        "UPDATE earnings_share SET amount = 1",
        "UPDATE earnings_share SET state = 'objected', word = 'no'",
        "UPDATE earnings_share SET word = 'x'",
        "DELETE FROM earnings_share",
        "UPDATE earnings_attribution SET whole = 1",
        "UPDATE earnings_attribution SET said_at = now()",
        "DELETE FROM earnings_attribution",
    ):
        refused = pytest.raises(DatabaseError, match="only added to")
        with nothing_changes(), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize(
    ("whole", "shares"),
    [("1811.20", ["1811.21"]), ("1811.20", ["1811.19"]), ("1900", ["1900"]), ("1811.20", [])],
)
def test_the_database_refuses_shares_that_are_not_the_line(
    world: World, stole: SellerOrderLine, whole: str, shares: list[str]
) -> None:
    by = world.actor(LEADER)
    refused = pytest.raises(DatabaseError, match="The shares of version")
    with nothing_changes(), refused, transaction.atomic():
        made = Attribution.objects.create(
            line=stole,
            group_code="KZ09",
            version=1,
            whole=whole,
            earned_on="2026-11-20",
            key="raw",
            said_by_id=by.user_id,
            said_at="2026-11-21T00:00Z",
        )
        for amount in shares:
            Share.objects.create(attribution=made, person_id=by.person_id, amount=amount)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_version_stands(world: World, stole: SellerOrderLine) -> None:
    say(world, stole, {SHAMEEMA: "1811.20"})
    say(world, stole, {RAFIQA: "1811.20"}, seen_version=1, key="key-2")
    assert list(Attribution.objects.filter(superseded_at=None).values_list("version", flat=True)) == [2]
    assert {each.answer for each in piece(stole).shares} == {Answer.WAITING}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_given_back_the_shares_are_what_the_books_say(world: World, seed: int) -> None:
    """Random orders, shares and refunds, before and after clearing: not a paisa more or less."""
    chance = Random(seed)
    prices = [str(Decimal(chance.randint(10_00, 9_999_99)) / 100) for _piece in range(chance.randint(1, 4))]
    lines = sell("1042", *((f"Piece {at}", price) for at, price in enumerate(prices)), by_group=seed % 2 == 0)
    women = [world.person(name) for name in (LEADER, SHAMEEMA, RAFIQA)]
    for line in lines:
        whole = piece(line).line.gets
        weights = {person: chance.randint(1, 99) for person in chance.sample(women, chance.randint(1, 3))}
        shares = {name: part for name, part in in_proportion(whole, weights).items() if part.amount}
        earnings.say_who_made(
            line.pk,
            group_code="KZ09",
            shares=shares,
            seen_version=0,
            key=str(line.pk),
            by=world.actor(LEADER),
        )
    for turn in range(3):
        if turn == 1:
            clear("1042")
        left = ledger.orders_in_books(["1042"])["1042"].shares["1042-KZ09"].left.goods
        units = chance.randint(1, left.minor_units) if turn < 2 else left.minor_units
        refund("1042", str(Decimal(units) / 100), reference=f"R{turn}")
        if chance.random() < 0.5:
            SellerOrderLine.objects.filter(pk=lines[0].pk).update(quantity_returned=1)
        found = [piece(line) for line in lines]
        books = ledger.orders_in_books(["1042"])["1042"].shares["1042-KZ09"]
        position = ledger.positions(["KZ09"])["KZ09"]
        assert sum(each.left.amount for each in found) == books.group.amount
        for each in found:
            assert sum(share.left.amount for share in each.shares) == each.left.amount
            assert all(0 <= share.left.amount <= share.amount.amount for share in each.shares)
        if turn == 0:
            assert position.held == books.group
        if books.left.goods == left or turn == 2:
            assert books.group.amount == 0


def test_who_put_it_up_for_sale_is_suggested_to_the_leader(world: World, stole: SellerOrderLine) -> None:
    assert earnings.listed_by("product:Kani stole", "KZ09") is None
    now = clock.now()
    Listing.objects.create(
        key="k",
        group_code="KZ09",
        person_id=world.person(RAFIQA),
        kind="kani-stole",
        stage="approved",
        stock_kind="one-of-a-kind",
        lead_days=2,
        title="Kani stole",
        product_id="product:Kani stole",
        slug="kani-stole",
        sku="KZ09-1",
        price_paise=1,
        photo_keys=["p"],
        hsn="6214",
        weight_grams=300,
        sent_at=now,
        created_at=now,
        changed_at=now,
        decided_at=now,
    )
    assert earnings.listed_by("product:Kani stole", "KZ09") == world.person(RAFIQA)
    assert earnings.listed_by("product:Kani stole", "KZ11") is None
    assert earnings.listed_by("", "KZ09") is None
    page = world.phone(LEADER).client.get(f"/sell/earnings/makers/{stole.pk}/")
    assert "Rafiqa Jan made it" in text(page)
