# Run by core/runtime/profiles.py, which gives `agent`.
agent.llm.temperature = 0.2
agent.custom_instructions = "Name your sources: computer.perplexica_search(...) gives them."
