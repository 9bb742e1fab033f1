// What the page says, by language of the interface.

const ZH_TW = {
  sending: "傳送中…",
  sent: "已送出",
  kept: "尚未送出，連線恢復後會自動重送",
  refused: (reason) => `沒有送出：${reason}`,
  tooLong: "訊息太長，請縮短後再送一次。",
  closed: "這段對話已經結束，請開始新對話。",
  rejected: "內容無法處理，請修改後再試。",
  thinking: "正在查詢市府網站…",
  reconnecting: "連線中斷，正在重新連線。沒送出的訊息會保留並自動重送。",
  bot: "智慧客服（電腦程式）",
  system: "系統訊息",
  agent: (name) => (name ? `客服人員 ${name}` : "客服人員"),
  sources: (count) => `出處（${count}）`,
  moreSources: (count) => `其他 ${count} 個出處`,
  readOn: "看原文",
  opensAt: (title) => `看原文：${title}（在新分頁開啟）`,
  fetched: (day) => `擷取日期 ${day}`,
  confidence: { high: "把握程度：高", middle: "把握程度：中，建議再看原文確認", low: "把握程度：低，請以原文為準" },
  choices: "請選一項",
  thanks: "謝謝您的意見",
  notRated: "沒有送出，請再按一次",
  personFailed: "目前連不上服務，無法登記。急用請撥打 1999 市民專線。",
  figures: (about) =>
    `已讀 ${about.sites.toLocaleString("zh-TW")} 個市府網站、${about.pages.toLocaleString("zh-TW")} 頁`,
  updated: (day) => `，${day} 更新`,
};

export const words = ZH_TW;

/** A day as it is written in Taiwan, from an ISO time; empty where there is none. */
export function day(iso) {
  const time = new Date(iso ?? NaN);
  return Number.isNaN(time.getTime())
    ? ""
    : time.toLocaleDateString("zh-TW", { timeZone: "Asia/Taipei", year: "numeric", month: "numeric", day: "numeric" });
}
