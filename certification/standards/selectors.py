"""Reads of standards. Versions are few and change seldom: each read is one query, or two."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from catalogue.facade import SearchQuery, kinds, search
from certification.standards.content import parts
from certification.standards.contracts import BoardRow, BrandLicence, Stage, Version
from certification.standards.errors import VersionUnknown
from certification.standards.models import BrandUse, KindInForce, StandardVersion
from certification.standards.states import VersionState
from jkrlm.kernel.clock import today

#: How long the board remembers where goods are on sale.
DISTRICTS_KEPT_SECONDS: Final = 300


def as_version(row: StandardVersion) -> Version:
    """Return a row as what crosses the door; its standard is read with it."""
    return Version(
        id=row.pk,
        number=row.number,
        standard_code=row.standard.code,
        state=VersionState(row.state).value,  # type: ignore[arg-type]
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        seeded=row.seeded and row.approved_by_id is None,
        **parts(row.content),
    )


def rows() -> QuerySet[StandardVersion]:
    return StandardVersion.objects.select_related("standard")


def version(version_id: int) -> Version:
    """
    Return a version, whatever its state.

    Raises:
        VersionUnknown.
    """
    return as_version(version_row(version_id))


def versions(version_ids: Iterable[int]) -> dict[int, Version]:
    """Return version id -> version, whatever their states; one query, unknown ids left out."""
    return {row.pk: as_version(row) for row in rows().filter(pk__in=set(version_ids))}


def version_row(version_id: int) -> StandardVersion:
    row = rows().filter(pk=version_id).first()
    if row is None:
        raise VersionUnknown(f"There is no version {version_id} of a standard.")
    return row


def version_by_number(number: str) -> Version:
    """
    Return a version by its number, such as JK-PASH-1:2026, whatever its state.

    Raises:
        VersionUnknown.
    """
    row = rows().filter(number=number).first()
    if row is None:
        raise VersionUnknown(f"There is no standard {number}.")
    return as_version(row)


def version_for(kind: str, *, on: date) -> Version | None:
    """Return the version, pilot or adopted, that was in force on a day for a kind of goods."""
    found = KindInForce.objects.filter(kind=kind, period__contains=on).values_list("version_id").first()
    return None if found is None else version(found[0])


def versions_in_force(*, on: date) -> tuple[Version, ...]:
    """Return every version in force on a day, by number."""
    held = rows().filter(in_force(on)).order_by("number")
    return tuple(as_version(row) for row in held)


def in_force(on: date) -> Q:
    ends = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    return Q(approved_at__isnull=False, valid_from__lte=on) & ends


def brand_licence(group_code: str, *, on: date) -> BrandLicence | None:
    """Return the licence under which a group may use the brand on a day, or None."""
    row = BrandUse.objects.filter(group_code=group_code, valid_from__lte=on, valid_until__gt=on).first()
    return None if row is None else as_licence(row)


def as_licence(row: BrandUse) -> BrandLicence:
    return BrandLicence(row.number, row.group_code, row.valid_from, row.valid_until)


def standing(on: date) -> dict[str, tuple[Stage, StandardVersion]]:
    """Return kind -> how far its standard has come, with the version that counts, or the latest draft."""
    found: dict[str, tuple[Stage, StandardVersion]] = {}
    drafts = rows().filter(state__in=(VersionState.DRAFT, VersionState.PROPOSED)).order_by("id")
    for row in drafts:
        found.update(dict.fromkeys(row.content["kinds"], ("draft", row)))
    for row in rows().filter(in_force(on)):
        stage: Stage = "pilot" if row.state == VersionState.PILOT else "adopted"
        found.update(dict.fromkeys(row.content["kinds"], (stage, row)))
    return found


def board(*, on: date | None = None, district: str = "") -> tuple[BoardRow, ...]:
    """
    Return every kind of goods with how far its standard has come, in the order of the catalogue.

    ``district`` (a slug) keeps kinds that are on sale from there. Where goods are on sale is as old as
    five minutes.
    """
    counted = standing(on or today())
    made = []
    for kind in kinds():
        stage: Stage
        row: StandardVersion | None
        stage, row = counted.get(kind.slug, ("none", None))
        places = _districts(kind.slug)
        if district and district not in {slug for slug, _name, _count in places}:
            continue
        made.append(
            BoardRow(
                kind=kind.slug,
                name=kind.name,
                needs_certificate=kind.needs_certificate,
                stage=stage,
                number=row.number if row is not None else "",
                version_id=row.pk if row is not None else None,
                unconfirmed=unconfirmed(row) if row is not None else 0,
                districts=tuple((name, count) for _slug, name, count in places),
            )
        )
    return tuple(made)


def unconfirmed(row: StandardVersion) -> int:
    """Return how many values of a version await a source."""
    return sum(not each.get("confirmed", False) for each in row.content["parameters"])


def _districts(kind: str) -> tuple[tuple[str, str, int], ...]:
    held = cache.get(f"cert.standards.districts.{kind}")
    if held is None:
        facets = search(SearchQuery(crafts=(kind,), page_size=1)).facets
        held = tuple((each.slug, each.name, each.count) for each in facets.get("district", ()) if each.count)
        cache.set(f"cert.standards.districts.{kind}", held, DISTRICTS_KEPT_SECONDS)
    return tuple(held)


def versions_of(code: str) -> list[StandardVersion]:
    """Return a standard's versions, newest first."""
    return list(rows().filter(standard__code=code).order_by("-ordinal"))


def predecessor_of(row: StandardVersion) -> StandardVersion | None:
    """Return the version before this one, given up ones left out."""
    earlier = rows().filter(standard=row.standard_id, ordinal__lt=row.ordinal)
    return earlier.exclude(approved_at__isnull=True, state="withdrawn").order_by("-ordinal").first()


def licences(*, words: str = "", limit: int = 200) -> list[BrandUse]:
    """Return brand licences, those that end last first."""
    found = BrandUse.objects.order_by(F("valid_until").desc(), "-id")
    if words:
        found = found.filter(Q(group_code__iexact=words) | Q(number__iexact=words))
    return list(found[:limit])
