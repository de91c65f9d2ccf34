from django.urls import path

from storefront.demo import bank, views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("bank/", bank.bank, name="bank"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:message_id>/", views.letter, name="letter"),
]
