"""The bag as its page shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from commerce.client import CheckoutParts, CheckoutPartsLines
from commerce.facade import public_store
from jkrlm.kernel.money import Money
from sellers.orders.facade import with_sale_terms
from sellers.registry.facade import GroupUnknown, group
from storefront.aftercare.words import days_of, return_terms_short
from storefront.bag.cookie import Bag
from storefront.bag.delivery import BagDelivery, bag_delivery
from storefront.spoken import asked, group_name, name_of
from storefront.store_values import money
from storefront.vouchers.rows import CodeRow, code_row, goods_before


@dataclass(frozen=True, slots=True)
class BagLine:
    """One line, at the prices before any discount; ``problem`` says why it cannot be bought as it is."""

    id: str
    name: str
    slug: str
    variant: str
    picture: str
    maker: str
    quantity: int
    unit_price: Money
    total_price: Money
    terms: str
    problem: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class BagPage:
    lines: tuple[BagLine, ...]
    pieces: int
    goods: Money
    subtotal: Money
    code: CodeRow | None
    parcels: int
    can_check_out: bool
    delivery: BagDelivery | None


def open_checkout(checkout_id: str) -> CheckoutParts | None:
    """Return the store's checkout; None where it was completed, has expired, or never was."""
    return public_store().checkout_details(id=checkout_id, **asked()).checkout


def bag_page(bag: Bag, *, pincode: str, today: date) -> BagPage | None:
    """Return what the bag's page shows; None where the checkout is gone. ``pincode`` may be empty."""
    checkout = open_checkout(bag.checkout_id)
    if checkout is None:
        return None
    problems = line_problems(checkout)
    lines = tuple(_line(line, problems.get(line.id, "")) for line in checkout.lines)
    return BagPage(
        lines=lines,
        pieces=checkout.quantity,
        goods=goods_before(checkout),
        subtotal=money(checkout.subtotal_price.gross),
        code=code_row(checkout),
        parcels=len({maker_code(line) for line in checkout.lines}),
        can_check_out=bool(lines) and not problems,
        delivery=bag_delivery(checkout, pincode, today=today),
    )


def line_problems(checkout: CheckoutParts) -> dict[str, str]:
    """Return, by line id, why the store would refuse to sell a line as it is."""
    problems: dict[str, str] = {}
    for problem in checkout.problems or []:
        if problem.typename__ == "CheckoutLineProblemInsufficientStock":
            left = problem.available_quantity or 0
            problems[problem.line.id] = (
                ngettext("Only %(count)d left. Take fewer.", "Only %(count)d left. Take fewer.", left)
                % {"count": left}
                if left
                else gettext("This piece has just been sold. Remove it to go on.")
            )
        elif problem.typename__ == "CheckoutLineProblemVariantNotAvailable":
            problems[problem.line.id] = gettext("This piece is no longer on sale. Remove it to go on.")
    return problems


def maker_code(line: CheckoutPartsLines) -> str:
    """Return the code of the group that made the line's product; empty where nobody wrote it down."""
    return str((line.variant.product.metafields or {}).get("umeed.maker", ""))


def maker_name(code: str) -> str:
    """Return a group's name; empty for a code that the registry does not hold."""
    try:
        return group_name(group(code))
    except GroupUnknown:
        return ""


def return_words(line: CheckoutPartsLines) -> str:
    """Say in a few words whether the piece may come back."""
    return return_terms_short(days_of(facts_of(line)))


def facts_of(line: CheckoutPartsLines) -> dict[str, str]:
    """Return what the line's product says of itself, with its type's terms of sale."""
    product = line.variant.product
    return with_sale_terms(product.metafields or {}, product.product_type.metafields)


def _line(line: CheckoutPartsLines, problem: str) -> BagLine:
    product, name = line.variant.product, name_of(line.variant.product.name, line.variant.product.translation)
    listed = money(line.undiscounted_total_price)
    return BagLine(
        id=line.id,
        name=name.text,
        slug=product.slug,
        variant="" if line.variant.name == product.name else line.variant.name,
        picture=product.thumbnail.url if product.thumbnail else "",
        maker=maker_name(maker_code(line)),
        quantity=line.quantity,
        unit_price=(listed * (Decimal(1) / line.quantity)).quantized(),
        total_price=listed,
        terms=return_words(line),
        problem=problem,
        lang=name.lang,
    )
