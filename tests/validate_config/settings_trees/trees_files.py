"""Trees about files beside the settings: YAML, JSON, start scripts, and those that nobody opens."""

from tree import Run, Tree, text

PRODUCTION = text('''
    # production values
    llm:
      url: http://production:8000/v1
      timeout: 120
    security:
      auth_enabled: true
      jwt_secret: ${JWT_SECRET}
    server:
      host: 0.0.0.0
      port: 80
    ''')

SETTINGS = text('''
    import os
    from pathlib import Path

    from pydantic import BaseModel, Field


    class LLMSettings(BaseModel):
        url: str = "http://localhost:1234/v1"
        timeout: int = 30


    class SecuritySettings(BaseModel):
        auth_enabled: bool = False
        jwt_secret: str = "change-me"


    class ServerSettings(BaseModel):
        host: str = "127.0.0.1"
        port: int = 5002


    class Settings(BaseModel):
        environment: str = os.getenv("AETHER_ENV", "development")
        llm: LLMSettings = Field(default_factory=LLMSettings)
        security: SecuritySettings = Field(default_factory=SecuritySettings)
        server: ServerSettings = Field(default_factory=ServerSettings)


    ''')

TREES = [
    Tree("environment_files_nobody_opens", {
        "config/settings.py": SETTINGS + text('''
            def get_settings() -> Settings:
                return Settings()
            '''),
        "config/environments/production.yaml": PRODUCTION,
        "config/environments/development.yaml": PRODUCTION.replace("true", "false").replace("80\n", "5002\n"),
    }, runs=(
        Run("bare", chain={"security.auth_enabled": [("file", "security.auth_enabled", "inert"),
                                                     ("default", None, "effective")]}),
        Run("production", {"AETHER_ENV": "production", "JWT_SECRET": "long"},
            chain={"security.auth_enabled": [("file", "security.auth_enabled", "inert"),
                                             ("default", None, "effective")],
                   "llm.url": [("file", "llm.url", "inert"), ("default", None, "effective")]}),
    ), must_know=("*",)),

    Tree("environment_file_by_name", {
        "config/settings.py": "import yaml\n" + SETTINGS + text('''
            def load_environment(name: str) -> dict:
                path = Path(__file__).parent / "environments" / f"{name}.yaml"
                if not path.exists():
                    return {}
                with open(path, encoding="utf-8") as file:
                    return yaml.safe_load(file) or {}


            def get_settings() -> Settings:
                settings = Settings()
                values = load_environment(settings.environment)
                settings.llm.url = values.get("llm", {}).get("url", settings.llm.url)
                settings.security.auth_enabled = values.get("security", {}).get("auth_enabled", False)
                settings.security.jwt_secret = values.get("security", {}).get("jwt_secret", "none")
                return settings
            '''),
        "config/environments/production.yaml": PRODUCTION,
    }, packages=("yaml",), runs=(
        Run("development"), Run("production", {"AETHER_ENV": "production", "JWT_SECRET": "long"}),
    ), must_know=("server.host", "server.port", "llm.timeout", "environment")),

    Tree("one_yaml_file", {
        "config/settings.py": "import yaml\n" + SETTINGS + text('''
            def get_settings() -> Settings:
                with open(os.path.join(os.path.dirname(__file__), "aether.yaml")) as stream:
                    config = yaml.safe_load(stream)
                settings = Settings()
                settings.llm.url = config["llm"]["url"]
                settings.llm.timeout = config.get("llm", {}).get("timeout", settings.llm.timeout)
                settings.server.host = os.getenv("SERVER_HOST", config["server"]["host"])
                return settings
            '''),
        "config/aether.yaml": PRODUCTION,
        "config/aether.yml": PRODUCTION.replace("production", "wrong"),
    }, packages=("yaml",), runs=(
        Run("bare", chain={"llm.url": [("file", "url", "effective"), ("default", None, "overridden")]}),
        Run("set", {"SERVER_HOST": "10.0.0.1"}),
    ), must_know=("llm.url", "server.host", "security.auth_enabled", "server.port")),

    Tree("yaml_words", {
        "config/settings.py": text('''
            from pathlib import Path

            import yaml
            from pydantic import BaseModel

            VALUES = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text())


            class Settings(BaseModel):
                country: object = VALUES["country"]
                enabled: object = VALUES["enabled"]
                nothing: object = VALUES["nothing"]
                number: object = VALUES["number"]
                quoted: object = VALUES["quoted"]
                items: list = VALUES["items"]


            settings = Settings()
            '''),
        "config/words.yaml": text('''
            country: no
            enabled: on
            nothing: ~
            number: 7
            quoted: "no"
            items:
              - a
              - 2
            '''),
    }, packages=("yaml",), entry="config.settings:settings"),

    Tree("yaml_as_keywords", {
        "config/settings.py": "import re\n\nimport yaml\n" + SETTINGS + text('''
            REFERENCE = re.compile(r"\\$\\{(\\w+)\\}")


            def expand(value):
                if isinstance(value, dict):
                    return {key: expand(one) for key, one in value.items()}
                if isinstance(value, str):
                    return REFERENCE.sub(lambda match: os.environ.get(match[1], ""), value)
                return value


            def get_settings() -> Settings:
                data = yaml.safe_load(Path("config/environments/production.yaml").read_text())
                return Settings(**expand(data))
            '''),
        "config/environments/production.yaml": PRODUCTION,
    }, packages=("yaml",), runs=(Run("bare"), Run("set", {"JWT_SECRET": "long-secret", "LLM_URL": "wrong"}))),

    Tree("json_file", {
        "config/settings.py": "import json\n" + SETTINGS + text('''
            CONFIG_PATH = Path(__file__).parent / "config.json"


            def get_settings() -> Settings:
                settings = Settings()
                if CONFIG_PATH.exists():
                    with open(CONFIG_PATH) as file:
                        data = json.load(file)
                    settings.llm.url = data.get("llm", {}).get("url", settings.llm.url)
                    settings.server.port = data["server"]["port"]
                return settings
            '''),
        "config/config.json": '{"llm": {"url": "http://json:1/v1"}, "server": {"port": 81, "host": "unread"}}\n',
    }, runs=(Run("bare", chain={"server.port": [("file", "port", "effective"), ("default", None, "overridden")]}),),
        must_know=("llm.url", "server.host", "server.port")),

    Tree("ini_file", {
        "config/settings.py": "import configparser\n" + SETTINGS + text('''
            def get_settings() -> Settings:
                parser = configparser.ConfigParser()
                parser.read(Path(__file__).parent / "aether.ini")
                settings = Settings()
                settings.llm.url = parser.get("llm", "url", fallback=settings.llm.url)
                settings.server.port = parser.getint("server", "port", fallback=1)
                return settings
            '''),
        "config/aether.ini": "[llm]\nurl = http://ini:1/v1\n",
    }),

    Tree("start_script", {
        "config/settings.py": SETTINGS.replace('str = "http://localhost:1234/v1"',
                                               'str = os.getenv("LLM_URL", "http://localhost:1234/v1")')
        + text('''
            def get_settings() -> Settings:
                return Settings()
            '''),
        "main.py": text('''
            import uvicorn

            from config.settings import get_settings

            if __name__ == "__main__":
                settings = get_settings()
                uvicorn.run("api.app:app", host=settings.server.host, port=settings.server.port)
            '''),
        "start.sh": text('''
            #!/bin/sh
            export SECURITY_AUTH_ENABLED=true
            export AETHER_ENVIRONMENT=production
            exec python main.py
            '''),
        "docker-compose.yml": text('''
            services:
              aether:
                build: .
                environment:
                  SERVER_PORT: "80"
                ports:
                  - "80:5002"
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1"})), must_know=("*",)),

    Tree("start_script_that_sets_what_is_read", {
        "config/settings.py": SETTINGS.replace('str = "http://localhost:1234/v1"',
                                               'str = os.getenv("LLM_URL", "http://localhost:1234/v1")')
        + text('''
            def get_settings() -> Settings:
                return Settings()
            '''),
        "start.sh": text('''
            #!/usr/bin/env bash
            export LLM_URL=http://script:1/v1
            uvicorn main:app --host 0.0.0.0 --port 8080
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1"})),
        must_know=("llm.timeout", "security.auth_enabled")),

    Tree("modules_nobody_imports", {
        "config/settings.py": SETTINGS + text('''
            def get_settings() -> Settings:
                return Settings()
            '''),
        "config/old_settings.py": text('''
            import os

            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://old:1/v1"
                timeout: int = 1


            class Settings(BaseSettings):
                llm: LLMSettings = LLMSettings()
            '''),
        "core/client.py": text('''
            import os

            from config.settings import get_settings


            def endpoint():
                return os.getenv("LLM_URL", get_settings().llm.url)
            '''),
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1", "LLM_TIMEOUT": "9"})),
        must_know=("llm.timeout", "server.host")),

    Tree("requests_are_no_settings", {
        "config/settings.py": SETTINGS + text('''
            def get_settings() -> Settings:
                return Settings()
            '''),
        "api/schemas.py": text('''
            from pydantic import BaseModel, Field


            class ChatRequest(BaseModel):
                """What a client sends; it has a model and a limit, and is no setting."""
                model: str = "local"
                max_tokens: int = Field(default=512, ge=1)


            class ChatSettings(BaseModel):
                """A part of a request."""
                temperature: float = 0.7
            '''),
        "api/routes.py": text('''
            from api.schemas import ChatRequest, ChatSettings


            def chat(request: ChatRequest, options: ChatSettings):
                return request.model, options.temperature
            '''),
    }, must_know=("llm.*", "server.*")),

    Tree("several_readers_of_one_file", {
        "config/settings.py": "import json\n" + SETTINGS + text('''
            CONFIG = Path(__file__).parent / "config.json"


            def read(*keys, default=None):
                value = json.loads(CONFIG.read_text())
                for key in keys:
                    if not isinstance(value, dict) or key not in value:
                        return default
                    value = value[key]
                return value


            def get_settings() -> Settings:
                settings = Settings()
                settings.llm.url = read("llm", "url", default=settings.llm.url)
                settings.llm.timeout = read("llm", "patience", default=settings.llm.timeout)
                return settings
            '''),
        "config/config.json": '{"llm": {"url": "http://json:1/v1", "timeout": 5}}\n',
    }),

    Tree("written_in_the_wrong_place", {
        "config/settings.py": text('''
            import os

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class CacheSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="CACHE_")
                """The prefix above, and the dictionary below, which pydantic never looks at."""
                settings_config = None if False else None
                url: str = "redis://localhost:6379/0"
                ttl: int = 300


            class QueueSettings(BaseModel):
                class Meta:
                    env_prefix = "QUEUE_"

                url: str = "redis://localhost:6379/1"


            class Settings(BaseModel):
                cache: CacheSettings = CacheSettings()
                queue: QueueSettings = QueueSettings()


            def get_settings():
                return Settings()
            ''').replace("    settings_config = None if False else None\n", ""),
    }, runs=(Run("bare"), Run("set", {"CACHE_URL": "redis://cache:6379/0", "QUEUE_URL": "redis://queue:6379/0"})),
        must_know=("*",)),
]
