"""What an operator watches of the shop."""

from typing import Final

from jkrlm.kernel.figures import Figure

FIGURES: Final = (
    Figure(
        "umeed_orders",
        "Orders placed in this shop so far",
        "SELECT count(*) FROM storefront_orderaccess WHERE order_id IS NOT NULL",
    ),
    Figure(
        "umeed_mails_waiting",
        "Mails about orders that have not left",
        "SELECT count(*) FROM storefront_mailmessage WHERE state = 'queued'",
    ),
    Figure(
        "umeed_mails_late_seconds",
        "How long the oldest of them waits",
        "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM storefront_mailmessage"
        " WHERE state = 'queued'",
    ),
)
