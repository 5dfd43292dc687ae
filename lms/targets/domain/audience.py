"""For whom a target profile is meant, and what is known of a person on a day to tell whether they are meant.

Years of service are counted as the field counts them: the fiscal year (from 1 April) in which somebody was
hired is their first, whatever the month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lms.kernel.calendar import fiscal_year
from lms.kernel.errors import RuleViolation

MOST_YEARS = 60


@dataclass(frozen=True)
class Situation:
    """What counts about a person on a day.

    ``employer_path`` is None while nobody employs them; ``hired_on``: their first day at any organisation of
    the employer's tree; ``roles``: the codes of the roles they hold in that tree.
    """

    on: date
    employer_path: str | None = None
    employer_kind: str | None = None
    hired_on: date | None = None
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def year_of_service(self) -> int | None:
        """Say in which year of service they are: 1 in the fiscal year of their hiring."""
        if self.hired_on is None or self.hired_on > self.on:
            return None
        return fiscal_year(self.on) - fiscal_year(self.hired_on) + 1


@dataclass(frozen=True)
class Audience:
    """Who is meant: holders of a role, in these years of service (both included), at this kind of employer.

    None leaves a question open; an audience that asks nothing means everybody below the publisher.
    """

    role: str | None = None
    years_from: int | None = None
    years_to: int | None = None
    kind: str | None = None

    @property
    def asks_for_years(self) -> bool:
        """Say whether years of service matter."""
        return self.years_from is not None or self.years_to is not None

    @property
    def n_conditions(self) -> int:
        """Count what it asks for."""
        return (self.role is not None) + self.asks_for_years + (self.kind is not None)

    @property
    def n_years(self) -> int:
        """Count the years of service it spans; an open end counts as if nobody served longer than 60."""
        return (self.years_to or MOST_YEARS) - (self.years_from or 1) + 1

    def means(self, situation: Situation) -> bool:
        """Say whether somebody in ``situation`` is meant."""
        if self.role is not None and self.role not in situation.roles:
            return False
        if self.kind is not None and self.kind != situation.employer_kind:
            return False
        if not self.asks_for_years:
            return True
        year = situation.year_of_service
        return year is not None and (self.years_from or 1) <= year <= (self.years_to or MOST_YEARS)


def list_audience_flaws(audience: Audience) -> Iterator[RuleViolation]:
    """Name everything for which an audience can never mean anybody."""
    for name, years in (("years_from", audience.years_from), ("years_to", audience.years_to)):
        if years is not None and not 1 <= years <= MOST_YEARS:
            yield RuleViolation("targets.years_out_of_range", field=name, highest=MOST_YEARS)
    if audience.asks_for_years and audience.n_years < 1:
        yield RuleViolation("targets.years_reversed", field="years_to")
