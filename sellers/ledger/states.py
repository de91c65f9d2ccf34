"""The words of the ledger: kinds of account and entry, what a line is for, what an account may never do."""

from typing import Final

from django.db import models


class AccountKind(models.TextChoices):
    """Assets and expenses grow by debits, the others by credits."""

    ASSET = "asset", "Asset"
    LIABILITY = "liability", "Liability"
    INCOME = "income", "Income"
    EXPENSE = "expense", "Expense"
    EQUITY = "equity", "Equity"


#: Kinds whose balance is a credit.
CREDIT_KINDS: Final = (AccountKind.LIABILITY, AccountKind.INCOME, AccountKind.EQUITY)


class Guard(models.TextChoices):
    """What of an account may never fall below nought, on its natural side; refused when it would."""

    NONE = "none", "Nothing"
    WHOLE = "whole", "Its balance"
    SOURCE = "source", "What is open of each source"
    ITEM = "item", "What is open of each item of a source"


class EntryKind(models.TextChoices):
    SALE = "sale", "Sale"
    PAYMENT = "payment", "Payment by a buyer"
    CASH_PROMISE = "cash-promise", "Cash on delivery given to a carrier to collect"
    CASH_REMITTANCE = "cash-remittance", "Cash on delivery handed in"
    CASH_RETURN = "cash-return", "Cash on delivery not collected"
    REFUND = "refund", "Refund decided"
    REFUND_PAYMENT = "refund-payment", "Refund paid"
    CLEARING = "clearing", "Share cleared"
    PAYOUT = "payout", "Payout sent"
    PAYOUT_PAID = "payout-paid", "Payout confirmed by the bank"
    PAYOUT_RETURN = "payout-return", "Payout returned"
    PENALTY = "penalty", "Penalty"
    CREDIT = "credit", "Credit"
    STALL_CHARGE = "stall-charge", "Charge for a stall"
    SETTLEMENT = "settlement", "Settlement by the card company"
    UPI_TRANSFER = "upi-transfer", "Money by UPI, seen in the bank"
    DEPOSIT = "deposit", "Stall cash deposited"
    BANK_CREDIT = "bank-credit", "Money in the bank that nobody has claimed"
    MATCH = "match", "Unclaimed money matched"
    CARRIER_BILL = "carrier-bill", "Bill of a carrier"
    CARRIER_PAYMENT = "carrier-payment", "Carrier paid"
    CARRIER_CLAIM = "carrier-claim", "Claim on a carrier"
    CLAIM_PAID = "claim-paid", "Claim paid by a carrier"
    CLAIM_REFUSED = "claim-refused", "Claim refused by a carrier"
    TAX_REMITTANCE = "tax-remittance", "Tax paid to the government"
    REVERSAL = "reversal", "Reversal"
    JOURNAL = "journal", "Journal entry by finance"


class Component(models.TextChoices):
    """What a line is for: the words in which a sum is explained to whom it belongs."""

    GOODS = "goods", "Goods"
    GOODS_CGST = "goods-cgst", "CGST on goods"
    GOODS_SGST = "goods-sgst", "SGST on goods"
    GOODS_IGST = "goods-igst", "IGST on goods"
    DELIVERY = "delivery", "Delivery"
    DELIVERY_CGST = "delivery-cgst", "CGST on delivery"
    DELIVERY_SGST = "delivery-sgst", "SGST on delivery"
    DELIVERY_IGST = "delivery-igst", "IGST on delivery"
    COMMISSION = "commission", "Commission"
    COMMISSION_CGST = "commission-cgst", "CGST on commission and fees"
    COMMISSION_SGST = "commission-sgst", "SGST on commission and fees"
    COMMISSION_IGST = "commission-igst", "IGST on commission and fees"
    GATEWAY_FEE = "gateway-fee", "Fee of the payment company"
    TCS_CGST = "tcs-cgst", "TCS under CGST"
    TCS_SGST = "tcs-sgst", "TCS under SGST"
    TCS_IGST = "tcs-igst", "TCS under IGST"
    TDS = "tds", "TDS under income tax"
    GST_CGST = "gst-cgst", "CGST handed over to be filed"
    GST_SGST = "gst-sgst", "SGST handed over to be filed"
    GST_IGST = "gst-igst", "IGST handed over to be filed"
    CLEARED = "cleared", "Cleared after the return window"
    CARRIED = "carried", "Carried as due"
    RECOVERED = "recovered", "Taken off what was due"
    PAYOUT = "payout", "Payout"
    PENALTY = "penalty", "Penalty"
    CREDIT = "credit", "Credit"
    STALL_CHARGE = "stall-charge", "Charge for a stall"
    MONEY = "money", "Money moved"
    FEE_GST = "fee-gst", "GST on a fee"
    DIFFERENCE = "difference", "Difference found when counting"
    ROUNDING = "rounding", "Rounding to whole rupees"
    OTHER = "other", "Other"


#: Lines by which an account of a seller is levelled: between what we owe her and what she owes us.
LEVELLING: Final = (Component.CARRIED, Component.RECOVERED)

#: What the buyer pays for goods and for their delivery, tax included.
GOODS_PARTS: Final = (Component.GOODS, Component.GOODS_CGST, Component.GOODS_SGST, Component.GOODS_IGST)
DELIVERY_PARTS: Final = (
    Component.DELIVERY,
    Component.DELIVERY_CGST,
    Component.DELIVERY_SGST,
    Component.DELIVERY_IGST,
)
