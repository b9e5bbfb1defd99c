"""Which phrases of a page are in the other language."""

from __future__ import annotations

import re

from pantau.words import catalogue


def phrases_of_the_other_language(language: str) -> list[str]:
    """Pieces of the sentences that pages say in the other language only."""
    pieces: set[str] = set()
    mine: list[str] = []
    for indonesian, english in catalogue("en").items():
        own, other = (english, indonesian) if language == "en" else (indonesian, english)
        mine.append(own.lower())
        if own != other:
            pieces |= {piece.strip(" ,.;:·()") for piece in re.split(r"\{\w+\}", other)}
    every = "\n".join(mine)
    return sorted(p for p in pieces if len(p) > 4 and p.lower() not in every)


def untranslated(text: str, language: str) -> list[str]:
    """Phrases of the other language in a text: short ones must be a line of their own."""
    lines = {line.strip(" :") for line in text.splitlines()}
    return [
        phrase
        for phrase in phrases_of_the_other_language(language)
        if (phrase in lines if " " not in phrase else re.search(rf"\b{re.escape(phrase)}\b", text))
    ]
