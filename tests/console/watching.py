"""What hostile words achieve in a browser: every call, dialog, violation of the policy and foreign request is noted."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tests.hostile import HOOK

NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  noteViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);
"""
DANGEROUS = """() => {
  const found = [];
  const scripts = /^\\s*(javascript|data|vbscript|blob|file):/i;
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        const address = ["href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"].includes(name);
        if (/^on/i.test(name) || name === "srcdoc" || name === "style" && /url|expression/i.test(value) || address && scripts.test(element[name]?.baseVal ?? element[name] ?? value)) {
          found.push(`${element.localName}[${name}=${value.slice(0, 60)}]`);
        }
      }
      if (element.matches("body script, iframe, object, embed, base, body style, body meta, body link, img:not([src^='/']), video, audio, math, foreignObject, portal, marquee, applet")) {
        found.push(element.outerHTML.slice(0, 80));
      }
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return found;
}"""


@dataclass
class Achieved:
    """All that was noted; nothing of it may be there."""

    calls: int = 0
    dialogs: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)

    def look(self, page: Page) -> None:
        """Note elements that only markup could have made."""
        self.elements += page.evaluate(DANGEROUS)


def watched(context: BrowserContext, service: str) -> Achieved:
    """Watch all pages of a context from now on."""
    achieved = Achieved()

    def called(*_: object) -> None:
        achieved.calls += 1

    def violated(what: str) -> None:
        achieved.violations.append(what)

    context.expose_function(HOOK, called)
    context.expose_function("noteViolation", violated)
    context.add_init_script(NOTE_VIOLATIONS)
    context.on("dialog", lambda dialog: (achieved.dialogs.append(dialog.message), dialog.dismiss()))
    context.on("request", lambda request: _note_foreign(achieved, request.url, service))
    return achieved


def _note_foreign(achieved: Achieved, url: str, service: str) -> None:
    if not url.startswith((f"{service}/", f"{service.replace('http', 'ws', 1)}/")):
        achieved.foreign.append(url[:120])
