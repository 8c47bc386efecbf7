"""Primitive ops: definition, shape rule, value folding and numpy kernel of each."""
