from django.urls import path

from storefront.orders import documents, views

urlpatterns = [
    path("orders/<str:token>/", views.show, name="order"),
    path("orders/<str:token>/documents/<int:document>.pdf", documents.download, name="order-document"),
    path("documents/<str:token>/", documents.verify, name="document"),
]
