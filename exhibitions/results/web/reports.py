"""The report: a page, a PDF, a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import exhibitions.plan.facade as plan
from exhibitions.results import paper, sheets
from exhibitions.results.plots import beside
from exhibitions.results.reporting import report as gather
from exhibitions.results.web.common import LOOK_ON, for_readers

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_readers(*LOOK_ON)
def report(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    found = gather(fair.code)
    context = plan.frame(request, fair, "exhibitions_results:report")
    context |= {"report": found, "beside": beside(found)}
    return render(request, "exhibitions_results/report.html", context)


@require_safe
@for_readers(*LOOK_ON)
def report_pdf(_request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    content = paper.report_pdf(gather(fair.code))
    return _file(content, "application/pdf", f"{fair.code}-report.pdf")


@require_safe
@for_readers(*LOOK_ON)
def report_sheet(_request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    return _file(sheets.report_xlsx(gather(fair.code)), _SHEET, f"{fair.code}-report.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
