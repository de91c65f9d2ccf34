"""Letters of allotment and travellers' passes, as PDF in the reader's language."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from exhibitions.stalls import words
from exhibitions.stalls.models import Application, Pass
from exhibitions.stalls.selectors import verdicts_of
from exhibitions.stalls.services.common import held_by
from media.facade import pdf, qr_svg
from sellers.registry.facade import group

_DOCUMENTS: Final = Path(__file__).parent / "documents"
LANGUAGES: Final = ("en", "hi", "ur")


def answer(row: Application, what: str, language: str) -> HttpResponse:
    """Serve the letter or the passes of an application that holds a stall."""
    made = letter_pdf(row, language) if what == "letter" else passes_pdf(row, language)
    found = HttpResponse(made, content_type="application/pdf")
    name = f"{row.number}-{what}-{language}.pdf"
    found["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    found["Cache-Control"] = "no-store, private"
    found["X-Content-Type-Options"] = "nosniff"
    return found


def gate_address(exhibition_code: str, code: str) -> str:
    """Return where a scanned pass leads, the same in every language."""
    with translation.override("en"):
        return f"{settings.PUBLIC_URL}{reverse('exhibitions_stalls:gate_pass', args=[exhibition_code, code])}"


def letter_pdf(row: Application, language: str) -> bytes:
    """Return the letter; the same application gives the same bytes."""
    with translation.override(language):
        exhibition = plan.exhibition(row.call.exhibition_code)
        holding = held_by(row)
        stall_code = holding.stall_code if holding else ""
        stall = next((each for each in plan.stalls(exhibition.code) if each.code == stall_code), None)
        home = group(row.group_code)
        verdict = verdicts_of([row]).get(row.pk)
        public = f"{settings.PUBLIC_URL}{reverse('exhibition_draw:draw', args=[exhibition.slug])}"
        data: dict[str, Any] = {
            "title": _("Your stall at %(fair)s") % {"fair": exhibition.names[language]},
            "number": row.number,
            "group": _named(home, language),
            "place": f"{home.village}, {words.district_name(home.district, language)}",
            "opening": _("We are glad that you come. This stall is yours for all days of the fair."),
            "stall": stall_code,
            "size": stall.size if stall else "",
            "qr": qr_svg(public),
            "words": {
                "stall": _("Stall"),
                "why": _("Why this stall"),
                "bring": _("Please bring along"),
            },
            "why": words.explained(verdict, language) if verdict else "",
            "about": _about(row, exhibition, stall, language),
            "head": [_("Piece"), _("Number")],
            "goods": [[each.title, str(each.quantity)] for each in row.goods.all()],
            "bring": [
                _("this letter and the passes of all who travel"),
                _("a paper that proves who you are"),
                _("certificates and licences of what you sell"),
            ],
            "closing": _("If you cannot come, say so early on Umeed: the stall then goes to the next group."),
        }
        return pdf(_DOCUMENTS / "letter.typ", data, language=language)


def passes_pdf(row: Application, language: str) -> bytes:
    """Return the passes of all travellers."""
    with translation.override(language):
        exhibition = plan.exhibition(row.call.exhibition_code)
        holding = held_by(row)
        found = Pass.objects.filter(traveller__application=row, void_at=None).select_related("traveller")
        data: dict[str, Any] = {
            "title": _("Passes"),
            "kind": _("Pass for makers"),
            "group": _named(group(row.group_code), language),
            "fair": f"{exhibition.names[language]}, {exhibition.venue}",
            "days": _days(exhibition),
            "stall": holding.stall_code if holding else "",
            "words": {
                "stall": _("Stall"),
                "once": _("For this person alone. It opens each gate once a day."),
            },
            "passes": [
                {
                    "name": each.traveller.name,
                    "code": each.code,
                    "qr": qr_svg(gate_address(exhibition.code, each.code)),
                }
                for each in found.order_by("traveller__name", "pk")
            ],
        }
        return pdf(_DOCUMENTS / "passes.typ", data, language=language)


def _about(
    row: Application, exhibition: plan.Exhibition, stall: plan.Stall | None, language: str
) -> list[list[str]]:
    needs = [
        (row.needs_lodging, _("A place to sleep")),
        (row.needs_transport, _("Transport there")),
        (row.needs_electricity, _("Electricity")),
    ]
    told = [
        [_("Days"), _days(exhibition)],
        [_("Open"), f"{exhibition.opens_at:%H:%M}–{exhibition.closes_at:%H:%M}"],
        [_("Place"), f"{exhibition.venue}, {exhibition.town}"],
        [_("Craft"), words.craft_name(row.craft, language)],
        [_("Who travels"), ", ".join(each.name for each in row.travellers.all())],
    ]
    asked = ", ".join(label for is_needed, label in needs if is_needed)
    if asked:
        told.append([_("You asked for"), asked])
    if stall is not None:
        told.append([_("Price of the stall"), f"₹{stall.price.amount:,.0f}"])
    return told


def _days(exhibition: plan.Exhibition) -> str:
    return f"{date_format(exhibition.opens_on, 'j F')} – {date_format(exhibition.closes_on, 'j F Y')}"


def _named(home: Any, language: str) -> str:
    return {"hi": home.name_hi, "ur": home.name_ur}.get(language, "") or str(home.name)
