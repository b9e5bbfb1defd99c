"""Which area is this feature? By code, by RW/RT number, else by name within its parent: equal, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from etl.sources.boundary_names import LEVELS, NUMBERED, ancestor, fold, name_keys, number_in, parse_code, text_of
from pantau.reference import home_kelurahan

_MAX_NAME = 100  # area.name
_CLOSE = 70  # of 100: from here on one suggestion is enough
_NAME_ROLES = ("name", "kelurahan", "kecamatan", "kota")  # where a name may stand, the feature's own first


@dataclass(frozen=True)
class Area:
    """One row of the ``area`` table, without its boundary."""

    code: str
    parent_code: str | None
    level: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Plain:
    """A text of our own tables in a message: shown as it is. (Reports mask long numbers in text from files.)"""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Refusal:
    """Why a feature has no area: a key of the messages, the heading and value it is about, the message's fields."""

    reason: str
    column: str
    value: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """The area of a feature; ``new`` where the table has it not yet. ``remarks`` are warnings."""

    area: Area
    new: bool = False
    remarks: tuple[Refusal, ...] = ()


class Matcher:
    """Matches features, given as their properties, to ``areas`` (those of the table, plus new ones by :meth:`add`)."""

    def __init__(self, areas: Iterable[Area], columns: Mapping[str, str]) -> None:
        self.columns = columns
        self.by_code: dict[str, Area] = {}
        self.by_key: dict[str, list[Area]] = {}
        for area in areas:
            self.add(area)

    def add(self, area: Area) -> None:
        """Make a new area known, so that later features may be inside it."""
        self.by_code[area.code] = area
        keys = name_keys(area.name)
        if area.level in ("rw", "rt"):
            keys = tuple(dict.fromkeys((*keys, fold(area.level + area.code.rpartition(".")[2]))))
        for key in keys:
            self.by_key.setdefault(key, []).append(area)

    def text(self, properties: Mapping[str, Any], role: str) -> str:
        return text_of(properties.get(self.columns[role])) if role in self.columns else ""

    def match(self, properties: Mapping[str, Any]) -> Match | Refusal:
        """The area of one feature, or why there is none."""
        if any(self.text(properties, role) for role in ("rw", "rt", "rtrw")):
            found = self._by_number(properties)
            if found is not None:
                return found
        if self.text(properties, "code"):
            return self._by_code(properties)
        return self._by_name(properties)

    # --- by code and by number ----------------------------------------------------------------------

    def _by_code(self, properties: Mapping[str, Any]) -> Match | Refusal:
        written, column = self.text(properties, "code"), self.columns["code"]
        code = parse_code(written)
        if code is None:
            return Refusal("boundary_code_invalid", column, written, {"code": written[:40]})
        return self._at_code(code, properties, column, written)

    def _at_code(self, code: str, properties: Mapping[str, Any], column: str, written: str) -> Match | Refusal:
        area, new = self.by_code.get(code), False
        name, parent_code = self.text(properties, "name"), code.rpartition(".")[0] or None
        # Sixteen digits without dots may be a NIK in the wrong column: the report masks it.
        shown: Any = code if len(written) >= 12 and "." not in written else Plain(code)
        if code.count(".") > 3 and self._names_kelurahan(name):
            name = ""  # it says which kelurahan, not what the RW or RT is called
        if code.count(".") > 3 and name.isdecimal() and len(name) <= 3:
            name = f"{LEVELS[code.count('.')].upper()} {int(name):03d}"
        if area is None:
            level = LEVELS[code.count(".")]
            if level not in ("rw", "rt"):
                closest = process.extractOne(
                    code, [a.code for a in self.by_code.values() if a.level == level], scorer=fuzz.ratio
                )
                suggestion = self.by_code[closest[0]] if closest else "-"
                return Refusal("boundary_code_unknown", column, written, {"code": code, "suggestion": suggestion})
            if parent_code not in self.by_code:
                # Beside a masked number even the parent's code would show digits of it.
                parent_shown = parent_code if shown is not code else LEVELS[code.count(".") - 1].upper()
                fields = {"code": shown, "parent": Plain(str(parent_shown))}
                return Refusal("boundary_parent_unknown", column, written, fields)
            default = f"{level.upper()} {code.rpartition('.')[2]}"
            area, new = Area(code, parent_code, level, name[:_MAX_NAME] or default), True
        parent = self.text(properties, "parent")
        stated = parse_code(parent)
        if stated is not None and stated != parent_code:
            return Refusal(
                "boundary_code_conflict",
                column,
                written,
                {"code": shown, "area": area, "other": Plain(stated) if "." in parent else stated},
            )
        return self._compare_name(area, new, name, column, written)

    def _compare_name(self, area: Area, new: bool, name: str, column: str, written: str) -> Match | Refusal:
        """A code decides, unless the name beside it is another area's: then one of the two is wrong."""
        same = [a for key in name_keys(name) for a in self.by_key.get(key, ())] if name else []
        if area.code not in {a.code for a in same} and name:
            rivals = [
                a
                for a in same
                if a.level == area.level and (a.parent_code == area.parent_code or a.level not in ("rw", "rt"))
            ]
            if (
                NUMBERED.fullmatch(fold(name))
                and area.level in ("rw", "rt")
                and fold(name) != fold(area.level + area.code.rpartition(".")[2])
            ):
                rivals = [area]  # "RW 006" beside the code of RW 005
            if rivals:
                return Refusal(
                    "boundary_code_conflict",
                    column,
                    written,
                    {"code": Plain(area.code), "area": area, "other": name[:60]},
                )
            if not new:
                fields = {"code": Plain(area.code), "area": area, "name": name[:60]}
                return Match(area, remarks=(Refusal("boundary_name_differs", self.columns["name"], name, fields),))
        if new and len(name) > _MAX_NAME:
            return Match(area, True, (Refusal("boundary_text_cut", self.columns["name"], name, {"limit": _MAX_NAME}),))
        return Match(area, new)

    def _by_number(self, properties: Mapping[str, Any]) -> Match | Refusal | None:
        """The RW or RT numbered in columns of their own, in the feature's kelurahan. None: the code says it already."""
        code = parse_code(self.text(properties, "code"))
        if code is not None and code.count(".") != 3:
            return None
        role = next(r for r in ("rw", "rt", "rtrw") if self.text(properties, r))
        written, column = self.text(properties, role), self.columns[role]
        both = re.fullmatch(r"\D*(\d{1,3})\s*/\s*\D*(\d{1,3})", self.text(properties, "rtrw"))
        rt, rw = (
            both.groups() if both else (number_in(self.text(properties, "rt")), number_in(self.text(properties, "rw")))
        )
        if not rw or int(rw) == 0 or (self.text(properties, "rt") and not rt) or (rt and int(rt) == 0):
            return Refusal("boundary_rt_without_rw", column, written, {"number": written[:40]})
        kelurahan = code or self._kelurahan_of(properties)
        if isinstance(kelurahan, Refusal):
            return kelurahan
        numbered = f"{kelurahan}.{int(rw):03d}" + (f".{int(rt):03d}" if rt else "")
        return self._at_code(numbered, properties, column, written)

    def _kelurahan_of(self, properties: Mapping[str, Any]) -> str | Refusal:
        """Code of the kelurahan an RW or RT number belongs to: the one the feature names, else this installation's."""
        parent = self.text(properties, "parent")
        if self.text(properties, "kelurahan"):
            found = self._by_name(properties, ("kelurahan",))
        elif (parse_code(parent) or "").count(".") >= 3:  # the kelurahan's code, or the RW's
            return ".".join((parse_code(parent) or "").split(".")[:4])
        elif parent and not NUMBERED.fullmatch(fold(parent)):
            found = self._by_name(properties, ("parent",))
        elif self._names_kelurahan(self.text(properties, "name")):
            found = self._by_name(properties, ("name",))
        else:
            return home_kelurahan()
        return found if isinstance(found, Refusal) else found.area.code

    def _names_kelurahan(self, name: str) -> bool:
        return any(area.level == "kelurahan" for key in name_keys(name) for area in self.by_key.get(key, ()))

    # --- by name ------------------------------------------------------------------------------------

    def _by_name(self, properties: Mapping[str, Any], roles: tuple[str, ...] = _NAME_ROLES) -> Match | Refusal:
        role = next((r for r in roles if self.text(properties, r)), None)
        if role is None:
            return Refusal(
                "boundary_no_identity",
                self.columns.get("code") or next((self.columns[r] for r in roles if r in self.columns), ""),
                "",
            )
        name, column = self.text(properties, role), self.columns[role]
        # A kelurahan looked up for its RW is what the feature's own parent or level does not speak of.
        above = roles != _NAME_ROLES
        level = "kelurahan" if above else self.text(properties, "level").casefold() if role == "name" else role
        level = level if level in LEVELS else ""
        conditions = self._conditions(properties, skip=role, direct=not above)
        named: list[Area] = []
        for key in name_keys(name):
            named = named or [a for a in self.by_key.get(key, ()) if not level or a.level == level]
        fitting = [a for a in named if self._lies(a, conditions)]
        if len(fitting) == 1:
            return Match(fitting[0])
        stated = ", ".join(text for _, text in conditions)
        if len(fitting) > 1:
            reason, suggestion = "boundary_name_ambiguous", "; ".join(self._located(a) for a in fitting[:4])
        elif named:
            reason, suggestion = "boundary_parent_mismatch", "; ".join(self._located(a) for a in named[:4])
        else:
            # Thousands of RT are all named alike: they are suggested only where the feature says which it is among.
            wanted = (level,) if level else LEVELS if conditions else LEVELS[:4]
            pool = [a for a in self.by_code.values() if a.level in wanted]
            placed = [a for a in pool if self._lies(a, conditions)]
            reason, suggestion = "boundary_name_unknown", self._closest(name, placed or pool)
        return Refusal(
            reason, column, name, {"name": name[:60], "parent": stated[:60], "suggestion": Plain(suggestion)}
        )

    def _conditions(self, properties: Mapping[str, Any], skip: str, direct: bool) -> list[tuple[str, str]]:
        """What the feature says about where it lies: (``parent`` or a level, as written)."""
        roles = ("parent", "kelurahan", "kecamatan", "kota") if direct else ("kelurahan", "kecamatan", "kota")
        return [(r, self.text(properties, r)) for r in roles if r != skip and self.text(properties, r)]

    def _lies(self, area: Area, conditions: list[tuple[str, str]]) -> bool:
        """Whether the parent is the one named, and the area itself or one above it at each level named."""
        for role, text in conditions:
            code = area.parent_code or "" if role == "parent" else ancestor(area.code, LEVELS.index(role) + 1)
            if not self._is(self.by_code.get(code), text):
                return False
        return True

    @staticmethod
    def _is(area: Area | None, text: str) -> bool:
        """Whether ``text`` is the code or the name of ``area``."""
        return area is not None and (
            parse_code(text) == area.code or not set(name_keys(text)).isdisjoint(name_keys(area.name))
        )

    def _located(self, area: Area) -> str:
        parent = self.by_code.get(area.parent_code or "")
        return f"{area.name}, {parent.name} ({area.code})" if parent else str(area)

    def _closest(self, name: str, areas: list[Area]) -> str:
        """The area with the closest name; the closest three where none is close."""
        names = {a.code: " ".join(a.name.casefold().split()) for a in areas}
        found = process.extract(" ".join(name.casefold().split()), names, scorer=fuzz.WRatio, limit=3)
        close = found[:1] if found and found[0][1] >= _CLOSE else found
        return "; ".join(self._located(self.by_code[code]) for _, _, code in close) or "-"
