"""Settings: typed, named in the error, documented."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_ports_follow_the_gateways(monkeypatch):
    """Two checkouts run side by side by one setting."""
    monkeypatch.setenv("HAIDANG_PORT", "9000")
    settings = Settings(_env_file=None)
    assert settings.dialogue_url.endswith(":9001")
    assert settings.actions_url.endswith(":9002")


def test_a_wrong_value_names_its_setting(monkeypatch):
    """The error says which one."""
    monkeypatch.setenv("HAIDANG_PORT", "many")
    with pytest.raises(ValidationError, match="port"):
        Settings(_env_file=None)


def test_the_key_is_made_once_and_kept_private(tmp_path):
    """Readable by its owner only; never in a repr."""
    settings = Settings(data_dir=tmp_path)
    assert settings.key() == settings.key()
    assert (tmp_path / "hash_key").stat().st_mode & 0o077 == 0
    assert "s3cret" not in repr(Settings(hash_key="s3cret"))


def test_every_setting_is_in_the_example():
    """And every line of the example is a setting."""
    names = set(re.findall(r"^#? ?HAIDANG_([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert names == {name.upper() for name in Settings.model_fields}
