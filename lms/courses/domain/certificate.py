"""Certificates: the code under which anybody can look one up, and how little that shows of its holder."""

import re
import unicodedata

CODE_BITS = 80
"""Bits of chance in a code: nobody finds another's by trying."""

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGN_BITS = 5
_LENGTH = CODE_BITS // _SIGN_BITS
_GROUP = 4
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SEPARATORS = re.compile("[\\s\\-_\u2010-\u2015\u2212\u30fc]+")
_FIRST_SIGN = re.compile("[\\s\\S][\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*")


def write_code(number: int) -> str:
    """Write a number of ``CODE_BITS`` bits as a code: digits, and letters that look like none.

    Source: Douglas Crockford, Base 32, https://www.crockford.com/base32.html.
    """
    places = range(_LENGTH - 1, -1, -1)
    return "".join(_SIGNS[number >> place * _SIGN_BITS & len(_SIGNS) - 1] for place in places)


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, in any case and width, with or without hyphens; None for no code.

    Letters that are in no code are read as what they look like: O as 0, I and L as 1, U as V.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_LOOK_ALIKE)
    return plain if len(plain) == _LENGTH and set(plain) <= set(_SIGNS) else None


def grouped_code(code: str) -> str:
    """Write a code in groups, as people read it out and type it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def masked_name(name: str) -> str:
    """Return the first sign of a name and three circles, whatever the name's length."""
    first = _FIRST_SIGN.match(name.strip())
    return f"{first[0] if first else ''}○○○"
