"""Under /sell/collection/, in the portal's names: a federation's officers only."""

from django.urls import URLPattern, path

from sellers.portal.web.collection import invoices, views

urlpatterns: list[URLPattern] = [
    path("collection/", views.centre_page, name="collection"),
    path("collection/find/", views.find, name="collection_find"),
    path("collection/purchases/", views.purchases_page, name="collection_purchases"),
    path("collection/purchases.csv", views.purchases_csv, name="collection_purchases_csv"),
    path("collection/invoices/", invoices.invoices_page, name="collection_invoices"),
    path("collection/invoices/<int:document>.pdf", invoices.invoice_file, name="collection_invoice"),
    path("collection/<str:code>/", views.parcel_page, name="collection_parcel"),
    path("collection/<str:code>/take-in/", views.take_in_parcel, name="collection_take_in"),
    path("collection/<str:code>/check/", views.check_parcel, name="collection_check"),
    path("collection/<str:code>/send/", views.send_parcel, name="collection_send"),
]
