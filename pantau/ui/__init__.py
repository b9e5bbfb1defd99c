"""Streamlit pieces that pages share. The only part of ``pantau`` that knows Streamlit."""
