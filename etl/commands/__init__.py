"""The commands of ``python -m etl``, one module each (or a few that belong together).

A module has ``add(commands)``, which adds its subparsers; each sets ``run(options) -> exit code`` as a default.
"""
