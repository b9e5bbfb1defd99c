"""Cases that look at what another case looks at already, in one more form: run with ``PANTAU_THOROUGH=1`` only.

``make test`` has to end within twenty minutes on two processors; ``PANTAU_THOROUGH=1 make test`` runs every case.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

THOROUGH = bool(os.environ.get("PANTAU_THOROUGH"))
ONE_MORE = pytest.mark.skipif(not THOROUGH, reason="one more form of another case: PANTAU_THOROUGH=1")


def one_more(*values: Any) -> Any:
    """A case of ``pytest.mark.parametrize`` that is run with ``PANTAU_THOROUGH=1`` only."""
    return pytest.param(*values, marks=ONE_MORE)
