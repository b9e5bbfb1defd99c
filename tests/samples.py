"""What is run with ``PANTAU_THOROUGH=1`` only: further forms of another case (widths, languages, files, months), and long
ways through a page of which another test goes the first steps.

``make test`` has to end within twenty minutes on two processors; ``PANTAU_THOROUGH=1 make test`` runs everything, and belongs
before a release.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

THOROUGH = bool(os.environ.get("PANTAU_THOROUGH"))
ONE_MORE = pytest.mark.skipif(not THOROUGH, reason="one more form of another case, or a long way: PANTAU_THOROUGH=1")


def one_more(*values: Any) -> Any:
    """A case of ``pytest.mark.parametrize`` that is run with ``PANTAU_THOROUGH=1`` only."""
    return pytest.param(*values, marks=ONE_MORE)
