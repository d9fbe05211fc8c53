"""The pages of templates: what there is, and each as a form that is filled in in the browser.

A form has no address that it could be sent to, and no names that a browser would send. Scripts only
add what paper has no need of: saving to a file of the reader's own, more rows, and clearing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup, escape

from rettesnor.model.form_template import Mal, Maldel
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.pages import BY_ID, template_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.reference_resolver import law_address
from rettesnor.rendering.scripts import files_script, script, stylesheet
from rettesnor.rendering.template_words import (
    newer_heads,
    own_version,
    paper_line,
    served,
    state,
)

LIST = BY_ID["maler"]


def template_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the page of each template, and the list of them, by address."""
    templates = context.guideline.maler
    if not templates:
        return {}
    makers: dict[str, Callable[[], Page]] = {LIST.address: partial(list_page, context)}
    return makers | {
        template_address(one.id): partial(template_page, context, one) for one in templates
    }


def list_page(context: Context) -> Page:
    """Return the list of templates, each with the files that it comes as."""
    _, root = context.gettext, "../"
    title, about = _(LIST.name), _("Maler til å fylle ut i eget arbeid.")
    body = environment.render(
        "form_templates/list", context.language, root=root,
        templates=[
            (one, template_address(one.id), served(context, one),
             context.downloads.get(template_address(one.id), ()))
            for one in context.guideline.maler
        ],
    )
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(one.id, one.tittel, one.brukes_til) for one in context.guideline.maler
    ]
    return Page(
        LIST.address, "maler", title, about, body, search=tuple(search),
        head=stylesheet("overview", context.site_root(root)),
    )


def template_page(context: Context, template: Mal) -> Page:
    """Return the page of ``template``: what it is for, and the form."""
    root, url = "../../", template_address(template.id)
    headings = tuple(Heading(anchor(part), part.tittel) for part in template.deler)
    body = environment.render(
        "form_templates/page", context.language, root=root, t=template,
        guideline=context.guideline, language=context.language, templates=LIST.address,
        contents=contents(context, headings), served=served(context, template),
        newer=newer_heads(context, template), state=state(context, template),
        own=own_version(context, template),
        laws=[_law(context, one) for one in template.hjemler],
        files=context.downloads.get(url, ()), paper=paper_line(context, template), anchor=anchor,
        address=f"{context.address}{url}" if context.address else "",
    )
    about = template.brukes_til
    search = [SearchSection("", template.tittel, about)]
    search += [
        SearchSection(
            anchor(part), f"{template.tittel}: {part.tittel}",
            "\n".join(f"{one.ledetekst} {one.hjelp}".strip() for one in part.felter),
        )
        for part in template.deler
    ]
    way_out = context.site_root(root)
    return Page(
        url, "mal", template.tittel, str(about), body, headings, search=tuple(search),
        head=stylesheet("form", way_out)
        + files_script(way_out)
        + script("form", way_out, context.language),
    )


def anchor(part: Maldel) -> str:
    """Return the anchor of a part of a template."""
    return f"del-{part.id}"


def _law(context: Context, ground: Rettsgrunnlag) -> Markup:
    """Return the name of a section of a law, linked, with its heading."""
    law = context.laws.get(ground.lov)
    if law is None:  # in a preview
        return escape(f"{ground.lov} {ground.paragraf}")
    section = context.section(ground.lov, ground.paragraf)
    return environment.macro("law_name", context.language)(
        f"{law.korttittel} {ground.paragraf}", law_address(law, ground.paragraf),
        section.overskrift if section else "", "", False,
    )
