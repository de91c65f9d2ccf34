"""The group's own wish: off sale, on sale, holidays."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.contracts_listings import By
from catalogue.errors import BadHoliday
from catalogue.kinds import kinds
from catalogue.listing_rules import HOLIDAY_DAYS_MAX
from catalogue.models import GroupHoliday, Listing, Stage
from catalogue.services.blocks import judge, lift_ended
from catalogue.services.listing_common import changed, locked_listing, require
from jkrlm.kernel.clock import local_date
from sellers.registry.facade import group


@transaction.atomic
def want(
    *,
    listing_id: int,
    wanted: bool,
    by: By,
    now: datetime,
    group_codes: Collection[str] | None,
    person_id: int | None,
) -> None:
    """
    Let approved goods be on sale or not, as the group wishes; what it wishes already changes nothing.

    Raises:
        ListingUnknown; ListingClosed: it is not approved yet.
    """
    row = locked_listing(listing_id, group_codes=group_codes, person_id=person_id)
    require(row, Stage.APPROVED)
    if row.wanted == wanted:
        return
    row.wanted = wanted
    changed(row, what="on-sale" if wanted else "off-sale", by=by, at=now)
    judge([row.group_code], now=now)


@transaction.atomic
def set_holiday(*, group_code: str, since: date, until: date, by: By, now: datetime) -> None:
    """
    Let a group's goods rest from one day to another, both included; takes the place of what was announced.

    Raises:
        GroupUnknown.
        BadHoliday: it ends before it begins, or is over, or too long, or more than a year away.
    """
    today = local_date(now)
    if until < since:
        raise BadHoliday(_("The last day lies before the first."), field="until")
    if until < today:
        raise BadHoliday(_("These days are over."), field="until")
    if (until - max(since, today)).days >= HOLIDAY_DAYS_MAX:
        raise BadHoliday(_("At most 120 days. Take single goods off sale instead."), field="until")
    if since > today + timedelta(days=365):
        raise BadHoliday(_("At most a year ahead."), field="since")
    group(group_code)
    held = GroupHoliday.objects.select_for_update().filter(group_code=group_code, ended_at__isnull=True)
    announced = held.first()
    if announced is not None and (announced.since, announced.until) == (since, until):
        return
    held.update(ended_at=now)
    GroupHoliday.objects.create(group_code=group_code, since=since, until=until, set_at=now, set_by=by.actor)
    judge([group_code], now=now)


@transaction.atomic
def end_holiday(*, group_code: str, by: By, now: datetime) -> None:
    """Let the group's goods be on sale again, or take an announced holiday back."""
    del by
    GroupHoliday.objects.filter(group_code=group_code, ended_at__isnull=True).update(ended_at=now)
    judge([group_code], now=now)


def turn_of_days(*, now: datetime) -> None:
    """Lift blocks whose end has come; begin and end holidays."""
    lift_ended(now=now)
    today = local_date(now)
    due = GroupHoliday.objects.filter(ended_at__isnull=True, since__lte=today)
    codes = list(due.order_by("group_code").values_list("group_code", flat=True))
    GroupHoliday.objects.filter(ended_at__isnull=True, until__lt=today).update(ended_at=now)
    judge(codes, now=now)


def judge_licences(*, now: datetime) -> None:
    """Look at every group that sells what needs a licence: one may have ended at midnight."""
    needing = [kind.slug for kind in kinds() if kind.licence]
    selling = Listing.objects.filter(kind__in=needing).exclude(product_id="")
    codes = selling.order_by("group_code").values_list("group_code", flat=True).distinct()
    judge(list(codes), now=now)
