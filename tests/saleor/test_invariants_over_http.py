"""Each clause that check_invariants asks of a Saleor finds what it is there to find, through GraphQL alone."""

from dataclasses import dataclass

from tests.saleor.faults_stage import is_ordered, new_name, sell, sound
from tests.standin.house import House


@dataclass(frozen=True)
class Break:
    """A sentence, and the statements that make it untrue: in the store's tables, or in ours."""

    sentence: str
    there: tuple[str, ...] = ()
    here: tuple[str, ...] = ()


ITEMS = "store_payment_transactionitem"
BREAKS = (
    Break(
        "every order is covered by what was charged, promised or given back",
        there=(f"UPDATE {ITEMS} SET authorized = authorized - 1 WHERE authorized > 0",),
    ),
    Break(
        "no order holds more money than it costs",
        there=(f"UPDATE {ITEMS} SET charged = charged + 1 WHERE charged > 0",),
    ),
    Break(
        "every payment that names an order has it",
        there=(f"UPDATE {ITEMS} SET order_id = NULL WHERE charged > 0",),
    ),
    Break(
        "the payment app and the store agree on what each payment holds",
        here=("UPDATE payments_paymentattempt SET amount = amount + 1 WHERE session_id <> ''",),
    ),
    Break(
        "every sum in the store's books is a payment of ours",
        here=("UPDATE payments_paymentattempt SET transaction_id = 'T' || id",),
    ),
)


def test_a_sound_shop_contradicts_no_clause_and_each_broken_one_is_reported(house: House) -> None:
    _, slug = sell(house, new_name())
    for method in ("stripe", "cash-on-delivery"):
        assert is_ordered(house.buyer().buy(slug, method))
    sound(house)
    house.saleor.rows(f"UPDATE {ITEMS} SET modified_at = modified_at - interval '1 hour'")
    house.rooms.rows("UPDATE payments_paymentattempt SET changed_at = changed_at - interval '1 hour'")
    house.rooms.rows("UPDATE payments_paymentaction SET changed_at = changed_at - interval '1 hour'")
    sound(house)

    unseen = []
    for each in BREAKS:
        with house.saleor.aside(ITEMS), house.rooms.aside("payments_paymentattempt"):
            for statement in each.there:
                house.saleor.rows(statement)
            for statement in each.here:
                house.rooms.rows(statement)
            if each.sentence not in house.rooms.tell("broken_clauses"):
                unseen.append(each.sentence)
    assert unseen == []
    sound(house)
