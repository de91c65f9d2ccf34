"""The public's addresses, within the languages."""

from django.urls import path

from storefront.reviews.web import products, write

app_name = "shop_reviews"

urlpatterns = [
    path("orders/<str:token>/reviews/<int:line>/", write.write, name="write"),
    path("orders/<str:token>/reviews/<int:line>/photos/<str:photo>/", write.photo, name="photo"),
    path("products/<str:slug>/questions/", products.questions, name="questions"),
    path("products/<str:slug>/reviews/write/", products.write_here, name="write-here"),
    path("products/<str:slug>/reviews/<int:review_id>/helpful/", products.helpful, name="helpful"),
]
