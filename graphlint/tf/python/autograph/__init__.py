"""AutoGraph, as far as scripts that build graphs by themselves meet it."""
