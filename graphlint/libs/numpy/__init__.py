"""numpy as numpy 1.16 behaves: shaped arrays, which keep their values while these are small and known."""
