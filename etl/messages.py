"""What the ETL says to a clerk: reason -> (Bahasa Indonesia, English), and how severe the reason is.

Each sentence says what is wrong, shows the value (masked where it identifies) and says what to do. Templates are
filled by ``str.format`` with ``value`` (already masked), ``column`` (the heading as written) and the reason's own fields.
"""

from __future__ import annotations

from etl import (
    messages_backup,
    messages_batches,
    messages_boundaries,
    messages_database,
    messages_fetch,
    messages_files,
    messages_limits,
    messages_membership,
    messages_parts_a,
    messages_parts_b,
    messages_rows,
    messages_survey,
)

REJECTED, WARNING = "rejected", "warning"

_ALL = {
    **messages_files.MESSAGES,
    **messages_database.MESSAGES,
    **messages_backup.MESSAGES,
    **messages_limits.MESSAGES,
    **messages_survey.MESSAGES,
    **messages_fetch.MESSAGES,
    **messages_rows.MESSAGES,
    **messages_boundaries.MESSAGES,
    **messages_batches.MESSAGES,
    **messages_membership.MESSAGES,
    **messages_parts_a.MESSAGES,
    **messages_parts_b.MESSAGES,
}

MESSAGES: dict[str, tuple[str, str]] = {reason: (m[1], m[2]) for reason, m in _ALL.items()}
SEVERITY: dict[str, str] = {reason: m[0] for reason, m in _ALL.items()}
