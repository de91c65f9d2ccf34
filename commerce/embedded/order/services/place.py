import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from commerce.embedded.account.services.address_book import keep_addresses
from commerce.embedded.checkout.availability import Availability
from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.checkout.selectors import method_view
from commerce.embedded.discount.selectors import Usable
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order import rules
from commerce.embedded.order.models import Order, OrderEvent, OrderLine, OrderStatus
from commerce.embedded.order.services.discounts import note_discounts, note_voucher
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.warehouse.errors import InsufficientStock
from commerce.embedded.warehouse.services.allocate import allocate
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.money import quantize


def place_order(
    *,
    checkout: Checkout,
    lines: Sequence[CheckoutLine],
    facts: Mapping[int, Availability],
    items: Sequence[TransactionItem],
    ships: bool,
    paid: bool,
    automatic: bool,
    now: datetime,
    voucher: Usable | None = None,
) -> Order:
    """
    Write the order of a locked, examined checkout; inside the caller's transaction.

    An order that is not paid for waits as UNCONFIRMED. Transactions move from the checkout to it.

    Raises:
        Refusal: INSUFFICIENT_STOCK, with the variants; nothing is kept.
    """
    order = _order(checkout, ships=ships, paid=paid, now=now)
    order_lines = _lines(order, lines, facts)
    if voucher is not None:
        note_voucher(order, order_lines, checkout, lines, voucher)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(order_lines)
    if voucher is not None:
        note_discounts(order, order_lines, checkout, lines, voucher)
    _allocate(order_lines, checkout, now)
    TransactionItem.objects.filter(pk__in=[item.pk for item in items]).update(checkout=None, order=order)
    if checkout.user_id is not None:
        keep_addresses(
            user_pk=checkout.user_id,
            shipping=order.shipping_address_data if checkout.save_shipping_address else None,
            billing=order.billing_address_data if checkout.save_billing_address else None,
            now=now,
        )
    placed = "PLACED_AUTOMATICALLY_FROM_PAID_CHECKOUT" if automatic else "PLACED"
    confirmed = checkout.channel.automatically_confirm_all_new_orders
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, type=kind, date=now)
        for kind in ((placed, "CONFIRMED") if confirmed else (placed,))
    )
    _emit(order, items, confirmed=confirmed)
    return order


def _order(checkout: Checkout, *, ships: bool, paid: bool, now: datetime) -> Order:
    confirmed = paid and checkout.channel.automatically_confirm_all_new_orders
    delivery = method_view(checkout.delivery) if checkout.delivery and ships else None
    private = dict(checkout.private_metadata)
    if delivery is not None and delivery.is_external:
        private["external_app_shipping_id"] = delivery.id
    return Order(
        id=uuid.uuid4(),
        channel=checkout.channel,
        user_id=checkout.user_id,
        user_email=checkout.email,
        status=OrderStatus.UNFULFILLED if confirmed else OrderStatus.UNCONFIRMED,
        checkout_token=checkout.pk,
        language_code=checkout.language_code,
        currency=checkout.currency,
        shipping_address_data=checkout.shipping_address_data if ships else None,
        billing_address_data=checkout.billing_address_data,
        delivery_data=delivery.as_data() if delivery else None,
        shipping_method_name=delivery.name if delivery else "",
        shipping_net=checkout.shipping_net,
        shipping_gross=checkout.shipping_gross,
        shipping_tax_rate=checkout.shipping_tax_rate,
        subtotal_net=checkout.subtotal_net,
        subtotal_gross=checkout.subtotal_gross,
        total_net=checkout.total_net,
        total_gross=checkout.total_gross,
        metadata=checkout.metadata,
        private_metadata=private,
        created_at=now,
        updated_at=now,
    )


def _lines(order: Order, lines: Sequence[CheckoutLine], facts: Mapping[int, Availability]) -> list[OrderLine]:
    made = []
    for position, line in enumerate(lines):
        fact = facts[line.variant_id]
        made.append(
            OrderLine(
                order=order,
                variant_id=line.variant_id,
                product_name=fact.product_name,
                variant_name=fact.variant_name,
                product_sku=fact.sku,
                is_shipping_required=fact.ships,
                quantity=line.quantity,
                currency=order.currency,
                unit_net=quantize(line.total_net / line.quantity, order.currency),
                unit_gross=quantize(line.total_gross / line.quantity, order.currency),
                total_net=line.total_net,
                total_gross=line.total_gross,
                tax_rate=line.tax_rate,
                position=position,
                metadata=line.metadata,
            )
        )
    return made


def _allocate(order_lines: list[OrderLine], checkout: Checkout, now: datetime) -> None:
    try:
        allocate(order_lines, channel_id=checkout.channel_id, now=now, checkout_id=checkout.pk)
    except InsufficientStock as short:
        missing = sorted({shortage.variant_id for shortage in short.shortages})
        names = sorted({line.product_name for line in order_lines if line.variant_id in missing})
        raise Refusal(
            f"Insufficient product stock: {', '.join(names)}",
            code="INSUFFICIENT_STOCK",
            variants=[global_id("ProductVariant", pk) for pk in missing],
        ) from None


def _emit(order: Order, items: Sequence[TransactionItem], *, confirmed: bool) -> None:
    emit("ORDER_CREATED", order=order)
    if confirmed:
        emit("ORDER_CONFIRMED", order=order)
    charged = sum((item.charged for item in items), Decimal(0))
    if charged > 0:
        emit("ORDER_PAID", order=order)
    status = rules.charge_status(total=order.total_gross, granted_back=Decimal(0), charged=charged)
    if status in ("FULL", "OVERCHARGED"):
        emit("ORDER_FULLY_PAID", order=order)
