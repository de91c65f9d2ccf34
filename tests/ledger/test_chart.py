"""The chart of accounts says what each account is for."""

from sellers.ledger.chart import CHART
from sellers.ledger.states import AccountKind, Guard


def test_every_account_says_what_it_holds_and_its_kind():
    for code, chart in CHART.items():
        assert chart.code == code
        assert chart.title
        assert len(chart.about) > 30, code
        assert chart.about.endswith("."), code
    assert {chart.kind for chart in CHART.values()} == set(AccountKind)


def test_only_what_belongs_to_somebody_or_waits_for_something_is_guarded():
    guarded = {
        guard: sorted(code for code, chart in CHART.items() if chart.guard is guard) for guard in Guard
    }
    del guarded[Guard.NONE]
    assert guarded == {
        Guard.WHOLE: ["due-from-seller", "payable-to-seller"],
        Guard.SOURCE: [
            "cod-receivable",
            "due-from-carriers",
            "payouts-in-transit",
            "refunds-due",
            "upi-suspense",
        ],
        Guard.ITEM: [
            "commission-income",
            "delivery-income",
            "gateway-fees-recovered",
            "gst-held-cgst",
            "gst-held-igst",
            "gst-held-sgst",
            "held-for-seller",
            "voucher-discounts",
            "withheld-from-seller",
        ],
    }
