"""The night before: what each till wants to be ready, and what is still to do."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
from exhibitions.till.bundle import shared
from exhibitions.till.contracts import Check
from exhibitions.till.models import CashierPin, Entry, Till, TillDay
from jkrlm.kernel.clock import local_date
from sellers.tax.facade import financial_year, till_code

#: A test of the printer, or of UPI, is good for so long.
FRESH: Final = timedelta(days=2)


def checks(till: Till, *, now: datetime) -> tuple[Check, ...]:
    """Return every check of a till, those that are well too. Eight queries and what the bundle costs."""
    fair = plan.exhibition(till.exhibition)
    row = shared(exhibition=till.exhibition, now=now)
    content = row.content
    day = _next_day(till, fair, local_date(now))
    cashiers = {each.user_id for each in plan.cashiers(till.exhibition) if each.since <= day <= each.until}
    with_pin = CashierPin.objects.filter(exhibition=till.exhibition, ended_at=None, user_id__in=cashiers)
    without = len(cashiers) - with_pin.count()
    blocked = [each for each in content["items"] if each["blocked"]]
    opened = TillDay.objects.filter(till=till, closed_at=None).exists()
    behind = Entry.objects.filter(till=till, seq__gt=till.done_seq).exists()
    year_ok = till.year >= financial_year(local_date(now)) - 1
    return (
        Check(
            _("Prices"),
            till.bundle_version == row.version,
            _("The tablet has today's prices.")
            if till.bundle_version == row.version
            else _("Open the till where there is a network: it takes the newest prices."),
        ),
        Check(
            _("Goods"),
            bool(content["items"]) and not blocked,
            _("%(n)s kinds of goods, none blocked.") % {"n": len(content["items"])}
            if content["items"] and not blocked
            else _("%(n)s kinds are blocked or have no price.") % {"n": len(blocked)}
            if content["items"]
            else _("Nothing was counted in yet."),
        ),
        Check(
            _("PINs"),
            bool(cashiers) and not without,
            _("Every cashier has a PIN.")
            if cashiers and not without
            else _("%(n)s cashiers have no PIN yet.") % {"n": without}
            if cashiers
            else _("No cashier is on the team on %(day)s.") % {"day": date_format(day, "j F")},
        ),
        Check(
            _("Float"),
            opened,
            _("It was counted at the till when the day was opened.")
            if opened
            else _("Hand out ₹%(sum)s and have it counted at the till.") % {"sum": fair.till_float.amount},
        ),
        _tested(_("Printer"), till.printer_ok_at, now, _("Print a receipt from the till's settings.")),
        Check(_("UPI"), False, _("UPI is not set up: cash only."))
        if content["upi"] is None
        else _tested(_("UPI"), till.upi_ok_at, now, _("Pay ₹1 with the till's test code.")),
        Check(
            _("Card"),
            payments.is_set_up(),
            _("Cards are taken where there is a network: the buyer pays on her own phone.")
            if payments.is_set_up()
            else _("Card payments are not set up for the store: cash and UPI only."),
        ),
        Check(
            _("Numbers"),
            year_ok,
            _("Its documents begin with %(letters)s.") % {"letters": till_code(till.number)}
            if year_ok
            else _("It was paired two financial years ago: pair it anew."),
        ),
        Check(
            _("Nothing waits"),
            not behind and not till.stuck,
            till.stuck or (_("All it sent is booked.") if not behind else _("Entries wait to be booked.")),
        ),
    )


def _next_day(till: Till, fair: plan.Exhibition, today: date) -> date:
    """
    Return the day that a till is made ready for: today, tomorrow once its day was closed; at the earliest the
    exhibition's first, at the latest its last.
    """
    is_done = TillDay.objects.filter(till=till, day=today, closed_at__isnull=False).exists()
    is_open = TillDay.objects.filter(till=till, closed_at=None).exists()
    day = today + timedelta(days=1) if is_done and not is_open else today
    return min(max(day, fair.opens_on), fair.closes_on)


def _tested(name: str, at: datetime | None, now: datetime, else_do: str) -> Check:
    is_fresh = at is not None and now - at < FRESH
    return Check(name, is_fresh, _("Tried and well.") if is_fresh else else_do)
