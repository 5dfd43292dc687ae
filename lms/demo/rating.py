"""Draws how raters see the vignettes: alone by their own strictness, after talking closer together. Pure."""

import random
from collections.abc import Collection, Mapping, Sequence
from statistics import median_low

from lms.demo.seeing import level_seen, severity_of, standing_of
from lms.moderation.domain import Answer, VignetteText

UNSURE_SHARE, MOVING_SHARE = 0.04, 0.7
"""How often somebody cannot judge, and how often who stood apart comes a level closer after talking."""

Levels = Mapping[str, int | None]
"""One rater's levels of one vignette by criterion; None: could not judge."""
Sheets = Mapping[str, Mapping[str, Levels]]
"""What raters gave, by their key and the vignette."""
Notes = Mapping[str, Mapping[str, Mapping[int, str]]]
"""What may be said for a level, by vignette and criterion."""


def first_round(texts: Collection[VignetteText], keys: Sequence[str], draw: random.Random) -> Sheets:
    """Draw what each rater sees alone: around the panel's levels."""
    return {key: {text.slug: _seen(text, key, draw) for text in texts} for key in keys}


def second_round(first: Sheets, draw: random.Random) -> Sheets:
    """Draw the second round: who stood apart from the middle often comes a level closer."""
    middles = {
        (slug, code): _middle(first, slug, code)
        for sheet in first.values()
        for slug, levels in sheet.items()
        for code in levels
    }
    return {
        key: {
            slug: {code: _again(level, middles[slug, code], draw) for code, level in levels.items()}
            for slug, levels in sheet.items()
        }
        for key, sheet in first.items()
    }


def answers_of(sheets: Sheets, notes: Notes) -> Mapping[str, Mapping[str, Sequence[Answer]]]:
    """Write levels as answers, by rater and vignette; a note stands with whoever gave its level first."""
    unwritten = {
        (slug, code, level): words
        for slug, criteria in notes.items()
        for code, by_level in criteria.items()
        for level, words in by_level.items()
    }
    return {
        key: {
            slug: [
                Answer(code, level, level is None, unwritten.pop((slug, code, level or 0), ""))
                for code, level in levels.items()
            ]
            for slug, levels in sheet.items()
        }
        for key, sheet in sheets.items()
    }


def _seen(text: VignetteText, key: str, draw: random.Random) -> Levels:
    severity = severity_of(key)
    return {
        level.criterion: None
        if draw.random() < UNSURE_SHARE
        else level_seen(standing_of(level.mean), severity, draw)
        for level in text.reference
    }


def _middle(sheets: Sheets, slug: str, code: str) -> int:
    return median_low(level for sheet in sheets.values() if (level := sheet[slug][code]) is not None)


def _again(level: int | None, middle: int, draw: random.Random) -> int | None:
    if draw.random() > MOVING_SHARE:
        return level
    return middle if level is None else level + (middle > level) - (middle < level)
