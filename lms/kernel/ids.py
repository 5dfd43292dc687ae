"""Identifiers: making them so that they sort by time, and reading those of others."""

import secrets
import threading
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM_BITS = 74
_LOW_BITS = 62
_STEP_BITS = 40
"""How far apart two ids of one millisecond lie at most: unguessable in practice, room for millions."""

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Make a UUID version 7 that sorts after every one this process made before.

    48 bits of milliseconds, then 74 random bits; within a millisecond, or while the clock stands back, the
    last value plus a random step. Source: RFC 9562, sections 5.7 and 6.2 (method 2, monotonic random).
    """
    global _last  # noqa: PLW0603 (what was handed out last is the state of this generator)
    milliseconds = time.time_ns() // 1_000_000
    fresh = (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = value = max(fresh, _last + 1 + secrets.randbits(_STEP_BITS))
    high, low = divmod(value, 1 << _LOW_BITS)
    time_bits, random_a = divmod(high, 1 << 12)
    return UUID(int=(time_bits << 80) | _VERSION_7 | (random_a << 64) | _VARIANT | low)


def read_id(text: str | None) -> UUID | None:
    """Read an id that somebody else wrote, as in an address or a form; None for anything that is no id."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
