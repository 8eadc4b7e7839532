"""How Sphinx builds the documentation: `make docs`. Nothing is fetched from a network, and every example runs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import foederis

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

project = "foederis"
author = "the foederis developers"
copyright = author
version = release = foederis.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "_mathml",
]
templates_path = ["_templates"]
exclude_patterns = ["_build", "**/.ipynb_checkpoints"]

# Notebooks live beside the docs; they are shown as pages, executed while the pages are built.
shutil.copytree(HERE.parent / "notebooks", HERE / "notebooks", dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))

html_theme = "pydata_sphinx_theme"
html_title = "foederis"
html_static_path = ["_static"]
html_css_files = ["foederis.css"]
html_show_sourcelink = False
html_math_renderer = "mathml"
html_theme_options = {
    "navigation_with_keys": False,
    "show_prev_next": True,
    "show_nav_level": 2,
    "secondary_sidebar_items": ["page-toc"],
}

nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / "jupyter-cache")
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
# The explorer's widget needs a kernel; its pages show it as a table of what it says instead.
nb_ipywidgets_js = {}  # nothing from a network
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]

myst_enable_extensions = ["colon_fence", "dollarmath", "deflist"]
myst_heading_anchors = 3

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False
