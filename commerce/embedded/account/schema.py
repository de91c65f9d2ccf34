"""Addresses, countries and people as the contract shows them."""

from typing import Any

from commerce.embedded.account import (  # noqa: F401 - they bind
    schema_customers,
    schema_own,
    schema_shop,
    schema_staff,
    schema_tokens,
)
from commerce.embedded.account.countries import COUNTRY_NAMES
from commerce.embedded.account.models import Address, App, User
from commerce.embedded.account.rules import ALLOWED_ORDER, REQUIRED_ORDER, contract_fields, rules_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.resolvers import Info, resolver


def _own_address(caller: Any, pk: Any) -> bool:
    return caller.user is not None and Address.objects.filter(pk=pk, owner=caller.user).exists()


def _oneself(caller: Any, pk: Any) -> bool:
    return caller.user is not None and bool(caller.user.pk == pk)


metadata_type("Address", Address, permission="MANAGE_USERS", owns=_own_address)
metadata_type("User", User, permission="MANAGE_USERS", owns=_oneself)
metadata_type("App", App, permission="MANAGE_APPS")


def country_display(code: str) -> dict[str, str]:
    """Return a country as the contract shows it: code and English name."""
    return {"code": code, "country": COUNTRY_NAMES.get(code, "")}


@resolver("Query", "addressValidationRules")
def address_validation_rules(info: Info, country_code: str) -> dict[str, Any] | None:
    try:
        rules = rules_of(country_code)
    except ValueError:
        return None
    return {
        "address_format": rules.address_format,
        "allowed_fields": contract_fields(rules.allowed_fields, ALLOWED_ORDER),
        "required_fields": contract_fields(rules.required_fields, REQUIRED_ORDER),
        "country_area_type": rules.country_area_type,
        "city_type": rules.city_type,
        "country_area_choices": [
            {"raw": raw, "verbose": verbose} for raw, verbose in rules.country_area_choices
        ],
        "postal_code_type": rules.postal_code_type,
        "postal_code_matchers": [matcher.pattern for matcher in rules.postal_code_matchers],
        "postal_code_examples": rules.postal_code_examples,
    }


def _read(source: Any, name: str) -> Any:
    return source.get(name) if isinstance(source, dict) else getattr(source, name, None)


@resolver("Address", "country")
def address_country(address: Any, info: Info) -> dict[str, str]:
    return country_display(_read(address, "country"))


@resolver("Address", "phone")
def address_phone(address: Any, info: Info) -> str | None:
    return _read(address, "phone") or None


@resolver("Address", "streetAddress1")
def address_street_1(address: Any, info: Info) -> str:
    return _read(address, "street_address_1") or ""


@resolver("Address", "streetAddress2")
def address_street_2(address: Any, info: Info) -> str:
    return _read(address, "street_address_2") or ""
