"""Two digits by which the GST portal knows a place of supply, by the state's name as the store writes it."""

from typing import Final

STATE_CODES: Final = {
    "jammu and kashmir": "01",
    "himachal pradesh": "02",
    "punjab": "03",
    "chandigarh": "04",
    "uttarakhand": "05",
    "haryana": "06",
    "delhi": "07",
    "rajasthan": "08",
    "uttar pradesh": "09",
    "bihar": "10",
    "sikkim": "11",
    "arunachal pradesh": "12",
    "nagaland": "13",
    "manipur": "14",
    "mizoram": "15",
    "tripura": "16",
    "meghalaya": "17",
    "assam": "18",
    "west bengal": "19",
    "jharkhand": "20",
    "odisha": "21",
    "chhattisgarh": "22",
    "madhya pradesh": "23",
    "gujarat": "24",
    "dadra and nagar haveli and daman and diu": "26",
    "maharashtra": "27",
    "karnataka": "29",
    "goa": "30",
    "lakshadweep": "31",
    "kerala": "32",
    "tamil nadu": "33",
    "puducherry": "34",
    "andaman and nicobar islands": "35",
    "telangana": "36",
    "andhra pradesh": "37",
    "ladakh": "38",
}
#: Another territory.
OTHER: Final = "97"


def state_code(name: str) -> str:
    """Return the code of a state; an ampersand is read as "and"."""
    return STATE_CODES.get(" ".join(name.lower().replace("&", "and").split()), OTHER)


def place_of_supply(name: str) -> str:
    """Return it as the portal's columns have it: 29-Karnataka."""
    return f"{state_code(name)}-{name}"
