"""TCS and TDS: what the operator takes off a seller's sale for the state."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from jkrlm.kernel.dated import in_force
from jkrlm.kernel.money import Money, quantize
from sellers.tax.contracts import Withholding
from sellers.tax.models import Duty, WithholdingRate


def withholding_on(day: date, *, has_pan: bool) -> Withholding:
    """Return the rates of a day, in percent; nought where no row is in force. One query."""
    rows = in_force(WithholdingRate.objects.filter(Q(has_pan=None) | Q(has_pan=has_pan)), day)
    rates = {row.duty: row.rate_percent for row in rows}
    return Withholding(
        tcs_percent=rates.get(Duty.TCS, Decimal(0)), tds_percent=rates.get(Duty.TDS, Decimal(0))
    )


def percent_of(amount: Money, percent: Decimal) -> Money:
    """Return a share in percent, half-even to paise: a named rounding point."""
    return Money(quantize(amount.amount * percent / 100, amount.currency), amount.currency)
