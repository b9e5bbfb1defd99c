"""Which records may be one person: the Fellegi-Sunter model of Splink, trained on the very data it is asked about.

Nothing is known beforehand of which records are one person. How often strangers agree by chance (``u``) is counted in a
sample of pairs; how often records of one person agree (``m``) is found by expectation maximisation, starting from and held
near the shares assumed in :mod:`etl.linkage_levels`. Everything is reproducible: the sample is chosen by a hash, and one
thread adds up in one order. DuckDB works in memory only: no file, no network, no extension.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.linkage_levels import BLOCKS, COMPARISONS, Block
from etl.linkage_records import FIELDS, records

__all__ = ["STEPS", "Model", "compare", "pairs", "records", "rule", "settings"]

Progress = Callable[[str], None]
Weights = dict[str, dict[str, tuple[float, float]]]
"""Of each comparison and level: ``(m, u)``."""

STEPS = ("prepare", "chance", "train", "score")
"""What :func:`pairs` tells its progress, in this order."""
SEED = 317406
SAMPLE_PAIRS = 2_000_000
"""Pairs in which chance agreement is counted; all there are where there are fewer."""
FEWEST = 3
"""A level that fewer of these pairs have counts as met by so many: what a sample does not show is not impossible."""
PRIOR_PAIRS = 50
"""The shares assumed weigh as much as so many pairs of one person found in the data: a kelurahan has few doubles."""
SURE_RULES = ("l.sound = r.sound AND l.birth = r.birth", "l.sound = r.sound AND l.birth = r.swapped")
"""Agreements that strangers hardly ever have; how many pairs have them says how many doubles there are in all."""
TRAINING: tuple[tuple[Block, str], ...] = ((("birth",), "birth"), (("name",), "name"))
"""Pairs among which ``m`` is learned, and the comparison that they hold equal, of which they teach nothing."""
MOST_IN_BLOCK = 20
"""Pairs for each record: a rule that gives more tells nothing (in most places NIK end in 0001) and is left out."""
MOST_MEMORY = "1500MB"


@dataclass(frozen=True)
class Model:
    """A trained model: its weights, the share of all pairs that are one person, and what it was made with."""

    weights: Weights
    share: float
    made_with: dict[str, Any]


def pairs(table: pa.Table, threshold: float, progress: Progress | None = None) -> tuple[pd.DataFrame, Model]:
    """Train on the records; the pairs that are one person with at least the probability ``threshold``, and the model.

    Columns: ``a, b`` (unique_id, a < b), ``probability``, ``weight`` (bits, the share of all pairs included), and of each
    comparison ``level_<key>`` (None: it says nothing) and ``weight_<key>`` (bits).
    """
    say = progress or (lambda _step: None)
    with _database(table) as connection:
        model = _train(connection, table.num_rows, say)
        say("score")
        left_out = [b for b in BLOCKS if _count(connection, rule(b)) > MOST_IN_BLOCK * table.num_rows]
        blocks = [b for b in BLOCKS if b not in left_out]
        linker = _linker(connection, model.weights, model.share, blocks)
        found = linker.inference.predict(threshold_match_probability=threshold).as_pandas_dataframe()
    model.made_with["blocks_left_out"] = ["+".join(b) for b in left_out]
    return _as_pairs(found), model


def compare(left: pa.Table, right: pa.Table, model: Model) -> pd.DataFrame:
    """The first record of ``left`` with the first of ``right``, and so on: the levels and weights of :func:`pairs`.

    A frequent name weighs as any other here.
    """
    cases = []
    for comparison in COMPARISONS:
        whens = "".join(f" WHEN {x.condition} THEN '{x.key}'" for x in comparison.levels if x.condition != "ELSE")
        rest = comparison.levels[-1].key
        cases.append(f"CASE WHEN {comparison.missing} THEN NULL{whens} ELSE '{rest}' END AS level_{comparison.key}")
    columns = ", ".join(f"l.{c} AS {c}_l, r.{c} AS {c}_r" for c in FIELDS)
    with _database(left) as connection:
        connection.register("others", right)
        both = "records l POSITIONAL JOIN others r"
        found = connection.execute(f"SELECT {', '.join(cases)} FROM (SELECT {columns} FROM {both})").df()
    for comparison in COMPARISONS:
        weights = {level: math.log2(m / u) for level, (m, u) in model.weights[comparison.key].items()}
        found[f"weight_{comparison.key}"] = found[f"level_{comparison.key}"].map(weights).astype(float).fillna(0.0)
    return found


def _train(connection: Any, size: int, say: Progress) -> Model:
    from splink.internals.exceptions import EMTrainingException

    every = max(1.0, size * (size - 1) / 2)
    sampled = min(every, SAMPLE_PAIRS)
    sure = _count(connection, " OR ".join(f"({r})" for r in SURE_RULES)) - _by_chance(connection, every)
    assumed: Weights = {c.key: {level.key: (level.m, 0.0) for level in c.levels} for c in COMPARISONS}
    share = _share(assumed, sure, every)
    say("chance")
    linker = _linker(connection, assumed, share)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLE_PAIRS, seed=SEED, min_count_per_level=None)
    met = _learned(linker, "u_probability")
    start = _with_chance(assumed, met, share, sampled)
    say("train")
    counts = {c.key: {level.key: level.m * PRIOR_PAIRS for level in c.levels} for c in COMPARISONS}
    seen = {}
    for block, equal in TRAINING:
        linker = _linker(connection, start, share)
        try:
            # Few of the pairs are one person: were their share free, it would drift to take in the strangers.
            session = linker.training.estimate_parameters_using_expectation_maximisation(
                rule(block), fix_probability_two_random_records_match=True
            )
        except EMTrainingException:  # no two records are equal in it
            continue
        part = session.core_model_settings.probability_two_random_records_match
        seen["+".join(block)] = same = part * _count(connection, rule(block))
        for key, levels in _learned(linker, "m_probability").items():
            for level, m in levels.items() if key != equal else ():
                counts[key][level] += m * same
    learned: Weights = {
        key: {level: (n / sum(levels.values()), 0.0) for level, n in levels.items()} for key, levels in counts.items()
    }
    share = _share(learned, sure, every)
    made_with = {
        "records": size,
        "sample_pairs": int(sampled),
        "seed": SEED,
        "prior_pairs": PRIOR_PAIRS,
        "pairs_learned_from": {block: round(n, 1) for block, n in seen.items()},
        "versions": {name: version(name) for name in ("splink", "duckdb")},
    }
    return Model(_with_chance(learned, met, share, sampled), share, made_with)


def _share(weights: Weights, sure: float, every: float) -> float:
    """The share of all pairs that are one person, from how many agree by ``SURE_RULES`` and how many of them would."""
    name, birth = weights["name"], weights["birth"]
    agree = (name["same"][0] + name["sound"][0]) * (birth["same"][0] + birth["swapped"][0])
    return min(max(sure, 1.0) / agree / every, 0.5)


def _with_chance(weights: Weights, met: dict[str, dict[str, float]], share: float, sampled: float) -> Weights:
    """With ``u`` from the levels met in a sample of all pairs: those that are one person (``share``) are taken out."""
    return {
        key: {
            level: (m, max((met[key][level] - share * m) / (1 - share), FEWEST / (sampled + FEWEST)))
            for level, (m, _) in levels.items()
        }
        for key, levels in weights.items()
    }


def _count(connection: Any, condition: str) -> int:
    query = f"SELECT count(*) FROM records l JOIN records r ON l.unique_id < r.unique_id AND ({condition})"
    return int(connection.execute(query).fetchall()[0][0])


def _by_chance(connection: Any, every: float) -> float:
    """Pairs of strangers who have both name and birth date in common, as many as there are by chance."""
    expected = every
    for column in ("sound", "birth"):
        groups = f"SELECT count(*) AS n FROM records WHERE {column} IS NOT NULL GROUP BY {column}"
        equal = connection.execute(f"SELECT sum(n * (n - 1) / 2) FROM ({groups})").fetchall()[0][0]
        expected *= float(equal or 0) / every
    return expected


def _as_pairs(found: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "a": found["unique_id_l"].astype("int64"),
            "b": found["unique_id_r"].astype("int64"),
            "probability": found["match_probability"].astype(float),
            "weight": found["match_weight"].astype(float),
        }
    )
    for comparison in COMPARISONS:
        keys = {len(comparison.levels) - 1 - i: level.key for i, level in enumerate(comparison.levels)}
        table[f"level_{comparison.key}"] = found[f"gamma_{comparison.key}"].map(keys).astype(object)
        weight = found[f"mw_{comparison.key}"].astype(float)
        if comparison.frequent:
            weight = weight + found[f"mw_tf_adj_{comparison.key}"].astype(float)
        table[f"weight_{comparison.key}"] = weight
    return table.sort_values(["probability", "a", "b"], ascending=[False, True, True], ignore_index=True)


# --- Splink -----------------------------------------------------------------------------------------


@contextmanager
def _database(table: pa.Table) -> Iterator[Any]:
    """DuckDB in memory with the records in it; nothing of them reaches the disk or another computer."""
    import duckdb

    options = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    connection = duckdb.connect(":memory:", config=options)  # type: ignore[arg-type]
    try:
        connection.execute("SET temp_directory = ''")  # what does not fit in memory is an error, not a file
        connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        connection.register("records", table)
        yield connection
    finally:
        connection.close()


def rule(block: Block) -> str:
    """The SQL of a blocking rule: columns that are equal; ``a=b``: one's ``a`` is the other's ``b``."""
    return " AND ".join(f"l.{a} = r.{b or a}" for a, _, b in (column.partition("=") for column in block))


def settings(weights: Weights, share: float, blocks: Sequence[Block]) -> dict[str, Any]:
    """Splink's settings for these weights (a ``u`` of 0 is to be found)."""
    comparisons = []
    for comparison in COMPARISONS:
        levels: list[dict[str, Any]] = [
            {"sql_condition": comparison.missing, "label_for_charts": "missing", "is_null_level": True}
        ]
        for level in comparison.levels:
            m, u = weights[comparison.key][level.key]
            entry = {"sql_condition": level.condition, "label_for_charts": level.key, "m_probability": m}
            if u:
                entry["u_probability"] = u
            if comparison.frequent and level is comparison.levels[0]:
                entry["tf_adjustment_column"] = comparison.frequent
            levels.append(entry)
        comparisons.append({"output_column_name": comparison.key, "comparison_levels": levels})
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": share,
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule(block)} for block in blocks],
        "retain_matching_columns": True,  # else the levels are left out too
        "retain_intermediate_calculation_columns": True,
        # Few steps: after many, a level that no pair of one person has falls below the smallest number Splink takes.
        "em_convergence": 0.001,
        "max_iterations": 12,
    }


def _linker(connection: Any, weights: Weights, share: float, blocks: Sequence[Block] = BLOCKS) -> Any:
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.CRITICAL)  # its messages are for who builds a model by hand
    return Linker(
        DuckDBAPI(connection).register("records"),
        settings(weights, share, blocks),
        log_level=None,
        validate_settings=False,
    )


def _learned(linker: Any, what: str) -> dict[str, dict[str, float]]:
    """``m_probability`` or ``u_probability`` of each level as a linker has it; 0 where it met none."""
    return {
        comparison["output_column_name"]: {
            level["label_for_charts"]: float(level.get(what) or 0.0)
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        }
        for comparison in linker.misc.save_model_to_json()["comparisons"]
    }
