"""Mounted at /staff/payouts/."""

from django.urls import URLPattern, path

from sellers.payouts.web import batches, desk, holds, results, transfers

app_name = "staff_payouts"
urlpatterns: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("build/", desk.build, name="build"),
    path("batches/<int:number>/", batches.batch, name="batch"),
    path("batches/<int:number>/again/", batches.again, name="again"),
    path("batches/<int:number>/approve/", batches.approve, name="approve"),
    path("batches/<int:number>/send-back/", batches.send_it_back, name="send-back"),
    path("batches/<int:number>/file/", batches.bank_file, name="file"),
    path("batches/<int:number>/left-out/", batches.left_out, name="left-out"),
    path("transfers/<str:code>/", transfers.transfer, name="transfer"),
    path("transfers/<str:code>/decide/<int:number>/", transfers.decide_proposal, name="decide"),
    path("results/", results.results, name="results"),
    path("results/<int:number>/", results.result, name="result"),
    path("results/<int:number>/faults.csv", results.result_faults, name="result-faults"),
    path("results/<int:number>/apply/", results.apply_result, name="result-apply"),
    path("results/<int:number>/discard/", results.discard, name="result-discard"),
    path("holds/", holds.holds, name="holds"),
    path("holds/<int:number>/release/", holds.release, name="release"),
]
