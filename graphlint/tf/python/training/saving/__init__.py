"""How values of all kinds are saved and restored."""
