"""How fast it is, measured and printed: ``python -m bench``. It judges nothing and asserts no time."""
