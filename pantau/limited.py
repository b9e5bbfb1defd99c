"""Runs a command with limits on memory and processor time, where the system has such limits.

``python -m pantau.limited MEGABYTES SECONDS COMMAND ARGUMENT...``: the limits are set first and last through ``exec``,
so the command and all it starts have them from their first instruction on.
"""

from __future__ import annotations

import os
import sys


def main(arguments: list[str]) -> None:
    """Set the limits and become the command."""
    megabytes, seconds, *command = arguments
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        for name, amount in (
            ("RLIMIT_AS", int(megabytes) * 1024**2),
            ("RLIMIT_CPU", int(seconds)),
            ("RLIMIT_CORE", 0),  # a core dump would hold what identifies people
        ):
            if kind := getattr(resource, name, None):
                _, most = resource.getrlimit(kind)
                wanted = amount if most == resource.RLIM_INFINITY else min(amount, most)
                resource.setrlimit(kind, (wanted, wanted))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
