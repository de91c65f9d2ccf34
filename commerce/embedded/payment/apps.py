from django.apps import AppConfig


class PaymentConfig(AppConfig):
    name = "commerce.embedded.payment"
    label = "store_payment"
    verbose_name = "Embedded store: payment"
