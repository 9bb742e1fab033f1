// 易讀模式的字：句子更短、用字更簡單；沒有列出的沿用 zh-TW.js。
export default {
  subtitle: "問市政府的事", hello: "您好，想問什麼？", "hello.text": "我是電腦。我會到市政府的網站幫您找答案。",
  disclosure: "我是電腦，可能會說錯。請不要寫身分證號碼。", "disclosure.human": "現在是真人在回答。他看得到您正在打的字。",
  urgent: "有危險，請打 110 或 119。", placeholder: "請打字", reconnecting: "網路斷了。您寫的話會留著，好了就送出。",
  "working.bot": "找答案中…", "state.kept": "還沒送出", sources: "答案從這裡來（{count}）", "source.quotes": "看原來的句子（{count}）",
  "rating.why": "哪裡不好？", "menu.mail": "留話給工作人員", "menu.flag": "告訴我們哪裡壞了", "menu.find": "查辦好了沒有", "menu.words": "語言和字的大小（Language）", "menu.file": "把對話存起來",
  "menu.about": "關於這個服務", "menu.new": "重新開始", "menu.erase": "刪掉這次對話", "case.lead": "工作人員會在上班時間回您。", "report.lead": "請告訴我們哪裡有問題。我們會派人去看。",
};
