"""What an operator watches of payments."""

from typing import Final

from jkrlm.kernel.figures import Figure

FIGURES: Final = (
    Figure(
        "umeed_payments",
        "Payments begun so far, by method and how far they are: one that fails stays FAILED",
        "SELECT method, state, count(*) FROM payments_paymentattempt GROUP BY method, state",
        labels=("method", "state"),
    ),
    Figure(
        "umeed_payments_without_order",
        "Payments for over ten minutes in our hands, for which there is neither an order nor a return",
        "SELECT count(*) FROM payments_paymentattempt WHERE order_id = '' AND state IN ('CHARGED',"
        " 'RETURNING') AND changed_at < now() - interval '10 minutes'",
    ),
    Figure(
        "umeed_refunds_failed",
        "Refunds, charges and cancellations that the provider refused",
        "SELECT count(*) FROM payments_paymentaction WHERE state = 'FAILED'",
    ),
    Figure(
        "umeed_upi_waiting",
        "Payments by UPI that wait for the bank",
        "SELECT count(*) FROM payments_upiclaim WHERE state = 'waiting'",
    ),
    Figure(
        "umeed_upi_credits_open",
        "Money that came by UPI and is nobody's yet",
        "SELECT count(*) FROM payments_upicredit WHERE state = 'open'",
    ),
    Figure(
        "umeed_stall_cards_unbilled",
        "Card payments at tills, over an hour old, for which there is neither a bill nor a return",
        "SELECT count(*) FROM payments_stallcard WHERE state = 'paid' AND billed_as = ''"
        " AND return_agreed_by_id IS NULL AND paid_at < now() - interval '1 hour'"
        " AND amount > COALESCE((SELECT sum(back.amount) FROM payments_stallcardrefund back"
        " WHERE back.card_id = payments_stallcard.id AND back.state <> 'FAILED'), 0)",
    ),
)
