"""Under /sell/earnings/, in the portal's names."""

from django.urls import URLPattern, path

from sellers.portal.web.money import bills, costs, makers, orders, pages, statement

urlpatterns: list[URLPattern] = [
    path("earnings/", pages.money, name="money"),
    path("earnings/payments/", pages.payments, name="money_payments"),
    path("earnings/orders/", orders.orders, name="money_orders"),
    path("earnings/orders/<str:code>/", orders.order, name="money_order"),
    path("earnings/statement/", statement.statement, name="money_statement"),
    path("earnings/statement.pdf", statement.statement_file, name="money_statement_pdf"),
    path("earnings/bills/", bills.bills, name="money_bills"),
    path("earnings/bills/<int:number>.pdf", bills.bill, name="money_bill"),
    path("earnings/makers/", makers.makers, name="money_makers"),
    path("earnings/makers/<int:number>/", makers.maker, name="money_maker"),
    path("earnings/makers/<int:number>/answer/", makers.answer, name="money_answer"),
    path("earnings/costs/", costs.costs, name="money_costs"),
    path("earnings/costs/<int:number>/withdraw/", costs.withdraw, name="money_cost_withdraw"),
]
