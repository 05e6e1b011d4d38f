"""Trees about .env files: which are read, by whom, and what beats them."""

from tree import Run, Tree, text

SIMPLE = text('''
    from pydantic_settings import BaseSettings, SettingsConfigDict


    class Settings(BaseSettings):
        model_config = SettingsConfigDict(env_file=%s, env_file_encoding="utf-8", extra="ignore")
        llm_url: str = "http://localhost:1234/v1"
        port: int = 5002
        debug: bool = False


    def get_settings() -> Settings:
        return Settings()
    ''')

GETENV = text('''
    import os
    %s

    from pydantic import BaseModel


    class Settings(BaseModel):
        llm_url: str = os.getenv("LLM_URL", "http://localhost:1234/v1")
        model: str = os.getenv("LLM_MODEL", "local")


    def get_settings():
        return Settings()
    ''')

TREES = [
    Tree("env_file", {
        "config/settings.py": SIMPLE % '".env"',
        ".env": "# local values\nLLM_URL=http://dotenv:1/v1\nPORT=81\n\nUNKNOWN_KEY=1\n",
    }, runs=(
        Run("dotenv_wins_over_defaults",
            chain={"llm_url": [("environment", "LLM_URL", "unset"), ("dotenv", "LLM_URL", "effective"),
                               ("default", None, "overridden")]}),
        Run("environment_wins_over_dotenv", {"LLM_URL": "http://environment:1/v1", "DEBUG": "true"},
            chain={"llm_url": [("environment", "LLM_URL", "effective"), ("dotenv", "LLM_URL", "overridden"),
                               ("default", None, "overridden")]}),
    ), must_know=("*",)),

    Tree("env_file_by_config_class", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings


            class LLMSettings(BaseSettings):
                url: str = "http://localhost:1234/v1"
                model: str = "local"

                class Config:
                    env_prefix = "LLM_"
                    env_file = ".env"
                    extra = "ignore"


            class Settings(BaseModel):
                llm: LLMSettings = LLMSettings()


            def get_settings():
                return Settings()
            '''),
        ".env": "LLM_URL=http://dotenv:1/v1\nMODEL=not-prefixed\nURL=not-prefixed\n",
    }, runs=(Run("bare"), Run("set", {"LLM_MODEL": "big"})), must_know=("*",)),

    Tree("env_file_missing", {
        "config/settings.py": SIMPLE % '".env"',
        ".env.example": "LLM_URL=http://example:1/v1\nPORT=1\nDEBUG=true\n",
        "config/.env": "LLM_URL=http://not-in-the-current-directory:1/v1\n",
        "deploy/.env": "PORT=2\n",
    }, runs=(Run("bare"), Run("set", {"PORT": "80"})), must_know=("*",)),

    Tree("env_files_in_a_list", {
        "config/settings.py": SIMPLE % '(".env", ".env.local", ".env.missing")',
        ".env": "LLM_URL=http://first:1/v1\nPORT=81\n",
        ".env.local": "PORT=82\n",
        ".env.production": "PORT=83\nDEBUG=true\n",
    }, runs=(
        Run("bare", chain={"port": [("dotenv", "PORT", "effective"), ("dotenv", "PORT", "overridden"),
                                    ("default", None, "overridden")]}),
        Run("set", {"PORT": "80"}),
    ), must_know=("*",)),

    Tree("env_file_beside_the_module", {
        "config/settings.py": text('''
            from pathlib import Path

            from pydantic_settings import BaseSettings, SettingsConfigDict

            BASE_DIR = Path(__file__).resolve().parent.parent


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_file=BASE_DIR / "deploy" / ".env", extra="ignore")
                llm_url: str = "http://localhost:1234/v1"
                port: int = 5002


            def get_settings():
                return Settings()
            '''),
        "deploy/.env": "LLM_URL=http://deploy:1/v1\n",
        ".env": "LLM_URL=http://wrong:1/v1\nPORT=1\n",
    }, runs=(Run("bare"), Run("set", {"LLM_URL": "http://environment:1/v1"})), must_know=("port",)),

    Tree("env_file_of_the_root_only", {
        "config/settings.py": text('''
            from functools import lru_cache

            from pydantic import Field
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"


            class SecuritySettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="SECURITY_")
                auth_enabled: bool = False


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_file=".env", extra="ignore")
                environment: str = "development"
                llm: LLMSettings = Field(default_factory=LLMSettings)
                security: SecuritySettings = Field(default_factory=SecuritySettings)


            @lru_cache
            def get_settings() -> Settings:
                return Settings()
            '''),
        ".env": "ENVIRONMENT=production\nLLM_URL=http://dotenv:1/v1\nSECURITY_AUTH_ENABLED=true\n",
    }, runs=(
        Run("sections_do_not_read_it",
            chain={"environment": [("dotenv", "ENVIRONMENT", "effective"), ("default", None, "overridden")]}),
        Run("sections_read_the_environment", {"SECURITY_AUTH_ENABLED": "true"},
            chain={"security.auth_enabled": [("environment", "SECURITY_AUTH_ENABLED", "effective")]}),
    ), must_know=("*",)),

    Tree("env_file_with_nested_delimiter", {
        "config/settings.py": text('''
            from pydantic import BaseModel
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class LLMSettings(BaseModel):
                url: str = "http://localhost:1234/v1"
                model: str = "local"


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_file=".env", env_nested_delimiter="__", env_prefix="AETHER_",
                                                  extra="ignore")
                llm: LLMSettings = LLMSettings()
                debug: bool = False


            def get_settings():
                return Settings()
            '''),
        ".env": "AETHER_LLM__URL=http://dotenv:1/v1\nLLM__MODEL=wrong\nAETHER_DEBUG=yes\n",
    }, runs=(
        Run("bare"),
        Run("merged", {"AETHER_LLM__MODEL": "big"}),
        Run("overridden", {"AETHER_LLM__URL": "http://environment:1/v1"}),
    ), must_know=("llm.url", "llm.model", "debug")),

    Tree("env_file_by_environment", {
        "config/settings.py": SIMPLE.replace("from pydantic_settings", "import os\n\nfrom pydantic_settings", 1)
        % 'f".env.{os.getenv(\'AETHER_ENV\', \'development\')}"',
        ".env": "PORT=1\n",
        ".env.development": "PORT=81\n",
        ".env.production": "PORT=82\nLLM_URL=http://production:1/v1\n",
    }, runs=(Run("development"), Run("production", {"AETHER_ENV": "production"}),
             Run("nowhere", {"AETHER_ENV": "staging"}))),

    Tree("env_file_of_the_constructor", {
        "config/settings.py": text('''
            import os

            from pydantic_settings import BaseSettings


            class Settings(BaseSettings):
                port: int = 5002
                name: str = "aether"


            def get_settings():
                if os.path.exists("deploy/production.env"):
                    return Settings(_env_file="deploy/production.env")
                return Settings()
            '''),
        "deploy/production.env": "PORT=82\n",
    }, runs=(Run("bare"), Run("set", {"PORT": "80"}))),

    Tree("load_dotenv", {
        "config/settings.py": GETENV % "\nfrom dotenv import load_dotenv\n\nload_dotenv()",
        ".env": "LLM_URL=http://dotenv:1/v1\n",
    }, packages=("dotenv",), runs=(
        Run("found", chain={"llm_url": [("dotenv", "LLM_URL", "effective"), ("default|code", None, "overridden")]}),
        Run("environment_wins", {"LLM_URL": "http://environment:1/v1", "LLM_MODEL": "big"},
            chain={"llm_url": [("environment", "LLM_URL", "effective"), ("dotenv", "LLM_URL", "overridden")]}),
        Run("empty_environment_wins_too", {"LLM_URL": ""}),
    ), must_know=("*",)),

    Tree("load_dotenv_beside_the_module", {
        "config/settings.py": GETENV % "\nimport dotenv\n\ndotenv.load_dotenv()",
        "config/.env": "LLM_URL=http://beside:1/v1\n",
        ".env": "LLM_URL=http://above:1/v1\nLLM_MODEL=above\n",
    }, packages=("dotenv",), runs=(Run("the_nearest_is_read"),)),

    Tree("load_dotenv_override", {
        "config/settings.py": GETENV % "\nfrom dotenv import load_dotenv\n\nload_dotenv(override=True)",
        ".env": "LLM_URL=http://dotenv:1/v1\n",
    }, packages=("dotenv",), runs=(
        Run("dotenv_wins", {"LLM_URL": "http://environment:1/v1", "LLM_MODEL": "big"},
            chain={"llm_url": [("dotenv", "LLM_URL", "effective"), ("environment", "LLM_URL", "overridden")]}),
    ), must_know=("*",)),

    Tree("load_dotenv_missing", {
        "config/settings.py": GETENV % "\nfrom dotenv import load_dotenv\n\nload_dotenv(\"deploy/.env\")",
        ".env": "LLM_URL=http://wrong:1/v1\n",
    }, packages=("dotenv",), runs=(Run("bare"), Run("set", {"LLM_URL": "http://environment:1/v1"})),
        must_know=("*",)),

    Tree("load_dotenv_by_path", {
        "config/settings.py": GETENV % (
            "from pathlib import Path\n\nfrom dotenv import find_dotenv, load_dotenv\n\n"
            "ROOT = Path(__file__).parent.parent\nload_dotenv(ROOT / \".env.local\")\n"
            "load_dotenv(dotenv_path=ROOT / \"config\" / \"defaults.env\")"),
        ".env.local": "LLM_URL=http://local:1/v1\n",
        "config/defaults.env": "LLM_URL=http://defaults:1/v1\nLLM_MODEL=from-defaults\n",
        ".env": "LLM_MODEL=wrong\n",
    }, packages=("dotenv",), runs=(Run("the_first_wins"), Run("set", {"LLM_MODEL": "big"}))),

    Tree("load_dotenv_found", {
        "config/settings.py": GETENV % (
            "\nfrom dotenv import find_dotenv, load_dotenv\n\nload_dotenv(find_dotenv(\".env.aether\"))"),
        ".env.aether": "LLM_URL=http://aether:1/v1\n",
        ".env": "LLM_URL=http://wrong:1/v1\n",
    }, packages=("dotenv",)),

    Tree("load_dotenv_too_late", {
        "config/settings.py": (GETENV % "\nfrom dotenv import load_dotenv").replace(
            "def get_settings():\n", "def get_settings():\n    load_dotenv()\n"),
        ".env": "LLM_URL=http://dotenv:1/v1\n",
    }, packages=("dotenv",), runs=(Run("defaults_were_taken_already"),
                                   Run("set", {"LLM_URL": "http://environment:1/v1"}))),

    Tree("load_dotenv_for_settings_classes", {
        "config/settings.py": text('''
            from dotenv import load_dotenv
            from pydantic import BaseModel, Field
            from pydantic_settings import BaseSettings, SettingsConfigDict

            load_dotenv()


            class LLMSettings(BaseSettings):
                model_config = SettingsConfigDict(env_prefix="LLM_")
                url: str = "http://localhost:1234/v1"
                timeout: int = 30


            class ServerSettings(BaseModel):
                port: int = 5002


            class Settings(BaseModel):
                llm: LLMSettings = Field(default_factory=LLMSettings)
                server: ServerSettings = Field(default_factory=ServerSettings)


            def get_settings():
                return Settings()
            '''),
        ".env": "LLM_URL=http://dotenv:1/v1\nLLM_TIMEOUT=\"45\"\nSERVER_PORT=1\nLLM_UNKNOWN=2\n",
    }, packages=("dotenv",), runs=(
        Run("bare", chain={"llm.url": [("dotenv", "LLM_URL", "effective"), ("default", None, "overridden")]}),
        Run("set", {"LLM_URL": "http://environment:1/v1"}),
    ), must_know=("*",)),

    Tree("loaded_by_the_main_module_only", {
        "config/settings.py": GETENV % "",
        "main.py": text('''
            from dotenv import load_dotenv

            load_dotenv()

            from config.settings import get_settings  # noqa: E402

            settings = get_settings()
            '''),
        ".env": "LLM_URL=http://dotenv:1/v1\n",
    }, packages=("dotenv",), entry="main:settings", runs=(
        Run("bare"), Run("set", {"LLM_URL": "http://environment:1/v1"}))),

    Tree("dotenv_as_a_dictionary", {
        "config/settings.py": text('''
            import os

            from dotenv import dotenv_values
            from pydantic import BaseModel

            config = {
                **dotenv_values(".env.shared"),
                **dotenv_values(".env.secret"),
                **os.environ,
            }


            class Settings(BaseModel):
                llm_url: str = config.get("LLM_URL", "http://localhost:1234/v1")
                api_key: str = config["API_KEY"]
                model: str = os.getenv("LLM_MODEL", "local")


            def get_settings():
                return Settings()
            '''),
        ".env.shared": "LLM_URL=http://shared:1/v1\nAPI_KEY=shared\nLLM_MODEL=not-in-the-environment\n",
        ".env.secret": "API_KEY=very-secret\n",
    }, packages=("dotenv",), runs=(Run("bare"), Run("set", {"LLM_URL": "http://environment:1/v1"})),
        must_know=("model",)),

    Tree("dotenv_syntax", {
        "config/settings.py": text('''
            from pydantic_settings import BaseSettings, SettingsConfigDict


            class Settings(BaseSettings):
                model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_prefix="S_")
                plain: str = "-"
                double: str = "-"
                single: str = "-"
                comment: str = "-"
                hash_inside: str = "-"
                spaces: str = "-"
                exported: str = "-"
                empty: str = "-"
                bare: str = "-"
                twice: str = "-"
                expanded: str = "-"
                with_default: str = "-"
                literal: str = "-"
                dollar: str = "-"
                equals: str = "-"
                origins: list[str] = []


            def get_settings():
                return Settings()
            '''),
        ".env": text('''
            # every shape of a line
            HOST=db
            S_PLAIN=http://localhost:1234/v1
            S_DOUBLE="two words\\tand a tab"
            S_SINGLE='two $words # no comment\\n'
            S_COMMENT=value # a comment
            S_HASH_INSIDE=a#b
              S_SPACES =   padded value   \x20
            export S_EXPORTED=yes
            S_EMPTY=
            S_BARE
            S_TWICE=first
            S_TWICE=second
            S_EXPANDED=http://${HOST}:5432/${MISSING}
            S_WITH_DEFAULT=${MISSING:-fallback}
            S_LITERAL='${HOST}'
            S_DOLLAR=a$HOST
            S_EQUALS=a=b=c
            S_ORIGINS=["http://a.test", "http://b.test"]
            '''),
    }, runs=(
        Run("bare"),
        Run("the_file_wins_in_its_own_references", {"HOST": "other", "MISSING": "there"}),
    ), must_know=("plain", "comment", "exported", "twice", "equals")),
]
