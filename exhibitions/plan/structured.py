"""What search engines and calendars read of an exhibition: schema.org's Event, and RFC 5545."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exhibitions.plan.contracts import Exhibition
from exhibitions.plan.states import ExhibitionState
from jkrlm.kernel.clock import INDIA

_LINE_MAX: Final = 73


def absolute(path: str) -> str:
    """Return a path as an address of ours."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def event_data(fair: Exhibition, *, path: str, name: str, about: str, picture: str) -> SafeString:
    """Return the block of JSON-LD; no script, so the content security policy lets it be."""
    is_off = fair.state == ExhibitionState.CANCELLED
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": name,
        "url": absolute(path),
        "description": about,
        "image": [absolute(picture)],
        "startDate": _at(fair, first=True).isoformat(),
        "endDate": _at(fair, first=False).isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": f"https://schema.org/{'EventCancelled' if is_off else 'EventScheduled'}",
        "isAccessibleForFree": True,
        "location": {
            "@type": "Place",
            "name": fair.venue,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": fair.address or fair.venue,
                "addressLocality": fair.town,
                "postalCode": fair.pincode,
                "addressRegion": "Jammu and Kashmir",
                "addressCountry": "IN",
            },
        },
        "organizer": {"@type": "Organization", "name": _("Umeed"), "url": absolute("/")},
    }
    text = json.dumps(data, ensure_ascii=False)
    harmless = text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(harmless),  # noqa: S308  no sign in it ends the block
    )


def calendar(fair: Exhibition, *, path: str, name: str, about: str) -> str:
    """Return the exhibition for a calendar: one opening that comes back every day until the last."""
    start = datetime.combine(fair.opens_on, fair.opens_at, INDIA).astimezone(UTC)
    end = datetime.combine(fair.opens_on, fair.closes_at, INDIA).astimezone(UTC)
    place = ", ".join(part for part in (fair.venue, fair.address, fair.town, fair.pincode) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Umeed//Exhibitions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{fair.code.lower()}@exhibitions.umeed",
        f"DTSTAMP:{start:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{end:%Y%m%dT%H%M%SZ}",
        f"RRULE:FREQ=DAILY;COUNT={fair.days}",
        f"SUMMARY:{_escaped(name)}",
        f"LOCATION:{_escaped(place)}",
        f"DESCRIPTION:{_escaped(about)}",
        f"URL:{absolute(path)}",
        f"STATUS:{'CANCELLED' if fair.state == ExhibitionState.CANCELLED else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _at(fair: Exhibition, *, first: bool) -> datetime:
    if first:
        return datetime.combine(fair.opens_on, fair.opens_at, INDIA)
    return datetime.combine(fair.closes_on, fair.closes_at, INDIA)


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> list[str]:
    """Lines are 75 octets at most: what is longer goes on after a space, never within a letter."""
    found, now = [], ""
    for sign in line:
        if len((now + sign).encode()) > _LINE_MAX:
            found.append(now)
            now = " "
        now += sign
    return [*found, now]
