"""What becomes of text before it is searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Papier-Mâché boxes & Shawls", ["papier", "mache", "box", "shawl"]),
        ("paper mache", ["papier", "mache"]),
        ("PASHMEENA dresses", ["pashmina", "dress"]),
        ("qahwa kahwa kehwa", ["kehwa", "kehwa", "kehwa"]),
        ("kidney beans", ["rajmash"]),
        ("ज़ाफ़रान बाग़", ["जाफरान", "बाग"]),
        ("पशमीना", ["पश्मीना"]),
        ("كشميري زَعفَران", ["کشمیری", "زعفران"]),
        ("4x6 ft, 500 g", ["4x6", "ft", "500", "g"]),
        ("!!! … ' \\ ; --", []),
    ],
)
def test_words_are_found_in_one_spelling(text: str, found: list[str]) -> None:
    assert words.words(text) == found


@given(st.text(max_size=300))
def test_any_text_gives_few_harmless_words(text: str) -> None:
    found = words.query_words(text)
    assert len(found) <= words.MAX_WORDS
    assert all(word and "\x00" not in word and " " not in word and "'" not in word for word in found)


@given(st.text(alphabet="abcdeš", max_size=8), st.text(alphabet="abcdeš", max_size=8))
def test_distance_is_the_same_both_ways_and_none_only_from_a_word_to_itself(left: str, right: str) -> None:
    assert words.distance(left, right) == words.distance(right, left)
    assert (words.distance(left, right) == 0) == (left == right)


def test_a_swap_of_neighbours_is_one_error() -> None:
    assert words.distance("sahwl", "shawl") == 1
    assert words.distance("pashmna", "pashmina") == 1


def test_numbers_and_short_words_are_never_put_right() -> None:
    assert [words.tolerated(word) for word in ("tea", "4x6x7", "honey", "saffron")] == [0, 0, 1, 2]
