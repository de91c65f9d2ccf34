"""Open items: by filters, page after page, and summed by age."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Aggregate, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Abs

from jkrlm.people.facade import Role, User
from sellers.reconciliation.models import BankLine, OpenItem, Proposal, StripeDay
from sellers.reconciliation.rules import AGES
from sellers.reconciliation.states import FetchState, ItemKind, ProposalState

PAGE = 50


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """``owner``: "", "nobody" or a user's id. ``band``: a place in AGES. ``after`` is (since, id)."""

    kind: str = ""
    owner: str = ""
    band: int | None = None
    day: date | None = None
    settled: bool = False
    words: str = ""
    after: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class AgeBand:
    label: str
    count: int
    amount_minor: int


def items(wanted: ItemFilter, *, today: date) -> tuple[list[OpenItem], tuple[date, int] | None]:
    """Return a page, the oldest first, and where the next one begins. One query."""
    found = _filtered(wanted, today).select_related("owner", "line", "settled_by").order_by("since", "id")
    if wanted.after is not None:
        since, pk = wanted.after
        found = found.filter(Q(since__gt=since) | Q(since=since, id__gt=pk))
    rows = list(found[: PAGE + 1])
    following = (rows[PAGE - 1].since, rows[PAGE - 1].pk) if len(rows) > PAGE else None
    return rows[:PAGE], following


def _filtered(wanted: ItemFilter, today: date) -> QuerySet[OpenItem]:
    found = OpenItem.objects.filter(settled_at__isnull=not wanted.settled)
    if wanted.kind in ItemKind.values:
        found = found.filter(kind=wanted.kind)
    if wanted.owner == "nobody":
        found = found.filter(owner=None)
    elif wanted.owner.isascii() and wanted.owner.isdigit():
        found = found.filter(owner_id=int(wanted.owner[:9]))
    if wanted.day is not None:
        found = found.filter(since=wanted.day)
    if wanted.band is not None:
        found = found.filter(_in_band(wanted.band, today))
    if wanted.words:
        words = wanted.words
        found = found.filter(Q(reference__icontains=words) | Q(about__icontains=words))
    return found


def _in_band(place: int, today: date) -> Q:
    least, _ = AGES[place]
    within = Q(since__lte=today - timedelta(days=least)) if place else Q()
    if place + 1 < len(AGES):
        within &= Q(since__gt=today - timedelta(days=AGES[place + 1][0]))
    return within


def ages(*, today: date) -> list[AgeBand]:
    """Return what is open by age, amounts without their signs. One query."""
    sums: dict[str, Aggregate] = {}
    for place in range(len(AGES)):
        within = _in_band(place, today)
        sums[f"n{place}"] = Count("id", filter=within or None)
        sums[f"a{place}"] = Sum(Abs(F("amount_minor")), filter=within or None)
    row = OpenItem.objects.filter(settled_at__isnull=True).aggregate(**sums)
    return [AgeBand(label, row[f"n{at}"], int(row[f"a{at}"] or 0)) for at, (_, label) in enumerate(AGES)]


def waiting_proposals() -> list[Proposal]:
    """Return what waits for a second person, the oldest first. One query."""
    found = Proposal.objects.filter(state=ProposalState.WAITING)
    return list(found.select_related("line", "made_by").order_by("made_at", "id")[:PAGE])


def failing_fetches() -> list[StripeDay]:
    return list(StripeDay.objects.filter(state=FetchState.FAILED).order_by("day")[:PAGE])


def line_of(number: int) -> BankLine | None:
    """Return a line with its match, item and file. One query."""
    found = BankLine.objects.select_related("account", "file", "item", "match", "match__made_by")
    return found.select_related("match__approved_by", "item__owner").filter(pk=number).first()


def owners() -> QuerySet[User]:
    """Return those of finance, by name. One query."""
    roles = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    found = User.objects.filter(role_grants__role__in=roles, is_active=True)
    return found.distinct().order_by("name", "id")
