"""What the pages share: who may, how a refusal is told, badges."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.standards.errors import VersionUnknown
from certification.standards.states import VersionState
from certification.standards.words import STAGES
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, audit, signed_in

WRITERS: Final = (Role.OFFICER, Role.INSPECTOR, Role.LABORATORY)
APPROVERS: Final = (Role.OFFICER,)
#: The administrator looks on, and decides nothing.
READERS: Final = (*WRITERS, Role.EDITOR, Role.ADMINISTRATOR)
SHADES: Final = {
    "none": ("off", "close"),
    "draft": ("off", "info"),
    "proposed": ("warn", "clock"),
    "pilot": ("wait", "clock"),
    "adopted": ("ok", "check"),
    "withdrawn": ("err", "close"),
}

form_view = require_http_methods(["GET", "HEAD", "POST"])


def found(read: Callable[[], Any]) -> Any:
    """Return what ``read`` returns; what is not there is a 404."""
    try:
        return read()
    except VersionUnknown as unknown:
        raise Http404(unknown.message) from unknown


def done(request: HttpRequest, verb: str, act: Callable[[], Any], *, target: str, words: str = "") -> Any:
    """Do something and write it into the audit, both or neither. Raises what ``act`` raises."""
    with transaction.atomic():
        made = act()
        audit(
            actor=signed_in(request),
            verb=f"cert.{verb}",
            target=target or str(getattr(made, "number", "")),
            after={"words": words} if words else {},
        )
    return made


def tried(request: HttpRequest, verb: str, act: Callable[[], Any], *, target: str, words: str = "") -> bool:
    """As ``done``; a refusal becomes a message. Returns whether it was done."""
    try:
        done(request, verb, act, target=target, words=words)
    except VersionUnknown as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return False
    return True


def badge(stage: str) -> dict[str, str]:
    """Return a state, or a stage of the board, as a word with shade and icon."""
    shade, icon = SHADES[stage]
    label = str(STAGES[stage]) if stage in STAGES else VersionState(stage).label
    return {"label": str(label), "shade": shade, "icon": icon}


def words_of(request: HttpRequest, name: str, longest: int = 500) -> str:
    return request.POST.get(name, "")[:longest].replace("\x00", "").strip()


def day_text(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def standing_of(version: Any) -> str:
    """Return in one sentence since when and until when a version holds."""
    begins, ends = day_text(version.valid_from), version.valid_until
    if version.state in ("draft", "proposed"):
        return _("To begin on %(day)s") % {"day": begins}
    if ends is None:
        return _("From %(day)s") % {"day": begins}
    return _("From %(day)s until %(end)s") % {"day": begins, "end": day_text(ends)}
