"""Part 4, trainings: who came, who completed, what they gained, and what they live on 6 and 12 months later.

What a course achieved is counted by course, one person in one course once: in the month in which it ended, or in which the
6 or 12 months after it are over. So a figure once shown is final, and the steps of one cohort can be put beside each other.
Who could not be asked again counts as having no business: the shares are lower bounds.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from pantau.counting import Count, person_key
from pantau.parts.delivered import (
    CAME,
    ENDED,
    ONCE_EACH,
    SESSION,
    TRAINING,
    followed_up,
    mean,
    measured,
    of_outcomes,
    of_people,
    of_sessions,
    took_part,
    with_other,
)
from pantau.schema import activity, delivery, outcome

_FINISHED = activity.c.status == "selesai"
_PASSED = and_(measured(1, "lulus"), outcome.c.value == 1)
_completed = outcome.alias("completed")
_COMPLETED = and_(measured(1, "lulus", _completed), _completed.c.value == 1)
_early = outcome.alias("early")
_EARLY = and_(measured(6, "usaha", _early), _early.c.value == 1)
_before = outcome.alias("before")

_COMPLETED_TOO = with_other(_completed)
_EARLY_TOO = _COMPLETED_TOO.join(
    _early, and_(_early.c.activity_id == outcome.c.activity_id, _early.c.person_ref == outcome.c.person_ref)
)
_HALF, _YEAR = ENDED + 6, ENDED + 12


def _business(wave: int) -> tuple:
    return (_FINISHED, _COMPLETED, measured(wave, "usaha"), outcome.c.value == 1)


def _tests(name: str, value: ColumnElement) -> tuple[Count, ...]:
    """The mean score of those who have both tests."""
    both = (measured(1, "nilai"), measured(0, "nilai", _before))
    return mean(name, TRAINING, value, *both, of=with_other(_before))


COUNTS: tuple[Count, ...] = (
    of_people("training_participants", TRAINING, CAME, distinct=person_key(delivery)),
    of_sessions("training_sessions", TRAINING, SESSION),
    # Of courses that ended.
    of_people("training_attended", TRAINING, _FINISHED, CAME, month=ENDED, distinct=ONCE_EACH, finest="rw"),
    of_outcomes("training_completed", TRAINING, _FINISHED, _PASSED, took_part(), month=ENDED),
    *_tests("training_before", _before.c.value),
    *_tests("training_after", outcome.c.value),
    *_tests("training_gain", outcome.c.value - _before.c.value),
    # Of courses that ended half a year ago and were followed up.
    of_outcomes("half_completed", TRAINING, _FINISHED, _PASSED, took_part(), followed_up(6), month=_HALF),
    of_outcomes(
        "half_asked", TRAINING, _FINISHED, _COMPLETED, took_part(), measured(6, "usaha"), month=_HALF, of=_COMPLETED_TOO
    ),
    of_outcomes("half_business", TRAINING, *_business(6), took_part(), month=_HALF, of=_COMPLETED_TOO),
    # Of courses that ended a year ago and were followed up: the whole path of one cohort.
    of_people(
        "year_attended", TRAINING, _FINISHED, CAME, followed_up(12), month=_YEAR, distinct=ONCE_EACH, finest="rw"
    ),
    of_outcomes("year_completed", TRAINING, _FINISHED, _PASSED, took_part(), followed_up(12), month=_YEAR),
    of_outcomes(
        "year_business_6", TRAINING, *_business(6), took_part(), followed_up(12), month=_YEAR, of=_COMPLETED_TOO
    ),
    of_outcomes(
        "year_business_12", TRAINING, *_business(12), _EARLY, took_part(), followed_up(12), month=_YEAR, of=_EARLY_TOO
    ),
    *mean(
        "training_earned",
        TRAINING,
        outcome.c.value - _before.c.value,
        measured(12, "pendapatan"),
        measured(0, "pendapatan", _before),
        _FINISHED,
        took_part(),
        month=_YEAR,
        of=with_other(_before),
    ),
)
