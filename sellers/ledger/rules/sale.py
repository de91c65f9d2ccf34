"""A sale, share by share."""

from jkrlm.kernel.money import Money
from sellers.ledger.chart import (
    COMMISSION,
    DELIVERY,
    DUE_FROM_BUYERS,
    GATEWAY_RECOVERED,
    GST_HELD,
    GST_OUTPUT,
    HELD,
    TCS,
    TDS,
    VOUCHERS,
    WITHHELD,
    AccountRef,
)
from sellers.ledger.contracts import Sale, SaleShare, SellerKind
from sellers.ledger.errors import BadShare
from sellers.ledger.plans import DraftLine, Lines, Plan, credit, debit, digest_of, fixed, named
from sellers.ledger.states import Component, EntryKind


def plan_sale(sale: Sale) -> tuple[Plan, ...]:
    """
    Return a plan for each share; the digest is the whole sale's, so that no share can be added later.

    Raises:
        BadShare: the shares do not add up to the order's total, or two have the same item.
    """
    items = {share.item for share in sale.shares}
    if not sale.shares or len(items) != len(sale.shares):
        raise BadShare(f"Order {sale.order} wants shares, each with an item of its own.")
    if any(share.gross.currency != sale.total.currency for share in sale.shares):
        raise BadShare(f"Order {sale.order} has shares in another currency than its total.")
    gross = sum((share.gross for share in sale.shares), Money.zero(sale.total.currency))
    if gross != sale.total:
        raise BadShare(
            f"The shares of order {sale.order} add up to {gross.amount}, the order to {sale.total.amount}.",
            params={"shares": gross.amount, "order": sale.total.amount},
        )
    digest = digest_of(sale)
    return tuple(
        fixed(
            sale_lines(share),
            key=named("sale", sale.order, share.item),
            digest=digest,
            kind=EntryKind.SALE,
            occurred_on=sale.occurred_on,
            source=named("order", sale.order),
            item=share.item,
        )
        for share in sale.shares
    )


def sale_lines(share: SaleShare) -> Lines:
    """Return what the buyer owes, whose it is, and what each bears."""
    buyers, held = DUE_FROM_BUYERS.of(), HELD.of(share.group_code)
    lines = [
        debit(buyers, share.goods_gross - share.voucher, Component.GOODS),
        debit(VOUCHERS.of(), share.voucher, Component.GOODS),
        debit(buyers, share.delivery_gross, Component.DELIVERY),
        credit(held, share.goods_net, Component.GOODS),
        credit(DELIVERY.of(), share.delivery_net, Component.DELIVERY),
    ]
    for tax, component in ((share.goods_gst, "goods"), (share.delivery_gst, "delivery")):
        for head, amount in tax.by_head():
            lines.append(credit(_gst(share, head), amount, Component(f"{component}-{head}")))
    lines += _borne(held, COMMISSION.of(), share.commission, Component.COMMISSION)
    lines += _borne(held, GATEWAY_RECOVERED.of(), share.gateway_fee, Component.GATEWAY_FEE)
    for head, amount in share.commission_gst.by_head():
        lines += _borne(held, GST_OUTPUT[head].of(), amount, Component(f"commission-{head}"))
    by_intermediary = share.seller.kind is SellerKind.INTERMEDIARY
    withheld = WITHHELD.of(share.seller.key) if by_intermediary else held
    for head, amount in share.tcs.by_head():
        lines += _borne(withheld, TCS[head].of(), amount, Component(f"tcs-{head}"))
    lines += _borne(withheld, TDS.of(), share.tds, Component.TDS)
    return tuple(line for line in lines if line.units)


def _gst(share: SaleShare, head: str) -> AccountRef:
    """Return where GST on goods and their delivery goes: the seller of record's, or the operator's own."""
    match share.seller.kind:
        case SellerKind.OPERATOR:
            return GST_OUTPUT[head].of()
        case SellerKind.GROUP:
            return GST_HELD[head].of(share.group_code)
        case SellerKind.INTERMEDIARY:
            return GST_HELD[head].of(share.seller.key)


def _borne(by: AccountRef, to: AccountRef, amount: Money, component: Component) -> list[DraftLine]:
    return [debit(by, amount, component), credit(to, amount, component)]
