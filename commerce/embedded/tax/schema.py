"""GraphQL: tax configuration of a channel."""

from typing import Any

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.tax.models import TaxConfiguration
from commerce.embedded.tax.selectors import configurations
from commerce.embedded.tax.services.update_configuration import update_configuration

metadata_type("TaxConfiguration", TaxConfiguration, permission="MANAGE_TAXES")


@resolver("Channel", "taxConfiguration", permission="AUTHENTICATED_APP|AUTHENTICATED_STAFF_USER")
def channel_tax_configuration(channel: Channel, info: Info) -> TaxConfiguration:
    found: TaxConfiguration = load(channel, "tax_configuration", configurations)
    return found


@mutation("taxConfigurationUpdate", errors="TaxConfigurationUpdateError", permission="MANAGE_TAXES")
def tax_configuration_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    return {"tax_configuration": update_configuration(channel_id=pk_of(id, "TaxConfiguration"), values=input)}


@resolver("TaxConfiguration", "taxAppId")
def tax_app_id(source: TaxConfiguration, info: Info) -> str | None:
    return source.tax_app_id or None
