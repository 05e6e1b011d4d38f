"""A profile of the interpreter."""

interpreter.system_message += """
Search with computer.perplexica_search(query="...", limit=5), and say where it comes from:
computer.perplexica_focus_modes() tells what there is. computer.browser.search("...") is for the rest.
Run what you find with computer.run_notebook("a.ipynb", timeout=10).
"""
