import pytest
from hypothesis import given
from hypothesis import strategies as st

from jkrlm.kernel.ids import BadGlobalId, global_id, new_token, parse_global_id


def test_global_ids_are_written_as_saleor_writes_them():
    assert global_id("Product", 134) == "UHJvZHVjdDoxMzQ="
    assert parse_global_id("UHJvZHVjdDoxMzQ=") == ("Product", "134")


@given(st.text(max_size=200))
def test_any_other_text_is_refused_with_a_sentence(text):
    try:
        type_name, pk = parse_global_id(text)
    except BadGlobalId as refusal:
        assert refusal.message.startswith("Invalid ID")
    else:
        assert type_name and pk


def test_tokens_hold_128_bits_and_never_repeat():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 22 for token in tokens)


@pytest.mark.parametrize("text", ["", "x", "UHJvZHVjdA==", "UHJvZHVjdDo="])
def test_ids_without_type_or_key_are_refused(text):
    with pytest.raises(BadGlobalId):
        parse_global_id(text)
