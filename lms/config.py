"""Typed settings, read once from ``LMS_*`` variables or a ``.env``; a bad value stops the start."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

ROOT = Path(__file__).resolve().parent.parent
SECRET_MIN = 32
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


_EXPECTED = {
    "LMS_ENV": ("demo、test、production のいずれかにしてください。", "use demo, test or production"),
    "LMS_SECRET_KEY": (
        f"{SECRET_MIN}文字以上の無作為な文字列にしてください。試すだけなら LMS_ENV=demo で自動的に作ります。",
        f"set it to a random text of {SECRET_MIN} characters or more (LMS_ENV=demo makes its own)",
    ),
    "LMS_BASE_URL": (
        "https://banso.example.jp のような完全なアドレスにしてください。http はこの機械の中だけで使えます。",
        "use a full address such as https://banso.example.jp; http is for this machine alone",
    ),
    "LMS_MAIL_URL": (
        "smtp://ホスト:ポート、smtps://ホスト:ポート、file:///フォルダー のいずれかにしてください。",
        "use smtp://host:port, smtps://host:port or file:///folder",
    ),
    "LMS_TIMEZONE": (
        "Asia/Tokyo のような時間帯の名前にしてください。",
        "use the name of a time zone such as Asia/Tokyo",
    ),
    "LMS_LOCALE": ("ja か en にしてください。", "use ja or en"),
    "LMS_TRUSTED_PROXIES": ("0から5までの整数にしてください。", "use a whole number from 0 to 5"),
}
_NO_SUCH_SETTING = ("この名前の設定はありません。", "there is no such setting")
_ANOTHER_VALUE = ("この値は使えません。", "this value cannot be used")


class SettingsError(Exception):
    """One line per setting that is missing or cannot be used, each with the setting's name."""


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = "is not a time zone such as Asia/Tokyo"
        raise ValueError(message) from error
    return name


def _http_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        message = "must be a full address such as https://banso.example.jp"
        raise ValueError(message)
    return url.rstrip("/")


def _mail_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return url
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return url
    message = "must be smtp://host:port, smtps://host:port or file:///folder"
    raise ValueError(message)


class Settings(BaseModel):
    """Everything an installation can set. ``LMS_SECRET_KEY`` is required outside demo and tests."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    env: Literal["demo", "test", "production"] = "production"
    database_url: str = "sqlite:///var/lms.sqlite3"
    secret_key: Annotated[str, Field(min_length=SECRET_MIN)] = ""
    base_url: Annotated[str, AfterValidator(_http_url)] = "http://127.0.0.1:8000"
    mail_url: Annotated[str, AfterValidator(_mail_url)] | None = None
    mail_from: str = "banso@localhost"
    timezone: Annotated[str, AfterValidator(_known_timezone)] = "Asia/Tokyo"
    locale: Literal["ja", "en"] = "ja"
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    rubrics_dir: Path = ROOT / "rubrics"
    content_dir: Path = ROOT / "content"
    var_dir: Path = Path("var")

    @model_validator(mode="before")
    @classmethod
    def _provide_demo_secret(cls, values: dict[str, object]) -> dict[str, object]:
        if values.get("env") in {"demo", "test"} and not values.get("secret_key"):
            return {**values, "secret_key": _kept_secret(Path(str(values.get("var_dir", "var"))))}
        return values

    @model_validator(mode="after")
    def _be_safe_in_production(self) -> "Settings":
        host = urlsplit(self.base_url).hostname
        if self.env == "production" and not self.is_https and host not in LOOPBACK:
            message = "http is for this machine alone"
            raise ValueError(message)
        return self

    @property
    def is_https(self) -> bool:
        """Whether people reach the product over HTTPS."""
        return self.base_url.startswith("https://")


def _kept_secret(folder: Path) -> str:
    """Return the demo's own secret, made at the first start and kept, so that a restart signs nobody out."""
    file = folder / "demo-secret"
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(secrets.token_hex(SECRET_MIN), encoding="ascii")
            file.chmod(0o600)
        return file.read_text(encoding="ascii")
    except OSError:
        return secrets.token_hex(SECRET_MIN)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises SettingsError naming every variable that is wrong."""
    found = {**_read_dotenv(Path(".env")), **(os.environ if environment is None else environment)}
    values = {
        name.removeprefix("LMS_").lower(): value
        for name, value in found.items()
        if name.startswith("LMS_") and value != ""
    }
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        language = str(values.get("locale", ""))
        lines = [_line(item["loc"], item["type"], language) for item in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def _line(location: tuple[int | str, ...], kind: str, language: str) -> str:
    """Say in one line which setting is wrong and what is expected; there is no app yet to translate."""
    name = "LMS_" + str(location[0]).upper() if location else "LMS_BASE_URL"
    expected = _NO_SUCH_SETTING if kind == "extra_forbidden" else _EXPECTED.get(name, _ANOTHER_VALUE)
    return f"{name}: {expected[language == 'en']}"


def required(name: str, language: str) -> str:
    """Say in one line that a setting is missing where it must not be, and what is expected."""
    return f"{name}: {_EXPECTED[name][language == 'en']}"


def _read_dotenv(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    pairs = (
        line.split("=", 1)
        for line in file.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}
