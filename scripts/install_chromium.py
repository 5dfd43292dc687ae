"""Make sure there is a Chromium with Japanese letters for the browser tests, where apt-get can get it.

Says plainly when it cannot; the browser tests are then skipped and counted as skipped.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Noto is the typeface of the design system we follow, so that text wraps in tests as it does for people.
FONT_PACKAGE = "fonts-noto-cjk"


def main() -> int:
    wanted = missing_packages()
    if wanted:
        install(wanted)
    chromium = find_chromium()
    if chromium:
        print(f"Browser tests use {chromium}")
    else:
        print(f"No Chromium: browser tests will be skipped. Mend: apt-get install chromium {FONT_PACKAGE}")
    return 0


def find_chromium() -> str | None:
    """Find the Chromium to test with; CHROMIUM names one that is not on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def missing_packages() -> list[str]:
    wanted = []
    if not find_chromium():
        wanted.append("chromium")
    if sys.platform == "linux" and not has_japanese_font():
        wanted.append(FONT_PACKAGE)
    return wanted


def has_japanese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def install(packages: list[str]) -> None:
    if not shutil.which("apt-get"):
        print(f"Cannot install {' '.join(packages)}: this system has no apt-get")
        return
    if os.geteuid() != 0:
        print(f"Cannot install {' '.join(packages)}: that needs root")
        return
    print(f"Installing {' '.join(packages)}", flush=True)
    apt = ["apt-get", "--quiet=2", "-o", "DPkg::Lock::Timeout=300", "-o", "APT::Install-Recommends=false"]
    for arguments in (["update"], ["install", "--yes", *packages]):
        finished = subprocess.run(
            [*apt, *arguments],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if finished.returncode:
            print(f"apt-get {arguments[0]} failed")
            return


if __name__ == "__main__":
    sys.exit(main())
