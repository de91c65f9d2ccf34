"""The desk of reconciliation: days, what is open, and every number explained."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from jkrlm.kernel.clock import today
from jkrlm.people.facade import for_roles, has_role
from sellers.reconciliation.models import BankLine, OpenItem
from sellers.reconciliation.rules import AGES
from sellers.reconciliation.selectors.balances import balances
from sellers.reconciliation.selectors.candidates import candidates, pairs
from sellers.reconciliation.selectors.days import day_facts, days
from sellers.reconciliation.selectors.items import (
    ItemFilter,
    ages,
    failing_fetches,
    line_of,
    owners,
    waiting_proposals,
)
from sellers.reconciliation.selectors.items import items as items_of
from sellers.reconciliation.services.settle_line import rupees
from sellers.reconciliation.states import LINE_KINDS, ItemKind, ProposalState
from sellers.reconciliation.web.forms import AnswerForm, ApartForm, DeskForm, MatchForm, OwnerForm, ReasonForm
from sellers.reconciliation.web.rows import (
    CHECKERS,
    DESK,
    FINANCE,
    MAKERS,
    day_cell,
    item_row,
    matcher_title,
    monday_before,
    plot,
    weeks,
)

WEEKS: Final = 5
DAY_LINES_MOST: Final = 500
LONGEST: Final = 80


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """Days as a calendar, what both sides say we have, what is open by age, what waits for approval."""
    now_day = today()
    last = parse_day(request.GET.get("until", "")) or now_day
    since = monday_before(min(last, now_day), weeks_back=WEEKS - 1)
    until = since + timedelta(days=7 * WEEKS)
    cells = [
        day_cell(each)
        for each in days(since=since, until=min(until, now_day + timedelta(days=1)), today=now_day)
    ]
    user = request.user
    return render(
        request,
        "reconciliation/desk.html",
        {
            "weeks": weeks(cells),
            "earlier": since - timedelta(days=1),
            "later": until if until <= now_day else None,
            "balances": balances(),
            "plot": plot(ages(today=now_day)),
            "proposals": [
                {"row": each, "is_own": each.made_by_id == user.pk} for each in waiting_proposals()
            ],
            "failing": failing_fetches(),
            "may_make": has_role(user, *MAKERS),
        },
    )


@require_safe
@for_roles(*DESK)
def items(request: HttpRequest) -> HttpResponse:
    """What is open, the oldest first, page after page."""
    asked = {
        name: request.GET.get(name, "")[:LONGEST].strip() for name in ("kind", "owner", "age", "q", "state")
    }
    wanted = ItemFilter(
        kind=asked["kind"] if asked["kind"] in ItemKind.values else "",
        owner=asked["owner"],
        band=int(asked["age"]) if asked["age"] in map(str, range(len(AGES))) else None,
        settled=asked["state"] == "settled",
        words=asked["q"],
        after=_after(request.GET.get("after", "")),
    )
    rows, following = items_of(wanted, today=today())
    query = {**asked, "after": f"{following[0]}~{following[1]}"} if following else {}
    context = {
        **asked,
        "rows": [item_row(each, today()) for each in rows],
        "following": f"?{urlencode(query)}" if query else "",
        "is_first": wanted.after is None,
        "kinds": ItemKind.choices,
        "owners": owners(),
        "bands": [(str(place), label) for place, (_, label) in enumerate(AGES)],
    }
    return render(request, "reconciliation/items.html", context)


@require_safe
@for_roles(*DESK)
def item(request: HttpRequest, number: int) -> HttpResponse:
    return item_page(request, number)


@require_safe
@for_roles(*DESK)
def line(request: HttpRequest, number: int) -> HttpResponse:
    return line_page(request, number)


@require_safe
@for_roles(*DESK)
def day(request: HttpRequest, day: str) -> HttpResponse:
    return day_page(request, day)


def item_page(
    request: HttpRequest,
    number: int,
    *,
    owner: DeskForm | None = None,
    end: DeskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """An open item that is no line of the bank; lines have a page of their own."""
    held = OpenItem.objects.select_related("owner", "settled_by", "line").filter(pk=number).first()
    if held is None:
        raise Http404
    if held.line_id is not None:
        return line_page(request, held.line_id, owner=owner, status=status)
    context = {
        **item_row(held, today()),
        "may_work": has_role(request.user, *FINANCE) and held.settled_at is None,
        "owner_form": owner or OwnerForm(initial={"owner": held.owner_id, "note": held.note}),
        "end_form": end or ReasonForm(),
    }
    return render(request, "reconciliation/item.html", context, status=status)


def line_page(
    request: HttpRequest,
    number: int,
    *,
    owner: DeskForm | None = None,
    form: MatchForm | None = None,
    apart: DeskForm | None = None,
    answer: DeskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """A line of the bank: what it was matched with and by whom, or what may explain it."""
    held = line_of(number)
    if held is None:
        raise Http404
    user = request.user
    match = getattr(held, "match", None)
    proposals = list(held.proposals.select_related("made_by", "decided_by", "pair").order_by("-id"))
    waiting = next((each for each in proposals if each.state == ProposalState.WAITING), None)
    context: dict[str, Any] = {
        "line": held,
        **item_row(held.item, today()),
        "match": match,
        "matcher": matcher_title(match.matcher) if match else "",
        "entries": list(match.entries.order_by("id")) if match else [],
        "proposals": proposals,
        "waiting": waiting,
        "is_own": waiting is not None and waiting.made_by_id == user.pk,
        "may_decide": waiting is not None and waiting.made_by_id != user.pk and has_role(user, *CHECKERS),
        "may_work": match is None and has_role(user, *FINANCE),
        "answer_form": answer or AnswerForm(),
        "owner_form": owner or OwnerForm(initial={"owner": held.item.owner_id, "note": held.item.note}),
    }
    if match is None and waiting is None and has_role(user, *MAKERS):
        context["form"] = form or MatchForm(choices=entry_choices(held), pairs=pair_choices(held))
    if match is not None and waiting is None and has_role(user, *MAKERS):
        context["apart"] = apart or ApartForm()
    return render(request, "reconciliation/line.html", context, status=status)


def entry_choices(held: BankLine) -> list[tuple[str, str]]:
    return [
        (
            entry.key,
            f"{rupees(entry.amount.minor_units)} · {entry.kind.label}, {entry.occurred_on:%d %b %Y}: "
            f"{entry.key}",
        )
        for entry in candidates(held)
    ]


def pair_choices(held: BankLine) -> list[tuple[str, str]]:
    return [
        (str(each.pk), f"{each.day:%d %b %Y} · {each.reference or 'no reference'} · {each.narration}"[:120])
        for each in pairs(held)
    ]


def day_page(
    request: HttpRequest, said: str, *, form: DeskForm | None = None, status: int = 200
) -> HttpResponse:
    """One day: the lines of the bank, what is open of it, closing and opening again."""
    chosen = parse_day(said)
    if chosen is None:
        raise Http404
    lines = BankLine.objects.filter(day=chosen).select_related("match", "item").order_by("id")
    rows = [
        {"line": each, "match": getattr(each, "match", None), "kind": ItemKind(each.item.kind).label}
        for each in lines[:DAY_LINES_MOST]
    ]
    others = OpenItem.objects.filter(since=chosen, settled_at=None).exclude(kind__in=LINE_KINDS)
    context = {
        "cell": day_cell(day_facts(chosen, today=today())),
        "rows": rows,
        "others": [
            item_row(each, today()) for each in others.select_related("owner").order_by("id")[:DAY_LINES_MOST]
        ],
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1),
        "may_make": has_role(request.user, *MAKERS),
        "may_reopen": has_role(request.user, *FINANCE),
        "form": form or ReasonForm(),
    }
    return render(request, "reconciliation/day.html", context, status=status)


def parse_day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _after(said: str) -> tuple[date, int] | None:
    since, _, pk = said.partition("~")
    day = parse_day(since)
    return (day, int(pk)) if day and pk.isascii() and pk.isdigit() and len(pk) < 18 else None
