"""A bad value stops the start with its name; a good one is read once."""

import pytest

from lms.config import SettingsError, load_settings

SECRET = "x" * 32


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_ENV", "staging"),
        ("LMS_TIMEZONE", "Mars/Olympus"),
        ("LMS_LOCALE", "fr"),
        ("LMS_BASE_URL", "banso.example.jp"),
        ("LMS_MAIL_URL", "mailto:someone"),
        ("LMS_SECRET_KEY", "short"),
        ("LMS_TRUSTED_PROXIES", "many"),
        ("LMS_NO_SUCH_THING", "1"),
    ],
)
def test_a_bad_value_is_named(name, value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load_settings({"LMS_SECRET_KEY": SECRET, name: value})


def test_production_needs_a_secret_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="LMS_SECRET_KEY"):
        load_settings({})


def test_demo_makes_its_secret_and_keeps_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = load_settings({"LMS_ENV": "demo"})
    second = load_settings({"LMS_ENV": "demo"})
    assert len(first.secret_key) >= 32
    assert first.secret_key == second.secret_key


def test_dotenv_is_read_and_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"# settings\nLMS_SECRET_KEY={SECRET}\nLMS_LOCALE='en'\nLMS_ENV=test\n")
    settings = load_settings({"LMS_ENV": "production"})
    assert (settings.locale, settings.env, settings.secret_key) == ("en", "production", SECRET)


def test_defaults_are_those_of_a_small_japanese_installation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings({"LMS_SECRET_KEY": SECRET})
    assert settings.database_url == "sqlite:///var/lms.sqlite3"
    assert (settings.timezone, settings.locale, settings.env) == ("Asia/Tokyo", "ja", "production")
    assert not settings.is_https


@pytest.mark.parametrize(
    "url", ["smtp://mail.example.jp:587", "smtps://user:word@mail.example.jp", "file:///mails"]
)
def test_mail_goes_to_a_server_or_a_folder(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_settings({"LMS_SECRET_KEY": SECRET, "LMS_MAIL_URL": url}).mail_url == url


def test_every_bad_value_is_named_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as refusal:
        load_settings({"LMS_LOCALE": "fr", "LMS_TRUSTED_PROXIES": "9"})
    named = [line.split(":")[0] for line in str(refusal.value).splitlines()]
    assert sorted(named) == ["LMS_LOCALE", "LMS_SECRET_KEY", "LMS_TRUSTED_PROXIES"]


def test_where_nothing_can_be_written_the_demo_still_has_a_secret(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    settings = load_settings({"LMS_ENV": "demo", "LMS_VAR_DIR": str(tmp_path / "var")})
    assert len(settings.secret_key) >= 32


def test_an_address_of_the_product_loses_its_last_slash_and_tells_https(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings({"LMS_SECRET_KEY": SECRET, "LMS_BASE_URL": "https://banso.example.jp/"})
    assert (settings.base_url, settings.is_https) == ("https://banso.example.jp", True)


def test_production_is_reached_by_https_except_on_the_machine_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^LMS_BASE_URL: https://"):
        load_settings({"LMS_SECRET_KEY": SECRET, "LMS_BASE_URL": "http://banso.example.jp"})
    assert load_settings({"LMS_SECRET_KEY": SECRET, "LMS_BASE_URL": "https://banso.example.jp"}).is_https
    assert not load_settings({"LMS_SECRET_KEY": SECRET, "LMS_BASE_URL": "http://localhost:9000"}).is_https


def test_what_is_expected_is_said_in_the_installations_language(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="LMS_TIMEZONE: use the name of a time zone"):
        load_settings({"LMS_SECRET_KEY": SECRET, "LMS_TIMEZONE": "Mars", "LMS_LOCALE": "en"})
    with pytest.raises(SettingsError, match="LMS_TIMEZONE: Asia/Tokyo のような時間帯の名前"):
        load_settings({"LMS_SECRET_KEY": SECRET, "LMS_TIMEZONE": "Mars"})
