"""What a buyer types, and what is said about it. Nothing here asks the store."""

import pytest

from logistics.facade import Place
from storefront.checkout.forms import CheckoutForm, PincodeForm, add_refusal, keep_only_errors_of
from storefront.checkout.sentences import address_sentence

TYPED = {
    "phone": "98450 12345",
    "email": "ananya@example.in",
    "pin": "190001",
    "name": "Ananya  Rao",
    "line1": "12 Residency Road",
    "line2": "Near the post office",
    "city": "",
    "method": "stripe",
    "total": "1779000INR",
}


def form(**changed: str) -> CheckoutForm:
    return CheckoutForm(TYPED | changed)


@pytest.mark.django_db
def test_a_whole_form_says_who_and_where_and_the_pin_fills_in_the_town() -> None:
    filled = form()

    assert filled.errors == {}
    contact = filled.contact()
    assert (contact.phone, contact.name, contact.city, contact.pincode, contact.state) == (
        "+919845012345",
        "Ananya Rao",
        "Srinagar",
        "190001",
        "Jammu and Kashmir",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("9845012345", "+919845012345"),
        ("09845012345", "+919845012345"),
        ("+91 98450 12345", "+919845012345"),
        ("+44 7911 123456", "+447911123456"),
    ],
)
def test_mobile_numbers_as_people_write_them(typed: str, e164: str) -> None:
    assert form(phone=typed).fields["phone"].clean(typed) == e164


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["12345", "0194 2452690", "98450123456789", "call me", "+91", "\u0969"])
def test_a_number_we_cannot_call_is_refused_beside_its_field(typed: str) -> None:
    assert form(phone=typed).errors == {
        "phone": ["Give a mobile number we can call: 10 digits, or with the country code in front."]
    }


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["190 001", " 190001 ", "१९०००१", "۱۹۰۰۰۱"])
def test_a_pin_code_in_any_script_and_spacing(typed: str) -> None:
    filled = PincodeForm({"pin": typed})

    assert filled.is_valid()
    place = filled.cleaned_data["pin"]
    assert isinstance(place, Place)
    assert (place.pincode, place.district, place.state) == ("190001", "Srinagar", "Jammu and Kashmir")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill in the PIN code first."),
        ("19", "A PIN code has six digits, such as 190001."),
        ("019001", "A PIN code has six digits, such as 190001."),
        ("19000a", "A PIN code has six digits, such as 190001."),
        ("99²001", "A PIN code has six digits, such as 190001."),
        ("990001", "We do not know this PIN code. Look at its six digits again."),
    ],
)
def test_a_pin_code_that_leads_nowhere(typed: str, said: str) -> None:
    assert PincodeForm({"pin": typed}).errors == {"pin": [said]}


@pytest.mark.django_db
def test_outside_the_state_the_town_has_to_be_typed() -> None:
    assert form(pin="560034").errors == {"city": ["Fill in the town or city."]}
    assert form(pin="560034", city="Bengaluru").errors == {}


@pytest.mark.django_db
def test_no_way_to_pay_is_chosen_for_the_buyer() -> None:
    assert form(method="").errors == {"method": ["Choose how to pay."]}
    assert form(method="barter").errors == {"method": ["Choose how to pay."]}


@pytest.mark.django_db
def test_everything_that_is_missing_is_named_at_once() -> None:
    assert set(CheckoutForm({}).errors) == {"pin", "phone", "email", "name", "line1", "method"}


@pytest.mark.django_db
def test_the_check_button_asks_for_the_pin_alone() -> None:
    half = CheckoutForm({"pin": "19", "name": "Ananya Rao"})
    half.is_valid()
    keep_only_errors_of(half, "pin")

    assert list(half.errors) == ["pin"]
    assert half["name"].value() == "Ananya Rao"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("store_field", "form_field"),
    [
        ("postalCode", "pin"),
        ("countryArea", "pin"),
        ("city", "city"),
        ("streetAddress1", "line1"),
        ("firstName", "name"),
        ("phone", "phone"),
    ],
)
def test_what_the_store_refuses_is_said_beside_our_field(store_field: str, form_field: str) -> None:
    filled = form()
    assert filled.is_valid()
    add_refusal(filled, *address_sentence(store_field))

    assert list(filled.errors) == [form_field]


@pytest.mark.django_db
def test_a_refusal_of_no_known_field_stands_above_the_form() -> None:
    filled = form()
    assert filled.is_valid()
    add_refusal(filled, *address_sentence("unheardOf"))

    assert filled.non_field_errors() == ["The store could not take this address. Look at each field again."]
