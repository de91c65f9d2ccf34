"""``shop``: the store as a whole. All of it is settings and facts of other rooms."""

from typing import Any, Final
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings

from commerce.embedded.account.countries import COUNTRY_NAMES
from commerce.embedded.account.letters import SHOP, Shop
from commerce.embedded.account.permissions import PERMISSIONS, displayed
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.shipping.models import ShippingZone
from commerce.embedded.warehouse.selectors import QUANTITY_MAX
from commerce.embedded.webhook.posting import VERSION
from jkrlm.kernel.ids import global_id

STAFF: Final = "AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER"
NAME: Final = "Umeed"
_LANGUAGES: Final = (("EN", "English"), ("HI", "Hindi"), ("UR", "Urdu"))


@resolver("Query", "shop")
def shop(info: Info) -> Shop:
    return SHOP


@resolver("Shop", "id")
def shop_id(source: Shop, info: Info) -> str:
    return global_id("Shop", source.pk)


@resolver("Shop", "name")
def name(source: Shop, info: Info) -> str:
    return NAME


@resolver("Shop", "description")
@resolver("Shop", "headerText")
def nothing_said(source: Shop, info: Info) -> str:
    return ""


@resolver("Shop", "domain")
def domain(source: Shop, info: Info) -> dict[str, Any]:
    parts = urlsplit(settings.PUBLIC_URL)
    return {
        "host": parts.netloc,
        "ssl_enabled": parts.scheme == "https",
        "url": f"{parts.scheme}://{parts.netloc}/",
    }


@resolver("Shop", "countries")
def countries(source: Shop, info: Info, filter: dict[str, Any] | None = None) -> list[dict[str, str]]:
    """All countries; with the filter, those that a shipping zone serves, or those that none does."""
    wanted = (filter or {}).get("attached_to_shipping_zones")
    codes = list(COUNTRY_NAMES)
    if wanted is not None:
        served = {code for zone in ShippingZone.objects.values_list("countries", flat=True) for code in zone}
        codes = [code for code in codes if (code in served) is wanted]
    return [{"code": code, "country": COUNTRY_NAMES[code]} for code in codes]


@resolver("Shop", "defaultCountry")
def default_country(source: Shop, info: Info) -> dict[str, str] | None:
    """That of the oldest active channel."""
    code = (
        Channel.objects.filter(is_active=True)
        .order_by("pk")
        .values_list("default_country", flat=True)
        .first()
    )
    return {"code": code, "country": COUNTRY_NAMES.get(code, "")} if code else None


@resolver("Shop", "availablePaymentGateways")
def available_payment_gateways(
    source: Shop, info: Info, currency: str | None = None, channel: str | None = None
) -> list[Any]:
    """Gateways inside the store. It has none: payment is an app's, see paymentGatewayInitialize."""
    return []


@resolver("Shop", "channelCurrencies", permission=STAFF)
def channel_currencies(source: Shop, info: Info) -> list[str]:
    return sorted(set(Channel.objects.values_list("currency_code", flat=True)))


@resolver("Shop", "languages")
def languages(source: Shop, info: Info) -> list[dict[str, str]]:
    return [{"code": code, "language": language} for code, language in _LANGUAGES]


@resolver("Shop", "permissions")
def permissions(source: Shop, info: Info) -> list[dict[str, str]]:
    return displayed(set(PERMISSIONS))


@resolver("Shop", "phonePrefixes")
def phone_prefixes(source: Shop, info: Info) -> list[str]:
    return [str(prefix) for prefix in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]


@resolver("Shop", "defaultMailSenderName", permission="MANAGE_SETTINGS")
def default_mail_sender_name(source: Shop, info: Info) -> str:
    return NAME


@resolver("Shop", "defaultMailSenderAddress", permission="MANAGE_SETTINGS")
def default_mail_sender_address(source: Shop, info: Info) -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("<")[2].rstrip(">")


@resolver("Shop", "fulfillmentAutoApprove")
def fulfillment_auto_approve(source: Shop, info: Info) -> bool:
    return True


@resolver("Shop", "fulfillmentAllowUnpaid")
def fulfillment_allow_unpaid(source: Shop, info: Info) -> bool:
    return bool(getattr(settings, "STORE_FULFILLMENT_ALLOW_UNPAID", True))


@resolver("Shop", "trackInventoryByDefault")
def track_inventory_by_default(source: Shop, info: Info) -> bool:
    return True


@resolver("Shop", "defaultWeightUnit")
def default_weight_unit(source: Shop, info: Info) -> str:
    return "KG"


@resolver("Shop", "limitQuantityPerCheckout", permission="MANAGE_SETTINGS")
def limit_quantity_per_checkout(source: Shop, info: Info) -> int:
    return QUANTITY_MAX


@resolver("Shop", "enableAccountConfirmationByEmail", permission="MANAGE_SETTINGS")
def enable_account_confirmation_by_email(source: Shop, info: Info) -> bool:
    return bool(settings.STORE_CONFIRM_ACCOUNTS)


@resolver("Shop", "allowLoginWithoutConfirmation", permission="MANAGE_SETTINGS")
def allow_login_without_confirmation(source: Shop, info: Info) -> bool:
    return bool(settings.STORE_LOGIN_WITHOUT_CONFIRMATION)


@resolver("Shop", "version", permission=STAFF)
def version(source: Shop, info: Info) -> str:
    return VERSION


@resolver("Shop", "schemaVersion")
def schema_version(source: Shop, info: Info) -> str:
    return VERSION


@resolver("Shop", "passwordLoginMode")
def password_login_mode(source: Shop, info: Info) -> str:
    return "ENABLED"


@resolver("Shop", "accountConfirmMergeMode")
def account_confirm_merge_mode(source: Shop, info: Info) -> str:
    return str(settings.STORE_ACCOUNT_MERGE_MODE)
