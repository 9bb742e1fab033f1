"""Words that would like to be more than words."""

SCRIPT = "window.hacked=1"
PAYLOADS = (
    f"<img src=x onerror={SCRIPT}>",
    f"<script>{SCRIPT}</script>",
    f"<svg/onload={SCRIPT}>",
    '"><iframe srcdoc="<script>parent.hacked=1</script>">',
    f"javascript:{SCRIPT}",
    f"<a href='javascript:{SCRIPT}'>x</a>",
    f"</textarea></template></script><script>{SCRIPT}</script>",
    f"<math><mtext><style><img src=x onerror={SCRIPT}></style></mtext></math>",
    f"<details open ontoggle={SCRIPT}><summary>x</summary></details>",
    f"${{{SCRIPT}}} {{{{{SCRIPT}}}}}",
    f"\u202e<b onmouseover={SCRIPT}>\u202c",
)
