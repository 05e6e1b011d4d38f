"""Trees about settings that Python code reads from the environment itself."""

from tree import Run, Tree, text

TREES = [
    Tree("getenv_in_class_bodies", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel, Field


            class LLMSettings(BaseModel):
                url: str = os.getenv("LLM_URL", "http://localhost:1234/v1")
                model: str = os.environ.get("LLM_MODEL", "local")
                api_base: str = os.getenv("LLM_API_BASE") or "http://fallback:1/v1"
                timeout: int = int(os.getenv("LLM_TIMEOUT", "30"))
                temperature: float = float(os.environ.get("LLM_TEMPERATURE", 0.7))
                proxy: str | None = os.getenv("LLM_PROXY")


            class SecuritySettings(BaseModel):
                enabled: bool = os.getenv("AUTH_ENABLED", "false").lower() == "true"
                strict: bool = os.getenv("AUTH_STRICT", "1") in ("1", "true", "yes")
                lenient: bool = os.getenv("AUTH_LENIENT", "no").strip().lower() in {"1", "true", "yes", "on"}
                not_off: bool = os.getenv("AUTH_MODE", "on") != "off"
                origins: list[str] = os.getenv("ORIGINS", "http://a.test,http://b.test").split(",")


            class ServerSettings(BaseModel):
                host: str = Field(default=os.getenv("SERVER_HOST", "127.0.0.1"), description="Address")
                port: int = Field(default_factory=lambda: int(os.getenv("SERVER_PORT", "5002")))
                workers: int = os.getenv("SERVER_WORKERS", 1)
                reload: bool = os.getenv("SERVER_RELOAD", False)
                debug: bool = bool(os.getenv("SERVER_DEBUG", ""))


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)
                security: SecuritySettings = Field(default_factory=SecuritySettings)
                server: ServerSettings = Field(default_factory=ServerSettings)


            def get_settings() -> Settings:
                return Settings()
            '''),
    }, runs=(
        Run("miss", chain={"llm.url": [("environment", "LLM_URL", "unset"), ("default|code", None, "effective")]}),
        Run("hit", {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big", "LLM_API_BASE": "http://base:2/v1",
                    "LLM_TIMEOUT": "90", "LLM_TEMPERATURE": "0", "LLM_PROXY": "http://proxy:3128",
                    "AUTH_ENABLED": "TRUE", "AUTH_STRICT": "0", "AUTH_LENIENT": " On ", "AUTH_MODE": "off",
                    "ORIGINS": "https://c.test", "SERVER_HOST": "0.0.0.0", "SERVER_PORT": "80",
                    "SERVER_WORKERS": "4", "SERVER_RELOAD": "false", "SERVER_DEBUG": "false"},
            chain={"llm.model": [("environment", "LLM_MODEL", "effective")]}),
        Run("empty", {"LLM_URL": "", "LLM_API_BASE": "", "LLM_PROXY": "", "AUTH_ENABLED": "", "ORIGINS": ""}),
    ), must_know=("llm.url", "llm.model", "llm.api_base", "llm.timeout", "llm.proxy", "security.enabled",
                  "server.host")),

    Tree("environ_subscripts", {
        "config/settings.py": text('''
            import os as _os
            from os import environ, getenv

            from pydantic import BaseModel


            class Settings(BaseModel):
                database_url: str = environ["DATABASE_URL"]
                model: str = getenv("LLM_MODEL", default="local")
                region: str = environ["REGION"] if "REGION" in environ else "local"
                zone: str = environ.get(key="ZONE", default="a") if False else environ.get("ZONE", "a")
                pool: int = int(_os.environ["POOL_SIZE"]) if _os.environ.get("POOL_SIZE") else 5
                cache: str = environ.setdefault("CACHE_URL", "redis://localhost:6379/0")
                again: str = environ["CACHE_URL"]


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("required_only", {"DATABASE_URL": "sqlite:////srv/a.db"},
            chain={"database_url": [("environment", "DATABASE_URL", "effective")]}),
        Run("all", {"DATABASE_URL": "sqlite://", "LLM_MODEL": "big", "REGION": "eu", "ZONE": "b", "POOL_SIZE": "9",
                    "CACHE_URL": "redis://cache:6379/2"}),
    ), must_know=("database_url", "model")),

    Tree("chained_getenv", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel

            DEFAULT = "http://localhost:1234/v1"


            class Settings(BaseModel):
                url: str = os.getenv("LLM_URL", os.getenv("OPENAI_BASE_URL", DEFAULT))
                other: str = os.getenv("LLM_URL") or os.getenv("OPENAI_BASE_URL") or DEFAULT
                model: str = os.environ.get("CHAT_MODEL", os.environ.get("MODEL", "local"))
                joined: str = os.getenv("SCHEME", "http") + "://" + os.getenv("HOST_NAME", "localhost")
                formatted: str = f"{os.getenv('SCHEME', 'http')}://{os.getenv('HOST_NAME', 'localhost')}:80"
                padded: str = os.getenv("PADDED", " x ").strip()


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("neither"),
        Run("first", {"LLM_URL": "http://first:1/v1", "OPENAI_BASE_URL": "http://second:2/v1", "SCHEME": "https"},
            chain={"url": [("environment", "LLM_URL", "effective"),
                           ("environment", "OPENAI_BASE_URL", "overridden")]}),
        Run("second", {"OPENAI_BASE_URL": "http://second:2/v1", "MODEL": "big"},
            chain={"url": [("environment", "LLM_URL", "unset"),
                           ("environment", "OPENAI_BASE_URL", "effective")]}),
        Run("empty_first", {"LLM_URL": "", "OPENAI_BASE_URL": "http://second:2/v1"}),
    ), must_know=("url", "other", "model")),

    Tree("helper_functions", {
        "config/__init__.py": "",
        "config/env.py": text('''
            """How the environment is read."""
            import os
            from typing import Optional

            TRUE = {"1", "true", "yes", "on"}


            def env(name: str, default: Optional[str] = None) -> Optional[str]:
                return os.getenv(name, default)


            def env_bool(name: str, default: bool = False) -> bool:
                value = os.getenv(name)
                if value is None:
                    return default
                return value.strip().lower() in TRUE


            def env_int(name, default):
                try:
                    return int(os.environ[name])
                except (KeyError, ValueError):
                    return default


            def prefixed(name, default=None, prefix="AETHER_"):
                return env(prefix + name, default)
            '''),
        "config/settings.py": text('''
            from pydantic import BaseModel

            from config.env import env, env_bool, env_int, prefixed


            class Settings(BaseModel):
                url: str = env("LLM_URL", "http://localhost:1234/v1")
                proxy: str | None = env("LLM_PROXY")
                debug: bool = env_bool("DEBUG")
                secure: bool = env_bool("SECURE", True)
                port: int = env_int("PORT", 5002)
                name: str = prefixed("NAME", "aether")


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("miss"),
        Run("hit", {"LLM_URL": "http://gpu:8000/v1", "DEBUG": "Yes", "SECURE": "off", "PORT": "80",
                    "AETHER_NAME": "lab", "NAME": "wrong"}),
        Run("no_number", {"PORT": "eighty", "SECURE": ""}),
    )),

    Tree("helper_in_the_same_module", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            def _env(name, default=""):
                """A variable, or its default where it is unset or empty."""
                return os.environ.get(name) or default


            class Settings(BaseModel):
                url: str = _env("LLM_URL", "http://localhost:1234/v1")
                note: str = _env("NOTE")


            def get_settings():
                settings = Settings()
                settings.note = _env("NOTE_OVERRIDE", settings.note)
                return settings
            '''),
    }, runs=(Run("miss"), Run("hit", {"LLM_URL": "http://gpu:8000/v1", "NOTE": "a"}),
             Run("empty", {"LLM_URL": "", "NOTE": "a", "NOTE_OVERRIDE": "b"}))),

    Tree("a_map_of_variables", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                timeout: int = 30


            class ServerSettings(BaseModel):
                host: str = "127.0.0.1"
                port: int = 5002


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()
                server: ServerSettings = ServerSettings()


            ENV_MAP = {
                "LLM_URL": ("llm", "url"),
                "LLM_TIMEOUT": ("llm", "timeout"),
                "BIND_ADDRESS": ("server", "host"),
            }


            def get_settings() -> Settings:
                settings = Settings()
                for variable, (section, name) in ENV_MAP.items():
                    value = os.environ.get(variable)
                    if value is not None:
                        setattr(getattr(settings, section), name, value)
                return settings
            '''),
    }, runs=(
        Run("miss", {"SERVER_HOST": "wrong", "SERVER_PORT": "1"}),
        Run("hit", {"LLM_URL": "http://gpu:8000/v1", "LLM_TIMEOUT": "90", "BIND_ADDRESS": "0.0.0.0"}),
    )),

    Tree("names_made_of_fields", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()
                name: str = "aether"


            def overlay(model, prefix):
                for field in type(model).model_fields:
                    value = getattr(model, field)
                    if isinstance(value, BaseModel):
                        overlay(value, f"{prefix}{field.upper()}_")
                    elif f"{prefix}{field.upper()}" in os.environ:
                        setattr(model, field, os.environ[f"{prefix}{field.upper()}"])


            def get_settings():
                settings = Settings()
                overlay(settings, "AETHER_")
                return settings
            '''),
    }, runs=(Run("miss"), Run("hit", {"AETHER_LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "wrong"}))),

    Tree("imperative_overlay", {
        "config/settings.py": text('''
            import os
            from functools import lru_cache

            from pydantic import BaseModel, Field


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"
                timeout: int = 30
                stream: bool = True


            class ServerSettings(BaseModel):
                host: str = "127.0.0.1"
                port: int = 5002
                workers: int = 1


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)
                server: ServerSettings = Field(default_factory=ServerSettings)


            @lru_cache(maxsize=None)
            def get_settings() -> Settings:
                settings = Settings()
                if os.getenv("LLM_URL"):
                    settings.llm.url = os.environ["LLM_URL"]
                if model := os.getenv("LLM_MODEL"):
                    settings.llm.model = model
                timeout = os.getenv("LLM_TIMEOUT")
                if timeout is not None:
                    settings.llm.timeout = int(timeout)
                if "LLM_STREAM" in os.environ:
                    settings.llm.stream = os.environ["LLM_STREAM"].lower() == "true"
                settings.server.host = os.getenv("SERVER_HOST", settings.server.host)
                settings.server.port = os.getenv("SERVER_PORT", settings.server.port)
                settings.server.workers = int(os.getenv("SERVER_WORKERS", settings.server.workers))
                return settings
            '''),
    }, runs=(
        Run("miss"),
        Run("hit", {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big", "LLM_TIMEOUT": "90", "LLM_STREAM": "False",
                    "SERVER_HOST": "0.0.0.0", "SERVER_PORT": "80", "SERVER_WORKERS": "4"},
            chain={"server.host": [("environment", "SERVER_HOST", "effective"), ("default", None, "overridden")]}),
        Run("empty", {"LLM_URL": "", "LLM_MODEL": "", "LLM_STREAM": "", "SERVER_HOST": ""}),
    ), must_know=("llm.url", "llm.model", "server.host")),

    Tree("assignment_that_validates", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel, ConfigDict


            class ServerSettings(BaseModel):
                model_config = ConfigDict(validate_assignment=True)
                port: int = 5002
                debug: bool = False


            class LooseSettings(BaseModel):
                port: int = 5003


            class Settings(BaseModel):
                server: ServerSettings = ServerSettings()
                loose: LooseSettings = LooseSettings()


            def get_settings():
                settings = Settings()
                settings.server.port = os.getenv("SERVER_PORT", settings.server.port)
                settings.server.debug = os.getenv("SERVER_DEBUG", "no")
                settings.loose.port = os.getenv("LOOSE_PORT", settings.loose.port)
                return settings
            '''),
    }, runs=(Run("miss"), Run("hit", {"SERVER_PORT": "80", "SERVER_DEBUG": "yes", "LOOSE_PORT": "81"}))),

    Tree("settings_class_and_overlay", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)


            def get_settings():
                settings = Settings()
                settings.llm.url = os.getenv("OPENAI_BASE_URL", settings.llm.url)
                settings.llm.model = os.getenv("LLM_MODEL_OVERRIDE", "pinned")
                return settings
            '''),
    }, runs=(
        Run("bare"),
        Run("prefix", {"LLM_URL": "http://prefix:1/v1", "LLM_MODEL": "inert"},
            chain={"llm.url": [("environment", "OPENAI_BASE_URL", "unset"),
                               ("environment", "LLM_URL", "effective"), ("default", None, "overridden")]}),
        Run("both", {"LLM_URL": "http://prefix:1/v1", "OPENAI_BASE_URL": "http://overlay:2/v1",
                     "LLM_MODEL_OVERRIDE": "big"},
            chain={"llm.url": [("environment", "OPENAI_BASE_URL", "effective"),
                               ("environment", "LLM_URL", "overridden")]}),
    ), must_know=("*",)),

    Tree("conditional_overlay", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class SecuritySettings(BaseModel):
                auth_enabled: bool = False
                rate_limit: int = 0


            class Settings(BaseModel):
                environment: str = os.getenv("AETHER_ENV", "development")
                debug: bool = True
                log_level: str = "DEBUG"
                security: SecuritySettings = SecuritySettings()


            def get_settings() -> Settings:
                settings = Settings()
                if settings.environment == "production":
                    settings.debug = False
                    settings.log_level = os.getenv("LOG_LEVEL", "WARNING")
                    settings.security.auth_enabled = True
                elif settings.environment in ("test", "ci"):
                    settings.log_level = "ERROR"
                else:
                    settings.security.rate_limit = 1000
                if not settings.debug and os.getenv("FORCE_DEBUG"):
                    settings.debug = True
                return settings
            '''),
    }, runs=(
        Run("development"),
        Run("production", {"AETHER_ENV": "production", "LOG_LEVEL": "INFO"}),
        Run("forced", {"AETHER_ENV": "production", "FORCE_DEBUG": "0"}),
        Run("ci", {"AETHER_ENV": "ci", "LOG_LEVEL": "INFO"}),
    ), must_know=("environment",)),

    Tree("match_and_ternary", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel

            ENVIRONMENT = os.getenv("ENVIRONMENT", "development").lower()
            IS_PRODUCTION = ENVIRONMENT == "production"


            class Settings(BaseModel):
                environment: str = ENVIRONMENT
                debug: bool = not IS_PRODUCTION
                workers: int = 4 if IS_PRODUCTION else 1
                log_level: str = "INFO" if IS_PRODUCTION else os.getenv("LOG_LEVEL", "DEBUG")
                database_url: str = "sqlite:///var/dev.db"


            def get_settings() -> Settings:
                settings = Settings()
                match ENVIRONMENT:
                    case "production":
                        settings.database_url = os.environ["DATABASE_URL"]
                    case "test":
                        settings.database_url = "sqlite:///:memory:"
                return settings
            '''),
    }, runs=(
        Run("development", {"DATABASE_URL": "sqlite:////wrong.db", "LOG_LEVEL": "ERROR"}),
        Run("production", {"ENVIRONMENT": "Production", "DATABASE_URL": "postgresql://db/aether"}),
        Run("test", {"ENVIRONMENT": "test"}),
    )),

    Tree("read_and_dropped", {
        "config/settings.py": text('''
            import json
            import os
            from pathlib import Path

            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"
                timeout: int = 30


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()


            def log_choice(url):
                print("endpoint", url)


            def get_settings() -> Settings:
                settings = Settings()
                url = os.getenv("LLM_URL", settings.llm.url)
                model = os.environ.get("LLM_MODEL")
                log_choice(url)
                overrides = json.loads(Path(__file__).with_name("overrides.json").read_text())
                timeout = overrides.get("timeout", settings.llm.timeout)
                assert timeout and (model or True)
                return settings
            '''),
        "config/overrides.json": '{"timeout": 99}\n',
    }, runs=(
        Run("unset"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big"},
            chain={"llm.url": [("default", None, "effective")]}),
    ), must_know=("llm.url", "llm.model", "llm.timeout")),

    Tree("overwritten_afterwards", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class Settings(BaseModel):
                url: str = os.getenv("LLM_URL", "http://localhost:1234/v1")
                model: str = "local"
                port: int = 1


            def get_settings():
                settings = Settings()
                settings.model = os.getenv("LLM_MODEL", settings.model)
                settings.url = "http://fixed:1/v1"
                settings.model = "fixed"
                settings.port = 2
                settings.port += 3
                return settings
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big"},
            chain={"url": [("code|default", None, "effective"), ("environment", "LLM_URL", "overridden")]}),
    ), must_know=("url", "model")),

    Tree("strings_of_other_settings", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class DatabaseSettings(BaseModel):
                host: str = os.getenv("DB_HOST", "localhost")
                name: str = os.getenv("DB_NAME", "aether")
                password: str = os.getenv("DB_PASSWORD", "aether")
                url: str = ""


            class Settings(BaseModel):
                database: DatabaseSettings = DatabaseSettings()
                data_dir: str = "var"
                cache_dir: str = ""
                log_file: str = ""


            def get_settings():
                settings = Settings()
                db = settings.database
                db.url = os.getenv("DATABASE_URL") or f"postgresql://aether:{db.password}@{db.host}/{db.name}"
                settings.cache_dir = os.path.join(settings.data_dir, "cache")
                settings.log_file = "{}/{}.log".format(settings.data_dir, db.name)
                return settings
            '''),
    }, runs=(
        Run("bare"),
        Run("parts", {"DB_HOST": "db", "DB_PASSWORD": "hunter2"}),
        Run("whole", {"DATABASE_URL": "sqlite:////srv/a.db"}),
    ), must_know=("database.host", "database.name", "data_dir")),

    Tree("singletons", {
        "config/settings.py": text('''
            import os
            from typing import Optional

            from pydantic import BaseModel


            class Settings(BaseModel):
                url: str = "http://localhost:1234/v1"
                debug: bool = False

                @classmethod
                def from_env(cls) -> "Settings":
                    return cls(
                        url=os.getenv("LLM_URL", "http://from-env:1/v1"),
                        debug=os.getenv("DEBUG", "0") == "1",
                    )


            _settings: Optional[Settings] = None


            def get_settings() -> Settings:
                global _settings
                if _settings is None:
                    _settings = Settings.from_env()
                return _settings


            def reset_settings() -> None:
                global _settings
                _settings = None
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "DEBUG": "1"}))),

    Tree("keyword_arguments", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"
                timeout: int = 30


            class ServerSettings(BaseModel):
                host: str = "127.0.0.1"
                port: int = 5002


            class Settings(BaseModel):
                llm: LLMSettings
                server: ServerSettings


            def get_settings():
                server = ServerSettings(host="0.0.0.0", port=os.getenv("SERVER_PORT", "5002"))
                return Settings(
                    llm=LLMSettings(
                        url=os.getenv("LLM_URL", "http://keyword:1/v1"),
                        timeout=int(os.getenv("LLM_TIMEOUT", 60)),
                        unknown="dropped",
                    ),
                    server=server,
                )
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1", "LLM_TIMEOUT": "90", "SERVER_PORT": "80", "LLM_MODEL": "wrong"},
            chain={"llm.url": [("environment", "LLM_URL", "effective")]}),
    ), must_know=("llm.url", "llm.model", "server.host")),

    Tree("copies_with_updates", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                timeout: int = 30
                model: str = "local"


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()
                debug: bool = False


            def get_settings():
                base = Settings()
                changes = {}
                if os.getenv("LLM_URL"):
                    changes["url"] = os.environ["LLM_URL"]
                changes["timeout"] = os.getenv("LLM_TIMEOUT", "30")
                llm = base.llm.model_copy(update=changes)
                return base.model_copy(update={"llm": llm, "debug": True})
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "LLM_TIMEOUT": "90"}))),

    Tree("booleans_that_are_traps", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings


            class Settings(BaseModel):
                by_bool: bool = bool(os.getenv("FLAG", "false"))
                by_default: bool = os.getenv("FLAG", False)
                by_text: str = os.getenv("FLAG", "false")
                by_compare: bool = os.getenv("FLAG", "false") == "True"
                by_eval: bool = bool(int(os.getenv("NUMBER", "0")))


            class Checked(BaseSettings):
                by_default: bool = os.getenv("FLAG", False)


            class Root(BaseModel):
                loose: Settings = Settings()
                checked: Checked = Checked()


            def get_settings():
                return Root()
            '''),
    }, runs=(Run("unset"), Run("false", {"FLAG": "false"}), Run("true", {"FLAG": "true", "NUMBER": "1"})),
        must_know=("loose.by_text",)),

    Tree("functions_of_functions", {
        "config/settings.py": text('''
            import os
            from functools import lru_cache

            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()
                debug: bool = False


            def _apply_llm(llm: LLMSettings) -> None:
                llm.url = os.getenv("LLM_URL", llm.url)


            def _apply_environment(settings: Settings) -> Settings:
                _apply_llm(settings.llm)
                settings.debug = os.getenv("DEBUG", "") == "1"
                return settings


            def load_settings() -> Settings:
                return _apply_environment(Settings())


            @lru_cache
            def get_settings() -> Settings:
                return load_settings()


            settings = get_settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "DEBUG": "1", "LLM_MODEL": "wrong"}))),

    Tree("changed_by_the_main_module", {
        "config/settings.py": text('''
            from pydantic import BaseModel


            class Settings(BaseModel):
                port: int = 5002
                name: str = "aether"


            settings = Settings()
            '''),
        "main.py": text('''
            import os

            from config.settings import settings

            settings.port = int(os.getenv("PORT", "8080"))
            '''),
    }, entry="main:settings", runs=(Run("bare"), Run("set", {"PORT": "80"}))),

    Tree("environment_written_before", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict

            os.environ.setdefault("LLM_URL", "http://set-by-code:1/v1")
            os.environ["LLM_MODEL"] = "set-by-code"


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big"}))),
]
