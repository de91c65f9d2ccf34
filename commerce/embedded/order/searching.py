"""What a search among orders looks at, as one text that the database keeps under an index of trigrams."""

from itertools import product
from typing import Final

from django.db.models import TextField, Value
from django.db.models.expressions import Combinable, F
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat, Upper

#: What is looked at in each of the two addresses.
_IN_ADDRESS: Final = ("first_name", "last_name", "phone", "postal_code", "city")
#: Typed words hold no white space, so none is found across two parts.
_APART: Final = Value("\n", output_field=TextField())


def searched_text() -> Upper:
    """Return the parts of an order that are searched, in capitals, one beneath the other."""
    parts: list[Combinable] = [Coalesce(F("user_email"), Value(""), output_field=TextField())]
    for column, key in product(("shipping_address_data", "billing_address_data"), _IN_ADDRESS):
        text = Coalesce(KeyTextTransform(key, column), Value(""), output_field=TextField())
        parts += [_APART, text]
    return Upper(Concat(*parts, output_field=TextField()))
