"""What the pages of goods are drawn with, and what every page tells the phone's script about its reader."""

from functools import cache
from typing import Any, Final

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalogue.facade import Kind
from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money
from jkrlm.people.facade import is_unlocked_with_pin

register = template.Library()

_MOVING: Final = frozenset({"up", "away", "back-again"})
#: Crafts with a drawing of their own; the others have that of their category.
_DRAWN: Final = frozenset(
    "kani sozni namda crewel rajmash rice kaladi lavender spices-kehwa".split()  # noqa: SIM905
)
_OTHERS: Final = {
    "hill-wool": "wool",
    "basohli-painting": "painting",
    "grain": "rajmash",
    "art-wellness": "painting",
}


@cache
def _sprite(name: str) -> str:
    return static(f"portal/{name}.svg")


@register.simple_tag
def goods_icon(name: str) -> SafeString:
    """Draw one icon of the goods' own sheet; decorative, the words beside it carry the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        "ic flip" if name in _MOVING else "ic",
        _sprite("goods-icons"),
        name,
    )


@register.simple_tag
def goods_icons() -> str:
    """Return the address of the sheet, to which a script adds a name."""
    return f"{_sprite('goods-icons')}#"


@register.simple_tag
def pictogram(kind: Kind) -> SafeString:
    drawn = kind.pictogram if kind.pictogram in _DRAWN else ""
    name = drawn or _OTHERS.get(kind.pictogram) or _OTHERS.get(kind.category) or kind.category
    return format_html('<svg aria-hidden="true"><use href="{}#{}"/></svg>', _sprite("goods-kinds"), name)


@register.filter
def plain_rupees(price: Money | None) -> str:
    """Return the bare number, for a field."""
    return "" if price is None else format(price.amount.normalize(), "f")


@register.filter
def in_words(price: Money | None) -> SafeString:
    """Return ₹14,500, kept together in a text that runs from right to left; a dash for none."""
    return format_html('<bdi class="num-ltr">{}</bdi>', rupees(price) if price is not None else "–")


@register.simple_tag(takes_context=True)
def phone_marks(context: RequestContext) -> SafeString:
    """
    Tell the script whose page this is, so that her drafts go out in her name and no other's.

    Pages that are nobody's (``is_shell``) say so; those of the door say that nobody is in.
    """
    acting = context.get("acting")
    request = context.get("request")
    marks: list[tuple[str, Any]] = [
        ("goods", reverse("portal:goods")),
        ("worker", reverse("portal:worker")),
        ("scope", reverse("portal:home")),
        ("csrf", settings.CSRF_COOKIE_NAME),
    ]
    if context.get("is_shell"):
        marks.append(("shell", ""))
    elif acting is not None and acting.member is not None and request is not None:
        group = acting.group_codes[0] if acting.consent is not None else next(iter(acting.own_codes), "")
        marks += [("who", acting.member.id), ("name", acting.member.name), ("group", group)]
        if is_unlocked_with_pin(request):
            marks.append(("shared", ""))
    return format_html_join("", ' data-{}="{}"', marks)
