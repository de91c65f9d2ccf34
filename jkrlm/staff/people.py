"""The desk of people: who works here, in which role, who is away, and what was done. Administrators only."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import (
    STAFF_ROLES,
    AuditSearch,
    Colleague,
    Role,
    add_staff,
    audit_search,
    colleagues,
    end_leave,
    for_roles,
    remove_staff,
    reset_staff,
    revoke_role,
    signed_in,
    take_leave,
)
from jkrlm.staff.forms import AuditForm, LeaveForm, NewcomerForm, RoleForm

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """The staff by name; a newcomer is added here, and the link that sets the password is shown once."""
    form = NewcomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link = add_staff(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=form.cleaned_data["role"],
                by=signed_in(request),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            return _link_page(request, form.cleaned_data["name"], link)
    today = clock.today()
    rows = [
        {"person": each, "away": each.away(today), "next": each.leaves[0] if each.leaves else None}
        for each in colleagues(on=today)
    ]
    return form_page(request, "staff/people.html", {"rows": rows, "form": form}, form)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    return _person_page(request, _colleague(user_id))


@require_POST
@for_roles(Role.ADMINISTRATOR)
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    found, form = _colleague(user_id), RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        return _do(
            request,
            found,
            lambda: add_staff(email=found.email, name=found.name, role=role, by=signed_in(request)),
            _("%(name)s is now also: %(role)s.") % {"name": found.name, "role": role.label},
        )
    return _person_page(request, found, refusal=_("Choose a role."))


@require_POST
@for_roles(Role.ADMINISTRATOR)
def take_role(request: HttpRequest, user_id: int) -> HttpResponse:
    found, form = _colleague(user_id), RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        return _do(
            request,
            found,
            lambda: revoke_role(email=found.email, role=role, by=signed_in(request)),
            _("%(name)s is no longer: %(role)s.") % {"name": found.name, "role": role.label},
        )
    return _person_page(request, found, refusal=_("Choose a role."))


@require_POST
@for_roles(Role.ADMINISTRATOR)
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """For a lost phone or password: every session ends, and a new link is shown once."""
    found = _colleague(user_id)
    try:
        link = reset_staff(email=found.email, by=signed_in(request))
    except DomainError as refusal:
        return _person_page(request, found, refusal=refusal.message)
    return _link_page(request, found.name, link)


@require_POST
@for_roles(Role.ADMINISTRATOR)
def remove(request: HttpRequest, user_id: int) -> HttpResponse:
    found = _colleague(user_id)
    return _do(
        request,
        found,
        lambda: remove_staff(email=found.email, by=signed_in(request)),
        _("%(name)s has no way in any more.") % {"name": found.name},
    )


@require_POST
@for_roles(Role.ADMINISTRATOR)
def leave(request: HttpRequest, user_id: int) -> HttpResponse:
    found = _colleague(user_id)
    form = LeaveForm(request.POST, colleagues=_others(found))
    if form.is_valid():
        try:
            take_leave(
                user_id=found.id,
                since=form.cleaned_data["since"],
                until=form.cleaned_data["until"],
                deputy_id=form.cleaned_data["deputy"],
                note=form.cleaned_data["note"],
                by=signed_in(request),
                today=clock.today(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The leave is written down."))
            return redirect("staff:person", found.id)
    return _person_page(request, found, form=form)


@require_POST
@for_roles(Role.ADMINISTRATOR)
def back(request: HttpRequest, user_id: int, leave_id: int) -> HttpResponse:
    found = _colleague(user_id)
    if all(each.id != leave_id for each in found.leaves):
        raise Http404
    return _do(
        request,
        found,
        lambda: end_leave(leave_id=leave_id, by=signed_in(request), today=clock.today()),
        _("%(name)s is back.") % {"name": found.name},
    )


@require_safe
@for_roles(Role.ADMINISTRATOR)
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that staff and sellers did, newest first."""
    form = AuditForm(request.GET)
    found, following = None, ""
    if form.is_valid():
        given = form.cleaned_data
        search = AuditSearch(given["who"], given["what"], given["target"], given["day"])
        found = audit_search(search, most=PAGE, before=given["before"])
        if found.following is not None:
            asked = {name: request.GET.get(name, "") for name in ("who", "what", "target", "day")}
            following = urlencode({**asked, "before": found.following})
    rows = (
        [{"row": row, "target": target, "facts": _facts(row)} for row, target in found.rows] if found else []
    )
    context = {"form": form, "rows": rows, "following": following}
    return form_page(request, "staff/audit.html", context, form)


def _facts(row: Any) -> list[tuple[str, object, object]]:
    names = dict.fromkeys((*row.before, *row.after))
    return [(name, row.before.get(name, ""), row.after.get(name, "")) for name in names]


def _person_page(
    request: HttpRequest, found: Colleague, *, form: LeaveForm | None = None, refusal: str = ""
) -> HttpResponse:
    others = _others(found)
    context = {
        "person": found,
        "today": clock.today(),
        "is_self": found.id == signed_in(request).pk,
        "roles_to_give": [role for role in STAFF_ROLES if role not in found.roles],
        "form": form or LeaveForm(colleagues=others),
        "refusal": refusal,
    }
    return form_page(request, "staff/person.html", context, refused=bool(form or refusal))


def _link_page(request: HttpRequest, name: str, link: str) -> HttpResponse:
    return render(request, "staff/link.html", {"name": name, "link": link})


def _do(request: HttpRequest, found: Colleague, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        return _person_page(request, found, refusal=refusal.message)
    messages.success(request, done)
    still = colleagues(on=clock.today(), user_id=found.id)
    return redirect("staff:person", found.id) if still else redirect("staff:people")


def _colleague(user_id: int) -> Colleague:
    found = colleagues(on=clock.today(), user_id=user_id)
    if not found:
        raise Http404
    return found[0]


def _others(found: Colleague) -> tuple[Colleague, ...]:
    """Who could stand in: the colleagues who hold one of the same roles."""
    return tuple(
        each
        for each in colleagues(on=clock.today())
        if each.id != found.id and set(each.roles) & set(found.roles)
    )
