"""Each clause of ``check_invariants`` finds what it is there to find, and is silent on a sound shop."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

import catalogue.facade as catalogue
import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.labels.facade as labels
import certification.laboratory.facade as laboratory
import certification.lots.facade as lots
import commerce.payments.facade as payments
import exhibitions.plan.facade as exhibition_plan
import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as exhibition_stock
import exhibitions.till.facade as till
import logistics.parcels.facade as parcels
import logistics.rounds.facade as rounds
import media.facade as media
import sellers.ledger.facade as ledger
import sellers.payouts.facade as payouts
import sellers.reconciliation.facade as reconciliation
import sellers.registry.facade as registry
import storefront.grievances.facade as grievances
import storefront.reviews.facade as reviews
from jkrlm.invariants import CLAUSES, SKIPPED
from tests.common.buyer import Shopper
from tests.common.shop_world import Shop
from tests.payments.local_server import LocalStripe


@dataclass
class Break:
    """A sentence, and the statements that make it untrue."""

    sentence: str
    statements: tuple[str, ...]


BREAKS = (
    Break(
        "order total is the sum of its parts",
        ("UPDATE store_order_orderline SET total_gross = total_gross + 1, total_net = total_net + 1",),
    ),
    Break(
        "transaction amounts come from events",
        ("UPDATE store_payment_transactionitem SET refunded = 7 WHERE charged > 0",),
    ),
    Break(
        "every transaction is for something",
        ("UPDATE store_payment_transactionitem SET order_id = NULL, checkout_id = NULL",),
    ),
    Break(
        "stock is allocated as promised",
        ("UPDATE store_warehouse_stock SET quantity_allocated = quantity_allocated + 1",),
    ),
    Break(
        "allocations are of open orders",
        ("UPDATE store_order_order SET status = 'CANCELED'",),
    ),
    Break(
        "paid checkouts end",
        (
            "UPDATE store_payment_transactionitem AS item SET order_id = NULL,"
            " modified_at = now() - interval '1 day',"
            " checkout_id = (SELECT id FROM store_checkout_checkout LIMIT 1) WHERE charged > 0",
        ),
    ),
    Break(
        "ordered checkouts are gone",
        (
            "UPDATE store_order_order SET checkout_token = (SELECT id FROM store_checkout_checkout LIMIT 1)"
            " WHERE id = (SELECT id FROM store_order_order LIMIT 1)",
        ),
    ),
    Break(
        "order status is what quantities say",
        ("UPDATE store_order_order SET status = 'FULFILLED'",),
    ),
    Break(
        "every order is covered by what was charged, promised or given back",
        ("UPDATE store_payment_transactionitem SET authorized = authorized - 1 WHERE authorized > 0",),
    ),
    Break(
        "no order holds more money than it costs",
        (
            "UPDATE store_payment_transactionitem SET charged = charged + 1,"
            " modified_at = now() - interval '1 hour' WHERE charged > 0",
        ),
    ),
    Break(
        "what checkouts keep in reserve is there",
        (
            "INSERT INTO store_warehouse_reservation"
            " (checkout_line_id, stock_id, quantity_reserved, reserved_until)"
            " SELECT line.id, stock.id, 99, now() + interval '5 minutes'"
            " FROM store_checkout_checkoutline AS line"
            " JOIN store_warehouse_stock AS stock ON stock.variant_id = line.variant_id",
        ),
    ),
    Break(
        "every reservation is of a living checkout",
        (
            "INSERT INTO store_warehouse_reservation"
            " (checkout_line_id, stock_id, quantity_reserved, reserved_until)"
            " SELECT gen_random_uuid(), id, 1, now() FROM store_warehouse_stock LIMIT 1",
        ),
    ),
    Break(
        "every payment that names an order has it",
        ("UPDATE store_payment_transactionitem SET order_id = NULL, checkout_id = NULL WHERE charged > 0",),
    ),
    Break(
        "the payment app and the store agree on what each payment holds",
        (
            "UPDATE payments_paymentattempt SET amount = amount + 1, changed_at = now() - interval '1 hour'"
            " WHERE method = 'stripe'",
        ),
    ),
    Break(
        "every sum in the store's books is a payment of ours",
        (
            "UPDATE store_payment_transactionitem SET modified_at = now() - interval '1 hour'",
            "UPDATE payments_paymentattempt SET transaction_id = 'T' || id",
        ),
    ),
    Break(
        "a bill of a stall comes to what the ledger and its documents have of it",
        (
            "INSERT INTO seller_orders_stallbill (bill_id, order_id, order_number, exhibition, purse, sold_on,"
            " total, unpaid, is_void) SELECT gen_random_uuid(), order_id, order_number, 'NONE', 'NONE/1',"
            " current_date, 0.01, 0, false FROM seller_orders_sellerorder LIMIT 1",
        ),
    ),
    Break(
        "every payment held has an order or goes back within 15 minutes",
        ("UPDATE payments_paymentattempt SET order_id = '', changed_at = now() - interval '1 hour'",),
    ),
    Break(
        "no checkout is charged twice",
        (
            "UPDATE payments_paymentattempt SET source_id = 'C', state = 'CHARGED', session_id = 'cs_' || id,"
            " method = 'stripe'",
        ),
    ),
    Break(
        "no order whose payment went back is charged again",
        (
            "INSERT INTO payments_paymentattempt (transaction_id, source_id, source_kind, method, amount,"
            " currency, state, return_url, cancel_url, session_id, session_url, payment_intent_id, order_id,"
            " return_reason, created_at, changed_at, next_look_at)"
            " SELECT 'T' || id, source_id, 'Order', method, amount, currency, 'CHARGED', '', '', 'cs' || id, '',"
            " '', order_id, '', now(), now() - interval '1 hour', now()"
            " FROM payments_paymentattempt WHERE method = 'stripe'",
            "UPDATE payments_paymentattempt SET state = 'REFUNDED' WHERE source_kind = 'Checkout'",
        ),
    ),
    Break(
        "no payment goes back for more than it was",
        (
            "INSERT INTO payments_paymentaction (attempt_id, kind, sequence, amount, state, reference,"
            " provider_id, message, created_at, changed_at) SELECT id, 'REFUND', 1, amount + 1, 'SUCCEEDED',"
            " 'r' || id, '', '', now(), now() FROM payments_paymentattempt",
        ),
    ),
    Break(
        "every payment's state is the last of its history",
        ("UPDATE payments_paymentattempt SET state = 'FAILED'",),
    ),
    Break(
        "every event of Stripe's is handled within 15 minutes",
        (
            "INSERT INTO payments_stripeevent (event_id, type, body, received_at)"
            " VALUES ('evt', 'charge.refunded', '{}', now() - interval '1 hour')",
        ),
    ),
    Break(
        "every buyer with an order was told by mail within 15 minutes",
        (
            "UPDATE storefront_orderaccess SET created_at = now() - interval '1 day'",
            "DELETE FROM storefront_mailmessage",
        ),
    ),
    Break(
        "every letter is sent within 15 minutes",
        (
            "UPDATE storefront_mailmessage SET state = 'queued', sent_at = NULL,"
            " created_at = now() - interval '1 day'",
        ),
    ),
    Break(
        "every buyer whose payment went back was told",
        ("UPDATE storefront_orderaccess SET payment_returned_at = now() - interval '1 day'",),
    ),
    Break(
        "of every split order, charged + cash outstanding - refunded + paid by vouchers of ours = shares + "
        "commission + GST + TCS/TDS + delivery, as frozen",
        ("UPDATE seller_orders_sellerorderline SET net = net + 1",),
    ),
    Break(
        "of every split order, the money has come",
        (
            "UPDATE seller_orders_sellerorder SET changed_at = now() - interval '2 days'",
            "UPDATE sellers_ledger_journalentry SET source = 'order/elsewhere' WHERE kind = 'payment'",
        ),
    ),
    Break(
        "every seller order's state is the last of its history",
        ("UPDATE seller_orders_sellerorder SET state = 'packed'",),
    ),
    Break(
        "every return's state is the last of its history, and what was paid back was approved",
        (
            "INSERT INTO seller_orders_returncase (seller_order_id, key, wish, wanted, why, words, carriage,"
            " state, asked_at, changed_at, answer, exchange_number) SELECT id, 'k', 'refund', '', 'damaged', '',"
            " 'operator', 'asked', now(), now(), '', '' FROM seller_orders_sellerorder LIMIT 1",
        ),
    ),
    Break(
        "the store knows of every parcel that left",
        (
            "UPDATE seller_orders_sellerorder SET state = 'handed-over',"
            " changed_at = now() - interval '2 days'",
        ),
    ),
    Break(
        "of every parcel that left, the documents come to what the ledger holds of it",
        (
            "UPDATE seller_orders_sellerorder SET state = 'delivered', delivered_on = now(),"
            " changed_at = now() - interval '2 days'",
        ),
    ),
    Break(
        "of every parcel that left, CGST, SGST and IGST on the documents are those of the ledger",
        (
            "UPDATE seller_orders_sellerorder SET state = 'delivered', delivered_on = now(),"
            " changed_at = now() - interval '2 days'",
            "INSERT INTO sellers_tax_documentseries (seller_key, financial_year, prefix, last_serial)"
            " VALUES ('01ZZZAN0000N1ZJ', 2026, 'W', 1)",
            "INSERT INTO sellers_tax_taxdocument (token, kind, series_id, serial, number, issued_on, issued_at,"
            " source, edition, order_id, order_number, parcel_code, group_code, group_name, seller_kind,"
            " seller_name, seller_gstin, seller_state, seller_address, place_of_supply, reason, net, cgst, sgst,"
            " igst, total, tcs, voucher_code, paid_by_voucher, discount) SELECT 'T' || part.id, 'invoice', series.id, part.id, 'W/' || part.id, now(),"
            " now(), part.code, 1, part.order_id, part.order_number, part.code, part.group_code, '', 'group',"
            " 'S', '01ZZZAN0000N1ZJ', 'J', '', 'J', '', 99, 0, 1, 0, 100, 0, '', 0, 0"
            " FROM seller_orders_sellerorder AS part, sellers_tax_documentseries AS series",
        ),
    ),
    Break(
        "of every group, bills for commission are what the ledger took of it until the last month",
        ("UPDATE sellers_ledger_journalentry SET recorded_at = now() - interval '70 days'",),
    ),
    Break(
        "every number of every series of tax documents has its document",
        (
            "INSERT INTO sellers_tax_documentseries (seller_key, financial_year, prefix, last_serial)"
            " VALUES ('01ZZZAN0000N1ZJ', 2026, 'W', 1)",
        ),
    ),
    Break(
        "every event is handled, waiting, or a dead letter",
        ("UPDATE kernel_outboxdelivery SET state = 'PENDING', next_at = now() - interval '1 hour'",),
    ),
)


@pytest.fixture
def sound_shop(shop: Shop, card_payments: LocalStripe, deliver_events: Callable[[], int]) -> None:
    """One order paid by card, one promised in cash, one bag that is still open."""
    shawl = shop.piece("Kani shawl", price="3500")
    for method in ("stripe", "cash-on-delivery"):
        buyer = Shopper()
        buyer.add(shawl)
        buyer.check_pin()
        placed = buyer.place(method)
        if method == "stripe":
            placed = buyer.client.get(buyer.pay_by_card(placed["Location"]))
        assert placed["Location"].startswith("/orders/")
    Shopper().add(shawl)
    deliver_events()


def broken() -> dict[str, list[str]]:
    return {clause.sentence: faults for clause in CLAUSES if (faults := clause.check())}


def without_guards() -> None:
    """Take the database's own constraints away, as a bug or a careless hand might; the test rolls it back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sellers_ledger_journalentry DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE sellers_tax_documentseries DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE sellers_tax_taxdocument DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname"
            " FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
            " WHERE contype IN ('c', 'f') AND relnamespace = 'public'::regnamespace"
            " AND relname ~ '^(store_|payments_|storefront_|kernel_)'"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')


@pytest.mark.usefixtures("sound_shop")
def test_a_sound_shop_contradicts_no_clause_and_each_broken_one_is_reported() -> None:
    assert broken() == {}
    without_guards()
    unseen = []
    for each in BREAKS:
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT sound")
            for statement in each.statements:
                cursor.execute(statement)
                assert cursor.rowcount > 0, statement
            if each.sentence not in broken():
                unseen.append(each.sentence)
            cursor.execute("ROLLBACK TO SAVEPOINT sound")
    assert unseen == []
    assert broken() == {}


def test_every_clause_is_broken_once() -> None:
    # in tests/{payments,reviews,grievances,logistics/rounds,parcels,media,photos,upi,ledger,registry,payouts,reconciliation,certification/*}, on worlds of their own
    rooms = (
        payments.upi_invariants(),
        payments.stall_invariants(),
        ledger.invariants(),
        registry.invariants(),
        payouts.invariants(),
        reconciliation.invariants(),
        cases.invariants(),
        certificates.invariants(),
        laboratory.invariants(),
        lots.invariants(),
        parcels.invariants(),
        rounds.invariants(),
        exhibition_plan.invariants(),
        stalls.invariants(),
        labels.invariants(),
        reviews.invariants(),
        grievances.invariants(),
        media.invariants(),
        catalogue.invariants(),
        exhibition_stock.invariants(),
        till.invariants(),
        results.invariants(),
    )
    elsewhere = [
        # in tests/exhibitions/till/test_sizes_and_last_pieces.py, where bills and lots are
        "every piece of a lot that a stall sold is in a lot or stands as wanting one",
        *(sentence for clauses in rooms for sentence, _ in clauses),
    ]
    assert sorted([each.sentence for each in BREAKS] + elsewhere) == sorted(each.sentence for each in CLAUSES)


@pytest.mark.usefixtures("sound_shop")
def test_the_command_prints_a_line_for_each_clause_and_fails_where_one_is_broken() -> None:
    said = io.StringIO()

    call_command("check_invariants", stdout=said)

    lines = said.getvalue().splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["ok"] * len(CLAUSES) + ["skipped"] * len(SKIPPED)
    assert lines[-1] == f"All {len(CLAUSES)} clauses hold; {len(SKIPPED)} skipped."
    with connection.cursor() as cursor:
        cursor.execute("UPDATE storefront_orderaccess SET payment_returned_at = now() - interval '1 day'")
    with pytest.raises(CommandError, match=f"1 of {len(CLAUSES)} clauses are broken"):
        call_command("check_invariants", stdout=said)
    assert "FAULT   every buyer whose payment went back was told" in said.getvalue()
