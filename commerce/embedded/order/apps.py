from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "commerce.embedded.order"
    label = "store_order"
    verbose_name = "Embedded store: order"

    def ready(self) -> None:
        from commerce.embedded.account.adoption import set_adopter
        from commerce.embedded.order.adopt import adopt_guest_orders

        set_adopter(adopt_guest_orders)
