"""The note that goes with a consignment, with its packing list."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.labels.facade import shown
from exhibitions.plan.facade import Exhibition
from exhibitions.stock.models import Consignment, CountLine, Line
from exhibitions.stock.states import Direction, Hand
from jkrlm.kernel.clock import local_date
from media.facade import pdf, qr_svg
from sellers.registry.facade import groups_by_code

_NOTE: Final = Path(__file__).parent / "documents" / "note.typ"


def note_pdf(row: Consignment, fair: Exhibition, *, address: str, language: str) -> bytes:
    """Set the note in a language; ``address`` (a path) is what its square code opens."""
    with override(language):
        return pdf(_NOTE, note_data(row, fair, address=address, language=language), language=language)


def answer(row: Consignment, fair: Exhibition, *, address: str, language: str) -> HttpResponse:
    """Answer with the note as a file to print."""
    made = HttpResponse(
        note_pdf(row, fair, address=address, language=language), content_type="application/pdf"
    )
    made["Content-Disposition"] = content_disposition_header(False, f"{row.number}.pdf") or ""
    made["Cache-Control"] = "private, no-store"
    return made


def note_data(row: Consignment, fair: Exhibition, *, address: str, language: str) -> dict[str, Any]:
    """Return what the template sets: no price, no name of a person."""
    found = groups_by_code([row.group_code]).get(row.group_code)
    group = [row.group_code]
    if found is not None:
        name = {"hi": found.name_hi, "ur": found.name_ur}.get(language, "") or found.name
        group = [name, ", ".join(part for part in (found.village, found.district) if part), found.pincode]
    event = [fair.names.get(language) or fair.name, f"{fair.venue}, {fair.town}", fair.pincode]
    goes_out = row.direction == Direction.OUT
    first = CountLine.objects.filter(count__consignment=row, count__hand=Hand.PACKED)
    counted = {each.line_id: each for each in first}
    lines = [_line(line, counted.get(line.pk), language) for line in row.lines.order_by("id")]
    return {
        "number": row.number,
        "title": _("Consignment note"),
        "day": date_format(local_date(row.opened_at), "j F Y"),
        "direction": str(Direction(row.direction).label),
        "from": group if goes_out else event,
        "to": event if goes_out else group,
        "from_word": _("Comes from"),
        "to_word": _("Goes to"),
        "carried": [{"word": word, "said": said} for word, said in carried(row)],
        "head": [_("Goods"), _("Packed"), _("Hub"), _("At the end")],
        "rows": lines,
        "total": sum(each["packed"] for each in lines),
        "total_word": _("Together"),
        "signs": [_("Packed by"), _("Carried by"), _("Hub counted"), _("Counted at the end")],
        "scan": _("Scan to count"),
        "qr": qr_svg(f"{settings.PUBLIC_URL.rstrip('/')}{address}"),
    }


def carried(row: Consignment) -> list[tuple[str, str]]:
    """Return what was said about how it travels, each with its word in the reader's language."""
    told = (
        (_("Carried by"), row.transport),
        (_("Company"), row.carrier),
        (_("Vehicle"), row.vehicle),
        (_("Parcel or receipt"), row.docket),
    )
    return [(word, said) for word, said in told if said]


def _line(line: Line, counted: CountLine | None, language: str) -> dict[str, Any]:
    names = {"en": line.title, "hi": line.title_hi, "ur": line.title_ur}
    name = names.get(language, "") or line.title
    return {
        # A box passes through hands that read other scripts than whoever packed it.
        "others": [each for each in dict.fromkeys(names.values()) if each and each != name],
        "title": f"{name}, {line.variant_name}" if line.variant_name else name,
        "sku": line.sku,
        "packed": line.packed - line.held_back,
        "codes": [shown(code) for code in counted.serials] if counted is not None else [],
    }
