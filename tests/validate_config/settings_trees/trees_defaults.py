"""Trees about what class bodies say: defaults, factories, inheritance, validators, plain classes."""

from tree import Run, Tree, text

TREES = [
    Tree("plain_defaults", {
        "config/settings.py": text('''
            """Settings of the backend."""
            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "qwen2.5-7b-instruct"
                temperature: float = 0.7
                stream: bool = True


            class ServerSettings(BaseModel):
                host: str = "127.0.0.1"
                port: int = 5002


            class Settings(BaseModel):
                name: str = "aether"
                llm: LLMSettings = LLMSettings()
                server: ServerSettings = ServerSettings()


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, runs=(
        Run("bare", chain={"llm.url": [("default", None, "effective")]}),
        Run("variables_nobody_reads", {"LLM_URL": "http://elsewhere:1/v1", "SERVER__PORT": "9", "PORT": "7"}),
    ), must_know=("*",)),

    Tree("field_defaults", {
        "config/settings.py": text('''
            from typing import Any

            from pydantic import BaseModel, Field


            class LimitSettings(BaseModel):
                max_upload_bytes: int = Field(default=20 * 1024 * 1024, ge=1, description="Largest upload")
                max_rows: int = Field(1_000_000, gt=0)
                ratio: float = Field(default=-0.5, ge=-1, le=1)
                retries: int = Field(
                    default=3,
                    ge=0,
                    le=10,
                    title="Retries",
                )
                extensions: list[str] = Field(default=[".pdf", ".md"], min_length=1)
                headers: dict[str, Any] = Field(default={"X-App": "aether", "X-Level": 2})
                banner: str = Field(
                    "Aether "
                    "backend",
                    max_length=40,
                )
                threshold: float = Field(default=1e-3)
                unlimited: bool = Field(default=not True)
                parts: int = (64 // 8) + 2 ** 3


            class Settings(BaseModel):
                limits: LimitSettings = Field(default_factory=LimitSettings, description="Limits")


            def get_settings():
                return Settings()
            '''),
    }, must_know=("limits.max_*", "limits.ratio", "limits.retries", "limits.extensions", "limits.headers",
                  "limits.banner", "limits.threshold")),

    Tree("default_factories", {
        "config/settings.py": text('''
            from functools import partial
            from pathlib import Path
            from typing import Dict, List

            from pydantic import BaseModel, Field


            def default_tags() -> List[str]:
                return ["chat", "tools"]


            def data_directory() -> Path:
                return Path("var") / "data"


            class RetrySettings(BaseModel):
                attempts: int = 3
                delay_seconds: float = 0.5


            class IntegrationSettings(BaseModel):
                enabled: List[str] = Field(default_factory=lambda: ["docling", "perplexica"])
                timeouts: Dict[str, int] = Field(default_factory=dict)
                blocked: List[str] = Field(default_factory=list)
                tags: List[str] = Field(default_factory=default_tags)
                directory: Path = Field(default_factory=data_directory)
                cache: Path = Field(default_factory=lambda: Path("var/cache"))
                retry: RetrySettings = Field(default_factory=partial(RetrySettings, attempts=7))
                patience: RetrySettings = Field(default_factory=lambda: RetrySettings(delay_seconds=9.5))


            class Settings(BaseModel):
                integrations: IntegrationSettings = Field(default_factory=IntegrationSettings)


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, must_know=("integrations.enabled", "integrations.timeouts", "integrations.blocked", "integrations.cache",
                  "integrations.patience.delay_seconds")),

    Tree("module_constants", {
        "config/__init__.py": "",
        "config/constants.py": text('''
            """Values that more than one module needs."""
            DEFAULT_PORT = 5002
            DEFAULT_HOST: str = "127.0.0.1"
            KNOWN_PROVIDERS = ("lm_studio", "openai")
            MINUTE = 60
            HOUR = 60 * MINUTE
            '''),
        "config/settings.py": text('''
            from pydantic import BaseModel, Field

            from config import constants
            from config.constants import DEFAULT_HOST, HOUR
            from config.constants import KNOWN_PROVIDERS as PROVIDERS

            APP = "aether"
            LOG_NAME = f"{APP}.log"
            _SCHEME = "http"


            class ServerSettings(BaseModel):
                host: str = DEFAULT_HOST
                port: int = constants.DEFAULT_PORT
                scheme: str = _SCHEME
                base_url: str = f"{_SCHEME}://{DEFAULT_HOST}:{constants.DEFAULT_PORT}"


            class Settings(BaseModel):
                app: str = APP
                log_file: str = Field(default="logs/" + LOG_NAME)
                session_seconds: int = 8 * HOUR
                providers: list[str] = list(PROVIDERS)
                server: ServerSettings = ServerSettings()


            APP = "renamed-after-the-class"


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, must_know=("server.host", "server.port", "server.scheme")),

    Tree("constants_in_classes", {
        "config/settings.py": text('''
            from enum import Enum

            from pydantic import BaseModel


            class LogLevel(str, Enum):
                DEBUG = "debug"
                INFO = "info"


            class Defaults:
                TIMEOUT = 30
                MODEL = "qwen2.5-7b-instruct"

                class Paths:
                    DATA = "var/data"


            class Settings(BaseModel):
                timeout: int = Defaults.TIMEOUT
                model: str = Defaults.MODEL
                data: str = Defaults.Paths.DATA
                level: LogLevel = LogLevel.INFO
                level_text: str = LogLevel.DEBUG.value


            settings = Settings()
            '''),
    }, entry="config.settings:settings", must_know=("timeout", "model")),

    Tree("inheritance", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel, Field


            class ServiceSettings(BaseModel):
                url: str = "http://localhost:80"
                timeout_seconds: float = 10.0
                enabled: bool = True


            class DoclingSettings(ServiceSettings):
                url: str = "http://localhost:5001"
                pages: int = 50


            class SearxngSettings(ServiceSettings):
                url: str = "http://localhost:8080"
                timeout_seconds: float = 3.0


            class BaseAppSettings(BaseModel):
                debug: bool = False
                log_level: str = "INFO"
                docling: DoclingSettings = Field(default_factory=DoclingSettings)
                searxng: SearxngSettings = Field(default_factory=SearxngSettings)


            class Settings(BaseAppSettings):
                debug: bool = True


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, must_know=("*",)),

    Tree("subclass_by_environment", {
        "config/settings.py": text('''
            import os
            from functools import lru_cache

            from pydantic_settings import BaseSettings


            class Settings(BaseSettings):
                environment: str = "development"
                debug: bool = True
                workers: int = 1
                database_url: str = "sqlite:///var/dev.db"


            class ProductionSettings(Settings):
                environment: str = "production"
                debug: bool = False
                workers: int = 4


            class TestSettings(Settings):
                environment: str = "test"
                database_url: str = "sqlite:///:memory:"


            BY_ENVIRONMENT = {"development": Settings, "production": ProductionSettings, "test": TestSettings}


            @lru_cache()
            def get_settings() -> Settings:
                return BY_ENVIRONMENT[os.getenv("AETHER_ENV", "development")]()
            '''),
    }, runs=(
        Run("development"),
        Run("production", {"AETHER_ENV": "production"}),
        Run("production_with_a_variable", {"AETHER_ENV": "production", "WORKERS": "12"}),
        Run("test", {"AETHER_ENV": "test", "ENVIRONMENT": "staging"}),
    )),

    Tree("optional_and_union", {
        "config/settings.py": text('''
            from typing import Literal, Optional, Union

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")

                api_base: Optional[str] = None
                max_tokens: int | None = None
                seed: Optional[int] = 7
                stop: Union[str, None] = "###"
                timeout: Union[int, float] = 30
                mode: Literal["chat", "completion"] = "chat"
                fallback: "str | None" = None


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()
                proxy: str | None = None


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"LLM_API_BASE": "http://gpu:8000/v1", "LLM_MAX_TOKENS": "512", "LLM_SEED": "0", "LLM_STOP": "",
                    "LLM_MODE": "completion", "PROXY": "http://nobody:1"},
            chain={"llm.api_base": [("environment", "LLM_API_BASE", "effective"), ("default", None, "overridden")]}),
    ), must_know=("llm.api_base", "llm.max_tokens", "llm.seed", "llm.stop", "llm.mode", "proxy")),

    Tree("enums_and_paths", {
        "config/settings.py": text('''
            from enum import Enum, IntEnum
            from pathlib import Path
            from typing import Literal

            from pydantic import BaseModel, SecretStr
            from pydantic_settings import BaseSettings


            class Environment(str, Enum):
                DEVELOPMENT = "development"
                PRODUCTION = "production"


            class Priority(IntEnum):
                LOW = 1
                HIGH = 9


            class StorageSettings(BaseSettings):
                model_config = {"env_prefix": "STORAGE_"}
                root: Path = Path("var/uploads")
                cache: Path = Path("var") / "cache"
                home: Path = Path("~/aether")
                backend: Literal["disk", "s3"] = "disk"


            class Settings(BaseSettings):
                environment: Environment = Environment.DEVELOPMENT
                priority: Priority = Priority.LOW
                secret_key: SecretStr = SecretStr("change-me")
                storage: StorageSettings = StorageSettings()


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"ENVIRONMENT": "production", "STORAGE_ROOT": "/srv/uploads/", "STORAGE_BACKEND": "s3",
                    "SECRET_KEY": "s3cr3t-and-long"}),
    ), must_know=("storage.root", "storage.backend", "secret_key")),

    Tree("sections_as_instances", {
        "config/settings.py": text('''
            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"
                timeout: int = 60


            class DatabaseSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="DATABASE_")
                url: str = "sqlite:///var/aether.db"
                pool_size: int = 5


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings(url="http://gpu:8000/v1", timeout=120)
                fallback: LLMSettings = Field(default=LLMSettings(model="small"))
                database: DatabaseSettings = DatabaseSettings(pool_size=20)


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("a_keyword_beats_the_environment", {"DATABASE_POOL_SIZE": "2", "DATABASE_URL": "sqlite:////srv/a.db"},
            chain={"database.url": [("environment", "DATABASE_URL", "effective"), ("default", None, "overridden")]}),
    ), must_know=("llm.url", "llm.model", "fallback.model", "fallback.url", "database.url")),

    Tree("aliases_of_a_model", {
        "config/settings.py": text('''
            from pydantic import BaseModel, ConfigDict, Field

            DATA = {"baseUrl": "http://gpu:8000/v1", "model": "big", "retries": 9, "unknown": 1}


            class LLMSettings(BaseModel):
                model_config = ConfigDict(populate_by_name=True)
                base_url: str = Field("http://localhost:1234/v1", alias="baseUrl")
                model: str = Field("small", alias="modelName")
                retries: int = Field(3, validation_alias="retryCount")


            class StrictSettings(BaseModel):
                base_url: str = Field("http://localhost:1234/v1", alias="baseUrl")


            class Settings(BaseModel):
                llm: LLMSettings
                strict: StrictSettings


            def get_settings() -> Settings:
                return Settings(llm=LLMSettings(**DATA), strict=StrictSettings(base_url="dropped"))
            '''),
    }),

    Tree("defaults_are_not_coerced", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings


            class LooseSettings(BaseModel):
                port: int = "8080"
                ratio: float = 1


            class TightSettings(BaseSettings):
                port: int = "8080"
                ratio: float = 1
                debug: bool = "yes"


            class Settings(BaseModel):
                loose: LooseSettings = LooseSettings()
                tight: TightSettings = TightSettings()


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"PORT": "9000", "DEBUG": "off"}))),

    Tree("validators_change_values", {
        "config/settings.py": text('''
            from pydantic import BaseModel, Field, field_validator
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1/"
                model: str = " Qwen "
                timeout: int = 30

                @field_validator("url")
                @classmethod
                def no_slash(cls, value: str) -> str:
                    return value.rstrip("/")

                @field_validator("model", mode="before")
                @classmethod
                def tidy(cls, value):
                    return value.strip().lower()

                @field_validator("timeout")
                @classmethod
                def at_least_one(cls, value):
                    if value < 1:
                        raise ValueError("must be positive")
                    return value


            class LogSettings(BaseModel):
                level: str = "info"

                @field_validator("level")
                @classmethod
                def upper(cls, value):
                    return value.upper()


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)
                log: LogSettings = LogSettings()
                audit: LogSettings = LogSettings(level="warning")


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1//", "LLM_MODEL": "  LLAMA  ", "LLM_TIMEOUT": "5"}),
    ), must_know=("llm.timeout",)),

    Tree("whole_model_validators", {
        "config/settings.py": text('''
            from pydantic import BaseModel, model_validator
            from pydantic_settings import BaseSettings


            class Settings(BaseSettings):
                host: str = "localhost"
                port: int = 8000
                public_url: str = ""
                environment: str = "development"
                debug: bool = True

                @model_validator(mode="after")
                def fill_in(self):
                    if not self.public_url:
                        self.public_url = f"http://{self.host}:{self.port}"
                    if self.environment == "production":
                        self.debug = False
                    return self


            settings = Settings()
            '''),
    }, entry="config.settings:settings", runs=(
        Run("bare"),
        Run("production", {"ENVIRONMENT": "production", "DEBUG": "true", "HOST": "0.0.0.0"}),
        Run("public", {"PUBLIC_URL": "https://aether.test", "PORT": "9000"}),
    )),

    Tree("computed_values", {
        "config/settings.py": text('''
            from functools import cached_property
            from typing import ClassVar

            from pydantic import BaseModel, computed_field
            from pydantic_settings import BaseSettings


            class DatabaseSettings(BaseSettings):
                model_config = {"env_prefix": "DB_"}
                DRIVER: ClassVar[str] = "postgresql+asyncpg"
                host: str = "localhost"
                port: int = 5432
                user: str = "aether"
                name: str = "aether"

                @property
                def url(self) -> str:
                    return f"{self.DRIVER}://{self.user}@{self.host}:{self.port}/{self.name}"

                @computed_field
                @property
                def sync_url(self) -> str:
                    return self.url.replace("+asyncpg", "")


            class Settings(BaseModel):
                database: DatabaseSettings = DatabaseSettings()
                environment: str = "development"

                @property
                def is_production(self) -> bool:
                    return self.environment == "production"

                @cached_property
                def banner(self) -> str:
                    return f"aether ({self.environment})"


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"DB_HOST": "db", "DB_PORT": "6432", "DB_URL": "sqlite://", "DRIVER": "x"})),
        must_know=("database.host", "database.port", "database.user", "database.name", "environment")),

    Tree("dataclasses", {
        "config/settings.py": text('''
            import os
            from dataclasses import dataclass, field


            @dataclass
            class LLMSettings:
                url: str = "http://localhost:1234/v1"
                model: str = field(default="local")
                stop: list = field(default_factory=lambda: ["###"])
                timeout: int = field(default_factory=lambda: int(os.getenv("LLM_TIMEOUT", "30")))


            @dataclass(frozen=True)
            class ServerSettings:
                host: str = os.getenv("SERVER_HOST", "127.0.0.1")
                port: int = int(os.getenv("SERVER_PORT", "5002"))
                workers: int = os.getenv("SERVER_WORKERS", 1)


            @dataclass
            class Settings:
                llm: LLMSettings = field(default_factory=LLMSettings)
                server: ServerSettings = field(default_factory=ServerSettings)
                log_level: str = "info"

                def __post_init__(self):
                    self.log_level = self.log_level.upper()


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"LLM_TIMEOUT": "90", "SERVER_HOST": "0.0.0.0", "SERVER_PORT": "80", "SERVER_WORKERS": "4",
                    "LLM_URL": "http://nobody:1"}),
    ), must_know=("llm.url", "llm.model", "server.host", "server.port")),

    Tree("plain_class", {
        "config/settings.py": text('''
            import os


            class Settings:
                """Everything in one class, read when the module is imported."""

                HOST = os.getenv("HOST", "127.0.0.1")
                PORT = int(os.getenv("PORT", "5002"))
                DEBUG = os.getenv("DEBUG", "false").lower() == "true"
                DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///var/aether.db")
                SECRET_KEY = os.environ.get("SECRET_KEY")
                ALLOWED = ["localhost", "127.0.0.1"]
                VERSION: str = "1.2.0"

                def is_local(self):
                    return self.HOST in self.ALLOWED


            settings = Settings()
            '''),
    }, entry="config.settings:settings", runs=(
        Run("bare", chain={"HOST": [("environment", "HOST", "unset"), ("default|code", None, "effective")]}),
        Run("set", {"HOST": "0.0.0.0", "PORT": "80", "DEBUG": "True", "DATABASE_URL": "sqlite:////srv/a.db",
                    "SECRET_KEY": "long-and-secret"},
            chain={"DATABASE_URL": [("environment", "DATABASE_URL", "effective")]}),
        Run("not_quite_true", {"DEBUG": "1"}),
    ), must_know=("HOST", "DATABASE_URL", "VERSION")),

    Tree("plain_class_with_init", {
        "config/settings.py": text('''
            import os
            from types import SimpleNamespace


            class Settings:
                def __init__(self, environment="development"):
                    self.environment = os.getenv("ENVIRONMENT", environment)
                    self.llm_url = os.getenv("LLM_URL", "http://localhost:1234/v1")
                    self.timeout = int(os.getenv("TIMEOUT", "30"))
                    self.limits = SimpleNamespace(rows=1000, upload=int(os.getenv("MAX_UPLOAD", 10)) * 1024)
                    self._private = "hidden"


            _settings = None


            def get_settings() -> Settings:
                global _settings
                if _settings is None:
                    _settings = Settings()
                return _settings
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "MAX_UPLOAD": "4", "ENVIRONMENT": "test"}))),

    Tree("a_base_that_is_called_by_super", {
        "config/settings.py": text('''
            class Base:
                port = 1

                def __init__(self):
                    self.port = 2
                    self.url = "http://base:1"


            class Settings(Base):
                def __init__(self):
                    super().__init__()
                    self.name = self.url


            def get_settings():
                return Settings()
            '''),
    }, must_know=("port", "url", "name")),

    Tree("a_model_with_a_constructor_of_its_own", {
        "config/settings.py": text('''
            from pydantic import BaseModel


            class Settings(BaseModel):
                port: int = 1
                host: str = "localhost"

                def __init__(self, **more):
                    super().__init__(port=9, **more)


            def get_settings():
                return Settings()
            '''),
    }, must_know=("port", "host")),

    Tree("nested_plain_classes", {
        "config/settings.py": text('''
            import os


            class Config:
                class llm:
                    url = os.getenv("LLM_URL", "http://localhost:1234/v1")
                    model = "local"

                class server:
                    host = "127.0.0.1"
                    port = 5002
            '''),
    }, entry="config.settings:Config", runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1"}))),

    Tree("a_dictionary", {
        "config/settings.py": text('''
            import os

            DEFAULTS = {
                "server": {"host": "127.0.0.1", "port": 5002},
                "llm": {"url": "http://localhost:1234/v1", "model": "local"},
            }


            def get_config() -> dict:
                config = {section: dict(values) for section, values in DEFAULTS.items()}
                config["llm"]["url"] = os.getenv("LLM_URL", config["llm"]["url"])
                if "SERVER_PORT" in os.environ:
                    config["server"]["port"] = int(os.environ["SERVER_PORT"])
                return config
            '''),
    }, entry="config.settings:get_config()",
        runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "SERVER_PORT": "80"}))),

    Tree("module_of_constants", {
        "config/settings.py": text('''
            import os

            HOST = os.getenv("AETHER_HOST", "127.0.0.1")
            PORT = int(os.getenv("AETHER_PORT", 5002))
            BASE_URL = f"http://{HOST}:{PORT}"
            FEATURES = {"chat", "tools"}
            '''),
    }, entry="config.settings", runs=(Run("bare"), Run("set", {"AETHER_HOST": "0.0.0.0"}))),

    Tree("postponed_annotations", {
        "config/settings.py": text('''
            from __future__ import annotations

            from typing import Annotated, ClassVar, Optional

            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict

            Port = Annotated[int, Field(ge=1, le=65535)]


            class ServerSettings(BaseModel):
                host: str = "127.0.0.1"
                port: Port = 5002


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_")
                version: ClassVar[str] = "1.0"
                server: ServerSettings = Field(default_factory=lambda: ServerSettings())
                name: Annotated[str, Field(description="Shown to users")] = "aether"
                level: Annotated[int, Field(default=3)]
                note: Optional[str] = None


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"AETHER_NAME": "lab", "AETHER_LEVEL": "9", "AETHER_NOTE": "hello",
                                      "AETHER_VERSION": "2.0", "AETHER_SERVER": '{"port": "81"}'})),
        must_know=("name", "note")),
]
