"""Install the locked npm packages and copy the files we serve, or test with, into their ignored folders.

Where no npm is found, one is installed from the Python package index into the environment this runs in.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = Path("node_modules")
SERVED = Path("lms/web/static/vendor")
FONTS = Path("lms/web/fonts")
TESTED = Path("tests/browser/vendor")

COPIES = {
    MODULES / "@digital-go-jp/design-tokens/dist/tokens.css": SERVED / "tokens.css",
    MODULES / "@digital-go-jp/design-tokens/LICENSE": SERVED / "tokens.LICENSE",
    MODULES / "@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf": FONTS
    / "NotoSansJP-Regular.ttf",
    MODULES / "@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf": FONTS / "NotoSansJP-Bold.ttf",
    MODULES / "@expo-google-fonts/noto-sans-jp/LICENSE_FONT": FONTS / "NotoSansJP.LICENSE",
    MODULES / "idb/build/index.js": SERVED / "idb.js",
    MODULES / "idb/LICENSE": SERVED / "idb.LICENSE",
    MODULES / "htmx.org/dist/htmx.min.js": SERVED / "htmx.min.js",
    MODULES / "htmx.org/LICENSE": SERVED / "htmx.LICENSE",
    MODULES / "axe-core/axe.min.js": TESTED / "axe.min.js",
}


class SetUpError(Exception):
    """Something the user has to mend, said in one line."""


def main() -> int:
    try:
        command = [*npm(), "ci", "--no-progress", "--loglevel=error"]
        print("Fetching front-end files")
        run(command, "npm could not install the front-end packages")
        for source, target in COPIES.items():
            copy(ROOT / source, ROOT / target)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def npm() -> list[str]:
    """Find npm with a node to run it, or install both."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    print("No node on this machine: installing one into the environment")
    uv = str(Path(sys.executable).with_name("uv"))
    install = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--require-hashes"]
    run([*install, "-r", "requirements/node.txt"], "node could not be installed")
    return [str(Path(sys.executable).with_name("npm"))]


def run(command: list[str], complaint: str) -> None:
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetUpError(complaint)


def copy(source: Path, target: Path) -> None:
    if not source.is_file():
        message = f"{source.relative_to(ROOT)} is not in the package that the lock names"
        raise SetUpError(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main())
