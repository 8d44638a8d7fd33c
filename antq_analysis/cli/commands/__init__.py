"""The commands; typer takes their help from their options, so their docstrings name no parameters."""
