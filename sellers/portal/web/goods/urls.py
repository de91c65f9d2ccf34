"""Under /sell/products/, in the portal's names; and what a phone keeps for when there is no network."""

from django.urls import URLPattern, path

from sellers.portal.web.goods import add, arrive, earning, shelf, worker

urlpatterns: list[URLPattern] = [
    path("sw.js", worker.worker, name="worker"),
    path("manifest.webmanifest", worker.manifest, name="manifest"),
    path("offline/", worker.offline, name="offline"),
    path("products/", shelf.goods, name="goods"),
    path("products/new/", add.add, name="add"),
    path("products/new/offline/", worker.shell, name="goods_shell"),
    path("products/earning/", earning.you_will_get, name="goods_earning"),
    path("products/days-off/", shelf.holiday, name="goods_holiday"),
    path("products/drafts/<str:draft>/", arrive.goods, name="goods_arrive"),
    path("products/drafts/<str:draft>/files/<str:file>/", arrive.file, name="goods_file"),
    path("products/<int:listing_id>/", add.one, name="listing"),
    path("products/<int:listing_id>/arrived/", arrive.mended, name="goods_mended"),
    path("products/<int:listing_id>/photos/<int:place>/", shelf.photo, name="listing_photo"),
    path("products/<int:listing_id>/voice/", shelf.voice, name="listing_voice"),
    path("products/<int:listing_id>/stock/", shelf.stock, name="goods_stock"),
    path("products/<int:listing_id>/price/", shelf.price, name="goods_price"),
    path("products/<int:listing_id>/copy/", shelf.copy_goods, name="goods_copy"),
    path("products/<int:listing_id>/take-off/", shelf.take_off, name="goods_take_off"),
    path("products/<int:listing_id>/put-on/", shelf.put_on, name="goods_put_on"),
]
