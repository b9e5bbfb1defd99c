"""Submissions of a compiled form, walked as a phone does, and exports of them as ODK Central and KoboToolbox write them.

The names, groups, repeats and answers come from the XForm that pyxform makes of the XLSForm: a question that is renamed,
or an answer that is not offered any more, breaks what uses this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pyxform.xls2xform import convert

from tests.etl import surveys

X = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
_TAIL = ["Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]

Answers = Mapping[str, Any]
"""Question -> answer; the name of a repeat -> a list of such."""


@dataclass
class Compiled:
    """A form as a phone has it: its path names in order (``kunjungan/rw``), those of each repeat, and what is offered."""

    xml: ElementTree.Element
    main: list[str] = field(default_factory=list)
    repeats: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, dict[str, str]] = field(default_factory=dict)
    """Question -> the answers that it offers, and the item of the list each is of."""
    constants: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return _instance(self.xml).get("id", "")

    @property
    def title(self) -> str:
        return str(self.xml.findtext(f"{H}head/{H}title"))


def compile_form(path: Path) -> tuple[Compiled, list[str]]:
    """The form, and what pyxform warned of."""
    warnings: list[str] = []
    result = convert(path, warnings=warnings, validate=False)
    form = Compiled(ElementTree.fromstring(result.xform))
    repeats = {repeat.get("nodeset", "") for repeat in form.xml.iter(f"{X}repeat")}
    for node in _instance(form.xml):
        _walk(form, node, "/data", "", repeats)
    for control in (*form.xml.iter(f"{X}select1"), *form.xml.iter(f"{X}select")):
        itemset = control.find(f"{X}itemset")
        assert itemset is not None
        name = re.match(r"instance\('(\w+)'\)", itemset.get("nodeset", ""))
        assert name
        form.offered[control.get("ref", "").rpartition("/")[2]] = dict.fromkeys(_items(form.xml, name[1]), name[1])
    for bind in form.xml.iter(f"{X}bind"):
        if found := re.fullmatch(r"'(\w+)'", bind.get("calculate", "")):
            form.constants[bind.get("nodeset", "").rpartition("/")[2]] = found[1]
    return form, warnings


def _instance(xml: ElementTree.Element) -> ElementTree.Element:
    found = xml.find(f"{H}head/{X}model/{X}instance/*")
    assert found is not None
    return found


def _walk(form: Compiled, node: ElementTree.Element, above: str, repeat: str, repeats: set[str]) -> None:
    name = node.tag.rpartition("}")[2]
    path = f"{above}/{name}"
    if name == "meta" or (path in repeats and node.get(f"{JR}template") is None):
        return  # the first round of a repeat, beside its template
    here = path if path in repeats else repeat
    if len(node):
        for child in node:
            _walk(form, child, path, here, repeats)
        return
    short = path.removeprefix("/data/")
    form.repeats.setdefault(here.removeprefix("/data/"), []).append(short) if here else form.main.append(short)


def _items(xml: ElementTree.Element, name: str) -> list[str]:
    instance = next(i for i in xml.iter(f"{X}instance") if i.get("id") == name)
    return [str(item.findtext(f"{X}name")) for item in instance.iter(f"{X}item")]


def submission(form: Compiled, answers: Answers) -> dict[str, Any]:
    """Path -> answer of a filled-in form. AssertionError for a question or an answer that the form does not have."""
    filled: dict[str, Any] = dict(_filled(form, form.main, answers))
    for name, paths in form.repeats.items():
        filled[name] = [dict(_filled(form, paths, round_)) for round_ in answers.get(name, [])]
    asked = {path.rpartition("/")[2] for path in form.main} | set(form.repeats)
    assert answers.keys() <= asked, answers.keys() - asked
    return filled


def _filled(form: Compiled, paths: Sequence[str], answers: Answers) -> Iterator[tuple[str, str]]:
    own = [path.rpartition("/")[2] for path in paths]
    assert {name for name in answers if not isinstance(answers[name], list)} <= set(own), answers
    for path, name in zip(paths, own, strict=True):
        answer = str(answers.get(name, form.constants.get(name, "")))
        assert not answer or name not in form.offered or answer in form.offered[name], (name, answer)
        yield path, answer


def odk_zip(path: Path, form: Compiled, submissions: Sequence[dict[str, Any]]) -> Path:
    """Central's archive: a CSV for each table, groups as ``group-field``."""
    heading = [
        "SubmissionDate",
        *(p.replace("/", "-") for p in form.main),
        "meta-instanceID",
        "meta-instanceName",
        "KEY",
    ]
    main = [[*heading, "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", *_TAIL]]
    tables = {form.id: main}
    for number, filled in enumerate(submissions, 1):
        key = f"uuid:{form.id[:4]}-{number}"
        cells = [filled[p] for p in form.main]
        main.append(["2026-11-03T08:00:00.000Z", *cells, key, "RT · P03", key, "7", "akun", "0", "0", *[""] * 5])
    for name, paths in form.repeats.items():
        rows = [[*(p.removeprefix(f"{name}/").replace("/", "-") for p in paths), "PARENT_KEY", "KEY"]]
        for number, filled in enumerate(submissions, 1):
            key = f"uuid:{form.id[:4]}-{number}"
            for i, round_ in enumerate(filled[name], 1):
                rows.append([*(round_[p] for p in paths), key, f"{key}/{name}[{i}]"])
        tables[f"{form.id}__{name}"] = rows
    return surveys.odk_zip(path, **tables)


def with_labels(form: Compiled, submissions: Sequence[dict[str, Any]]) -> tuple[Compiled, list[dict[str, Any]]]:
    """The form and its submissions as KoboToolbox exports them with labels: Indonesian texts for names and answers."""
    texts = _labels(form)

    def name(path: str) -> str:
        parts = path.split("/")
        return "/".join(texts.get("/".join(parts[: i + 1]), part) for i, part in enumerate(parts))

    def told(filled: dict[str, Any]) -> dict[str, Any]:
        return {
            name(path) if path not in form.repeats else path: [told(round_) for round_ in answer]
            if isinstance(answer, list)
            else texts.get(f"{form.offered.get(path.rpartition('/')[2], {}).get(answer)}={answer}", answer)
            for path, answer in filled.items()
        }

    repeats = {repeat: [name(path) for path in paths] for repeat, paths in form.repeats.items()}
    return Compiled(form.xml, [name(path) for path in form.main], repeats), [told(filled) for filled in submissions]


def _labels(form: Compiled) -> dict[str, str]:
    """Path of a group or question, or ``list=answer``, -> its Indonesian label."""
    translation = next(t for t in form.xml.iter(f"{X}translation") if t.get("default"))
    said = {str(t.get("id")): str(t.findtext(f"{X}value")) for t in translation.iter(f"{X}text")}
    found = {
        key.removeprefix("/data/").removesuffix(":label"): text for key, text in said.items() if key.endswith(":label")
    }
    for instance in form.xml.iter(f"{X}instance"):
        for item in instance.iter(f"{X}item"):
            found[f"{instance.get('id')}={item.findtext(f'{X}name')}"] = said[str(item.findtext(f"{X}itextId"))]
    return found


def kobo_workbook(path: Path, form: Compiled, submissions: Sequence[dict[str, Any]]) -> Path:
    """KoboToolbox's workbook: a sheet for each table, groups as ``group/field``."""
    own = [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
    ]
    main = [[*form.main, *own, "_tags", "meta/rootUuid", "_index"]]
    sheets = {form.title.replace(" ", "_"): main}
    for number, filled in enumerate(submissions, 1):
        about = [
            str(700 + number),
            f"{form.id[:4]}-{number}",
            "2026-11-03T08:00:00",
            "",
            "",
            "submitted_via_web",
            "akun",
            "v1",
            "",
        ]
        main.append([*(filled[p] for p in form.main), *about, f"uuid:{form.id[:4]}-{number}", str(number)])
    for name, paths in form.repeats.items():
        rows = [[*paths, "_index", "_parent_table_name", "_parent_index", *(f"_submission_{word}" for word in own)]]
        for number, filled in enumerate(submissions, 1):
            for round_ in filled[name]:
                where = [
                    str(len(rows)),
                    form.title,
                    str(number),
                    str(700 + number),
                    f"{form.id[:4]}-{number}",
                    *[""] * 6,
                ]
                rows.append([*(round_[p] for p in paths), *where])
        sheets[name] = rows
    return surveys.kobo_workbook(path, **sheets)
