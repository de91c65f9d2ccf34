"""Mounted at /staff/exhibitions/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.results.web import board, leads, reports, settlement

app_name = "exhibitions_results"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/board/", board.board, name="board"),
    path("<str:code>/leads/", leads.leads, name="leads"),
    path("<str:code>/settlement/", settlement.settlement, name="settlement"),
    path("<str:code>/settlement/propose/", settlement.propose, name="propose"),
    path("<str:code>/settlement/<int:settlement_id>/decide/", settlement.decide, name="decide"),
    path("<str:code>/report/", reports.report, name="report"),
    path("<str:code>/report.pdf", reports.report_pdf, name="report_pdf"),
    path("<str:code>/report.xlsx", reports.report_sheet, name="report_sheet"),
]
