"""Pantau Bansos: the domain. Everything outside :mod:`pantau.ui` works without Streamlit."""
