from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "commerce.embedded.tax"
    label = "store_tax"
    verbose_name = "Embedded store: tax"
