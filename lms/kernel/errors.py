"""Refusals a rule can give. The edge turns each class into one HTTP status and each code into a sentence."""


class DomainError(Exception):
    """A refusal: a stable ``code``, the ``field`` it concerns (if any) and the facts its sentence needs."""

    status = 422

    def __init__(self, code: str, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class NotAllowed(DomainError):
    """The actor may see the thing but not do this with it."""

    status = 403


class NotFound(DomainError):
    """There is no such row, or the actor may not see it: the two are never told apart."""

    status = 404


class Conflict(DomainError):
    """Somebody else was first: a stale version, a used-up key, an immutable version.

    A stale edit carries ``current`` (field name → saved text) and ``version`` (of the saved row) as facts.
    """

    status = 409


class RuleViolation(DomainError):
    """What was asked for breaks a rule of the field."""

    status = 422


class Gone(RuleViolation):
    """What was offered, such as a link, has been used up or its time is over."""

    status = 410
