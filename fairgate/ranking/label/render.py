"""A label in the format that is asked for."""

from __future__ import annotations

from fairgate.ranking.label.values import Label


def render(label: Label, format: str, *, width: int = 80) -> str:  # noqa: A002 - as on the command line
    """Write a label as text, markdown, json, html or adf (what Jira takes).

    Raises
    ------
    ValueError
        For another format.
    """
    # Loaded when used: the page needs jinja2.
    if format == "json":
        from fairgate.ranking.label import as_json  # noqa: PLC0415

        return as_json.write(label)
    if format == "html":
        from fairgate.ranking.label import as_html  # noqa: PLC0415

        return as_html.write(label)
    from fairgate.ranking.label.as_document import document  # noqa: PLC0415
    from fairgate.render import render as write  # noqa: PLC0415

    return write(document(label), format, width=width)
