"""Marks for functions that AutoGraph would rewrite."""
