"""Codes of certificates, and the mask over their holders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain.certificate import CODE_BITS, grouped_code, masked_name, read_code, write_code

CODES = st.integers(0, 2**CODE_BITS - 1).map(write_code)


def test_the_first_and_the_last_code():
    assert write_code(0) == "0" * 16
    assert write_code(2**CODE_BITS - 1) == "Z" * 16


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code):
    grouped = grouped_code(code)
    assert len(code) == 16
    assert not set(code) & set("ILOU")
    wide = grouped.translate({ord(sign): ord(sign) + 0xFEE0 for sign in grouped})
    for typed in (code, grouped, grouped.lower(), wide, f"  {grouped.replace('-', ' ')}\n", "－".join(code)):
        assert read_code(typed) == code


@given(CODES)
def test_letters_are_read_as_the_digits_they_look_like(code):
    for digit, letters in (("0", "Oo"), ("1", "IiLl"), ("V", "Uu")):
        for letter in letters:
            assert read_code(code.replace(digit, letter)) == code


@pytest.mark.parametrize(
    "text", ["", "0", "0" * 15, "0" * 17, "あ" * 16, "0" * 15 + "?", "/" * 16, "0" * 15 + "ß"]
)
def test_anything_else_is_no_code(text):
    assert read_code(text) is None


def test_groups_of_four():
    assert grouped_code("0123456789ABCDEF") == "0123-4567-89AB-CDEF"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("佐藤 聡", "佐○○○"),
        (" 森 ", "森○○○"),
        ("𠮷野家", "𠮷○○○"),
        ("辻\U000e0100 真", "辻\U000e0100○○○"),
        ("Jane Doe", "J○○○"),
        ("", "○○○"),
    ],
)
def test_a_holder_is_one_sign_and_three_circles(name, masked):
    assert masked_name(name) == masked
