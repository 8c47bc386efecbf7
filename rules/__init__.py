"""The rules: one module each, discovered by the registry."""
