"""``python -m lms.cli`` is ``lms``: the server starts its worker so."""

from lms.cli import main

main()
