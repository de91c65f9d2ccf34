"""What an operator watches of the store: what third parties are told."""

from typing import Final

from jkrlm.kernel.figures import Figure

FIGURES: Final = (
    Figure(
        "umeed_webhooks",
        "Events for third parties that have not arrived, by state; what failed goes after thirty days",
        "SELECT status, count(*) FROM store_webhook_eventdelivery GROUP BY status",
        labels=("status",),
    ),
)
