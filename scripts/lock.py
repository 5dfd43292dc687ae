"""Write requirements/*.txt from pyproject.toml: one hash-pinned file per use, for every platform."""

import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")

# Without an index URL in them, the locks work with any mirror; one Python version keeps them stable.
OPTIONS = (
    "--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url"
    " --custom-compile-command 'make lock'"
)
# The later locks are constrained by the first, so that tests run what users run.
LOCKS = {
    "runtime": "pyproject.toml",
    "postgres": "pyproject.toml --extra postgres --constraint requirements/runtime.txt",
    "dev": "pyproject.toml --extra postgres --group dev --constraint requirements/runtime.txt",
    "uv": "--group setup",
    "node": "--group node",
}


def main(arguments: list[str]) -> int:
    for name, inputs in LOCKS.items():
        command = [str(UV), "pip", "compile", *shlex.split(f"{OPTIONS} {inputs}"), *arguments]
        finished = subprocess.run([*command, "-o", f"requirements/{name}.txt"], cwd=ROOT, check=False)
        if finished.returncode:
            return finished.returncode
        print(f"requirements/{name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
