"""The site: Sphinx with myst-nb, built by `make site` (coursekit.site lays the pages out beside this file)."""

project = "Introduction to MLOps, in labs"
author = ""
extensions = ["myst_nb"]
html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
html_last_updated_fmt = None
html_theme_options = {
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "search_bar_text": "Search the labs",
}
# notebooks are built with their outputs; here they are only shown
nb_execution_mode = "off"
nb_merge_streams = True
myst_heading_anchors = 3
# what learners open in JupyterLab (assignments, files of data) is not on the site
suppress_warnings = ["myst.xref_missing", "mystnb.unknown_mime_type", "misc.highlighting_failure"]
