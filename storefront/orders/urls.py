from django.urls import path

from storefront.orders import views

urlpatterns = [path("orders/<str:token>/", views.show, name="order")]
