"""Every setting, read once from the environment and `.env`; the only place that reads them."""

import hashlib
import secrets
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.model_folder import DEFAULT_MODEL, folder_for


class Settings(BaseSettings):
    """See `.env.example` for what each one means."""

    model_config = SettingsConfigDict(env_prefix="HAIDANG_", env_file=".env", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65533)
    dialogue_port: int | None = Field(None, ge=1, le=65535)
    actions_port: int | None = Field(None, ge=1, le=65535)
    data_dir: Path = Path("var")
    encoder: str = DEFAULT_MODEL
    trusted_proxies: list[str] = []
    questions_per_minute: int = Field(15, ge=1)
    questions_per_minute_address: int = Field(300, ge=1)
    conversations_per_minute_address: int = Field(60, ge=1)
    retention_days: int = Field(90, ge=1)
    widget_origins: list[Annotated[str, StringConstraints(pattern=r"^https?://[^/\s*]+$")]] = []
    public_url: str | None = Field(None, pattern=r"^https?://[^\s?#]+$")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    hash_key: SecretStr | None = None
    telegram_token: SecretStr | None = None
    telegram_name: str | None = Field(None, pattern="^([A-Za-z0-9_]{5,32})?$")
    telegram_api: str = Field("https://api.telegram.org", pattern="^https?://")
    telegram_webhook_url: str | None = Field(None, pattern="^(https?://.+)?$")
    telegram_webhook_secret: SecretStr | None = None

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: str) -> str:
        return value.upper()

    @field_validator("telegram_token", "telegram_webhook_url", "telegram_webhook_secret", mode="before")
    @classmethod
    def _none_when_empty(cls, value: str | None) -> str | None:
        return value or None

    @property
    def dialogue_url(self) -> str:
        """Where Rasa listens: by default one port after the gateway's."""
        return f"http://127.0.0.1:{self.dialogue_port or self.port + 1}"

    @property
    def actions_url(self) -> str:
        """Where the actions listen: by default two ports after the gateway's."""
        return f"http://127.0.0.1:{self.actions_port or self.port + 2}"

    @property
    def address(self) -> str:
        """Where the public finds this gateway, without a slash at the end: by default where it listens."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def record_path(self) -> Path:
        """The file of the record."""
        return self.data_dir / "record.sqlite"

    @property
    def index_path(self) -> Path:
        """The folder of the search index."""
        return self.data_dir / "index"

    @property
    def model_path(self) -> Path:
        """The folder of the embedding model."""
        return folder_for(self.data_dir, self.encoder)

    def key(self) -> bytes:
        """The key for hashes of addresses and chat ids: the setting, or one made in the data folder once."""
        if self.hash_key is not None:
            return self.hash_key.get_secret_value().encode()
        path = self.data_dir / "hash_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return hashlib.sha256(path.read_bytes()).digest()
