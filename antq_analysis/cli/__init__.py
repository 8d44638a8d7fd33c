"""The command ``antq``: each command is a few lines over a verb of the package."""

from antq_analysis.cli.commands import maps, receiving, reforms, reporting, running, upkeep
from antq_analysis.cli.ending import main
from antq_analysis.cli.options import app

# Importing these modules enters their commands; the help lists them in that order.
COMMANDS = (receiving, reporting, running, upkeep, maps, reforms)

__all__ = ["COMMANDS", "app", "main"]
