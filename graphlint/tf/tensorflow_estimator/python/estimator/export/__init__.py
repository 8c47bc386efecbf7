"""Receivers of what a served model is asked."""
