"""Reports as they arrive, made into one contract: JSON from a phone, fields from the form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from certification.inspection.contracts import GivenAnswer, GivenPhoto, GivenReport, Place
from certification.inspection.rules import PHOTOS_MAX
from certification.inspection.states import Via
from jkrlm.kernel.clock import INDIA

_TEXT_MAX: Final = 1000
_ANSWERS_MAX: Final = 100


def as_uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def from_phone(values: Mapping[str, Any], key: UUID) -> GivenReport:
    """Read what a phone sent. What is not of the right kind reads as not given."""
    answers = values.get("answers")
    photos = values.get("photos")
    return GivenReport(
        key=key,
        via=Via.PHONE,
        outcome=_text(values.get("outcome")),
        started_at=_moment(values.get("started_at")),
        ended_at=_moment(values.get("ended_at")),
        note=_text(values.get("note")),
        place=_place(values.get("place")),
        answers={
            _text(code): GivenAnswer(_text(each.get("value")), _text(each.get("note")))
            for code, each in list(answers.items())[:_ANSWERS_MAX]
            if isinstance(each, dict)
        }
        if isinstance(answers, dict)
        else {},
        photos=tuple(_photos(photos if isinstance(photos, list) else [])),
        nonconforming=_text(values.get("nonconforming")),
        seal=_seal(values.get("seal")),
        sample_quantity=_text(values.get("sample_quantity")),
        sample_unit=_text(values.get("sample_unit")),
        sent_at=_moment(values.get("sent_at")),
    )


def from_form(data: QueryDict, key: UUID) -> GivenReport:
    """Read the form of the site: the photographs are those that came with it, now or before."""
    errors = {}
    started, ended = (_local(data.get(name, "")) for name in ("started_at", "ended_at"))
    codes = [name.removeprefix("answer-") for name in data if name.startswith("answer-")][:_ANSWERS_MAX]
    if data.get("started_at") and started is None:
        errors["started_at"] = "Give day and time, such as 2026-11-20 11:30."
    return GivenReport(
        key=key,
        via=Via.FORM,
        outcome=_text(data.get("outcome")),
        started_at=started,
        ended_at=ended,
        note=_text(data.get("note")),
        answers={
            code: GivenAnswer(_text(data.get(f"answer-{code}")), _text(data.get(f"note-{code}")))
            for code in codes
        },
        photos=None,
        nonconforming=_text(data.get("nonconforming")),
        seal=_seal(data.get("seal")),
        sample_quantity=_text(data.get("sample_quantity")),
        sample_unit=_text(data.get("sample_unit")),
        errors=errors,
    )


def _photos(found: list[Any]) -> list[GivenPhoto]:
    photos = []
    for each in found[:PHOTOS_MAX]:
        file = as_uuid(each.get("file")) if isinstance(each, dict) else None
        if file is not None:
            photos.append(
                GivenPhoto(
                    file,
                    _text(each.get("code"))[:60],
                    _moment(each.get("taken_at")),
                    _place(each.get("place")),
                )
            )
    return photos


def _text(found: object) -> str:
    if isinstance(found, bool) or found is None:
        return ""
    text = str(found) if isinstance(found, str | int | float) else ""
    return text.replace("\x00", "")[:_TEXT_MAX].strip()


def _seal(found: object) -> str:
    return "".join(_text(found).upper().split())


def _moment(found: object) -> datetime | None:
    """Return an instant with its offset; a time without one could be anywhere's."""
    try:
        moment = parse_datetime(_text(found))
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _local(found: str) -> datetime | None:
    """Return an instant that was typed as it stands on clocks in India."""
    try:
        moment = parse_datetime(found.strip())
        return moment.replace(tzinfo=INDIA).astimezone(UTC) if moment is not None else None
    except (ValueError, OverflowError):
        return None


def _place(found: object) -> Place | None:
    if not isinstance(found, dict):
        return None
    try:
        latitude, longitude = (round(Decimal(str(found[name])), 6) for name in ("latitude", "longitude"))
        accuracy = round(Decimal(str(found["accuracy_m"])))
    except (KeyError, InvalidOperation, ValueError, OverflowError):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or not 0 <= accuracy < 2_000_000:
        return None
    return Place(latitude, longitude, accuracy)
