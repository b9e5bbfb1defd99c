"""Coded cells: flags, sex, family relation, RT and RW, area codes, choices."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from etl.parse import DATE, NUMBER, Cells, Fault, Parsed, Parser, map_unique, word_key

_YES = "ya y iya yes true 1 x v ✓ ✔ √ ada benar".split()
_NO = "tidak t tdk n no false 0 bukan salah tidakada tdkada".split()
FLAGS = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}

SEXES = {
    **dict.fromkeys("l lk lakilaki laki pria male m lelaki".split(), "L"),
    **dict.fromkeys("p pr perempuan wanita female f w prp".split(), "P"),
}

_RELATIONS = {
    "kepala": "kepala kepalakeluarga kk kepalark kepalarumahtangga kepalakk krt head suamikepalakeluarga",
    "pasangan": "pasangan istri isteri suami istrisuami suamiistri spouse istrikepalakeluarga",
    "anak": "anak anakkandung anaktiri anakangkat child",
    "orang_tua": "orangtua ortu mertua orangtuamertua ayah ibu bapak parent",
    "menantu": "menantu",
    "cucu": "cucu grandchild",
    "famili": "famili famililain familylain famililainnya saudara kerabat keluargalain",
    "lainnya": "lainnya lain pembantu pembanturumahtangga other",
}
RELATIONS = {word: relation for relation, words in _RELATIONS.items() for word in words.split()}


def coded(words: Mapping[str, object], reason: str, dtype: object = object, neutral: object = "") -> Parser:
    """Words looked up by :func:`etl.parse.word_key`; another word is a fault of ``reason``."""

    def understand(text: str, _kind: int) -> object:
        return words.get(word_key(re.sub(r"(?<=[0-9])\.0+$", "", text)), Fault(reason))

    return lambda cells: map_unique(cells, understand, dtype, neutral)


flag = coded(FLAGS, "flag_not_understood", np.bool_, False)
sex = coded(SEXES, "sex_not_understood")
relation = coded(RELATIONS, "relation_not_understood")


def choice(words: Mapping[str, str], shown: str) -> Parser:
    """One of a few words; ``shown`` lists them for the message."""

    def understand(text: str, _kind: int) -> str | Fault:
        return words.get(word_key(text), Fault("choice_not_understood", {"choices": shown}))

    return lambda cells: map_unique(cells, understand, object, "")


def choices(words: Mapping[str, str], shown: str) -> Parser:
    """Several of a few words, separated by ; , | or /, as a tuple in the order written."""

    def understand(text: str, _kind: int) -> object:
        found = [words.get(word_key(part), "") for part in re.split(r"[;,|/]", text) if part.strip()]
        if not all(found):
            return Fault("choice_not_understood", {"choices": shown})
        return ";".join(dict.fromkeys(found))

    return lambda cells: map_unique(cells, understand, object, "")


# --- RT and RW ----------------------------------------------------------------------------------------

_NUMBER = r"0*([0-9]{1,3})"
_RT = re.compile(r"rt[\s.:\-]*" + _NUMBER + r"(?![0-9])")
_RW = re.compile(r"rw[\s.:\-]*" + _NUMBER + r"(?![0-9])")
_BARE = re.compile(_NUMBER + r"(?:\.0)?")
_PAIR = re.compile(_NUMBER + r"\s*[/\-.,\\ ]\s*" + _NUMBER)


def rt_rw(bare: str) -> Parser:
    """RT and RW packed as rt * 1000 + rw (int64), each 1..999 or 0 where the cell does not say.

    ``bare`` is what a number without letters is: ``rt``, ``rw``, or ``pair`` (RT first: ``005/002``).
    """

    def understand(text: str, kind: int) -> int | Fault:
        wrong = Fault("rt_not_understood")
        if kind == DATE:
            return Fault("rt_became_date")
        body = text.lower().lstrip("'’`").strip()
        rt, rw = _RT.search(body), _RW.search(body)
        if rt or rw:
            rest = _RW.sub("", _RT.sub("", body))
            if re.sub(r"[\s/.,\-]|dan", "", rest):
                return wrong
            numbers = int(rt[1]) if rt else 0, int(rw[1]) if rw else 0
            if (rt and not numbers[0]) or (rw and not numbers[1]):
                return wrong
        elif found := _BARE.fullmatch(body):
            if bare == "pair" or not int(found[1]):
                return wrong
            numbers = (int(found[1]), 0) if bare == "rt" else (0, int(found[1]))
        elif kind != NUMBER and (found := _PAIR.fullmatch(body)):
            numbers = int(found[1]), int(found[2])
            if not all(numbers):
                return wrong
        elif re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}-[a-z]{3,9}", body):
            return Fault("rt_became_date")
        else:
            return wrong
        return numbers[0] * 1000 + numbers[1]

    return lambda cells: map_unique(cells, understand, np.int64, 0)


# --- areas --------------------------------------------------------------------------------------------

_LEVEL_LENGTHS = (2, 2, 2, 4, 3, 3)
LEVELS = ("provinsi", "kota", "kecamatan", "kelurahan", "rw", "rt")
LEVEL_WORDS = {
    **{level: level for level in LEVELS},
    "kabupaten": "kota",
    "kotakabupaten": "kota",
    "kabupatenkota": "kota",
    "desa": "kelurahan",
    "desakelurahan": "kelurahan",
    "propinsi": "provinsi",
}


def area_code_value(text: str) -> str | None:
    """A Kemendagri code with its dots (``3174061003`` -> ``31.74.06.1003``); None if it is not one."""
    body = text.strip().lstrip("'’`")
    digits = re.sub(r"[.\-\s]", "", body)
    if not re.fullmatch("[0-9]{2,16}", digits):
        return None
    parts: list[str] = []
    for length in _LEVEL_LENGTHS:
        if not digits:
            break
        parts.append(digits[:length])
        digits = digits[length:]
    if digits or len(parts[-1]) != _LEVEL_LENGTHS[len(parts) - 1]:
        return None
    code = ".".join(parts)
    return code if not re.search(r"[.\-\s]", body) or re.sub(r"[\-\s]", ".", body) == code else None


def area_level(code: str) -> str:
    """The level of a dotted code: ``31.74.06.1003.005`` -> ``rw``."""
    return LEVELS[code.count(".")]


def area_code(cells: Cells) -> Parsed:
    """Dotted area codes."""
    return map_unique(cells, lambda text, _kind: area_code_value(text) or Fault("area_code_invalid"), object, "")
