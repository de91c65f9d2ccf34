"""Team, tasks and programme at the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

import exhibitions.plan.facade as plan
from exhibitions.plan import rows, selectors
from exhibitions.plan.frame import fair_or_404, frame, manager_of
from exhibitions.plan.services import keep_programme, keep_task, keep_team
from exhibitions.plan.states import Duty
from exhibitions.plan.tabs import PLANNERS
from exhibitions.plan.web.forms import MemberForm, ProgrammeForm, TaskForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import for_roles

_form_view = require_http_methods(["GET", "HEAD", "POST"])


def _sent(request: HttpRequest, code: str) -> bool:
    """Return whether a form was sent. Raises PermissionDenied: by somebody who may only read here."""
    if request.method != "POST":
        return False
    manager_of(request, code)
    return True


@_form_view
@for_roles(*PLANNERS)
def team(request: HttpRequest, code: str) -> HttpResponse:
    fair = fair_or_404(code)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        initial={"since": fair.opens_on, "until": fair.closes_on, "duty": Duty.HELPER},
    )

    def keep() -> None:
        given = form.cleaned_data
        keep_team.keep_member(
            code=code,
            user_id=given["user"],
            duty=Duty(given["duty"]),
            since=given["since"],
            until=given["until"],
            key=given["key"],
            by=manager_of(request, code),
            now=clock.now(),
        )

    if _sent(request, code) and carried_out(form, keep):
        messages.success(request, _("She is on the team."))
        return redirect("exhibitions:team", code)
    members = selectors.row_of(code).team.select_related("user").order_by("duty", "since", "user__name")
    context = frame(request, fair, "exhibitions:team") | {
        "form": form,
        "parts": [(label, [each for each in members if each.duty == value]) for value, label in Duty.choices],
    }
    return form_page(request, "exhibitions_plan/team.html", context, form)


@_form_view
@for_roles(*PLANNERS)
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    fair, today = fair_or_404(code), clock.today()
    form = TaskForm(request.POST if request.method == "POST" else None, initial={"due_on": today})
    if _sent(request, code) and carried_out(form, lambda: _keep_task(request, code, None, form)):
        return redirect("exhibitions:tasks", code)
    found = list(selectors.row_of(code).tasks.select_related("who", "done_by").order_by("due_on", "pk"))
    late = sum(each.done_at is None and each.due_on < today for each in found)
    context = frame(request, fair, "exhibitions:tasks") | {
        "form": form,
        "tasks": found,
        "late": late,
        "done": sum(each.done_at is not None for each in found),
        "today": today,
    }
    return form_page(request, "exhibitions_plan/tasks.html", context, form)


def _keep_task(request: HttpRequest, code: str, task_id: int | None, form: TaskForm) -> None:
    given = form.cleaned_data
    keep_task.keep_task(
        code=code,
        task_id=task_id,
        title=given["title"],
        due_on=given["due_on"],
        who=given["who"],
        key=given["key"],
        by=manager_of(request, code),
        now=clock.now(),
    )


@_form_view
@for_roles(*PLANNERS)
def task(request: HttpRequest, code: str, task_id: int) -> HttpResponse:
    """Change one task: who, by when, in which words."""
    manager_of(request, code)
    fair = fair_or_404(code)
    found = selectors.row_of(code).tasks.filter(pk=task_id).first()
    if found is None:
        raise Http404(_("There is no such task."))
    initial = {"title": found.title, "due_on": found.due_on, "who": found.who_id}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    if carried_out(form, lambda: _keep_task(request, code, task_id, form)):
        return redirect("exhibitions:tasks", code)
    context = frame(request, fair, "exhibitions:tasks") | {"form": form, "task": found}
    return form_page(request, "exhibitions_plan/task.html", context, form)


@_form_view
@for_roles(*PLANNERS)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    fair = fair_or_404(code)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, initial={"day": fair.opens_on})

    def add() -> None:
        key, by = form.cleaned_data["key"], manager_of(request, code)
        plan.add_to_programme(code, form.wish(), key=key, by=by)

    if _sent(request, code) and carried_out(form, add):
        return redirect("exhibitions:programme", code)
    context = frame(request, fair, "exhibitions:programme") | {
        "form": form,
        "days": rows.programme_days(fair, "en"),
    }
    return form_page(request, "exhibitions_plan/programme.html", context, form)


def _acted(request: HttpRequest, code: str, back: str, act: Callable[..., Any], **what: Any) -> HttpResponse:
    """Do one thing with nothing typed; a refusal is said above the list."""
    user = manager_of(request, code)
    try:
        act(code=code, by=user, **what)
    except plan.ExhibitionUnknown as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect(back, code)


@require_POST
@for_roles(*PLANNERS)
def drop_member(request: HttpRequest, code: str, member_id: int) -> HttpResponse:
    return _acted(request, code, "exhibitions:team", keep_team.drop_member, member_id=member_id)


@require_POST
@for_roles(*PLANNERS)
def tick(request: HttpRequest, code: str, task_id: int) -> HttpResponse:
    done = request.POST.get("done") == "1"
    return _acted(
        request, code, "exhibitions:tasks", keep_task.tick_task, task_id=task_id, done=done, now=clock.now()
    )


@require_POST
@for_roles(*PLANNERS)
def drop_task(request: HttpRequest, code: str, task_id: int) -> HttpResponse:
    return _acted(request, code, "exhibitions:tasks", keep_task.drop_task, task_id=task_id)


@require_POST
@for_roles(*PLANNERS)
def drop_item(request: HttpRequest, code: str, item_id: int) -> HttpResponse:
    return _acted(request, code, "exhibitions:programme", keep_programme.drop_item, item_id=item_id)
