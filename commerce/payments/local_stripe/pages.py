"""The hosted pay page, plain HTML: everything that came from outside is escaped."""

from html import escape
from urllib.parse import urlsplit

from commerce.payments.local_stripe.cards import CARDS
from commerce.payments.local_stripe.database import Body

_WEBHOOKS = {
    "prompt": "at once",
    "late": "late",
    "twice": "twice",
    "disordered": "in the wrong order",
    "never": "never",
}
_SETTLEMENTS = {
    "now": "the bank pays at once",
    "slow-success": "the bank pays later",
    "slow-failure": "the bank refuses later",
}


def rupees(amount: int, currency: str) -> str:
    """Write minor units for people, rupees in Indian grouping: 12345600 -> ₹1,23,456.00."""
    whole, rest = divmod(amount, 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    sign = "₹" if currency == "inr" else f"{currency.upper()} "
    return f"{sign}{','.join([*groups, tail])}.{rest:02d}"


def content_policy(session: Body | None) -> str:
    """Allow our own style and forms that lead on to the shop of this session, nothing else."""
    targets = {"'self'"}
    for name in ("success_url", "cancel_url"):
        if session is not None and session.get(name):
            parts = urlsplit(session[name])
            targets.add(f"{parts.scheme}://{parts.netloc}")
    return (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {' '.join(sorted(targets))}"
    )


def layout(title: str, content: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="stylesheet" href="/static/pay.css">\n</head>\n<body>\n'
        '<header class="banner"><p><strong>Demonstration.</strong> '
        "This page stands in for the card company. No money moves. Never type a real card.</p></header>\n"
        f"<main>\n{content}\n</main>\n</body>\n</html>\n"
    )


def message(title: str, sentence: str, *, link: str | None = None, label: str = "Back to the shop") -> str:
    back = f'<p><a href="{escape(link)}">{escape(label)}</a></p>' if link else ""
    return layout(title, f"<h1>{escape(title)}</h1>\n<p>{escape(sentence)}</p>\n{back}")


def pay(
    session: Body,
    private: Body,
    *,
    faults: dict[str, str] | None = None,
    declined: str = "",
    typed: dict[str, str] | None = None,
) -> str:
    """Return the pay page; ``faults`` are sentences per field, ``declined`` the card company's answer."""
    typed, faults = typed or {}, faults or {}
    amount = rupees(session["amount_total"], session["currency"])
    alert = ""
    if declined:
        alert = (
            f'<p class="alert" role="alert"><strong>{escape(declined)}</strong> '
            "Nothing was paid. You can try another card.</p>"
        )
    elif faults:
        links = "".join(f'<li><a href="#{name}">{escape(text)}</a></li>' for name, text in faults.items())
        alert = f'<div class="alert" role="alert"><strong>Not sent yet</strong><ul>{links}</ul></div>'
    items = "".join(
        f"<li>{escape(item['description'])}"
        + (f" × {item['quantity']}" if item["quantity"] > 1 else "")
        + f" <span>{rupees(item['amount_total'], item['currency'])}</span></li>"
        for item in private["items"]
    )
    leave = (
        f'<p class="leave"><a href="{escape(session["cancel_url"])}">Leave without paying</a></p>'
        if session["cancel_url"]
        else ""
    )
    return layout(
        f"Pay {amount}",
        f"<h1>Pay <span class=amount>{amount}</span></h1>\n{alert}\n<ul class=items>{items}</ul>\n"
        f'<form method="post" action="/pay/{escape(session["id"])}" novalidate>\n'
        f'<input type="hidden" name="secret" value="{escape(private["secret"])}">\n'
        + _field("number", "Card number", "4242 4242 4242 4242", typed, faults, "cc-number")
        + '<div class="pair">'
        + _field("expiry", "Expiry (month / year)", "12 / 34", typed, faults, "cc-exp")
        + _field("cvc", "Security code (CVC)", "123", typed, faults, "cc-csc")
        + "</div>\n"
        + f"<button>Pay {amount}</button>\n{_explained()}{_controls(typed)}</form>\n{leave}",
    )


def _field(
    name: str, label: str, example: str, typed: dict[str, str], faults: dict[str, str], autocomplete: str
) -> str:
    fault = faults.get(name)
    described = f"{name}-hint" + (f" {name}-fault" if fault else "")
    return (
        f'<div class="field"><label for="{name}">{label}</label>'
        f'<p class="hint" id="{name}-hint">For example {example}</p>'
        + (f'<p class="fault" id="{name}-fault">{escape(fault)}</p>' if fault else "")
        + f'<input id="{name}" name="{name}" inputmode="numeric" maxlength="32" '
        f'autocomplete="{autocomplete}" '
        f'value="{escape(typed.get(name, ""))}" aria-describedby="{described}"'
        + (' aria-invalid="true"' if fault else "")
        + " required></div>\n"
    )


def _explained() -> str:
    rows = "".join(
        f'<tr><th scope="row">{card.spaced}</th><td>{escape(card.explained)}</td></tr>'
        for card in CARDS.values()
    )
    return (
        "<details open><summary>Test cards</summary>"
        "<table><caption>Any future date, any three digits</caption>"
        f"<tbody>{rows}</tbody></table></details>\n"
    )


def _controls(typed: dict[str, str]) -> str:
    def choice(name: str, legend: str, options: dict[str, str], default: str) -> str:
        chosen = typed.get(name, default)
        inputs = "".join(
            f'<label><input type="radio" name="{name}" value="{value}"'
            f"{' checked' if value == chosen else ''}> {escape(label)}</label>"
            for value, label in options.items()
        )
        return f"<fieldset><legend>{legend}</legend>{inputs}</fieldset>"

    return (
        "<details><summary>Controls for the demonstration</summary>"
        + choice("webhooks", "The shop is told (webhooks)", _WEBHOOKS, "prompt")
        + choice("settlement", "Settlement", _SETTLEMENTS, "now")
        + "</details>\n"
    )


def bank(session: Body, private: Body) -> str:
    """Return the 3-D Secure page: approve or refuse."""
    amount = rupees(session["amount_total"], session["currency"])
    return layout(
        "Confirm with your bank",
        "<h1>Confirm with your bank</h1>\n"
        "<p>The bank (a stand-in, 3-D Secure) asks whether it is you who pays "
        f"<strong class=amount>{amount}</strong>.</p>\n"
        f'<form method="post" action="/pay/{escape(session["id"])}/bank">\n'
        f'<input type="hidden" name="secret" value="{escape(private["secret"])}">\n'
        '<button name="decision" value="approve">Approve</button>\n'
        '<button name="decision" value="refuse" class="second">Refuse</button>\n</form>',
    )
