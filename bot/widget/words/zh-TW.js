// 市民看到的字。{} 裡的是會換成實際內容的部分。
export default {
  title: "市政智慧客服", subtitle: "AI 自動回答，每個答案都附出處", skip: "跳到輸入欄",
  menu: "選單", minimise: "收起對話視窗", back: "返回", shut: "關閉", cancel: "取消", submit: "送出", optional: "選填",
  talk: "對話內容", standing: "目前狀態", composer: "輸入問題", question: "您的問題", placeholder: "請輸入您的問題", send: "送出問題", latest: "看最新訊息",
  disclosure: "AI 自動回答可能有誤，請以附上的機關網頁為準。請勿輸入身分證字號、病歷等個人資料。",
  "disclosure.human": "由真人為您服務。客服人員看得到您正在輸入的內容。請勿輸入身分證字號、病歷等個人資料。",
  reconnecting: "連線中斷，正在重新連線。還沒送出的訊息會保留，恢復後自動送出。",

  hello: "您好，想問什麼市政服務？", "hello.text": "我會到市府各機關的網站找答案，並附上原文出處；找不到依據時，會直接告訴您。",
  examples: "大家常問", urgent: "有立即危險時，請直接撥打 110（報案）或 119（火警、救護）。", chinese: "",

  you: "您說", "speaker.bot": "智慧客服", "speaker.system": "系統訊息", "speaker.agent": "客服人員", "speaker.agent.named": "客服人員 {name}",
  "working.bot": "正在查詢市府網站…", "working.agent": "{name}正在輸入…",
  told: "{who}：{text}", "told.source": "附 {count} 個出處。", "told.choice": "有 {count} 個選項。",
  "state.sending": "傳送中…", "state.sent": "已送出", "state.read": "已讀", "state.kept": "尚未送出，連線恢復後會自動送出", "state.slow": "目前較忙，{seconds} 秒後會自動送出；有立即危險請直接撥打 110 或 119",
  "state.closed": "沒有送出：這段對話已經結束", "state.tooLong": "沒有送出：訊息太長", "state.rejected": "沒有送出：內容無法處理，請修改後再試",

  sources: "出處（{count}）", "sources.more": "其他 {count} 個出處", "source.number": "出處 {number}", "source.open": "{title}（在新分頁開啟原文）",
  "source.fetched": "擷取日期 {day}", "source.quotes": "引用原文（{count} 段）", "source.there": "看這一段",
  "confidence.high": "把握程度：高", "confidence.middle": "把握程度：中，請再看原文確認", "confidence.low": "把握程度：低，請以原文為準",
  choices: "請選一項", "choices.none": "都不是", "offer.leave_message": "留言給專人", "offer.report": "填寫通報表單",
  rating: "這個答案有幫助嗎？", "rating.yes": "有幫助", "rating.no": "沒幫助", "rating.thanks": "謝謝您的意見", "rating.why": "哪裡沒有幫上忙？", "rating.more": "想補充的話（選填）",
  "rating.why.wrong": "答非所問", "rating.why.old": "資料過時", "rating.why.unclear": "看不懂", "rating.why.partial": "不完整", "rating.why.other": "其他",

  "person.ask": "找真人", "standing.queued": "正在等候真人客服", "standing.next": "等候真人客服：您是下一位", "standing.place": "等候真人客服：您是第 {position} 位",
  "standing.wait": "（大約 {minutes} 分鐘）", "standing.human": "客服人員為您服務中", "standing.human.named": "客服人員{name}為您服務中",
  "standing.cancel": "取消等候", "standing.leave": "改用留言", "standing.end": "結束對話", again: "開始新對話",
  csat: "這次的服務，您滿意嗎？", "csat.1": "很不滿意", "csat.2": "不滿意", "csat.3": "普通", "csat.4": "滿意", "csat.5": "很滿意",
  "csat.comment": "想對我們說的話（選填）", "csat.send": "送出評分", "csat.thanks": "已收到您的評分，謝謝您。",

  "menu.person": "找真人客服", "menu.mail": "留言給專人", "menu.flag": "通報問題", "menu.find": "查詢案件進度", "menu.words": "語言與顯示（Language）", "menu.file": "下載對話紀錄",
  "menu.about": "關於與隱私", "menu.link": "接續我在其他市府網站的對話", "menu.wide": "放大或還原視窗", "menu.new": "開始新對話", "menu.erase": "刪除這段對話",
  "new.lead": "目前的對話會從這台裝置移除，之後無法再打開。需要的話請先下載對話紀錄。", "new.go": "開始新對話",
  "erase.lead": "這段對話和您留下的案件會從市府的系統永久刪除，無法復原。", "erase.go": "永久刪除",
  "link.found": "已經接上您先前的對話。", "link.none": "瀏覽器不允許，或您還沒有在其他地方開始對話。您可以繼續在這裡發問。",

  language: "介面語言", theme: "外觀", "theme.auto": "跟隨裝置", "theme.light": "淺色", "theme.dark": "深色", easy: "易讀模式", "easy.text": "字放大、行距加寬、說明更簡短",
  "file.lead": "對話紀錄含您與客服的所有訊息和出處，請妥善保存。", "file.html": "網頁檔（HTML）", "file.text": "純文字檔（TXT）",
  "about.ai": "回答由電腦程式（AI）自動產生：從市府網站找出相關的句子，原文照引，不自行撰寫。", "about.model": "回答由電腦程式（AI，含語言模型）自動產生，每句話都核對過市府網站的原文。",
  "about.sources": "答案可能有誤或不是最新，請點出處看原文；重要的事請向機關確認。", "about.kept": "對話保存 {days}，有案件的保存 {case_days}，之後自動刪除。您也可以隨時自行刪除。",
  "about.days": "{days} 天", "about.always": "至您自行刪除為止", "about.here": "這台裝置只存這段對話的鑰匙、還沒送出的訊息和您的顯示設定；不使用 Cookie，不連到第三方。",
  "about.masked": "身分證字號、電話、地址這類資料，會在儲存前遮住。", "about.agents": "轉接真人時，客服人員看得到整段對話和您正在輸入的內容。", "about.front": "看看這項服務", "about.page": "在新分頁開啟完整頁面",

  "case.lead": "專人會在上班時間回覆您。聯絡方式只用在這個案件。", "case.text": "想詢問的事", "case.name": "怎麼稱呼您", "case.contact": "聯絡方式", "case.contact.hint": "電話或電子郵件。末四碼可以用來查詢進度。", "case.send": "送出留言",
  "report.lead": "請告訴我們哪裡需要處理，我們會立案派人查看。", "report.what": "發生什麼事", "report.where": "在哪裡", "report.where.hint": "路名、門牌、附近的地標都可以", "report.since": "從什麼時候開始", "report.danger": "現在有危險（例如有人可能受傷）", "report.contact": "聯絡方式", "report.send": "送出通報",
  "case.done": "已經收到了", "case.number": "案件編號", "case.code": "查詢碼", "case.due": "預計處理期限", "case.state": "進度", "case.updated": "完成時間", "case.keep": "查詢進度時，請輸入編號與聯絡方式的末四碼。", "case.keep.code": "請記下編號與查詢碼；查詢碼只顯示這一次。",
  "case.state.open": "等待處理", "case.state.claimed": "處理中", "case.state.done": "已完成",
  "lookup.number.hint": "例如 C-1126-7K3F", "lookup.check": "末四碼或查詢碼", "lookup.check.hint": "聯絡電話末四碼、電子郵件 @ 前的末四碼，或當時給您的查詢碼", "lookup.send": "查詢", "lookup.done": "查詢結果",
  "fault.missing": "請填寫這一欄", "fault.short": "太短了，請填寫完整", "error.offline": "目前連不上服務，請檢查網路後再試一次。急事請撥打 1999 市民專線。", "error.busy": "操作太頻繁，請 {seconds} 秒後再試。",
  "error.missing": "查不到，請確認輸入的內容。", "error.rejected": "沒有成功，請檢查內容後再試一次。",
  "menu.line": "到 LINE 繼續", "line.lead": "在 LINE 上把一組代碼傳給市府的帳號，這段對話就能在 LINE 繼續，電腦關掉也收得到專人的回覆。", "line.offer": "取得代碼", "line.type": "請在 LINE 把這組代碼傳給市府的帳號。不要告訴別人。", "line.until": "{time} 前有效，只能用一次。這個畫面請先開著。", "line.typed": "LINE 帳號「{name}」輸入了代碼。請在 LINE 點「我要連結」。", "line.agreed": "LINE 帳號「{name}」要和這段對話連結。這是您的帳號嗎？", "line.confirm": "是我的帳號，確認連結", "line.refuse": "不是我，作廢代碼", "line.linked": "這段對話已經和 LINE 帳號「{name}」連結。之後的訊息兩邊都看得到；在這裡問的，答案只出現在這裡。", "line.undo": "解除連結", "line.expired": "代碼已經過期或作廢，請重新取得。", "line.nameless": "未提供名稱",
};
