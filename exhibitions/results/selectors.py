"""Reads of this room's own tables."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from exhibitions.results import reckoning
from exhibitions.results.contracts import LeadView, Line, SettlementView, TillLine
from exhibitions.results.errors import LeadUnknown
from exhibitions.results.models import Lead, Settlement, SettlementLine, SettlementTill
from exhibitions.results.states import LeadKind, SettlementState
from jkrlm.kernel.money import Money

_SUMS = (
    *("sold", "returned", "discount", "gst", "gst_hers", "commission", "commission_gst", "other", "share"),
    *("charge", "charge_gst", "allowances", "held"),
)


def lead(lead_id: int) -> LeadView:
    """Return one. Two queries. Raises LeadUnknown."""
    row = Lead.objects.filter(pk=lead_id).first()
    if row is None:
        raise LeadUnknown("There is no such lead.")
    return _lead(row, plan.exhibition(row.exhibition))


def leads(exhibition: str, *, most: int | None = None) -> tuple[LeadView, ...]:
    """Return an exhibition's leads, the newest first. Two queries. Raises ExhibitionUnknown."""
    fair = plan.exhibition(exhibition)
    return tuple(
        _lead(row, fair) for row in Lead.objects.filter(exhibition=exhibition).order_by("-pk")[:most]
    )


def lead_counts(exhibition: str, day: date | None = None) -> tuple[int, int, Money]:
    """Return how many were taken, how many of them order for later, and what these are worth. One query."""
    rows = Lead.objects.filter(exhibition=exhibition)
    if day is not None:
        rows = rows.filter(taken_on=day)
    found = rows.aggregate(
        n=Count("pk"), orders=Count("pk", filter=Q(kind=LeadKind.ORDER)), worth=Sum("worth")
    )
    return found["n"], found["orders"], Money(found["worth"] or Decimal(0), "INR")


def _lead(row: Lead, fair: plan.Exhibition) -> LeadView:
    return LeadView(
        id=row.pk,
        number=row.number,
        exhibition=row.exhibition,
        exhibition_name=fair.name,
        kind=row.kind,
        name=row.name,
        phone=row.phone,
        email=row.email,
        wants=row.wants,
        quantity=row.quantity,
        worth=Money(row.worth, "INR"),
        stall_code=row.stall_code,
        group_code=row.group_code,
        language=row.language,
        consent_at=row.consent_at,
        taken_on=row.taken_on,
    )


def newest(exhibition: str) -> Settlement | None:
    """Return the settlement that was last proposed, sent back or not."""
    rows = Settlement.objects.filter(exhibition=exhibition).select_related("proposed_by", "decided_by")
    return rows.order_by("-pk").first()


def settlement(exhibition: str) -> SettlementView:
    """
    Return what an exhibition comes to: as proposed or approved, else as the books say now; of one that was
    sent back the reason stands beside what the books say.
    """
    row = newest(exhibition)
    if row is None or row.state == SettlementState.SENT_BACK:
        return SettlementView(
            exhibition=exhibition,
            state=row.state if row else "",
            lines=reckoning.lines_of(exhibition),
            tills=reckoning.tills_of(exhibition),
            why=row.why if row else "",
            decided_by=row.decided_by.name if row and row.decided_by else "",
            decided_at=row.decided_at if row else None,
        )
    lines = tuple(_line(each) for each in row.lines.order_by("group_code"))
    return SettlementView(
        exhibition=exhibition,
        state=row.state,
        lines=lines,
        tills=tuple(_till(each) for each in row.tills.order_by("number")),
        proposed_by=row.proposed_by.name,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        why=row.why,
        id=row.pk,
        late=_late(exhibition, lines),
    )


def _late(exhibition: str, lines: Collection[Line]) -> Money:
    """What the groups' shares have gained in the books since the settlement."""
    now = reckoning.sums_by_group(exhibition).values()
    return sum((each["share"] for each in now), reckoning.ZERO) - sum(
        (each.share for each in lines), reckoning.ZERO
    )


def lines_of_groups(group_codes: Collection[str]) -> tuple[tuple[str, str, Line], ...]:
    """Return (exhibition, when approved as ISO day, line) of groups, the newest first. One query."""
    rows = (
        SettlementLine.objects.filter(
            group_code__in=list(group_codes), settlement__state=SettlementState.APPROVED
        )
        .select_related("settlement")
        .order_by("-settlement__decided_at", "group_code")
    )
    return tuple(
        (row.settlement.exhibition, f"{row.settlement.decided_at:%Y-%m-%d}", _line(row)) for row in rows
    )


def _line(row: SettlementLine) -> Line:
    return Line(
        group_code=row.group_code,
        stall_code=row.stall_code,
        bills=row.bills,
        pieces=row.pieces,
        **{name: Money(getattr(row, name), "INR") for name in _SUMS},
    )


def _till(row: SettlementTill) -> TillLine:
    return TillLine(
        number=row.number,
        label=row.label,
        bills=row.bills,
        cash=Money(row.cash, "INR"),
        upi=Money(row.upi, "INR"),
        card=Money(row.card, "INR"),
        difference=Money(row.difference, "INR"),
        reasons=tuple(row.reasons.splitlines()),
        deposited=Money(row.deposited, "INR"),
        short=Money(row.short, "INR"),
        left=reckoning.ZERO,
    )


def why_not_settled(exhibition: str) -> str:
    if Settlement.objects.filter(exhibition=exhibition, state=SettlementState.APPROVED).exists():
        return ""
    return str(_("Nobody has approved yet what it came to. See the page Settlement."))
