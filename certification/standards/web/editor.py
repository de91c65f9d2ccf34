"""The editor. Without JavaScript: rows come and go by submit buttons, and nothing typed is ever lost."""

from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalogue.facade import kinds
from certification.standards.checks import faults_of
from certification.standards.content import parts
from certification.standards.contracts import Version
from certification.standards.errors import BadContent
from certification.standards.models import StandardVersion
from certification.standards.selectors import as_version, version_row
from certification.standards.services.write_draft import begin_version, save_draft
from certification.standards.states import VersionState
from certification.standards.web.cells import drawn
from certification.standards.web.common import WRITERS, done, form_view, found
from certification.standards.web.preview import preview
from certification.standards.web.sheet import STANDARD_CODE, Sheet, blank, content_of, of_version, typed
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import for_roles, signed_in

KEY_MAX: Final = 64
NOTE_MAX: Final = 500
YEARS_MAX: Final = 10


@form_view
@for_roles(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a standard."""
    sheet = typed(request.POST) if request.method == "POST" else _begun(blank(first_day()))
    return _editor(request, sheet, None, is_new_standard=True, title=_("New standard"))


@form_view
@for_roles(*WRITERS)
def following(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the next version, from one that is there."""
    row: StandardVersion = found(lambda: version_row(number))
    if request.method == "POST":
        sheet = typed(request.POST)
    else:
        sheet = _begun(of_version(as_version(row), note="", revision=0))
        sheet.fields["valid_from"] = first_day().isoformat()
    sheet.fields["standard_code"] = row.standard.code
    title = _("Next version of %(code)s") % {"code": row.standard.code}
    return _editor(request, sheet, None, is_new_standard=False, title=title)


@form_view
@for_roles(*WRITERS)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    row: StandardVersion = found(lambda: version_row(number))
    if request.method != "POST":
        if row.state != VersionState.DRAFT:
            messages.warning(
                request, _("%(number)s is no draft: begin a new version.") % {"number": row.number}
            )
            return redirect("cert_standards:version", number=number)
        sheet = of_version(as_version(row), note=row.note, revision=row.revision)
    else:
        sheet = typed(request.POST)
    sheet.fields["standard_code"] = row.standard.code
    return _editor(request, sheet, row, is_new_standard=False, title=row.number)


def first_day() -> date:
    """Return the day with which a draft begins: the first of the month after next."""
    return (today().replace(day=1) + timedelta(days=62)).replace(day=1)


def _begun(sheet: Sheet) -> Sheet:
    sheet.fields["key"] = new_token()
    return sheet


def _editor(
    request: HttpRequest, sheet: Sheet, row: StandardVersion | None, *, is_new_standard: bool, title: str
) -> HttpResponse:
    faults: dict[str, str] = {}
    context: dict[str, Any] = {}
    refused = False
    if request.method == "POST":
        button = request.POST.get("do", "save")[:20]
        if not sheet.press(button):
            content, valid_from, faults = checked(sheet, is_new_standard=is_new_standard)
            if not faults and valid_from is not None and button != "preview":
                saved = _saved(request, sheet, row, content, valid_from, faults)
                if saved is not None:
                    messages.success(request, _("Saved as a draft."))
                    return redirect("cert_standards:version", number=saved.pk)
            elif not faults:
                context = {"shown": _unsaved(sheet, content), **preview(_unsaved(sheet, content))}
            refused = bool(faults)
    context |= drawn(sheet, faults, is_new_standard=is_new_standard)
    context |= {"title": title, "row": row}
    return form_page(request, "standards/editor.html", context, refused=refused)


def checked(sheet: Sheet, *, is_new_standard: bool) -> tuple[dict[str, Any], date | None, dict[str, str]]:
    """Return what was typed as content and first day, and what is wrong with it: field -> sentence."""
    content, came = content_of(sheet)
    wrong = faults_of(content, known_kinds={kind.slug for kind in kinds()})
    faults: dict[str, str] = {}
    if is_new_standard and not STANDARD_CODE.fullmatch(sheet.get("standard_code").upper()):
        faults["standard_code"] = _("Capital letters, digits and -, at most 16: such as JK-NAMDA.")
    valid_from = None
    try:
        valid_from = date.fromisoformat(sheet.get("valid_from"))
    except ValueError:
        faults["valid_from"] = _("A day is missing.")
    if valid_from is not None and abs(valid_from.year - today().year) > YEARS_MAX:
        faults["valid_from"] = _("A day within ten years.")
    if len(sheet.get("note")) > NOTE_MAX:
        faults["note"] = _("At most %(count)s characters.") % {"count": NOTE_MAX}
    faults |= {came.get(place, place): sentence for place, sentence in wrong.items()}
    return content, valid_from, faults


def _saved(
    request: HttpRequest,
    sheet: Sheet,
    row: StandardVersion | None,
    content: dict[str, Any],
    valid_from: date,
    faults: dict[str, str],
) -> StandardVersion | None:
    """Save; a refusal goes into ``faults``."""
    note, by = sheet.get("note"), signed_in(request)
    if row is None:
        key = sheet.get("key")[:KEY_MAX] or new_token()

        def save() -> StandardVersion:
            return begin_version(
                standard_code=sheet.get("standard_code"),
                content=content,
                valid_from=valid_from,
                note=note,
                key=key,
                by=by,
                now=now(),
            )

    else:
        revision, pk = sheet.get("revision"), row.pk

        def save() -> StandardVersion:
            return save_draft(
                version_id=pk,
                content=content,
                valid_from=valid_from,
                note=note,
                revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
                by=by,
            )

    try:
        made: StandardVersion = done(
            request,
            "standard.write",
            save,
            target=f"standard {row.number if row else sheet.get('standard_code')}",
        )
    except BadContent as refusal:
        faults[refusal.field or "title"] = refusal.message
    except DomainError as refusal:
        faults["revision"] = refusal.message
    else:
        return made
    return None


def _unsaved(sheet: Sheet, content: dict[str, Any]) -> Version:
    return Version(
        id=0,
        number=sheet.get("standard_code") or _("Draft"),
        standard_code=sheet.get("standard_code"),
        state="draft",
        valid_from=date.fromisoformat(sheet.get("valid_from")),
        valid_until=None,
        **parts(content),
    )
