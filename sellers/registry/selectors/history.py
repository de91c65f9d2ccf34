"""What happened to a group, the newest first: transfers, corrections, steps of onboarding."""

from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from sellers.registry import models
from sellers.registry.contracts import HistoryRow
from sellers.registry.states import OnboardingState


def history(code: str, *, most: int = 100) -> tuple[HistoryRow, ...]:
    """Three queries."""
    rows = [*_placements(code), *_changes(code, most), *_steps(code, most)]
    rows.sort(key=_moment, reverse=True)
    return tuple(rows[:most])


def placements(code: str) -> tuple[models.Placement, ...]:
    """Return where a group belonged, belongs and will belong, the newest first. One query."""
    rows = models.Placement.objects.filter(group__code=code).order_by("-held_from")
    return tuple(rows.select_related("village_organisation", "federation", "recorded_by"))


def _placements(code: str) -> list[HistoryRow]:
    return [
        HistoryRow(
            at=None,
            on=row.held_from,
            what=_("Belongs to"),
            detail=", ".join(
                part
                for part in (
                    row.village_organisation.name if row.village_organisation else "",
                    row.federation.name if row.federation else "",
                    row.note,
                )
                if part
            ),
            who=row.recorded_by.name if row.recorded_by else "",
        )
        for row in placements(code)
    ]


def _changes(code: str, most: int) -> list[HistoryRow]:
    rows = models.GroupChange.objects.filter(group__code=code).select_related("actor").order_by("-at")
    return [
        HistoryRow(
            at=row.at,
            on=None,
            what=_("Changed: %(source)s") % {"source": row.source},
            detail="; ".join(
                f"{name.replace('_', ' ')}: {row.before.get(name, '') or '–'} → {value or '–'}"
                for name, value in sorted(row.after.items())
            ),
            who=row.actor.name if row.actor else "",
        )
        for row in rows[:most]
    ]


def _steps(code: str, most: int) -> list[HistoryRow]:
    rows = models.OnboardingStep.objects.filter(onboarding__group__code=code).select_related("actor")
    return [
        HistoryRow(
            at=row.at,
            on=None,
            what=str(OnboardingState(row.now).label),
            detail="; ".join(
                part for part in (row.words, *(f"{key}: {said}" for key, said in row.reasons.items())) if part
            ),
            who=row.actor.name if row.actor else "",
        )
        for row in rows.order_by("-id")[:most]
    ]


def _moment(row: HistoryRow) -> datetime:
    if row.at is not None:
        return row.at
    return datetime.combine(row.on, time(), UTC) if row.on is not None else datetime.min.replace(tzinfo=UTC)
