"""A command that only says something begins at once: nothing heavy is loaded for it."""

import subprocess
import sys

from tests.given import ROOT

HEAVY = ("pandas", "numpy", "geopandas", "matplotlib", "scipy")


def test_help_loads_no_package_of_figures() -> None:
    code = (
        "import sys\nfrom antq_analysis.cli import main\nsys.argv = ['antq', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *[name for name in {HEAVY} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1].split() == ["loaded:"]
