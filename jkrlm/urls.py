from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from jkrlm.health import healthz, readyz
from jkrlm.metrics import metrics
from storefront.shop import feeds

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("robots.txt", feeds.robots),
    path("sitemap.xml", feeds.sitemap),
    path("sitemap-<str:name>.xml", feeds.sitemap_file),
    path("", include("commerce.urls")),
    path("", include("media.urls")),
    path("api/", include("jkrlm.api.urls")),
    path("staff/", include("jkrlm.people.web.urls")),
    path("staff/", include("jkrlm.staff.urls")),
    path("staff/sellers/", include("sellers.registry.web.urls")),
    path("staff/goods/", include("catalogue.web.urls")),
    path("staff/photos/", include("catalogue.web.photo_urls")),
    path("staff/files/", include("media.web.staff_urls")),
    path("staff/orders/buyers/", include("storefront.desk.urls")),
    path("staff/orders/", include("sellers.orders.web.urls")),
    path("staff/logistics/parcels/", include("logistics.parcels.web.urls")),
    path("staff/exhibitions/", include("exhibitions.plan.web.urls")),
    path("staff/exhibitions/", include("exhibitions.stalls.web.urls")),
    path("staff/exhibitions/", include("exhibitions.stock.web.urls")),
    path("staff/exhibitions/", include("exhibitions.till.web.urls")),
    path("staff/exhibitions/", include("exhibitions.results.web.urls")),
    path("staff/grievances/", include("storefront.grievances.web.staff_urls")),
    path("staff/reviews/", include("storefront.reviews.web.staff_urls")),
    path("staff/vouchers/", include("storefront.vouchers.web.staff_urls")),
    path("staff/brand-kit/", include("storefront.brand_kit.web.staff_urls")),
    path("staff/enquiries/", include("storefront.aftercare.staff_urls")),
    path("staff/terms/", include("storefront.aftercare.terms_urls")),
    path("staff/tax/", include("sellers.tax.web.urls")),
    path("staff/payouts/", include("sellers.payouts.web.urls")),
    path("staff/reconciliation/upi/", include("commerce.payments.web.upi_urls")),
    path("staff/reconciliation/", include("sellers.reconciliation.web.urls")),
    path("staff/logistics/rounds/", include("logistics.rounds.web.urls")),
    path("staff/logistics/", include("logistics.web.urls")),
    path("staff/logistics/", include("logistics.places.web.urls")),
    path("staff/certification/standards/", include("certification.standards.web.urls")),
    path("staff/certification/lots/", include("certification.lots.web.urls")),
    path("staff/certification/visits/", include("certification.inspection.web.urls")),
    path("staff/certification/laboratory/", include("certification.laboratory.web.urls")),
    path("staff/certification/certificates/", include("certification.certificates.web.urls")),
    path("staff/certification/labels/", include("certification.labels.web.urls")),
    path("staff/certification/labels-seen/", include("certification.verification.web.staff_urls")),
    path("staff/certification/", include("certification.desk.web.urls")),
    path("pos/", include("exhibitions.till.web.pos_urls")),
    path("", include("certification.labels.web.public_urls")),
    path("", include("logistics.parcels.web.public_urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("storefront.demo.urls")))

urlpatterns += i18n_patterns(
    path("sell/grievances/", include("storefront.grievances.web.sell_urls")),
    path("sell/reviews/", include("storefront.reviews.web.sell_urls")),
    path("sell/brand-kit/", include("storefront.brand_kit.web.sell_urls")),
    path("sell/exhibitions/", include("exhibitions.stock.web.sell_urls")),
    path("sell/exhibitions/", include("exhibitions.results.web.sell_urls")),
    path("sell/exhibitions/", include("exhibitions.stalls.web.sell_urls")),
    path("exhibitions/", include("exhibitions.stalls.web.public_urls")),
    path("exhibitions/", include("exhibitions.plan.web.public_urls")),
    path("sell/", include("sellers.portal.web.urls")),
    path("rounds/", include("logistics.rounds.web.driver_urls")),
    path("verify/", include("certification.verification.web.urls")),
    path("", include("certification.certificates.web.public_urls")),
    path("", include("storefront.reviews.web.urls")),
    path("", include("storefront.grievances.web.urls")),
    path("", include("storefront.urls")),
    prefix_default_language=False,
)

handler400 = "storefront.web.errors.bad_request"
handler403 = "storefront.web.errors.forbidden"
handler404 = "storefront.web.errors.not_found"
handler500 = "storefront.web.errors.server_error"
