"""A payment that Saleor's books have otherwise is told again, by what the card company says."""

from tests.saleor.both_sides import differences, gid
from tests.saleor.faults_stage import is_ordered, new_name, sell, sound
from tests.standin.house import House


def an_hour_passes(house: House) -> None:
    """Let everything about payments have happened an hour ago."""
    house.saleor.rows(
        "UPDATE store_payment_transactionitem SET modified_at = modified_at - interval '1 hour'"
    )
    for table in ("payments_paymentattempt", "payments_paymentaction"):
        house.rooms.rows(f"UPDATE {table} SET changed_at = changed_at - interval '1 hour'")


def newest_payment(house: House) -> str:
    ((pk,),) = house.saleor.rows(
        "SELECT id FROM store_payment_transactionitem ORDER BY created_at DESC LIMIT 1"
    )
    return str(pk)


def test_a_charge_that_the_store_never_heard_of_is_told_again_once(house: House) -> None:
    _, slug = sell(house, new_name())
    assert is_ordered(house.buyer().buy(slug, "stripe"))
    house.at_rest()
    item = newest_payment(house)
    house.saleor.rows(
        "DELETE FROM store_payment_transactionevent WHERE transaction_id = %s AND type LIKE 'CHARGE_%%'",
        item,
    )
    house.saleor.rows("UPDATE store_payment_transactionitem SET charged = 0 WHERE id = %s", item)
    an_hour_passes(house)
    assert len(differences(house)) == 1
    assert "the payment app and the store agree on what each payment holds" in house.rooms.tell(
        "broken_clauses"
    )

    dry, _ = house.reconcile("--dry-run", "--since", "2020-01-01")
    (line,) = (each for each in dry if each.startswith("found"))
    assert gid("TransactionItem", item) in line
    assert "in the store 0" in line
    assert len(differences(house)) == 1

    said, content = house.reconcile("--since", "2020-01-01")
    assert content, said
    assert said[-1].endswith("1 found, 1 mended, 0 left."), said
    sound(house)
    again, _ = house.reconcile("--since", "2020-01-01")
    assert again[-1].endswith("0 found, 0 mended, 0 left."), again


def test_a_comparison_of_a_part_does_not_move_the_mark(house: House) -> None:
    """What changed between the last comparison and --since is left for the next one."""
    variant, _ = sell(house, new_name(), price="1500")
    house.reconcile()
    house.saleor.tell("middleman", event="*", way="lose")
    house.rooms.tell("reprice", variant=variant, price="1550")
    house.saleor.tell("honest")
    house.rooms.rows("UPDATE commerce_reconcilerun SET until = until - interval '2 hours'")
    house.saleor.rows("UPDATE store_product_product SET updated_at = updated_at - interval '30 minutes'")
    house.rooms.rows(
        "UPDATE catalogue_indexedproduct SET id = id + 1000000,"
        " store_updated_at = store_updated_at - interval '30 minutes'"
    )
    later = house.rooms.rows("SELECT (now() - interval '5 minutes')::text")[0][0]

    house.reconcile("--since", later.replace(" ", "T"))

    ((complete,),) = house.rooms.rows("SELECT complete FROM commerce_reconcilerun ORDER BY id DESC LIMIT 1")
    assert complete is False
    said, _ = house.reconcile()
    assert len(differences(house)) == 0, said
