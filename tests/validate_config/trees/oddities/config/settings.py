"""
Settings of the backend, one class per section.

Defaults, then the model table, then config/environments/NAME.yaml, then the
process environment, which wins.

@.architecture
Incoming: config/models.py, config/environment.py, Process environment --- {dict, str}
Processing: get_settings() --- {3 jobs: configuration_loading, environment_overlay, validation}
Outgoing: main.py, api/, core/, data/, monitoring/, security/ --- {Settings}
"""

from datetime import timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Optional
from uuid import UUID

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    computed_field,
    field_validator,
)
from pydantic_settings import SettingsConfigDict

from config import ROOT
from config.base import Section
from config.environment import load_environment
from config.models import read_table

DEFAULT_MODEL = "openai/qwen2.5-14b-instruct"
MEGABYTE = 1024 * 1024


class LogFormat(str, Enum):
    JSON = "json"
    PLAIN = "plain"


class PluginSettings(BaseModel):
    """What a plugin is told; it reads its own variables, which begin with `env_prefix`."""

    name: str
    env_prefix: str = "PLUGIN_"


class AppSettings(Section):
    model_config = SettingsConfigDict(env_prefix="APP_")
    name: str = "Aether"
    environment: Literal["development", "test", "production"] = "development"
    debug: bool = False
    features: dict[str, bool] = Field(default_factory=dict)
    plugins: list[PluginSettings] = [PluginSettings(name="webhooks", env_prefix="WEBHOOKS_")]
    # The platform sets one of these; neither has the prefix.
    git_sha: str = Field("unknown", validation_alias=AliasChoices("SOURCE_COMMIT", "GIT_SHA"))


class ServerSettings(Section):
    model_config = SettingsConfigDict(env_prefix="SERVER_")
    host: str = "127.0.0.1"  # 0.0.0.0 is for the container only, whose command says so
    port: int = Field(default=5002, ge=0, le=65535)
    workers: int = Field(default=1, ge=1)  # e.g. 4 to 16 on large machines
    reload: bool = False
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    root_path: str = ""
    header_name: ClassVar[str] = "X-Request-ID"


class SecuritySettings(Section):
    model_config = SettingsConfigDict(env_prefix="SECURITY_")
    auth_required: bool = True
    token_secret: SecretStr = SecretStr("")
    token_secret_file: Optional[Path] = None
    token_lifetime: timedelta = timedelta(hours=1)
    signing: Literal["HS256", "RS256"] = "HS256"
    public_key: Path = Path("config/keys/jwt_public.pem")
    cors_origins: list[str] = ["http://localhost:3000", "http://127.0.0.1:5173"]
    cors_allow_credentials: bool = False
    rate_limit_enabled: bool = True
    rate_limit_per_minute: int = Field(default=120, ge=0)  # 0 for no limit, else 10 to 6000
    rate_limit_burst: int = 0
    password_min_length: int = Field(default=12, ge=12, le=128)
    tenant_id: UUID = UUID("6f1c2a34-8d0b-4b7e-9a55-0c3e7f1d2b68")
    api_key_header: str = "X-API-Key"
    basic_auth_enabled: bool = False

    @field_validator("token_secret")
    @classmethod
    def no_default_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() in {"changeme", "password", "secret", "admin"}:
            raise ValueError("choose a secret of your own")
        return value


class DatabaseSettings(Section):
    url: str = "sqlite:///var/aether.db"
    pool_size: int = 5
    busy_timeout_ms: int = 5_000
    echo: bool = False

    class Config:
        env_prefix = "DATABASE_"


class LoggingSettings(Section):
    model_config = SettingsConfigDict(env_prefix="LOG_")
    level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(lambda value: str(value).upper()),
    ] = "INFO"
    format: LogFormat = LogFormat.JSON
    file: Path | None = Path("logs/aether.log")
    audit_file: str = "logs/audit-{date}.log"


class MonitoringSettings(Section):
    model_config = SettingsConfigDict(env_prefix="MONITORING_")
    enabled: bool = True
    metrics_port: int = 9464
    check_timeout_seconds: float = 2
    traceback_limit: int = Field(default=-1, ge=-1)  # -1: all of it
    sentry_dsn: str = ""


class IntegrationSettings(Section):
    model_config = SettingsConfigDict(env_prefix="INTEGRATIONS_")
    perplexica_url: str = "http://localhost:3000"
    perplexica_enabled: bool = True
    docling_url: str = "http://localhost:5001"
    docling_enabled: bool = True
    searxng_url: str = "http://localhost:4000"
    searxng_enabled: bool = True
    browserless_url: str = "ws://localhost:3001"
    browserless_enabled: bool = True
    speech_url: str = "http://localhost:9000"
    speech_enabled: bool = True
    timeout_seconds: float = Field(default=60.0, gt=0)

    def url_of(self, name: str) -> str:
        return getattr(self, f"{name}_url").rstrip("/")

    def enabled(self, name: str) -> bool:
        return getattr(self, f"{name}_enabled", True)


class LLMSettings(Section):
    model_config = SettingsConfigDict(env_prefix="LLM_", protected_namespaces=())
    model: str = DEFAULT_MODEL
    base_url: str = "http://localhost:1234/v1"
    api_key: str = "not-needed"
    temperature: float = Field(default=0.7, ge=0, le=2)
    max_tokens: "int" = 4096
    context_window: int = Field(default=2**14, ge=1024)
    vision_model: str | None = None
    stop: list[str] = Field(default_factory=lambda: ["<|im_end|>"])


class InterpreterSettings(Section):
    model_config = SettingsConfigDict(env_prefix="INTERPRETER_")
    auto_run: bool = False
    profile: str = "default"
    system_template: str = "system.md"
    answer_template: str = "answer.md.j2"
    workspace: Path = ROOT / "var" / "workspace"
    startup_script: str = ""
    max_concurrent: int = Field(default=2, ge=1, le=8)


class StorageSettings(Section):
    model_config = SettingsConfigDict(env_prefix="STORAGE_")
    directory: Path = Path("data/storage")
    max_upload_bytes: int = 20 * MEGABYTE
    allowed_suffixes: frozenset[str] = frozenset({".pdf", ".docx", ".md"})


class EmbeddingOptions(BaseModel):
    """No prefix of its own: MEMORY_EMBEDDING__DIMENSIONS and the like reach it."""

    model_config = ConfigDict(extra="forbid")
    model: str = "nomic-embed-text-v1.5"
    dimensions: int = 768


class MemorySettings(Section):
    model_config = SettingsConfigDict(env_prefix="MEMORY_", env_nested_delimiter="__")
    enabled: bool = True
    index: Path = Path("var/memory/index.bin")
    embedding: EmbeddingOptions = EmbeddingOptions()


class CacheSettings(Section):
    model_config = SettingsConfigDict(env_prefix="CACHE_")
    backend: Literal["memory", "redis"] = "memory"
    redis_url: str = "redis://localhost:6379/0"
    ttl_seconds: int = 300

    @computed_field
    @property
    def key_prefix(self) -> str:
        return f"aether:{self.backend}:"


class BackupSettings(Section):
    model_config = SettingsConfigDict(env_prefix="BACKUP_")
    enabled: bool = False
    directory: Path = Path("var/backups")
    keep_days: int = 7


class AlertingSettings(Section):
    model_config = SettingsConfigDict(env_prefix="ALERTING_")
    enabled: bool = False
    webhook_url: HttpUrl | None = None
    sender: str = "aether@localhost"


class Settings(BaseModel):
    app: AppSettings
    server: ServerSettings
    security: SecuritySettings
    database: DatabaseSettings
    logging: LoggingSettings
    monitoring: MonitoringSettings
    integrations: IntegrationSettings
    llm: LLMSettings
    interpreter: InterpreterSettings
    storage: StorageSettings
    memory: MemorySettings
    cache: CacheSettings
    backup: BackupSettings
    alerting: AlertingSettings


def model_defaults() -> dict[str, Any]:
    """What the model table says of the language model."""
    table = read_table()
    models, served_by = table.get("MODELS", {}), table.get("PROVIDERS", {})
    return {
        "model": models.get("primary_chat_model", DEFAULT_MODEL),
        "vision_model": models.get("vision_model"),
        "base_url": served_by.get("lm_studio_url", "http://localhost:1234/v1"),
    }


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Everything, read once."""
    overlay = load_environment()
    sections: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        values = overlay.get(name, {})
        if name == "llm":
            values = model_defaults() | values
        sections[name] = kind(**values)
    return Settings(**sections)
