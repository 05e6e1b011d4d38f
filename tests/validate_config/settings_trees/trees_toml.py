"""Trees about TOML files: how they are found, and how their values reach the settings."""

from tree import Run, Tree, text

MODELS = text('''
    [MODELS]
    primary_chat_model = "qwen2.5-32b"
    vision_model = "llava"
    context_window = 32768
    temperature = 0.2

    [PROVIDERS]
    lm_studio_url = "http://lm-studio:1234/v1"
    perplexica_url = "http://perplexica:3000"
    openai_api_key = "${OPENAI_API_KEY}"

    [PROVIDER_PREFERENCES]
    chat = ["lm_studio", "openai"]
    ''')

SECTIONS = text('''
    debug = true

    [llm]
    url = "http://toml:1/v1"
    timeout = 90

    [server]
    port = 8080
    ''')

HEAD = text('''
    import os
    import tomllib
    from functools import lru_cache
    from pathlib import Path

    from pydantic import BaseModel, Field


    class LLMSettings(BaseModel):
        url: str = "http://localhost:1234/v1"
        model: str = "local"
        timeout: int = 30


    class ServerSettings(BaseModel):
        host: str = "127.0.0.1"
        port: int = 5002


    class Settings(BaseModel):
        debug: bool = False
        llm: LLMSettings = Field(default_factory=LLMSettings)
        server: ServerSettings = Field(default_factory=ServerSettings)


    ''')


def settings_module(content):
    """A settings module with the sections of HEAD, and what is done with them."""
    return HEAD + text(content)


def located(expression, before=""):
    """A settings module that reads the TOML file an expression names, and takes one value."""
    return settings_module(f'''
        {before}CONFIG_FILE = {expression}


        def get_settings():
            settings = Settings()
            with open(CONFIG_FILE, "rb") as file:
                data = tomllib.load(file)
            settings.llm.url = data.get("llm", {{}}).get("url", settings.llm.url)
            settings.server.port = data["server"]["port"]
            return settings
        ''')


TREES = [
    Tree("get_chains", {
        "config/settings.py": settings_module('''
            MODEL_TABLE = Path(__file__).parent / "models_config.toml"


            def read_model_table() -> dict:
                if not MODEL_TABLE.exists():
                    return {}
                with open(MODEL_TABLE, "rb") as file:
                    return tomllib.load(file)


            @lru_cache(maxsize=1)
            def get_settings() -> Settings:
                settings = Settings()
                table = read_model_table()
                models = table.get("MODELS", {})
                providers = table.get("PROVIDERS", {})
                llm = settings.llm
                llm.model = os.getenv("LLM_MODEL", models.get("primary_chat_model", llm.model))
                llm.url = os.getenv("LLM_URL", providers.get("lm_studio_url", llm.url))
                llm.timeout = models.get("timeout", llm.timeout)
                return settings
            '''),
        "config/models_config.toml": MODELS,
    }, runs=(
        Run("toml_wins", chain={"llm.url": [("environment", "LLM_URL", "unset"),
                                            ("file", "lm_studio_url", "effective"),
                                            ("default", None, "overridden")]}),
        Run("environment_wins", {"LLM_URL": "http://gpu:8000/v1", "LLM_TIMEOUT": "1"},
            chain={"llm.url": [("environment", "LLM_URL", "effective"), ("file", "lm_studio_url", "overridden"),
                               ("default", None, "overridden")]}),
    ), must_know=("*",)),

    Tree("get_chains_without_a_file", {
        "config/settings.py": settings_module('''
            MODEL_TABLE = Path(__file__).parent / "models_config.toml"


            def get_settings() -> Settings:
                settings = Settings()
                table = {}
                if MODEL_TABLE.is_file():
                    table = tomllib.loads(MODEL_TABLE.read_text())
                settings.llm.url = table.get("PROVIDERS", {}).get("lm_studio_url", "http://no-file:1/v1")
                settings.llm.model = table.get("MODELS", {}).get("primary_chat_model", settings.llm.model)
                return settings
            '''),
        "config/models.toml": MODELS,
        "models_config.toml": MODELS,
    }, must_know=("llm.url", "llm.model")),

    Tree("subscript_chains", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                with open(os.path.join(os.path.dirname(__file__), "models.toml"), "rb") as handle:
                    config = tomllib.load(handle)
                settings.llm.model = config["MODELS"]["primary_chat_model"]
                settings.llm.url = config["PROVIDERS"]["lm_studio_url"]
                if "timeout" in config["MODELS"]:
                    settings.llm.timeout = config["MODELS"]["timeout"]
                first = config["PROVIDER_PREFERENCES"]["chat"][0]
                settings.server.host = config["PROVIDERS"][f"{first}_url"]
                return settings
            '''),
        "config/models.toml": MODELS,
    }, runs=(Run("bare", chain={"llm.model": [("file", "primary_chat_model", "effective"),
                                              ("default", None, "overridden")]}),),
        must_know=("llm.model", "llm.url", "server.port")),

    Tree("section_by_section", {
        "config/settings.py": settings_module('''
            def load_toml(path: Path) -> dict:
                try:
                    with path.open("rb") as file:
                        return tomllib.load(file)
                except FileNotFoundError:
                    return {}


            def get_settings() -> Settings:
                data = load_toml(Path(__file__).parent / "aether.toml")
                llm = data.get("llm", {})
                server = data.get("server", {})
                return Settings(
                    debug=data.get("debug", False),
                    llm=LLMSettings(url=llm.get("url", "http://keyword:1/v1"), model=llm.get("model", "keyword")),
                    server=ServerSettings(host=os.getenv("SERVER_HOST", server.get("host", "0.0.0.0")),
                                          port=int(os.getenv("SERVER_PORT", server.get("port", 80)))),
                )
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(
        Run("bare", chain={"llm.url": [("file", "url", "effective")]}),
        Run("set", {"SERVER_HOST": "10.0.0.1", "SERVER_PORT": "81", "LLM_URL": "http://wrong:1"}),
    ), must_know=("llm.url", "llm.model", "llm.timeout", "server.host", "debug")),

    Tree("section_by_section_without_a_file", {
        "config/settings.py": settings_module('''
            def load_toml(path):
                try:
                    return tomllib.loads(Path(path).read_text(encoding="utf-8"))
                except (OSError, tomllib.TOMLDecodeError):
                    return {}


            def get_settings() -> Settings:
                data = load_toml("config/aether.toml")
                settings = Settings()
                settings.debug = data.get("debug", settings.debug)
                settings.llm.url = data.get("llm", {}).get("url", settings.llm.url)
                return settings
            '''),
        "aether.toml": SECTIONS,
    }, must_know=("llm.model", "llm.timeout", "server.host", "server.port")),

    Tree("whole_table_as_keywords", {
        "config/settings.py": settings_module('''
            CONFIG = Path(__file__).resolve().parent / "aether.toml"


            def get_settings() -> Settings:
                data = tomllib.loads(CONFIG.read_text())
                return Settings(**data)
            '''),
        "config/aether.toml": SECTIONS + "\n[unknown]\nkey = 1\n",
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://wrong:1", "DEBUG": "false"}))),

    Tree("table_of_a_section_as_keywords", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                with open("config/aether.toml", "rb") as file:
                    data = tomllib.load(file)
                return Settings(llm=LLMSettings(**data["llm"]), server=data.get("server", {}))
            '''),
        "config/aether.toml": SECTIONS,
    }),

    Tree("table_beats_the_environment", {
        "config/settings.py": text('''
            import tomllib
            from pathlib import Path

            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_", extra="ignore")
                debug: bool = False
                name: str = "aether"
                llm: LLMSettings = LLMSettings()


            def get_settings() -> Settings:
                data = tomllib.loads((Path(__file__).parent / "aether.toml").read_text())
                return Settings(**data)
            '''),
        "config/aether.toml": SECTIONS.replace("timeout = 90\n", ""),
    }, runs=(
        Run("bare"),
        Run("set", {"AETHER_DEBUG": "false", "AETHER_NAME": "lab", "LLM_URL": "http://environment:1/v1",
                    "LLM_MODEL": "environment"}),
    )),

    Tree("setattr_loops", {
        "config/settings.py": settings_module('''
            def overlay(model: BaseModel, values: dict) -> None:
                for key, value in values.items():
                    if not hasattr(model, key):
                        continue
                    if isinstance(value, dict):
                        overlay(getattr(model, key), value)
                    else:
                        setattr(model, key, value)


            def get_settings() -> Settings:
                settings = Settings()
                with open(Path(__file__).parent / "aether.toml", "rb") as file:
                    overlay(settings, tomllib.load(file))
                return settings
            '''),
        "config/aether.toml": SECTIONS,
    }),

    Tree("setattr_loop_of_a_section", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                with open(Path(__file__).parent / "aether.toml", "rb") as file:
                    data = tomllib.load(file)
                for key, value in data.get("llm", {}).items():
                    setattr(settings.llm, key, value)
                settings.debug = data.get("debug", settings.debug)
                return settings
            '''),
        "config/aether.toml": SECTIONS,
    }, must_know=("debug", "server.host")),

    Tree("merged_dictionaries", {
        "config/settings.py": settings_module('''
            DEFAULTS = {"debug": False, "llm": {"model": "from-defaults"}, "server": {"port": 1}}


            def get_settings() -> Settings:
                data = dict(DEFAULTS)
                with open(Path(__file__).parent / "aether.toml", "rb") as file:
                    data.update(tomllib.load(file))
                data = {**data, "debug": os.getenv("DEBUG", "no")}
                return Settings.model_validate(data)
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(Run("bare"), Run("set", {"DEBUG": "yes"}))),

    Tree("model_copy_of_a_table", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                data = tomllib.loads(Path("config/aether.toml").read_text())
                llm = settings.llm.model_copy(update=data["llm"])
                return settings.model_copy(update={"llm": llm, "debug": data.get("debug")})
            '''),
        "config/aether.toml": SECTIONS,
    }),

    Tree("path_by_parent", {
        "config/settings.py": located('Path(__file__).parent / "aether.toml"'),
        "config/aether.toml": SECTIONS,
    }, must_know=("llm.url", "llm.model", "server.port", "debug")),

    Tree("path_by_os_path_join", {
        "config/settings.py": located('os.path.join(os.path.dirname(os.path.abspath(__file__)), "aether.toml")'),
        "config/aether.toml": SECTIONS,
        "aether.toml": SECTIONS.replace("8080", "1"),
    }, must_know=("llm.url", "server.port")),

    Tree("path_by_root", {
        "config/settings.py": located('ROOT / "deploy" / NAME', 'ROOT = Path(__file__).resolve().parents[1]\n        '
                                      'NAME = "aether.toml"\n        '),
        "deploy/aether.toml": SECTIONS,
        "config/aether.toml": SECTIONS.replace("8080", "1"),
    }),

    Tree("path_of_the_current_directory", {
        "config/settings.py": located('"config/aether.toml"'),
        "config/aether.toml": SECTIONS,
    }, must_know=("llm.url", "server.port")),

    Tree("path_by_a_variable", {
        "config/settings.py": located('os.getenv("AETHER_CONFIG", "config/aether.toml")'),
        "config/aether.toml": SECTIONS,
        "deploy/production.toml": SECTIONS.replace("8080", "80").replace("//toml", "//production"),
    }, runs=(Run("bare"), Run("elsewhere", {"AETHER_CONFIG": "deploy/production.toml"}))),

    Tree("path_by_environment_name", {
        "config/settings.py": located('Path(__file__).parent / f"{ENVIRONMENT}.toml"',
                                      'ENVIRONMENT = os.environ.get("AETHER_ENV", "development")\n        '),
        "config/development.toml": SECTIONS,
        "config/production.toml": SECTIONS.replace("8080", "80"),
    }, runs=(Run("development"), Run("production", {"AETHER_ENV": "production"}))),

    Tree("the_first_file_that_is_there", {
        "config/settings.py": settings_module('''
            CANDIDATES = [Path("config/models_config.toml"), Path("config/models.toml")]


            def get_settings():
                settings = Settings()
                for path in CANDIDATES:
                    if path.exists():
                        settings.llm.url = tomllib.loads(path.read_text())["PROVIDERS"]["lm_studio_url"]
                        break
                return settings
            '''),
        "config/models.toml": MODELS,
    }),

    Tree("environment_after_the_table", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                path = Path(__file__).parent / "aether.toml"
                if path.exists():
                    with path.open("rb") as file:
                        data = tomllib.load(file)
                    if "llm" in data:
                        settings.llm.url = data["llm"].get("url", settings.llm.url)
                        settings.llm.model = data["llm"].get("model", settings.llm.model)
                    if "server" in data and "port" in data["server"]:
                        settings.server.port = data["server"]["port"]
                if os.getenv("LLM_URL"):
                    settings.llm.url = os.environ["LLM_URL"]
                if os.getenv("SERVER_PORT"):
                    settings.server.port = int(os.environ["SERVER_PORT"])
                return settings
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(
        Run("bare", chain={"llm.url": [("file", "url", "effective"), ("default", None, "overridden")]}),
        Run("set", {"LLM_URL": "http://gpu:8000/v1", "SERVER_PORT": "80"},
            chain={"llm.url": [("environment", "LLM_URL", "effective"), ("file", "url", "overridden")]}),
    ), must_know=("llm.url", "llm.model")),

    Tree("table_after_the_environment", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                settings.llm.url = os.getenv("LLM_URL", settings.llm.url)
                settings.llm.model = os.getenv("LLM_MODEL", settings.llm.model)
                with open(Path(__file__).parent / "aether.toml", "rb") as file:
                    data = tomllib.load(file)
                settings.llm.url = data["llm"]["url"]
                settings.llm.model = data["llm"].get("model", settings.llm.model)
                return settings
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(
        Run("bare"),
        Run("the_table_wins", {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big"},
            chain={"llm.url": [("file", "url", "effective"), ("environment", "LLM_URL", "overridden")]}),
    ), must_know=("llm.url", "llm.model")),

    Tree("table_for_unset_values_only", {
        "config/settings.py": text('''
            import tomllib

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
                table = tomllib.load(open("config/aether.toml", "rb"))["llm"]
                if "url" not in settings.llm.model_fields_set:
                    settings.llm.url = table["url"]
                return settings
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://gpu:8000/v1"})), must_know=("llm.model",)),

    Tree("table_read_and_dropped", {
        "config/settings.py": settings_module('''
            MODEL_TABLE = Path(__file__).parent / "models_config.toml"


            def load_models() -> dict:
                with open(MODEL_TABLE, "rb") as file:
                    return tomllib.load(file)


            def get_settings() -> Settings:
                models = load_models()
                providers = models.get("PROVIDERS", {})
                url = providers.get("lm_studio_url")
                print(f"known providers: {len(providers)}, {url}")
                return Settings()
            '''),
        "config/models_config.toml": MODELS,
    }, runs=(Run("bare", chain={"llm.url": [("default", None, "effective")]}),), must_know=("*",)),

    Tree("toml_source", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict, TomlConfigSettingsSource


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                timeout: int = 30
                model: str = "local"


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(toml_file="config/aether.toml", env_nested_delimiter="__",
                                                  extra="ignore")
                debug: bool = False
                llm: LLMSettings = LLMSettings()

                @classmethod
                def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings,
                                               file_secret_settings):
                    return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


            def get_settings():
                return Settings()
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(Run("bare"), Run("set", {"DEBUG": "false", "LLM__URL": "http://gpu:8000/v1"}))),

    Tree("toml_file_without_its_source", {
        "config/settings.py": text('''
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(toml_file="config/aether.toml", extra="ignore")
                debug: bool = False
                name: str = "aether"


            def get_settings():
                return Settings()
            '''),
        "config/aether.toml": SECTIONS,
    }, runs=(Run("nobody_reads_it", chain={"debug": [("default", None, "effective")]}),), must_know=("*",)),

    Tree("toml_package", {
        "config/settings.py": text('''
            import os

            import toml
            from pydantic import BaseModel

            CONFIG = toml.load(os.path.join(os.path.dirname(__file__), "aether.toml"))


            class Settings(BaseModel):
                url: str = CONFIG["llm"]["url"]
                model: str = CONFIG.get("llm", {}).get("model", "local")
                port: int = CONFIG["server"].get("port", 5002)


            settings = Settings()
            '''),
        "config/aether.toml": SECTIONS,
    }, packages=("toml",), entry="config.settings:settings", must_know=("url", "model", "port")),

    Tree("guarded_tomllib", {
        "config/settings.py": text('''
            try:
                import tomllib
            except ModuleNotFoundError:
                import tomli as tomllib

            from pathlib import Path

            from pydantic import BaseModel, Field

            HERE = Path(__file__).parent


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)


            def get_settings():
                settings = Settings()
                data = tomllib.loads((HERE / "aether.toml").read_text(encoding="utf-8"))
                settings.llm.url = data["llm"]["url"]
                return settings
            '''),
        "config/aether.toml": SECTIONS,
    }, must_know=("llm.url",)),

    Tree("references_are_not_expanded", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                data = tomllib.loads((Path(__file__).parent / "models.toml").read_text())
                settings.llm.model = data["PROVIDERS"]["openai_api_key"]
                return settings
            '''),
        "config/models.toml": MODELS,
    }, runs=(Run("bare"), Run("set", {"OPENAI_API_KEY": "sk-real"})), must_know=("llm.model",)),

    Tree("references_are_expanded", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                content = os.path.expandvars((Path(__file__).parent / "models.toml").read_text())
                settings.llm.model = tomllib.loads(content)["PROVIDERS"]["openai_api_key"]
                return settings
            '''),
        "config/models.toml": MODELS,
    }, runs=(Run("bare"), Run("set", {"OPENAI_API_KEY": "sk-real"}))),

    Tree("keys_that_are_not_there", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                with open(Path(__file__).parent / "models_config.toml", "rb") as file:
                    table = tomllib.load(file)
                settings.llm.url = table.get("PROVIDER", {}).get("lm_studio_url", settings.llm.url)
                settings.llm.model = table.get("MODELS", {}).get("primary_model", "no-such-key")
                settings.llm.timeout = table.get("llm", {"timeout": 5}).get("timeout")
                settings.server.host = table["PROVIDERS"].get("host") or "10.0.0.1"
                return settings
            '''),
        "config/models_config.toml": MODELS,
    }, must_know=("llm.url", "llm.model")),

    Tree("preferred_provider", {
        "config/settings.py": settings_module('''
            def provider_url(table: dict, kind: str, fallback: str) -> str:
                providers = table.get("PROVIDERS", {})
                for name in table.get("PROVIDER_PREFERENCES", {}).get(kind, []):
                    url = providers.get(f"{name}_url")
                    if url:
                        return url
                return fallback


            def get_settings() -> Settings:
                settings = Settings()
                with open(Path(__file__).parent / "models_config.toml", "rb") as file:
                    table = tomllib.load(file)
                settings.llm.url = provider_url(table, "chat", settings.llm.url)
                settings.server.host = provider_url(table, "search", settings.server.host)
                return settings
            '''),
        "config/models_config.toml": MODELS,
    }),

    Tree("types_of_a_table", {
        "config/settings.py": text('''
            import tomllib
            from pathlib import Path

            from pydantic import BaseModel


            class Settings(BaseModel):
                port: int = 1
                ratio: float = 0.5
                path: Path = Path(".")
                names: list[str] = []
                table: dict = {}
                text: str = ""
                flag: bool = False


            def get_settings():
                data = tomllib.loads((Path(__file__).parent / "types.toml").read_text())
                settings = Settings(port=data["port"], ratio=data["ratio"], path=data["path"])
                settings.names = data["names"]
                settings.table = data["table"]
                settings.text = data["text"]
                settings.flag = data["flag"]
                return settings
            '''),
        "config/types.toml": text('''
            port = "8080"
            ratio = 1
            path = "/srv/a"
            names = ["a", "b"]
            text = 7
            flag = "true"

            [table]
            a = 1
            b = [1.5, true]
            '''),
    }),
]
