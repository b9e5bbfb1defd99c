"""The list of partners: agencies, organisations, companies, health posts. A code that is known is amended."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from etl.contract import read_checked
from etl.report import Report
from etl.sources.keyed import Keyed, Prepared
from etl.sources.partners_contract import CONTRACT, KIND
from pantau.schema import partner

__all__ = ["CONTRACT", "KIND", "count_and_sums", "prepare", "write"]

_PARTNERS = Keyed(partner, ("code",))


def prepare(path: Path, connection: Connection, report: Report) -> Prepared:
    """Check the file; a code may appear once."""
    checked = read_checked(path, CONTRACT, report)
    columns = {name: checked.values(name) for name in ("code", "name", "kind", "note")}
    return _PARTNERS.settle(checked, columns, "code", connection, report)


def write(connection: Connection, prepared: Prepared, batch_id: int) -> set[int] | None:
    """Amend and insert. A partner alone is counted nowhere; one that is amended may be, in any month."""
    _PARTNERS.write(connection, prepared, batch_id)
    return None if prepared.known else set()


def count_and_sums(connection: Connection, batch_id: int) -> tuple[int, dict[str, int]]:
    """Partners the batch has left in the database; there is nothing to sum."""
    return _PARTNERS.count_and_sums(connection, batch_id)
