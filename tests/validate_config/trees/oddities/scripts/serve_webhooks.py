"""Runs the plugins that listen for webhooks, each with the variables that are its own."""

import logging

from config.settings import ROOT, get_settings
from utils.env import prefixed, provider_keys, proxies, settings_of


class Defaults:
    WEBHOOK_RETRIES = "3"
    WEBHOOK_DELAY = "5"


def main() -> None:
    extra = sorted((ROOT / "plugins").glob("*.py"))
    logging.info("files: %s", extra)
    for plugin in get_settings().app.plugins:
        given = prefixed(plugin.env_prefix) | settings_of(Defaults)
        logging.info("%s: %s of %s", plugin.name, sorted(given), sorted(proxies()))
    logging.info("providers: %s", [n for n, key in provider_keys("openai", "groq", "mistral").items() if key])


if __name__ == "__main__":
    main()
