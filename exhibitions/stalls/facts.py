"""What is known of applications when they are judged, gathered in a fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import certification.cases.facade as cases
import exhibitions.plan.facade as plan
from catalogue.facade import Kind, Listing, kinds, listings_of
from certification.certificates.facade import CertificateState, certificates_of_groups
from exhibitions.stalls.conduct import open_grievances
from exhibitions.stalls.models import Application, Call, Holding
from exhibitions.stalls.rules import Facts, Obstacle, obstacles
from exhibitions.stalls.services.common import limits_of
from exhibitions.stalls.states import AppState, Ended
from sellers.orders.facade import lateness
from sellers.registry.facade import approved_groups, licences_on, suspended_groups

#: Of the past, so much counts.
NO_SHOWS_FOR: Final = timedelta(days=3 * 365)
ORDERS_FOR: Final = timedelta(days=365)
_HELD: Final = (plan.ExhibitionState.RUNNING, plan.ExhibitionState.CLOSED, plan.ExhibitionState.SETTLED)


def facts_of(
    call: Call, exhibition: plan.Exhibition, applications: Collection[Application], *, today: date
) -> dict[int, Facts]:
    """Return what is known, by application. The applications come with their goods prefetched."""
    codes = {each.group_code for each in applications}
    known = _known(call, exhibition, codes, today)
    return {each.pk: known.of(each) for each in applications}


def barred_now(call: Call, rows: Collection[Application], *, today: date) -> dict[int, tuple[Obstacle, ...]]:
    """Return what stands in the way of applications today, by application."""
    exhibition = plan.exhibition(call.exhibition_code)
    facts = facts_of(call, exhibition, rows, today=today)
    limits = limits_of(call)
    return {row.pk: obstacles(facts[row.pk], limits) for row in rows}


@dataclass(frozen=True, slots=True)
class _Known:
    call: Call
    approved: Collection[str]
    listings: Mapping[int, Listing]
    kinds: Mapping[str, Kind]
    certified: Collection[str]
    licences: Collection[tuple[str, str]]
    fairs: Mapping[str, int]
    no_shows: Mapping[str, int]
    lateness: Mapping[str, tuple[int, int]]
    grievances: Mapping[str, int]

    def of(self, application: Application) -> Facts:
        code = application.group_code
        pieces = certified = ready = 0
        unlicensed, uncertified = [], []
        for each in application.goods.all():
            listing = self.listings.get(each.listing_id)
            kind = self.kinds.get(listing.kind) if listing else None
            is_certified = bool(each.product_id) and each.product_id in self.certified
            pieces += each.quantity
            certified += each.quantity if is_certified else 0
            ready += min(each.quantity, listing.quantity) if listing else 0
            if kind is not None and kind.needs_certificate and not is_certified:
                uncertified.append(each.title)
            if kind is not None and kind.licence and (code, kind.licence) not in self.licences:
                unlicensed.append(kind.licence)
        orders, late = self.lateness.get(code, (0, 0))
        return Facts(
            is_approved=code in self.approved,
            unlicensed=tuple(dict.fromkeys(unlicensed)),
            uncertified=tuple(uncertified),
            pieces=pieces,
            certified=certified,
            ready=ready,
            fairs=self.fairs.get(code, 0),
            no_shows=self.no_shows.get(code, 0),
            orders=orders,
            late=late,
            grievances=self.grievances.get(code, 0),
            is_far=application.district in self.call.far_districts,
        )


def _known(call: Call, exhibition: plan.Exhibition, codes: Collection[str], today: date) -> _Known:
    listings = {each.id: each for each in listings_of(codes)}
    return _Known(
        call=call,
        approved=approved_groups(codes) - suspended_groups(codes),
        listings=listings,
        kinds={each.slug: each for each in kinds()},
        certified=_certified(codes, exhibition.closes_on),
        licences=_licences(codes, exhibition),
        fairs=_fairs(call, codes),
        no_shows=_no_shows(call, codes, today),
        lateness=lateness(codes, since=today - ORDERS_FOR, today=today),
        grievances=_grievances(codes, listings.values()),
    )


def _certified(codes: Collection[str], last_day: date) -> frozenset[str]:
    """Return products with a certificate that is valid now and through the exhibition's last day."""
    return frozenset(
        each.product_id
        for each in certificates_of_groups(codes)
        if each.state == CertificateState.VALID and each.valid_until >= last_day
    )


def _licences(codes: Collection[str], exhibition: plan.Exhibition) -> frozenset[tuple[str, str]]:
    """Return (group, licence) of those held on the first and on the last day."""
    first, last = (
        {(code, row.kind) for code, rows in licences_on(codes, on=day).items() for row in rows}
        for day in (exhibition.opens_on, exhibition.closes_on)
    )
    return frozenset(first & last)


def _fairs(call: Call, codes: Collection[str]) -> Counter[str]:
    """Return how many other exhibitions that were held, or are, each group had a stall at, and came."""
    held = [each.code for each in plan.exhibitions(states=_HELD)]
    rows = (
        Application.objects.filter(
            group_code__in=codes, state=AppState.ALLOTTED, call__exhibition_code__in=held
        )
        .exclude(call=call)
        .values_list("group_code", flat=True)
    )
    return Counter(rows)


def _no_shows(call: Call, codes: Collection[str], today: date) -> Counter[str]:
    rows = Holding.objects.filter(
        application__group_code__in=codes,
        ended=Ended.NO_SHOW,
        ended_at__date__gte=today - NO_SHOWS_FOR,
    ).exclude(call=call)
    return Counter(rows.values_list("application__group_code", flat=True))


def _grievances(codes: Collection[str], listings: Iterable[Listing]) -> Counter[str]:
    """Return open complaints about certified goods, and open grievances about any of a group's goods."""
    of_product = {each.product_id: each.group_code for each in listings if each.product_id}
    found = Counter(each.group_code for each in cases.complaints(open_only=True) if each.group_code in codes)
    for product, many in open_grievances(of_product.keys()).items():
        if product in of_product:
            found[of_product[product]] += many
    return found
