from typing import Any, Final

from django.db import transaction

from commerce.embedded.account.services.apps import active_apps
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.tax.models import TaxConfiguration

_FIELDS: Final = (
    "charge_taxes",
    "tax_calculation_strategy",
    "display_gross_prices",
    "prices_entered_with_tax",
    "tax_app_id",
)


def update_configuration(*, channel_id: int, values: dict[str, Any]) -> TaxConfiguration:
    """
    Set what ``values`` names; the rest stays.

    Raises:
        Refusal: NOT_FOUND, no such channel, or no active app of that identifier.
    """
    changes = {name: values[name] for name in _FIELDS if values.get(name) is not None}
    identifier = changes.get("tax_app_id")
    if identifier is not None and identifier not in active_apps():
        raise Refusal("Did not found Tax App with provided taxAppId.", code="NOT_FOUND", field="taxAppId")
    with transaction.atomic():
        if not Channel.objects.filter(pk=channel_id).exists():
            raise Refusal("Couldn't resolve to a node.", code="NOT_FOUND", field="id")
        configuration, _created = TaxConfiguration.objects.select_for_update().get_or_create(
            channel_id=channel_id
        )
        for name, value in changes.items():
            setattr(configuration, name, value)
        configuration.save(update_fields=list(changes) or None)
    return configuration
