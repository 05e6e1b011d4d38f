"""Trees about code that looks as if it set something, and code that sets it in unusual ways."""

from tree import Run, Tree, text

HEAD = text('''
    import os
    import tomllib
    from pathlib import Path
    from typing import TYPE_CHECKING

    from pydantic import BaseModel, Field


    class LLMSettings(BaseModel):
        url: str = "http://localhost:1234/v1"
        model: str = "local"
        timeout: int = 30


    class Settings(BaseModel):
        debug: bool = False
        name: str = "aether"
        llm: LLMSettings = Field(default_factory=LLMSettings)


    ''')

SET = {"LLM_URL": "http://gpu:8000/v1", "LLM_MODEL": "big", "LLM_TIMEOUT": "90", "DEBUG": "1", "APP_NAME": "lab"}


def settings_module(content):
    """A settings module with the sections of HEAD, and what is done with them."""
    return HEAD + text(content)


TREES = [
    Tree("mentioned_and_never_run", {
        "config/settings.py": settings_module('''
            # LLM_URL = os.getenv("LLM_URL", "http://comment:1/v1")
            EXAMPLE = """
            settings.llm.model = os.getenv("LLM_MODEL")
            """

            if TYPE_CHECKING:
                os.environ["LLM_URL"] = "http://typing:1/v1"


            def apply_overrides(settings: Settings) -> None:
                """Would read the environment, and nobody calls it."""
                settings.llm.url = os.getenv("LLM_URL", settings.llm.url)
                settings.llm.model = os.getenv("LLM_MODEL", settings.llm.model)


            def get_settings() -> Settings:
                """Reads nothing: `os.getenv("LLM_TIMEOUT")` is only written here."""
                settings = Settings()
                if False:
                    settings.llm.timeout = int(os.environ["LLM_TIMEOUT"])
                return settings
                settings.name = os.getenv("APP_NAME", "unreachable")
            '''),
    }, runs=(Run("unset"), Run("set", SET, chain={"llm.url": [("default", None, "effective")]})),
        must_know=("llm.url", "llm.model")),

    Tree("another_instance_changed", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                draft = Settings()
                draft.llm.url = os.getenv("LLM_URL", "http://draft:1/v1")
                settings = Settings()
                llm = settings.llm.model_copy()
                llm.model = os.getenv("LLM_MODEL", "copied")
                other = settings.llm
                other.timeout = 60
                other = LLMSettings()
                other.url = "http://rebound:1/v1"
                return settings
            '''),
    }, runs=(Run("unset"), Run("set", SET))),

    Tree("early_return", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                if os.getenv("AETHER_PLAIN"):
                    return settings
                settings.llm.url = os.getenv("LLM_URL", "http://late:1/v1")
                path = Path(__file__).with_name("missing.toml")
                if not path.exists():
                    return settings
                settings.llm.model = tomllib.loads(path.read_text())["model"]
                settings.name = "never"
                return settings
            '''),
    }, runs=(Run("bare"), Run("plain", {**SET, "AETHER_PLAIN": "1"}), Run("set", SET))),

    Tree("exceptions_on_the_way", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                try:
                    settings.llm.timeout = int(os.getenv("LLM_TIMEOUT", "no number"))
                except ValueError:
                    pass
                try:
                    settings.llm.url = os.environ["LLM_URL"]
                    settings.llm.model = os.environ["NOT_SET"]
                    settings.name = "after the exception"
                except KeyError:
                    settings.debug = True
                else:
                    settings.name = "else"
                finally:
                    settings.name = settings.name + "!"
                return settings
            '''),
    }, runs=(Run("bare"), Run("set", SET), Run("all", {**SET, "NOT_SET": "is-set"}))),

    Tree("ways_to_assign", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                llm = settings.llm
                setattr(llm, "url", os.getenv("LLM_URL", "http://setattr:1/v1"))
                llm.model, llm.timeout = os.getenv("LLM_MODEL", "tuple"), 45
                settings.name = label = os.getenv("APP_NAME", "chained")
                getattr(settings, "llm").timeout = 46
                settings.__dict__.update(debug=label != "chained")
                return settings
            '''),
    }, runs=(Run("bare"), Run("set", SET))),

    Tree("sections_replaced", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                settings.llm.model = "lost with its section"
                settings.llm = LLMSettings(url=os.getenv("LLM_URL", "http://replaced:1/v1"))
                settings.name = "kept"
                return settings
            '''),
    }, runs=(Run("bare"), Run("set", SET)), must_know=("llm.url", "name", "debug")),

    Tree("overlay_of_the_module", {
        "config/settings.py": settings_module('''
            settings = Settings()
            settings.llm.url = os.getenv("LLM_URL", settings.llm.url)
            if os.getenv("DEBUG") == "1":
                settings.debug = True

            table = {"name": "from a table"}
            for key in table:
                setattr(settings, key, table[key])


            def get_settings() -> Settings:
                return settings
            '''),
    }, runs=(Run("bare"), Run("set", SET))),

    Tree("names_of_variables_have_a_case", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                settings = Settings()
                settings.llm.url = os.getenv("llm_url", settings.llm.url)
                settings.llm.model = os.environ.get("LLM_MODEL", settings.llm.model)
                return settings
            '''),
    }, runs=(Run("upper", SET), Run("lower", {"llm_url": "http://lower:1/v1", "llm_model": "lower"})),
        must_know=("*",)),

    Tree("defined_twice", {
        "config/settings.py": text('''
            from pydantic import BaseModel


            class LLMSettings(BaseModel):
                url: str = "http://first:1/v1"
                model: str = "first"


            class LLMSettings(BaseModel):  # noqa: F811
                url: str = "http://second:1/v1"
                timeout: int = 1
                timeout: int = 2


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()


            def get_settings():
                return Settings(llm=LLMSettings(url="http://first-function:1/v1"))


            def get_settings():  # noqa: F811
                return Settings()
            '''),
    }),

    Tree("mixins", {
        "config/__init__.py": "",
        "config/defaults.py": "TIMEOUT = 12\nMODEL = 'starred'\n__all__ = ['TIMEOUT', 'MODEL']\n",
        "config/settings.py": text('''
            from typing import List, Optional

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict

            from config.defaults import *


            class LLMMixin(BaseModel):
                url: str = "http://llm:1/v1"
                timeout: int = TIMEOUT
                model: str = MODEL


            class ServiceMixin(BaseModel):
                url: str = "http://service:1"
                retries: int = 2


            class Settings(LLMMixin, ServiceMixin, BaseSettings):
                model_config = SettingsConfigDict(env_prefix="AETHER_")
                retries: int = 4


            def get_settings():
                return Settings()
            '''),
    }, runs=(Run("bare"), Run("set", {"AETHER_URL": "http://gpu:8000/v1", "AETHER_RETRIES": "9"})),
        must_know=("url", "retries")),

    Tree("collections_of_models", {
        "config/settings.py": text('''
            from typing import Dict, List, Optional

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Provider(BaseModel):
                name: str
                url: str = "http://localhost:1"
                priority: int = 5


            class TracingSettings(BaseModel):
                endpoint: str = "http://localhost:4317"
                ratio: float = 0.1


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_nested_delimiter="__")
                providers: List[Provider] = [Provider(name="local"), Provider(name="remote", priority=1)]
                by_name: Dict[str, Provider] = {"local": Provider(name="local")}
                tracing: Optional[TracingSettings] = None


            def get_settings():
                return Settings()
            '''),
    }, runs=(
        Run("bare"),
        Run("set", {"PROVIDERS": '[{"name": "x"}]', "TRACING__RATIO": "0.5",
                    "BY_NAME__REMOTE": '{"name": "remote", "priority": 9}'}),
    )),

    Tree("values_of_the_machine", {
        "config/settings.py": text('''
            import os
            import platform
            import socket
            import sys
            from pathlib import Path

            from pydantic import BaseModel, Field


            class Settings(BaseModel):
                workers: int = (os.cpu_count() or 1) * 2
                host: str = socket.gethostname()
                system: str = platform.system()
                python: str = f"{sys.version_info.major}.{sys.version_info.minor}"
                home: Path = Path.home() / ".aether"
                here: Path = Path.cwd()
                root: Path = Path(__file__).resolve().parent.parent
                data: Path = Field(default_factory=lambda: Path.cwd() / "data")
                has_git: bool = Path(".git").exists()
                expanded: str = os.path.expanduser("~/cache")
                port: int = 5002


            settings = Settings()
            '''),
    }, entry="config.settings:settings", must_know=("port",)),

    Tree("values_by_the_directory", {
        "config/settings.py": settings_module('''
            ROOT = Path(__file__).resolve().parent.parent


            def get_settings() -> Settings:
                settings = Settings()
                if (ROOT / "debug.flag").exists():
                    settings.debug = True
                if os.path.isdir("profiles"):
                    settings.name = sorted(os.listdir("profiles"))[0]
                token = Path("secrets/url")
                settings.llm.url = token.read_text().strip() if token.is_file() else settings.llm.url
                return settings
            '''),
        "debug.flag": "",
        "profiles/b": "",
        "profiles/a": "",
        "secrets/url": "http://from-a-file:1/v1\n",
    }, must_know=("llm.model",)),

    Tree("shapes_of_toml", {
        "config/settings.py": settings_module('''
            def get_settings() -> Settings:
                with open(Path(__file__).with_name("shapes.toml"), "rb") as file:
                    data = tomllib.load(file)
                settings = Settings()
                settings.llm.url = data["llm"]["url"]
                settings.llm.model = data["inline"]["model"]
                settings.llm.timeout = data["servers"][1]["timeout"]
                settings.name = data["a.b"]["long name"]
                return settings
            '''),
        "config/shapes.toml": text('''
            llm.url = 'http://dotted:1\\v1'
            inline = { model = "inline", other = [1, 2] }

            ["a.b"]
            "long name" = """
            two \\
            lines"""

            [[servers]]
            timeout = 1

            [[servers]]
            timeout = 0x1F
            '''),
    }, must_know=("llm.url", "llm.model", "debug")),

    Tree("arguments_through_functions", {
        "config/settings.py": settings_module('''
            def build(url: str, *, model: str = "argument", **rest) -> Settings:
                return Settings(llm=LLMSettings(url=url, model=model, **rest), name=rest.get("name", "no name"))


            def overridden(**changes):
                return {"url": "http://base:1/v1", **changes}


            def get_settings(environment: str | None = None) -> Settings:
                environment = environment or os.getenv("AETHER_ENV", "development")
                options = overridden(timeout=5) if environment == "development" else overridden(url="http://p:1/v1")
                return build(**options)
            '''),
    }, runs=(Run("development"), Run("production", {"AETHER_ENV": "production"}))),

    Tree("dependency_injection", {
        "config/settings.py": settings_module('''
            class Container:
                """Builds what the routes ask for."""

                def __init__(self) -> None:
                    self._settings: Settings | None = None

                @property
                def settings(self) -> Settings:
                    if self._settings is None:
                        self._settings = Settings(name=os.getenv("APP_NAME", "container"))
                    return self._settings


            container = Container()


            def get_settings() -> Settings:
                return container.settings
            '''),
    }, runs=(Run("bare"), Run("set", SET))),

    Tree("context_managers", {
        "config/settings.py": settings_module('''
            from contextlib import contextmanager


            @contextmanager
            def override(settings: Settings, **values):
                """Changes settings for a while, as tests do."""
                before = {key: getattr(settings, key) for key in values}
                for key, value in values.items():
                    setattr(settings, key, value)
                try:
                    yield settings
                finally:
                    for key, value in before.items():
                        setattr(settings, key, value)


            def get_settings() -> Settings:
                settings = Settings()
                with override(settings, name="for a while"):
                    settings.llm.model = settings.name
                return settings
            '''),
    }),
]
