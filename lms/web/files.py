"""Files that commands write: all of a file or nothing, so that a reader never meets half of one."""

import errno
import os
import tempfile
from pathlib import Path


def check_writable(file: Path) -> None:
    """Find out before long work whether its result can be written. Raises OSError."""
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if file.exists() and not file.is_file():  # a pipe or a device takes what it is given
        return
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    Path(name).unlink()


def replace_file(file: Path, text: str) -> None:
    """Write ``text`` in UTF-8 to a new file and put it in the old one's place. Raises OSError."""
    if file.exists() and not file.is_file():  # a pipe or a device is written to, not replaced
        file.write_text(text, encoding="utf-8")
        return
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()  # all of it is on the disk before it takes the old file's place
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
