"""Trees about settings classes and the process environment."""

from tree import Run, Tree, text

TREES = [
    Tree("prefix_by_model_config", {
        "config/settings.py": text('''
            from functools import lru_cache

            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_", extra="ignore")

                url: str = "http://localhost:1234/v1"
                model: str = Field(default="local", description="The chat model")
                context_window: int = Field(default=16384, ge=1024)
                temperature: float = 0.7
                stream: bool = True


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)


            @lru_cache(maxsize=1)
            def get_settings() -> Settings:
                return Settings()
            '''),
    }, runs=(
        Run("miss", {"URL": "http://wrong:1", "LLMURL": "http://wrong:2", "AETHER_LLM_URL": "http://wrong:3"},
            chain={"llm.url": [("environment", "LLM_URL", "unset"), ("default", None, "effective")]}),
        Run("hit", {"LLM_URL": "http://gpu:8000/v1", "LLM_CONTEXT_WINDOW": "32768", "LLM_TEMPERATURE": "1",
                    "LLM_STREAM": "false"},
            chain={"llm.url": [("environment", "LLM_URL", "effective"), ("default", None, "overridden")]}),
        Run("lower_case", {"llm_url": "http://gpu:8000/v1", "Llm_Model": "mixed"}),
    ), must_know=("*",)),

    Tree("prefix_by_config_class", {
        "config/settings.py": text('''
            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings


            class DatabaseSettings(BaseSettings):
                url: str = Field(default="sqlite:///var/aether.db", description="SQLAlchemy URL")
                pool_size: int = Field(default=5)
                echo: bool = False

                class Config:
                    env_prefix = "DATABASE_"
                    extra = "ignore"


            class Settings(BaseModel):
                database: DatabaseSettings = Field(default_factory=DatabaseSettings)


            settings = Settings()


            def get_settings() -> Settings:
                return settings
            '''),
    }, runs=(
        Run("miss"),
        Run("hit", {"DATABASE_URL": "postgresql+asyncpg://aether@db/aether", "DATABASE_POOL_SIZE": "20",
                    "DATABASE_ECHO": "on"},
            chain={"database.pool_size": [("environment", "DATABASE_POOL_SIZE", "effective"),
                                          ("default", None, "overridden")]}),
    ), must_know=("*",)),

    Tree("prefix_by_plain_dictionary", {
        "config/settings.py": text('''
            import pydantic
            import pydantic_settings


            class CacheSettings(pydantic_settings.BaseSettings):
                model_config = {"env_prefix": "CACHE_", "frozen": True}
                redis_url: str = "redis://localhost:6379/0"
                ttl_seconds: int = pydantic.Field(300, gt=0)


            class Settings(pydantic.BaseModel):
                cache: CacheSettings = pydantic.Field(default_factory=CacheSettings)


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("miss", {"REDIS_URL": "redis://wrong:6379/0"}),
             Run("hit", {"CACHE_REDIS_URL": "redis://cache:6379/1", "CACHE_TTL_SECONDS": "60"})),
        must_know=("*",)),

    Tree("prefix_of_a_model_does_nothing", {
        "config/settings.py": text('''
            from pydantic import BaseModel, ConfigDict, Field


            class LLMSettings(BaseModel):
                url: str = Field(default="http://localhost:1234/v1")
                model: str = "local"

                class Config:
                    env_prefix = "LLM_"


            class SecuritySettings(BaseModel):
                model_config = ConfigDict(env_prefix="SECURITY_")
                auth_enabled: bool = False
                jwt_secret: str = "change-me"


            class MonitoringSettings(BaseModel):
                model_config = {"env_prefix": "MONITORING_", "env_file": ".env"}
                enabled: bool = True


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)
                security: SecuritySettings = Field(default_factory=SecuritySettings)
                monitoring: MonitoringSettings = Field(default_factory=MonitoringSettings)


            def get_settings():
                return Settings()
            '''),
        ".env": "MONITORING_ENABLED=false\nSECURITY_AUTH_ENABLED=true\n",
    }, runs=(
        Run("unset"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1", "SECURITY_AUTH_ENABLED": "true", "SECURITY_JWT_SECRET": "long"},
            chain={"llm.url": [("environment", "LLM_URL", "inert"), ("default", None, "effective")],
                   "security.auth_enabled": [("environment", "SECURITY_AUTH_ENABLED", "inert"),
                                             ("default", None, "effective")]}),
    ), must_know=("*",)),

    Tree("mixed_bases", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings as EnvironmentSettings
            from pydantic_settings import SettingsConfigDict


            class Section(BaseModel):
                """Sections are models ..."""


            class EnvironmentSection(EnvironmentSettings):
                """... unless the environment may change them."""
                model_config = SettingsConfigDict(extra="ignore")


            class LLMSettings(EnvironmentSection):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"


            class ToolSettings(Section):
                model_config = {"env_prefix": "TOOL_"}
                timeout: int = 30


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()
                tool: ToolSettings = ToolSettings()


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1", "TOOL_TIMEOUT": "1"},
            chain={"tool.timeout": [("environment", "TOOL_TIMEOUT", "inert"), ("default", None, "effective")]}),
    ), must_know=("*",)),

    Tree("no_prefix", {
        "config/settings.py": text('''
            from typing import List, Optional

            from pydantic_settings import BaseSettings


            class Settings(BaseSettings):
                PROJECT_NAME: str = "Aether"
                API_V1_STR: str = "/api/v1"
                DATABASE_URL: str = "sqlite:///var/aether.db"
                SENTRY_DSN: Optional[str] = None
                ACCESS_TOKEN_EXPIRE_MINUTES: int = 60 * 24 * 8
                CORS_ORIGINS: List[str] = ["http://localhost:3000"]
                home: str = "/srv/aether"
                user: str = "aether"


            settings = Settings()
            '''),
    }, entry="config.settings:settings", runs=(
        Run("bare"),
        Run("set", {"PROJECT_NAME": "Lab", "database_url": "sqlite:////srv/a.db", "SENTRY_DSN": "https://k@s.test/1",
                    "CORS_ORIGINS": '["https://aether.test", "https://b.test"]', "USER": "root"},
            chain={"user": [("environment", "USER", "effective"), ("default", None, "overridden")]}),
    ), must_know=("PROJECT_NAME", "API_V1_STR", "DATABASE_URL", "SENTRY_DSN", "ACCESS_TOKEN_EXPIRE_MINUTES",
                  "CORS_ORIGINS", "user")),

    Tree("case_sensitive", {
        "config/settings.py": text('''
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(case_sensitive=True, env_prefix="Aether_")
                url: str = "http://localhost:1234/v1"
                PORT: int = 5002


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("other_case", {"AETHER_URL": "http://wrong:1", "AETHER_PORT": "1"},
            chain={"url": [("default", None, "effective")]}),
        Run("same_case", {"Aether_url": "http://gpu:8000/v1", "Aether_PORT": "80"}),
    ), must_know=("*",)),

    Tree("nested_delimiter", {
        "config/settings.py": text('''
            from typing import Dict, List

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class PoolSettings(BaseModel):
                size: int = 5
                recycle: bool = False


            class DatabaseSettings(BaseModel):
                url: str = "sqlite:///var/aether.db"
                replicas: List[str] = []
                pool: PoolSettings = PoolSettings()


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_nested_delimiter="__")
                database: DatabaseSettings = DatabaseSettings()
                llm: LLMSettings = LLMSettings(url="http://first:1/v1", model="first")
                limits: Dict[str, int] = {"rows": 10}


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("leaves", {"DATABASE__URL": "sqlite:////srv/a.db", "DATABASE__POOL__SIZE": "20",
                       "DATABASE__REPLICAS": '["a", "b"]'},
            chain={"database.url": [("environment", "DATABASE__URL", "effective")]}),
        Run("a_part_replaces_the_default_instance", {"LLM__URL": "http://gpu:8000/v1"}, need_not_know=("llm.model",)),
        Run("json_and_leaves", {"DATABASE": '{"url": "sqlite://", "pool": {"size": 1, "recycle": true}}',
                                "DATABASE__POOL__SIZE": "2", "LIMITS": '{"rows": 5, "bytes": 6}'},
            need_not_know=("*",)),
        Run("single_underscore_is_nothing", {"DATABASE_URL": "sqlite:////wrong.db", "LLM_URL": "http://wrong:1"}),
    ), must_know=("database.url", "database.pool.size", "llm.url", "llm.model")),

    Tree("nested_delimiter_with_prefix", {
        "config/settings.py": text('''
            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class ServerSettings(BaseModel):
                host: str = "127.0.0.1"
                port: int = 5002


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(
                    env_prefix="AETHER_",
                    env_nested_delimiter="__",
                    extra="ignore",
                )
                server: ServerSettings = Field(default_factory=ServerSettings)
                debug: bool = False


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare", {"SERVER__PORT": "1"}),
        Run("set", {"AETHER_SERVER__PORT": "80", "aether_server__host": "0.0.0.0", "AETHER_DEBUG": "1"},
            chain={"server.port": [("environment", "AETHER_SERVER__PORT", "effective"),
                                   ("default", None, "overridden")]}),
    ), must_know=("*",)),

    Tree("nested_partial_update", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_nested_delimiter="__", nested_model_default_partial_update=True)
                llm: LLMSettings = LLMSettings(url="http://first:1/v1", model="first")


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("part", {"LLM__URL": "http://gpu:8000/v1"}))),

    Tree("nested_settings_classes", {
        "config/settings.py": text('''
            from pydantic import Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class StorageSettings(BaseSettings):
                root: str = "var/uploads"
                bucket: str = "none"


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_", env_nested_delimiter="__")
                llm: LLMSettings = LLMSettings()
                storage: StorageSettings = Field(default_factory=StorageSettings)


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("own_prefix", {"LLM_URL": "http://gpu:8000/v1", "BUCKET": "aether", "ROOT": "/srv"}),
        Run("through_the_root", {"AETHER_LLM__URL": "http://root:1/v1", "LLM_URL": "http://own:1/v1",
                                 "LLM_MODEL": "own"}, need_not_know=("llm.*",)),
    ), must_know=("llm.url", "llm.model", "storage.root", "storage.bucket")),

    Tree("collections_from_the_environment", {
        "config/settings.py": text('''
            from typing import Annotated, Dict, Optional, Set, Tuple, Union

            from pydantic import field_validator
            from pydantic_settings import BaseSettings, NoDecode


            class Settings(BaseSettings):
                cors_origins: list[str] = ["http://localhost:3000"]
                ports: list[int] = [5002]
                models: Dict[str, str] = {}
                tags: Set[str] = set()
                pair: Tuple[str, int] = ("a", 1)
                hosts: Optional[list[str]] = None
                proxies: Union[str, list[str]] = ""
                admins: Annotated[list[str], NoDecode] = []

                @field_validator("admins", mode="before")
                @classmethod
                def split(cls, value):
                    if isinstance(value, str):
                        return [one.strip() for one in value.split(",") if one.strip()]
                    return value


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("json", {"CORS_ORIGINS": '["https://a.test"]', "PORTS": '["80", 443]', "MODELS": '{"chat": "big"}',
                     "TAGS": '["b", "a", "b"]', "PAIR": '["z", "9"]', "HOSTS": '["h"]', "PROXIES": '["p"]',
                     "ADMINS": "first, second ,"}),
        Run("text_where_it_may_be", {"PROXIES": "http://proxy:3128", "ADMINS": ""}),
    ), must_know=("cors_origins", "ports")),

    Tree("required_from_the_environment", {
        "config/settings.py": text('''
            from pydantic import BaseModel, Field, SecretStr
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class DatabaseSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="DB_")
                url: str
                password: SecretStr
                port: int = Field(..., ge=1)
                name: str = Field(min_length=1)


            class Settings(BaseModel):
                database: DatabaseSettings = Field(default_factory=DatabaseSettings)


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("set", {"DB_URL": "postgresql://aether@db/aether", "DB_PASSWORD": "hunter2", "DB_PORT": "5432",
                         "DB_NAME": "aether"},
                 chain={"database.url": [("environment", "DB_URL", "effective")]}),),
        must_know=("*",)),

    Tree("aliases_ignore_the_prefix", {
        "config/settings.py": text('''
            from pydantic import AliasChoices, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_")
                url: str = Field(default="http://localhost:1234/v1", validation_alias="LLM_API_BASE")
                model: str = Field("local", alias="MODEL_NAME")
                key: str = Field("none", validation_alias=AliasChoices("OPENAI_API_KEY", "LLM_API_KEY"))
                region: str = Field("local", serialization_alias="REGION_NAME")
                port: int = 5002


            settings = Settings()
            '''),
    }, entry="config.settings:settings", runs=(
        Run("prefixed_aliases_miss", {"AETHER_URL": "http://wrong:1", "AETHER_LLM_API_BASE": "http://wrong:2",
                                      "AETHER_MODEL": "wrong", "MODEL": "wrong", "AETHER_PORT": "80"},
            chain={"url": [("environment", "LLM_API_BASE", "unset"), ("default", None, "effective")]}),
        Run("aliases_hit", {"LLM_API_BASE": "http://gpu:8000/v1", "model_name": "big", "LLM_API_KEY": "second",
                            "REGION_NAME": "wrong", "AETHER_REGION": "eu"},
            chain={"url": [("environment", "LLM_API_BASE", "effective"), ("default", None, "overridden")]}),
        Run("first_choice_wins", {"OPENAI_API_KEY": "first", "LLM_API_KEY": "second"}),
    ), must_know=("url", "model", "port", "key")),

    Tree("alias_or_name", {
        "config/settings.py": text('''
            from pydantic import Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_", populate_by_name=True)
                url: str = Field(default="http://localhost:1234/v1", alias="LLM_URL")


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("alias", {"LLM_URL": "http://gpu:8000/v1"}),
             Run("name", {"AETHER_URL": "http://name:1/v1"}),
             Run("both", {"AETHER_URL": "http://name:1/v1", "LLM_URL": "http://gpu:8000/v1"}))),

    Tree("env_of_a_field_is_the_first_versions", {
        "config/settings.py": text('''
            from pydantic import Field
            from pydantic_settings import BaseSettings


            class Settings(BaseSettings):
                llm_url: str = Field("http://localhost:1234/v1", env="OPENAI_BASE_URL")
                secret: str = Field(default="none", env=["APP_SECRET", "SECRET_VALUE"])


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("nothing_reads_it", {"OPENAI_BASE_URL": "http://wrong:1", "APP_SECRET": "wrong"}),
        Run("the_name_is_read", {"LLM_URL": "http://gpu:8000/v1", "OPENAI_BASE_URL": "http://wrong:1"},
            chain={"llm_url": [("environment", "LLM_URL", "effective")]}),
    )),

    Tree("empty_variables", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Taken(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="TAKEN_")
                url: str = "http://localhost:1234/v1"


            class Ignored(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="IGNORED_", env_ignore_empty=True)
                url: str = "http://localhost:1234/v1"
                port: int = 5002


            class Settings(BaseModel):
                taken: Taken = Taken()
                ignored: Ignored = Ignored()


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("empty", {"TAKEN_URL": "", "IGNORED_URL": "", "IGNORED_PORT": ""}),
        Run("full", {"TAKEN_URL": "a", "IGNORED_URL": "b", "IGNORED_PORT": " 9 "}),
    ), must_know=("taken.url",)),

    Tree("coercions", {
        "config/settings.py": text('''
            from pathlib import Path

            from pydantic import AnyHttpUrl, HttpUrl, PostgresDsn, SecretStr
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="C_")
                yes: bool = False
                no: bool = True
                one: bool = False
                count: int = 0
                rate: float = 0
                text: str = ""
                path: Path = Path(".")
                token: SecretStr = SecretStr("")
                site: HttpUrl = "http://localhost:3000"
                api: AnyHttpUrl = "https://API.test:443/v1"
                dsn: PostgresDsn = "postgresql://aether:pw@localhost/aether"


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"C_YES": "YES", "C_NO": "Off", "C_ONE": "1", "C_COUNT": " 12 ", "C_RATE": "1e2", "C_TEXT": " 007 ",
                    "C_PATH": "./a//b/", "C_TOKEN": "abc", "C_SITE": "http://aether.test:80",
                    "C_API": "http://aether.test/v1/", "C_DSN": "postgresql+asyncpg://a@db:6432/x"}),
        Run("other_spellings", {"C_YES": "t", "C_NO": "n", "C_ONE": "0", "C_COUNT": "1_000", "C_RATE": "-.5"}),
    ), must_know=("yes", "no", "one", "text", "token")),

    Tree("keywords_beat_the_environment", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseSettings):
                debug: bool = False
                llm: LLMSettings = LLMSettings()


            def get_settings() -> Settings:
                return Settings(debug=True, llm=LLMSettings(model="pinned"))
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"DEBUG": "false", "LLM_MODEL": "from-environment", "LLM_URL": "http://gpu:8000/v1"},
            chain={"llm.model": [("code|default", None, "effective"), ("environment", "LLM_MODEL", "overridden")],
                   "debug": [("code|default", None, "effective"), ("environment", "DEBUG", "overridden")]}),
    ), must_know=("debug", "llm.url", "llm.model")),

    Tree("inherited_configuration", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Section(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_", extra="ignore", env_ignore_empty=True)
                timeout: int = 10


            class SameSettings(Section):
                url: str = "http://same:1"


            class OtherSettings(Section):
                model_config = SettingsConfigDict(env_prefix="OTHER_")
                url: str = "http://other:1"


            class ClassStyleSettings(Section):
                url: str = "http://class:1"

                class Config:
                    env_prefix = "CLASS_"


            class Settings(BaseModel):
                same: SameSettings = SameSettings()
                other: OtherSettings = OtherSettings()
                by_class: ClassStyleSettings


            def get_settings():
                return Settings(by_class=ClassStyleSettings())
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"AETHER_TIMEOUT": "20", "OTHER_URL": "http://set:2", "CLASS_TIMEOUT": "30", "AETHER_URL": "",
                    "OTHER_TIMEOUT": ""}),
    ), must_know=("same.timeout", "other.url", "by_class.timeout")),

    Tree("prefix_from_code", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict

            APP = "AETHER"
            DATABASE_PREFIX = "DB_"


            def section(name: str) -> SettingsConfigDict:
                return SettingsConfigDict(env_prefix=f"{APP}_{name.upper()}_")


            class DatabaseSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix=DATABASE_PREFIX)
                url: str = "sqlite:///var/aether.db"


            class ServerSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix=f"{APP}_SERVER_")
                port: int = 5002


            class LogSettings(BaseSettings):
                model_config = section("log")
                level: str = "info"


            class AuditSettings(BaseSettings, env_prefix="AUDIT_"):
                enabled: bool = True


            class Settings(BaseModel):
                database: DatabaseSettings = DatabaseSettings()
                server: ServerSettings = ServerSettings()
                log: LogSettings = LogSettings()
                audit: AuditSettings = AuditSettings()


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"DB_URL": "sqlite:////srv/a.db", "AETHER_SERVER_PORT": "80", "AETHER_LOG_LEVEL": "debug",
                    "AUDIT_ENABLED": "no", "PORT": "1", "LEVEL": "wrong"}),
    ), must_know=("database.url",)),

    Tree("arguments_of_the_constructor", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings


            class ServiceSettings(BaseSettings):
                url: str = "http://localhost:80"
                enabled: bool = True


            class Settings(BaseModel):
                docling: ServiceSettings
                searxng: ServiceSettings


            def get_settings():
                return Settings(
                    docling=ServiceSettings(_env_prefix="DOCLING_"),
                    searxng=ServiceSettings(_env_prefix="SEARXNG_", enabled=False),
                )
            '''),
    }, runs=(Run("bare"), Run("set", {"DOCLING_URL": "http://docling:5001", "SEARXNG_ENABLED": "true",
                                      "URL": "http://wrong:1"}))),

    Tree("guarded_import", {
        "config/settings.py": text('''
            try:
                from pydantic_settings import BaseSettings
            except ImportError:
                from pydantic import BaseSettings

            from pydantic import BaseModel


            class MemorySettings(BaseSettings):
                backend: str = "chroma"
                max_items: int = 500

                class Config:
                    env_prefix = "MEMORY_"


            class Settings(BaseModel):
                memory: MemorySettings = MemorySettings()


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"MEMORY_BACKEND": "faiss", "MEMORY_MAX_ITEMS": "9"})), must_know=("*",)),

    Tree("sections_in_modules", {
        "config/__init__.py": "from config.settings import Settings, get_settings\n\n"
                              "__all__ = [\"Settings\", \"get_settings\"]\n",
        "config/sections/__init__.py": "from .llm import LLMSettings\nfrom .server import ServerSettings\n",
        "config/sections/base.py": text('''
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Section(BaseSettings):
                model_config = SettingsConfigDict(extra="ignore")
            '''),
        "config/sections/llm.py": text('''
            from pydantic_settings import SettingsConfigDict

            from .base import Section


            class LLMSettings(Section):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
            '''),
        "config/sections/server.py": text('''
            from pydantic_settings import SettingsConfigDict

            from config.sections.base import Section


            class ServerSettings(Section):
                model_config = SettingsConfigDict(env_prefix="SERVER_")
                port: int = 5002
            '''),
        "config/settings.py": text('''
            from pydantic import BaseModel, Field

            from .sections import LLMSettings, ServerSettings


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)
                server: ServerSettings = Field(default_factory=ServerSettings)


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, entry="config:get_settings()", runs=(
        Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "SERVER_PORT": "80"}))),

    Tree("settings_elsewhere", {
        "app/core/config.py": text('''
            from pydantic_settings import BaseSettings


            class AppSettings(BaseSettings):
                project_name: str = "Aether"
                database_url: str = "sqlite:///var/aether.db"


            settings = AppSettings()
            '''),
        "main.py": "from app.core.config import settings\n\nprint(settings.project_name)\n",
    }, entry="app.core.config:settings", runs=(Run("bare"), Run("set", {"DATABASE_URL": "sqlite:////srv/a.db"}))),

    Tree("secret_files", {
        "config/settings.py": text('''
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(secrets_dir="secrets", env_prefix="AETHER_")
                database_url: str = "sqlite:///var/aether.db"
                region: str = "local"


            def get_settings():
                return Settings()
            '''),
        "secrets/aether_database_url": "sqlite:////srv/secret.db\n",
        "secrets/region": "not-prefixed\n",
    }, runs=(Run("bare"), Run("set", {"AETHER_DATABASE_URL": "sqlite:////srv/env.db"}))),

    Tree("order_of_sources", {
        "config/settings.py": text('''
            from pydantic_settings import BaseSettings


            class Settings(BaseSettings):
                url: str = "http://localhost:1234/v1"
                model: str = "local"

                @classmethod
                def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings,
                                               file_secret_settings):
                    return env_settings, init_settings


            def get_settings():
                return Settings(url="http://code:1/v1", model="code")
            '''),
    }, runs=(Run("bare"), Run("set", {"URL": "http://environment:1/v1"}))),
]
