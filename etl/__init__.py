"""Office files in: read, check, load. ``python -m etl`` is the way in; :mod:`pantau` never imports from here."""
