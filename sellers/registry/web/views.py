"""The desk of groups: find one, see all of it, and do one thing at a time."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, User, audit_trail, for_roles, has_role
from media.facade import PictureUnknown, evidence_answer
from sellers.registry.errors import GroupUnknown, NotHere
from sellers.registry.rules import EXPIRING_DAYS
from sellers.registry.selectors.bank import accounts_to_decide
from sellers.registry.selectors.federations import federation_page
from sellers.registry.selectors.groups import group
from sellers.registry.selectors.licences import licence_of, licences_expiring
from sellers.registry.selectors.search import district_names, search_groups, waiting_for_approval
from sellers.registry.services.common import audit_target
from sellers.registry.services.people import appoint_officer
from sellers.registry.states import BankState, OnboardingState
from sellers.registry.web.acts import ACTS, DESK, KEEPERS, Call
from sellers.registry.web.forms import OfficerForm
from sellers.registry.web.rows import badge, group_page, state_label

form_view = require_http_methods(["GET", "HEAD", "POST"])

AUDIT_PAGE: Final = 100
WORK_SHOWN: Final = 20
_OF_LICENCES: Final = ("verify", "end-licence", "licence-paper")
_SMALL, _LARGE = 128, 2048
LONGEST_QUERY: Final = 120


@require_safe
@for_roles(*DESK)
def groups(request: HttpRequest) -> HttpResponse:
    """Search, and beside it what waits for somebody."""
    asked = {name: request.GET.get(name, "")[:LONGEST_QUERY].strip() for name in ("q", "district", "state")}
    if asked["state"] not in ("", "none", *OnboardingState.values):
        asked["state"] = ""
    after = request.GET.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None
    found = search_groups(words=asked["q"], district=asked["district"], state=asked["state"], after=key)
    context: dict[str, Any] = {
        **asked,
        "rows": [
            {"row": row, "state": state_label(row.onboarding), "badge": badge(row.onboarding)}
            for row in found.rows
        ],
        "following": f"?{urlencode({**asked, 'after': found.following})}" if found.following else "",
        "is_first": key is None,
        "districts": district_names(),
        "states": OnboardingState.choices,
        "may_import": has_role(request.user, *KEEPERS),
    }
    if key is None and not any(asked.values()):
        context["work"] = _work()
    return render(request, "registry/groups.html", context)


@require_safe
@for_roles(*DESK)
def group_desk(request: HttpRequest, code: str) -> HttpResponse:
    roles = [role for role in DESK if has_role(request.user, role)]
    try:
        context = group_page(code, roles=roles, today=today())
    except GroupUnknown as unknown:
        raise Http404(unknown.message) from unknown
    return render(request, "registry/group.html", context)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def audit_of_group(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that anybody did to a group, the newest first."""
    try:
        known = group(code)
    except GroupUnknown as unknown:
        raise Http404(unknown.message) from unknown
    before = request.GET.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    rows = audit_trail(audit_target(known.code), most=AUDIT_PAGE + 1, before=last)
    context = {
        "group": known,
        "rows": [
            {
                "row": row,
                "facts": [
                    (name.replace("_", " "), row.before.get(name, ""), row.after.get(name, ""))
                    for name in sorted({*row.before, *row.after})
                ],
            }
            for row in rows[:AUDIT_PAGE]
        ],
        "following": rows[AUDIT_PAGE - 1].id if len(rows) > AUDIT_PAGE else None,
    }
    return render(request, "registry/audit.html", context)


@form_view
@for_roles(*DESK)
def act(request: HttpRequest, code: str, act: str, number: int = 0) -> HttpResponse:
    """One of the acts of the table: a GET shows its form, a POST does it once."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    user = request.user
    if not isinstance(user, User) or not has_role(user, *chosen.roles):
        raise PermissionDenied
    try:
        known = group(code)
        form = chosen.form(request.POST or None, initial=chosen.starts_with(code, number))
    except GroupUnknown as unknown:
        raise Http404(unknown.message) from unknown
    if request.method == "POST":
        form = chosen.form(request.POST, request.FILES)
        if form.is_valid():
            call = Call(code=code, number=number, given=form.cleaned_data, form=form, actor=user, now=now())
            try:
                chosen.run(call)
            except DomainError as refusal:
                tell(form, refusal)
            else:
                messages.success(request, str(chosen.done))
                return redirect("registry:group", code=code)
    licence = licence_of(code, number) if act in _OF_LICENCES else None
    context = {"group": known, "act": chosen, "form": form, "number": number, "licence": licence}
    return form_page(request, "registry/act.html", context, form)


@require_safe
@for_roles(*DESK)
def licence_paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The paper of a licence: a picture is shown, a PDF is saved; ``?small`` is a sign of either."""
    found = licence_of(code, number)
    if found is None or not found.paper_key:
        raise Http404
    is_small = "small" in request.GET
    try:
        return evidence_answer(  # type: ignore[return-value]
            request, found.paper_key, _SMALL if is_small else _LARGE, whole=not is_small
        )
    except PictureUnknown as unknown:
        raise Http404 from unknown


@form_view
@for_roles(*DESK)
def federation(request: HttpRequest, number: int) -> HttpResponse:
    """A federation with its officers and groups; a POST appoints an officer."""
    user = request.user
    may_appoint = isinstance(user, User) and has_role(user, *KEEPERS)
    form = OfficerForm(request.POST or None)
    if request.method == "POST":
        if not may_appoint or not isinstance(user, User):
            raise PermissionDenied
        form = OfficerForm(request.POST)
        if form.is_valid():
            try:
                appoint_officer(federation_id=number, actor=user, now=now(), **form.cleaned_data)
            except DomainError as refusal:
                tell(form, refusal)
            else:
                messages.success(request, str(ACTS["crp"].done))
                return redirect("registry:federation", number=number)
    try:
        page = federation_page(number, on=today())
    except NotHere as unknown:
        raise Http404(unknown.message) from unknown
    context = {"page": page, "form": form, "may_appoint": may_appoint, "today": today()}
    return form_page(request, "registry/federation.html", context, form)


def _work() -> dict[str, Any]:
    return {
        "accounts": [
            {"row": row, "state": BankState(row.state).label, "badge": badge(row.state)}
            for row in accounts_to_decide(most=WORK_SHOWN)
        ],
        "submitted": waiting_for_approval(most=WORK_SHOWN),
        "expiring": licences_expiring(on=today(), days=EXPIRING_DAYS, most=WORK_SHOWN),
        "days": EXPIRING_DAYS,
    }
