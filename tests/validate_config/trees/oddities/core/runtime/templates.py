"""Texts around what the model is told and says."""

from functools import cache
from string import Template

import jinja2

from config import ROOT, features
from config.settings import get_settings
from utils.clock import today

PROMPTS = ROOT / "prompts"


@cache
def environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(PROMPTS), autoescape=False)


def system_message() -> str:
    settings = get_settings()
    text = (PROMPTS / settings.interpreter.system_template).read_text(encoding="utf-8")
    return Template(text).safe_substitute(name=settings.app.name, today=today())


def render_answer(content: str) -> str:
    template = get_settings().interpreter.answer_template
    if not template or features.enabled("compact_answers"):
        return content
    return environment().get_template(template).render(content=content)
