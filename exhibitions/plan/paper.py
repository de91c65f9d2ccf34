"""The stall map on A3, and a visitor's pass."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from exhibitions.plan import drawing, selectors
from exhibitions.plan.contracts import Exhibition, Mark
from exhibitions.plan.handed_in import handed_in
from exhibitions.plan.models import VisitorPass
from exhibitions.plan.rows import days_words, hours_words
from media.facade import pdf, qr_svg
from sellers.registry.facade import groups_by_code

_HERE: Final = Path(__file__).parent / "documents"
LANGUAGES: Final = ("en", "hi", "ur")


def hall_pdf(fair: Exhibition) -> bytes:
    """Return the stall map with a list of who stands where; the same plan gives the same bytes."""
    groups = handed_in.groups_at(fair.code)
    known = groups_by_code([each.group_code for each in groups])
    names = {each.stall_code: known[each.group_code].name for each in groups if each.group_code in known}
    stalls = selectors.stalls(fair.code)
    marks = {code: Mark("taken", name) for code, name in names.items()}
    drawn = drawing.stall_map(fair, selectors.zones(fair.code), stalls, selectors.areas(fair.code), marks)
    tints = {zone.code: zone.tint for zone in selectors.zones(fair.code)}
    data = {
        "title": fair.name,
        "code": fair.code,
        "about": f"{days_words(fair.opens_on, fair.closes_on)} · {fair.venue}, {fair.town}",
        "hall": [drawn.floor[2], drawn.floor[3]],
        "gate": _("Main gate"),
        "stalls": [
            {
                "code": each.code,
                "at": [each.x - drawing.MARGIN, each.y - drawing.MARGIN, each.width, each.height],
                "tint": tints[stall.zone_code] if each.css.endswith("taken") else 0,
                "state": each.css.split()[-1],
            }
            for each, stall in zip(drawn.stalls, stalls, strict=True)
        ],
        "names": [
            [words, each.x - drawing.MARGIN, y - drawing.MARGIN]
            for each in drawn.names
            for words, y in each.lines
        ],
        "areas": [
            {
                "at": [each.x - drawing.MARGIN, each.y - drawing.MARGIN, each.width, each.height],
                "name": " ".join(word for word, _y in each.lines),
            }
            for each in drawn.areas
        ],
        "list": [[stall.code, names.get(stall.code, stall.reason)] for stall in stalls],
    }
    return pdf(_HERE / "hall.typ", data, language="en")


def pass_url(row: VisitorPass) -> str:
    """Return what the code on a pass holds: the pass's own address, with its token."""
    path = reverse("exhibitions_public:pass", args=(row.exhibition.slug, row.token))
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def pass_pdf(row: VisitorPass, language: str) -> bytes:
    """Return a visitor's pass in a language; the same pass gives the same bytes."""
    with translation.override("en"):
        address = pass_url(row)
    with translation.override(language):
        fair = selectors.view_of(row.exhibition)
        data = {
            "title": _("Visitor pass"),
            "fair": fair.names[language],
            "days": days_words(fair.opens_on, fair.closes_on),
            "hours": hours_words(fair.opens_at, fair.closes_at),
            "place": ", ".join(part for part in (fair.venue, fair.address, fair.town) if part),
            "number": selectors.pass_number(row),
            "name": row.name,
            "people": str(row.people),
            "words": {
                "name": _("Name"),
                "people": _("People"),
                "number": _("Number"),
                "days": _("Days"),
                "hours": _("Open"),
                "place": _("Place"),
                "show": _("Show this at the gate, on paper or on your phone. Entry is free; it counts once."),
            },
            "qr": qr_svg(address),
        }
        return pdf(_HERE / "pass.typ", data, language=language)
