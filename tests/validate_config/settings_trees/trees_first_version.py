"""Trees written for pydantic 1: its settings are part of it, and some of its rules are others."""

from tree import Run, Tree, text

TREES = [
    Tree("v1_prefix", {
        "config/settings.py": text('''
            from functools import lru_cache
            from typing import List, Optional

            from pydantic import BaseModel, BaseSettings, Field


            class LLMSettings(BaseSettings):
                url: str = "http://localhost:1234/v1"
                model: str = Field("local", description="Model")
                stop: Optional[str]
                origins: List[str] = ["http://a.test"]

                class Config:
                    env_prefix = "LLM_"


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)


            @lru_cache()
            def get_settings() -> Settings:
                return Settings()
            '''),
    }, version=1, runs=(
        Run("miss", {"URL": "http://wrong:1"}),
        Run("hit", {"LLM_URL": "http://gpu:8000/v1", "llm_model": "big", "LLM_STOP": "###",
                    "LLM_ORIGINS": '["http://b.test"]'},
            chain={"llm.url": [("environment", "LLM_URL", "effective"), ("default", None, "overridden")]}),
    ), must_know=("llm.url", "llm.model")),

    Tree("v1_env_of_a_field", {
        "config/settings.py": text('''
            from pydantic import BaseSettings, Field


            class Settings(BaseSettings):
                url: str = Field("http://localhost:1234/v1", env="OPENAI_BASE_URL")
                key: str = Field(default="none", env=["OPENAI_API_KEY", "LLM_API_KEY"])
                model: str = "local"
                region: str = Field("local", alias="REGION_NAME")
                zone: str = "a"

                class Config:
                    env_prefix = "LLM_"
                    allow_population_by_field_name = True
                    fields = {"zone": {"env": "AVAILABILITY_ZONE"}}


            def get_settings():
                return Settings()
            '''),
    }, version=1, runs=(
        Run("prefixed_names_miss", {"LLM_URL": "http://wrong:1", "LLM_OPENAI_BASE_URL": "http://wrong:2",
                                    "LLM_MODEL": "big", "REGION_NAME": "wrong", "LLM_ZONE": "wrong"}),
        Run("hit", {"openai_base_url": "http://gpu:8000/v1", "LLM_API_KEY": "second", "LLM_REGION": "eu",
                    "AVAILABILITY_ZONE": "b"}),
        Run("first_name_wins", {"OPENAI_API_KEY": "first", "LLM_API_KEY": "second"}),
    ), must_know=("url", "model")),

    Tree("v1_env_file", {
        "config/settings.py": text('''
            from pydantic import BaseSettings


            class Settings(BaseSettings):
                llm_url: str = "http://localhost:1234/v1"
                port: int = 5002
                debug: bool = False

                class Config:
                    env_file = ".env"
                    env_file_encoding = "utf-8"


            settings = Settings()
            '''),
        ".env": "LLM_URL=http://dotenv:1/v1\nPORT='81'\nUNKNOWN=1\n",
    }, version=1, entry="config.settings:settings", runs=(
        Run("bare", chain={"llm_url": [("dotenv", "LLM_URL", "effective"), ("default", None, "overridden")]}),
        Run("set", {"LLM_URL": "http://environment:1/v1", "DEBUG": "on"}),
    ), must_know=("*",)),

    Tree("v1_model_prefix_does_nothing", {
        "config/settings.py": text('''
            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url = "http://localhost:1234/v1"
                model: str = "local"
                retries = 3

                class Config:
                    env_prefix = "LLM_"
                    env_file = ".env"


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()


            def get_settings():
                return Settings()
            '''),
        ".env": "LLM_MODEL=wrong\n",
    }, version=1, runs=(
        Run("bare"),
        Run("set", {"LLM_URL": "http://gpu:8000/v1"},
            chain={"llm.model": [("default", None, "effective")]}),
    ), must_know=("llm.model",)),

    Tree("v1_coercions", {
        "config/settings.py": text('''
            import os
            from pathlib import Path
            from typing import Optional, Union

            from pydantic import AnyHttpUrl, BaseModel, BaseSettings, SecretStr


            class LooseSettings(BaseModel):
                name: str = 5
                port: int = "80"
                url: str = None


            class TightSettings(BaseSettings):
                version: str = 5
                port: int = "80"
                seed: Union[int, str] = "7"
                site: AnyHttpUrl = "http://localhost:3000"
                token: SecretStr = SecretStr("none")
                path: Path = "var/data"
                note: Optional[str] = None


            class Settings(BaseModel):
                loose: LooseSettings = LooseSettings()
                given: LooseSettings
                tight: TightSettings = TightSettings()


            def get_settings():
                return Settings(given=LooseSettings(name=7, port=os.getenv("GIVEN_PORT", "81")))
            '''),
    }, version=1, runs=(
        Run("bare"),
        Run("set", {"VERSION": "6", "SEED": "x", "SITE": "https://aether.test", "GIVEN_PORT": "82"}),
    )),

    Tree("v1_validators", {
        "config/settings.py": text('''
            from typing import List, Union

            from pydantic import BaseModel, BaseSettings, root_validator, validator


            class ServerSettings(BaseSettings):
                host: str = " LOCALHOST "
                port: int = 5002
                public_url: str = ""
                origins: Union[str, List[str]] = []

                @validator("host")
                def lower(cls, value):
                    return value.strip().lower()

                @validator("public_url", always=True)
                def fill(cls, value, values):
                    return value or f"http://{values['host']}:{values['port']}"

                @validator("origins", pre=True)
                def split(cls, value):
                    return value.split(",") if isinstance(value, str) and not value.startswith("[") else value

                class Config:
                    env_prefix = "SERVER_"


            class LogSettings(BaseModel):
                level: str = "info"
                audit: str = "info"

                @validator("level")
                def upper(cls, value):
                    return value.upper()

                @validator("audit", always=True)
                def upper_always(cls, value):
                    return value.upper()


            class Settings(BaseModel):
                server: ServerSettings = ServerSettings()
                log: LogSettings = LogSettings()
                debug: bool = True

                @root_validator
                def no_debug_outside(cls, values):
                    if values["server"].host != "localhost":
                        values["debug"] = False
                    return values


            def get_settings():
                return Settings()
            '''),
    }, version=1, runs=(Run("bare"), Run("set", {"SERVER_HOST": "0.0.0.0", "SERVER_ORIGINS": "a,b"}))),

    Tree("v1_nested_delimiter", {
        "config/settings.py": text('''
            from pydantic import BaseModel, BaseSettings


            class PoolSettings(BaseModel):
                size: int = 5


            class DatabaseSettings(BaseModel):
                url: str = "sqlite:///var/aether.db"
                pool: PoolSettings = PoolSettings()


            class Settings(BaseSettings):
                database: DatabaseSettings = DatabaseSettings()
                name: str = "aether"

                class Config:
                    env_nested_delimiter = "__"


            def get_settings():
                return Settings()
            '''),
    }, version=1, runs=(
        Run("bare"),
        Run("set", {"DATABASE__URL": "sqlite:////srv/a.db", "DATABASE__POOL__SIZE": "9", "DATABASE_URL": "wrong"}),
        Run("json", {"DATABASE": '{"url": "sqlite://"}', "DATABASE__POOL__SIZE": "9"}),
    )),

    Tree("v1_order_of_sources", {
        "config/settings.py": text('''
            from pydantic import BaseSettings


            class Settings(BaseSettings):
                url: str = "http://localhost:1234/v1"
                model: str = "local"

                class Config:
                    env_prefix = "LLM_"

                    @classmethod
                    def customise_sources(cls, init_settings, env_settings, file_secret_settings):
                        return env_settings, init_settings


            def get_settings():
                return Settings(url="http://code:1/v1")
            '''),
    }, version=1, runs=(Run("bare"), Run("set", {"LLM_URL": "http://environment:1/v1"}))),

    Tree("v1_inside_the_second", {
        "config/settings.py": text('''
            from pydantic.v1 import BaseModel, BaseSettings, Field


            class LLMSettings(BaseSettings):
                url: str = Field("http://localhost:1234/v1", env="OPENAI_BASE_URL")
                model: str = "local"

                class Config:
                    env_prefix = "LLM_"


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)


            def get_settings():
                return Settings()
            '''),
    }, version=2, runs=(
        Run("bare"),
        Run("set", {"OPENAI_BASE_URL": "http://gpu:8000/v1", "LLM_URL": "http://wrong:1", "LLM_MODEL": "big"}),
    )),
]
