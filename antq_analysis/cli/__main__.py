"""``python -m antq_analysis.cli``."""

from antq_analysis.cli import main

if __name__ == "__main__":
    main()
