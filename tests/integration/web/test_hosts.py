"""In production only the installation's own host name is answered."""

from lms.app import create_app
from lms.config import Settings


def test_other_host_names_are_refused_in_production(database, tmp_path, clock):
    settings = Settings(
        env="production", secret_key="s" * 32, base_url="https://banso.example.jp", var_dir=tmp_path
    )
    browser = create_app(settings, database=database, clock=clock).test_client()
    own = browser.get("/healthz", base_url="https://banso.example.jp")
    assert own.status_code == 200
    assert own.headers["Strict-Transport-Security"]
    assert browser.get("/healthz", base_url="http://127.0.0.1:8000").status_code == 200
    assert browser.get("/healthz", base_url="https://evil.example").status_code == 400
