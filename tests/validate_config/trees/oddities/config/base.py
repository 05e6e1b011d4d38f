"""What all sections of the settings have in common."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Section(BaseSettings):
    """The process environment wins over what a section is made with."""

    model_config = SettingsConfigDict(extra="forbid", populate_by_name=True, env_ignore_empty=True)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
    ):
        return env_settings, init_settings
