"""The program ``foederis``, also as ``python -m foederis``."""

from __future__ import annotations

import signal
import sys

from ._core import run_cli


def main() -> None:
    """Run the command line and exit."""
    # The core prints and computes outside of Python: let Ctrl-C end it at once, as it ends other programs.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run_cli(["foederis", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
