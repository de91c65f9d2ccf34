"""The live board; every 30 seconds it asks whether something changed, and is drawn anew only then."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

import exhibitions.plan.facade as plan
from exhibitions.results import board as boards
from exhibitions.results.plots import hour_plot, visitor_plot
from exhibitions.results.web.common import LOOK_ON, for_readers
from jkrlm.kernel import clock
from jkrlm.kernel.forms import asked


@require_safe
@for_readers(*LOOK_ON)
def board(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    """
    The whole page, or with ``seen`` (the mark of what is shown) only its living part: 204 where it is the
    same.
    """
    today, now, stall = clock.today(), clock.now(), asked(request, "stall", 12)
    mark = boards.mark(fair.code, today=today, now=now)
    seen = asked(request, "seen", 40)
    if seen == mark:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    tag = f'"{mark}-{stall}-{"part" if seen else "page"}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified()
    here = reverse("exhibitions_results:board", args=[fair.code])
    found = boards.board(fair, today=today, now=now, stall=stall, href=f"{here}?stall={{stall}}#stall")
    context = plan.frame(request, fair, "exhibitions_results:board") | {
        "board": found,
        "mark": mark,
        "stall": stall,
        "plot": hour_plot(found.hours, now=found.at if today == found.day else None),
        "visitors": visitor_plot(found.hours),
    }
    answer = render(request, f"exhibitions_results/{'live' if seen else 'board'}.html", context)
    answer["ETag"] = tag
    return answer
