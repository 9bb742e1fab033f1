// What a city site includes: <script src="https://HOST/widget.js" data-site="kmfa" async></script>
// Makes a button and, when it is pressed, a frame on the bot's own host. The page learns nothing of the talk: what passes
// between the two is open, close, resize and unread, each to the other's exact origin. Settings: data-site, data-lang, data-side.
(() => {
  const script = document.currentScript;
  if (!script || document.querySelector("askcity-widget")) return;
  const home = new URL(script.src).origin;
  const { site = "", lang = document.documentElement.lang || "zh-TW", side = "right" } = script.dataset;

  const WORDS = {
    zh: ["問市府", "市政智慧客服", "（{n} 則新訊息）", "載入沒有成功，請在新分頁開啟"],
    en: ["Ask the city", "City assistant", " ({n} new)", "It did not load. Open it in a new tab"],
    ja: ["市に質問", "市政アシスタント", "（新着 {n} 件）", "読み込めませんでした。新しいタブで開く"],
    vi: ["Hỏi thành phố", "Trợ lý thành phố", " ({n} tin mới)", "Không tải được. Mở trong thẻ mới"],
    id: ["Tanya kota", "Asisten kota", " ({n} pesan baru)", "Gagal dimuat. Buka di tab baru"],
    th: ["ถามเทศบาล", "ผู้ช่วยของเมือง", " ({n} ข้อความใหม่)", "โหลดไม่สำเร็จ เปิดในแท็บใหม่"],
  };
  const [label, title, unread, failed] = WORDS[lang.slice(0, 2).toLowerCase()] ?? WORDS.zh;

  const STYLE = `
    :host { all: initial; position: fixed; z-index: 2147483000; inset: auto 20px 20px auto; color-scheme: light dark;
      font: 500 16px/1.4 system-ui, "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif; }
    :host([data-side="left"]) { inset: auto auto 20px 20px; }
    button { display: flex; align-items: center; gap: 9px; min-height: 54px; padding: 0 20px 0 17px; border: 0; border-radius: 27px;
      background: #0a5f63; color: #fff; font: inherit; letter-spacing: .04em; cursor: pointer;
      box-shadow: 0 2px 6px rgb(8 40 40 / .25), 0 10px 28px rgb(8 40 40 / .22); transition: transform .15s, background .15s; }
    button:hover { background: #084d50; transform: translateY(-1px); }
    button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0a5f63; }
    b { display: grid; place-items: center; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; background: #b3261e;
      font-size: 13px; box-sizing: border-box; }
    b:empty { display: none; }
    div { position: fixed; inset: auto 20px 20px auto; width: min(408px, 100vw - 40px); height: min(680px, 100vh - 40px);
      border-radius: 18px; overflow: hidden; background: Canvas; box-shadow: 0 4px 14px rgb(8 40 40 / .18), 0 24px 64px rgb(8 40 40 / .3); }
    :host([data-side="left"]) div { inset: auto auto 20px 20px; }
    div.wide { width: min(760px, 100vw - 40px); height: calc(100vh - 40px); }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    a { position: absolute; inset: auto 24px 24px; padding: 14px; border-radius: 12px; background: #0a5f63; color: #fff; text-align: center; }
    [hidden] { display: none; }
    @media (max-width: 480px), (max-height: 480px) {
      div, div.wide, :host([data-side="left"]) div { inset: 0; width: 100%; height: 100%; height: 100dvh; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { div:not([hidden]) { animation: rise .18s ease-out; } }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    @media (forced-colors: active) { button, div { border: 2px solid; } }
    @media print { :host { display: none; } }`;

  const host = document.createElement("askcity-widget");
  host.dataset.side = side;
  host.lang = lang;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // a sheet of its own needs no permission of the page's policy
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const called = (number) => `${label} – ${title}${number ? unread.replace("{n}", number) : ""}`;
  const made = (name, facts) => Object.assign(document.createElement(name), facts);
  const button = made("button", { type: "button", ariaLabel: called(0), ariaExpanded: "false", ariaHasPopup: "dialog" });
  const badge = made("b", { ariaHidden: "true" });
  const panel = made("div", { role: "dialog", ariaLabel: title, hidden: true });
  button.append(sign(), label, badge);
  root.append(button, panel);

  let frame = null;
  let answered = false;

  function sign() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    for (const [name, value] of [["viewBox", "0 0 24 24"], ["width", "24"], ["height", "24"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    const path = document.createElementNS(space, "path");
    path.setAttribute("fill", "currentColor");
    path.setAttribute("d", "M5 3h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6l-5 4.500V17H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zm2.500 6v4h2V9zm3.500-2.500V13h2V6.500zM14.500 8v5h2V8z");
    svg.append(path);
    return svg;
  }

  function load() {
    const facts = new URLSearchParams({ site, origin: location.origin, lang });
    frame = made("iframe", { src: `${home}/widget?${facts}`, title, allow: "clipboard-write", referrerPolicy: "no-referrer" });
    panel.append(frame);
    setTimeout(() => {
      if (answered) return;
      panel.append(made("a", { href: `${home}/chat`, target: "_blank", rel: "noopener", textContent: failed }));
    }, 8_000);
  }

  const tell = (type) => {
    const room = Math.min(innerWidth, innerHeight) > 480; // else the panel fills the window, see STYLE
    if (answered) frame.contentWindow.postMessage({ type, room }, home);
  };
  const remember = (open) => {
    try {
      open ? sessionStorage.setItem("askcity.open", "1") : sessionStorage.removeItem("askcity.open");
    } catch {
      // the page may keep nothing: the panel then begins shut on the next one
    }
  };

  function open(focus = true) {
    if (!frame) load();
    panel.hidden = false;
    button.hidden = true;
    button.ariaExpanded = "true";
    remember(true);
    if (focus) frame.focus();
    tell("open");
  }

  function close() {
    panel.hidden = true;
    button.hidden = false;
    button.ariaExpanded = "false";
    remember(false);
    button.focus();
    tell("close");
  }

  function count(number) {
    badge.textContent = number > 9 ? "9+" : number || "";
    button.ariaLabel = called(number);
  }

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home || !frame || source !== frame.contentWindow) return;
    if (!answered) {
      answered = true;
      root.querySelector("a")?.remove();
      if (!panel.hidden) tell("open");
    }
    if (data.type === "close") close();
    if (data.type === "resize") panel.classList.toggle("wide", data.wide === true);
    if (data.type === "unread") count(Number(data.count) || 0);
  });
  button.addEventListener("click", () => open());

  const start = () => {
    document.body.append(host);
    try {
      if (sessionStorage.getItem("askcity.open") && innerWidth > 480) open(false);
    } catch {
      // see remember
    }
  };
  document.body ? start() : addEventListener("DOMContentLoaded", start);
})();
