"""``python -m pantau report …``: see :mod:`pantau.report.command`."""

import sys

from pantau.report.command import main

if __name__ == "__main__":
    sys.exit(main())
