"""GraphQL: checkouts, from the first line to the order."""

from typing import Any
from uuid import UUID

from commerce.embedded.account.models import Address, User
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channels_of
from commerce.embedded.checkout import rules, schema_customers  # noqa: F401 - the latter binds
from commerce.embedded.checkout.addresses import shown
from commerce.embedded.checkout.models import Checkout, CheckoutDelivery, CheckoutLine
from commerce.embedded.checkout.problems import Problem, problems_of
from commerce.embedded.checkout.selectors import (
    checkout_pk,
    checkouts_of,
    cover_of,
    find_checkout,
    lines_of,
    list_prices_of,
    method_view,
    needs_shipping,
    reserved_until,
    transactions_of,
    variants_of,
)
from commerce.embedded.checkout.services.complete import complete_checkout
from commerce.embedded.checkout.services.create import create_checkout
from commerce.embedded.checkout.services.delivery_options import fresh_options
from commerce.embedded.checkout.services.details import (
    update_billing_address,
    update_email,
    update_shipping_address,
)
from commerce.embedded.checkout.services.lines import add_lines, delete_lines, update_lines
from commerce.embedded.checkout.services.prices import LINE_COLUMNS, are_fresh, with_prices
from commerce.embedded.checkout.services.select_delivery import select_delivery
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.shipping.methods import MethodView
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money, TaxedMoney, quantize


def _metadata_changed(checkout: Checkout) -> None:
    """Apps may decide delivery by metadata."""
    touch(checkout, now=now(), deliveries=True, prices=False)


metadata_type("Checkout", Checkout, permission="MANAGE_CHECKOUTS", public_write=True, after=_metadata_changed)
metadata_type("CheckoutLine", CheckoutLine, permission="MANAGE_CHECKOUTS", public_write=True)


@resolver("Query", "checkout")
def checkout(info: Info, id: str | None = None, token: UUID | None = None) -> Checkout | None:
    """Whoever has the id may read a checkout; in an inactive channel only staff and apps may."""
    found = find_checkout(token if token is not None and id is None else checkout_pk(id))
    if found is None or found.channel.is_active:
        return found
    return found if info.context.has("MANAGE_CHECKOUTS", "IMPERSONATE_USER", "HANDLE_PAYMENTS") else None


@mutation("checkoutCreate", errors="CheckoutError")
def checkout_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"checkout": create_checkout(given=input, user=info.context.user, now=now())}


@mutation("checkoutLinesAdd", errors="CheckoutError")
def checkout_lines_add(info: Info, lines: list[dict[str, Any]], id: str | None = None) -> dict[str, Any]:
    return {"checkout": add_lines(checkout_id=checkout_pk(id), lines=lines, now=now())}


@mutation("checkoutLinesUpdate", errors="CheckoutError")
def checkout_lines_update(info: Info, lines: list[dict[str, Any]], id: str | None = None) -> dict[str, Any]:
    return {"checkout": update_lines(checkout_id=checkout_pk(id), lines=lines, now=now())}


@mutation("checkoutLinesDelete", errors="CheckoutError")
def checkout_lines_delete(info: Info, lines_ids: list[str], id: str | None = None) -> dict[str, Any]:
    return {"checkout": delete_lines(checkout_id=checkout_pk(id), line_gids=lines_ids, now=now())}


@mutation("checkoutEmailUpdate", errors="CheckoutError")
def checkout_email_update(info: Info, email: str, id: str | None = None) -> dict[str, Any]:
    return {"checkout": update_email(checkout_id=checkout_pk(id), email=email, now=now())}


@mutation("checkoutShippingAddressUpdate", errors="CheckoutError")
def checkout_shipping_address_update(
    info: Info,
    shipping_address: dict[str, Any],
    id: str | None = None,
    validation_rules: dict[str, Any] | None = None,
    save_address: bool | None = True,
) -> dict[str, Any]:
    changed = update_shipping_address(
        checkout_id=checkout_pk(id),
        address=shipping_address,
        rules=validation_rules,
        now=now(),
        save=save_address is not False,
    )
    return {"checkout": changed}


@mutation("checkoutBillingAddressUpdate", errors="CheckoutError")
def checkout_billing_address_update(
    info: Info,
    billing_address: dict[str, Any],
    id: str | None = None,
    validation_rules: dict[str, Any] | None = None,
    save_address: bool | None = True,
) -> dict[str, Any]:
    changed = update_billing_address(
        checkout_id=checkout_pk(id),
        address=billing_address,
        rules=validation_rules,
        now=now(),
        save=save_address is not False,
    )
    return {"checkout": changed}


@mutation("checkoutDeliveryMethodUpdate", errors="CheckoutError")
def checkout_delivery_method_update(
    info: Info, id: str | None = None, delivery_method_id: str | None = None
) -> dict[str, Any]:
    return {"checkout": select_delivery(checkout_gid=id, delivery_gid=delivery_method_id, now=now())}


@mutation("checkoutComplete", errors="CheckoutError", on_error={"confirmation_needed": False})
def checkout_complete(info: Info, id: str | None = None) -> dict[str, Any]:
    order = complete_checkout(checkout_id=checkout_pk(id), now=now())
    return {"order": order, "confirmation_needed": False, "confirmation_data": {}}


# What a checkout shows.


def priced(source: Checkout) -> Checkout:
    """Return the checkout with prices of today; asks the tax app when they are out of date."""
    moment = now()
    if not are_fresh(source, moment):
        with_prices(checkout=source, now=moment, lines=_lines(source))
    return source


def _taxed(source: Checkout, part: str) -> TaxedMoney:
    priced(source)
    return TaxedMoney(
        net=Money(getattr(source, f"{part}_net"), source.currency),
        gross=Money(getattr(source, f"{part}_gross"), source.currency),
    )


def _lines(source: Checkout) -> list[CheckoutLine]:
    lines: list[CheckoutLine] = load(source, "lines", lines_of)
    return lines


def _transactions(source: Checkout) -> list[TransactionItem]:
    items: list[TransactionItem] = load(source, "transactions", transactions_of)
    return items


@resolver("Checkout", "created")
def created(source: Checkout, info: Info) -> Any:
    return source.created_at


@resolver("Checkout", "token")
def token(source: Checkout, info: Info) -> UUID:
    return source.pk


@resolver("Checkout", "email")
def email(source: Checkout, info: Info) -> str | None:
    return source.email or None


@resolver("Checkout", "channel")
def channel(source: Checkout, info: Info) -> Channel:
    if Checkout.channel.is_cached(source):  # type: ignore[attr-defined]
        return source.channel
    found: Channel = load(source, "channel", channels_of)
    return found


@resolver("Checkout", "user")
def user(source: Checkout, info: Info) -> User | None:
    if source.user_id is None:
        return None
    if info.context.user is None or info.context.user.pk != source.user_id:
        info.context.require("MANAGE_USERS", "HANDLE_PAYMENTS")
    return source.user


@resolver("Checkout", "shippingAddress")
def shipping_address(source: Checkout, info: Info) -> Address | None:
    return shown(source.shipping_address_data)


@resolver("Checkout", "billingAddress")
def billing_address(source: Checkout, info: Info) -> Address | None:
    return shown(source.billing_address_data)


@resolver("Checkout", "lines")
def lines(source: Checkout, info: Info) -> list[CheckoutLine]:
    return _lines(source)


@resolver("Checkout", "quantity")
def quantity(source: Checkout, info: Info) -> int:
    return sum(line.quantity for line in _lines(source))


@resolver("Checkout", "isShippingRequired")
def is_shipping_required(source: Checkout, info: Info) -> bool:
    return needs_shipping(_lines(source))


@resolver("Checkout", "stockReservationExpires")
def stock_reservation_expires(source: Checkout, info: Info) -> Any:
    return reserved_until(source, now=now()) if source.channel.reserve_stock_minutes else None


@resolver("Checkout", "shippingMethods")
def shipping_methods(source: Checkout, info: Info) -> list[MethodView]:
    return [method_view(row) for row in fresh_options(checkout=source, now=now())]


@resolver("Checkout", "availablePaymentGateways")
def available_payment_gateways(source: Checkout, info: Info) -> list[Any]:
    """Gateways inside the store. It has none: payment is an app's, see paymentGatewayInitialize."""
    return []


@resolver("Checkout", "delivery")
def delivery(source: Checkout, info: Info) -> CheckoutDelivery | None:
    return source.delivery


@resolver("Checkout", "deliveryMethod")
def delivery_method(source: Checkout, info: Info) -> MethodView | None:
    return method_view(source.delivery) if source.delivery else None


@resolver("Checkout", "subtotalPrice")
def subtotal_price(source: Checkout, info: Info) -> TaxedMoney:
    return _taxed(source, "subtotal")


@resolver("Checkout", "shippingPrice")
def shipping_price(source: Checkout, info: Info) -> TaxedMoney:
    return _taxed(source, "shipping")


@resolver("Checkout", "totalPrice")
def total_price(source: Checkout, info: Info) -> TaxedMoney:
    return _taxed(source, "total")


@resolver("Checkout", "totalBalance")
def total_balance(source: Checkout, info: Info) -> Money:
    charged = cover_of(_transactions(source)).charged
    return Money(charged - priced(source).total_gross, source.currency)


@resolver("Checkout", "chargeStatus")
def charge_status(source: Checkout, info: Info) -> str:
    return rules.charge_status(
        total=priced(source).total_gross,
        charged=cover_of(_transactions(source)).charged,
        has_lines=bool(_lines(source)),
    )


@resolver("Checkout", "authorizeStatus")
def authorize_status(source: Checkout, info: Info) -> str:
    return rules.authorize_status(
        total=priced(source).total_gross,
        covered=cover_of(_transactions(source)).total,
        has_lines=bool(_lines(source)),
    )


@resolver("Checkout", "transactions", permission="MANAGE_CHECKOUTS|HANDLE_PAYMENTS")
def transactions(source: Checkout, info: Info) -> list[TransactionItem]:
    return _transactions(source)


@resolver("Checkout", "problems")
def problems(source: Checkout, info: Info) -> list[Problem]:
    return problems_of([source], now=now())[source.pk]


# What a line shows.


def _line_checkout(line: CheckoutLine) -> Checkout:
    if CheckoutLine.checkout.is_cached(line):  # type: ignore[attr-defined]
        return line.checkout
    found: Checkout = load(line, "checkout", checkouts_of)
    return found


def _priced_line(line: CheckoutLine) -> CheckoutLine:
    """Return the line with its amounts of today; prices all lines read with it."""
    source = _line_checkout(line)
    moment = now()
    if not are_fresh(source, moment):
        lines = _lines(source)
        with_prices(checkout=source, now=moment, lines=lines)
        priced = next(row for row in lines if row.pk == line.pk)
        for name in LINE_COLUMNS:
            setattr(line, name, getattr(priced, name))
    return line


@resolver("CheckoutLine", "variant")
def line_variant(line: CheckoutLine, info: Info) -> ProductVariant:
    found: ProductVariant = load(line, "variant", variants_of)
    return found


@resolver("CheckoutLine", "undiscountedUnitPrice")
def line_undiscounted_unit_price(line: CheckoutLine, info: Info) -> Money:
    return list_unit_price(line)


def list_unit_price(line: CheckoutLine) -> Money:
    """Return what the price list says; no tax app is asked: apps may read it while they answer."""
    if line.listed_amount is not None:
        return Money(line.listed_amount, line.currency)
    if are_fresh(_line_checkout(line), now()):
        return Money(line.undiscounted_unit_amount, line.currency)
    listed = load(line, "list_price", list_prices_of)
    return Money(line.undiscounted_unit_amount if listed is None else listed, line.currency)


@resolver("CheckoutLine", "unitPrice")
def line_unit_price(line: CheckoutLine, info: Info) -> TaxedMoney:
    priced = _priced_line(line)
    return TaxedMoney(
        net=Money(quantize(priced.total_net / priced.quantity, priced.currency), priced.currency),
        gross=Money(quantize(priced.total_gross / priced.quantity, priced.currency), priced.currency),
    )


@resolver("CheckoutLine", "totalPrice")
def line_total_price(line: CheckoutLine, info: Info) -> TaxedMoney:
    priced = _priced_line(line)
    return TaxedMoney(
        net=Money(priced.total_net, priced.currency), gross=Money(priced.total_gross, priced.currency)
    )


@resolver("Checkout", "giftCards")
def gift_cards(source: Checkout, info: Info) -> list[Any]:
    """Gift cards are not sold here."""
    return []
