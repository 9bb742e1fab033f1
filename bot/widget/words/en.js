// What citizens read in English; the keys are those of zh-TW.js.
export default {
  title: "City assistant", subtitle: "Answers by AI, each with its source", skip: "Skip to the question field",
  menu: "Menu", minimise: "Minimise the chat", back: "Back", shut: "Close", cancel: "Cancel", submit: "Send", optional: "optional",
  talk: "Conversation", standing: "Current status", composer: "Ask a question", question: "Your question", placeholder: "Type your question", send: "Send question", latest: "Newest message",
  disclosure: "AI answers may be wrong: please rely on the linked pages. Do not enter ID numbers, medical records or other personal data.",
  "disclosure.human": "A person is serving you and can see what you are typing. Do not enter ID numbers, medical records or other personal data.",
  reconnecting: "Connection lost, reconnecting. Unsent messages are kept and will be sent automatically.",

  hello: "Hello, what would you like to know?", "hello.text": "I search the city's own websites and show where each answer comes from. If I find nothing, I will say so.",
  examples: "Often asked", urgent: "In immediate danger call 110 (police) or 119 (fire, ambulance).", chinese: "You may ask in English. Answers are quoted from the city's pages and are in Chinese.",

  you: "You said", "speaker.bot": "City assistant", "speaker.system": "System message", "speaker.agent": "Staff", "speaker.agent.named": "Staff member {name}",
  "working.bot": "Searching the city's websites…", "working.agent": "{name} is typing…",
  told: "{who}: {text}", "told.source": "With {count} sources.", "told.choice": "There are {count} choices.",
  "state.sending": "Sending…", "state.sent": "Sent", "state.read": "Read", "state.kept": "Not sent yet; it will be sent once you are online",
  "state.closed": "Not sent: this conversation is over", "state.tooLong": "Not sent: the message is too long", "state.rejected": "Not sent: please change the message and try again",

  sources: "Sources ({count})", "sources.more": "{count} more sources", "source.number": "Source {number}", "source.open": "{title} (opens the page in a new tab)",
  "source.fetched": "Retrieved {day}", "source.quotes": "Quoted text ({count})", "source.there": "Show on the page",
  "confidence.high": "Confidence: high", "confidence.middle": "Confidence: medium, please check the source", "confidence.low": "Confidence: low, please rely on the source",
  choices: "Please choose", "choices.none": "None of these", "offer.leave_message": "Leave a message", "offer.report": "Fill in the report form",
  rating: "Was this answer helpful?", "rating.yes": "Helpful", "rating.no": "Not helpful", "rating.thanks": "Thank you for telling us", "rating.why": "What was wrong?", "rating.more": "Anything to add (optional)",
  "rating.why.wrong": "Off the point", "rating.why.old": "Out of date", "rating.why.unclear": "Hard to understand", "rating.why.partial": "Incomplete", "rating.why.other": "Other",

  "person.ask": "Talk to a person", "standing.queued": "Waiting for a staff member", "standing.next": "Waiting for a staff member: you are next", "standing.place": "Waiting for a staff member: you are number {position}",
  "standing.wait": "(about {minutes} min)", "standing.human": "A staff member is serving you", "standing.human.named": "{name} is serving you",
  "standing.cancel": "Stop waiting", "standing.leave": "Leave a message", "standing.end": "End conversation", again: "Start a new conversation",
  csat: "How satisfied are you with this service?", "csat.1": "Very unhappy", "csat.2": "Unhappy", "csat.3": "Neutral", "csat.4": "Happy", "csat.5": "Very happy",
  "csat.comment": "Anything to tell us (optional)", "csat.send": "Send rating", "csat.thanks": "Thank you, we have your rating.",

  "menu.person": "Talk to a person", "menu.mail": "Leave a message", "menu.flag": "Report a problem", "menu.find": "Look up a case", "menu.words": "Language and display", "menu.file": "Download this conversation",
  "menu.about": "About and privacy", "menu.link": "Continue my conversation from another city site", "menu.wide": "Enlarge or restore the window", "menu.new": "Start a new conversation", "menu.erase": "Erase this conversation",
  "new.lead": "The current conversation will be removed from this device and cannot be opened again. Download it first if you need it.", "new.go": "Start new",
  "erase.lead": "This conversation and the cases you left will be erased from the city's system for good.", "erase.go": "Erase for good",
  "link.found": "Your earlier conversation is here now.", "link.none": "The browser does not allow it, or there is no conversation elsewhere. You can go on here.",

  language: "Language", theme: "Appearance", "theme.auto": "As the device", "theme.light": "Light", "theme.dark": "Dark", easy: "Easy reading", "easy.text": "Larger text and more space",
  "file.lead": "The file holds all messages and sources. Please keep it safe.", "file.html": "Web page (HTML)", "file.text": "Plain text (TXT)",
  "about.ai": "Answers are made by a computer program (AI): it finds sentences on the city's websites and quotes them word for word.", "about.model": "Answers are made by a computer program (AI with a language model); every sentence is checked against the city's websites.",
  "about.sources": "Answers may be wrong or out of date. Open the source, and ask the agency about anything important.", "about.kept": "Conversations are kept for {days}, those with a case for {case_days}, then erased. You can erase yours at any time.",
  "about.days": "{days} days", "about.always": "as long as you do not erase them", "about.here": "This device keeps only the conversation's key, unsent messages and your display settings. No cookies, no third parties.",
  "about.masked": "ID numbers, phone numbers and addresses are masked before anything is stored.", "about.agents": "When a person takes over, they see the whole conversation and what you are typing.", "about.front": "About this service", "about.page": "Open the full page in a new tab",

  "case.lead": "Staff will reply in office hours. Your contact details are used for this case alone.", "case.text": "Your message", "case.name": "Your name", "case.contact": "How to reach you", "case.contact.hint": "Phone or e-mail. The last four characters let you look up your case.", "case.send": "Send message",
  "report.lead": "Tell us what needs attention. We will open a case and send somebody.", "report.what": "What happened", "report.where": "Where", "report.where.hint": "Street, house number or a landmark", "report.since": "Since when", "report.danger": "There is danger now (somebody may get hurt)", "report.contact": "How to reach you", "report.send": "Send report",
  "case.done": "We have received it", "case.number": "Case number", "case.code": "Look-up code", "case.due": "To be handled by", "case.state": "Progress", "case.updated": "Done", "case.keep": "To look it up, enter the number and the last four characters of your contact details.", "case.keep.code": "Please note the number and the code; the code is shown only once.",
  "case.state.open": "Waiting", "case.state.claimed": "In progress", "case.state.done": "Done",
  "lookup.number.hint": "For example C-1126-7K3F", "lookup.check": "Last four characters or code", "lookup.check.hint": "Of your phone number, of your e-mail before the @, or the code you were given", "lookup.send": "Look up", "lookup.done": "Result",
  "fault.missing": "Please fill in this field", "fault.short": "Too short, please complete it", "error.offline": "The service cannot be reached. Please check your network and try again. If urgent, call 1999.", "error.busy": "Too many requests. Please try again in {seconds} seconds.",
  "error.missing": "Nothing found. Please check what you entered.", "error.rejected": "That did not work. Please check your input and try again.",

  consent: "I am not sure enough. Shall I pass you on to a staff member?", "consent.yes": "Yes, please", "consent.no": "No, thank you",
  "status.clarify": "Which of these do you mean?", "status.unanswerable": "I found no answer to this on the city's websites.", "status.emergency": "This sounds urgent. Call 110 (police), 119 (fire, ambulance) or 113 (protection) now.", "status.error": "Something went wrong. Please ask again later or call 1999.", "status.partial": "I found an answer to part of your question.", "status.refused": "I cannot help with this.",
  "occasion.queued": "You are in the queue for a staff member. You can stop waiting or leave a message at any time.", "occasion.claimed": "A staff member has taken over.", "occasion.taken_over": "A staff member has joined the conversation.", "occasion.transferred": "You are being passed on. You need not repeat anything.", "occasion.agent_vanished": "The staff member was disconnected. Another one is being found; you keep your place.",
  "occasion.returned": "The staff member is done. I am at your service again.", "occasion.cancelled": "You are no longer waiting. You can go on asking here.", "occasion.timed_out": "Sorry, nobody could take over. You can leave a message.", "occasion.closed": "This service is over, thank you.", "occasion.closed_by_citizen": "You have ended this conversation. Thank you.", "occasion.still_waiting": "Sorry for the wait. You can go on waiting or leave a message.",
  "occasion.closed_hours": "Staff are not on duty now. You can leave a message, or call 1999 if urgent.", "occasion.holiday": "Staff are off today. You can leave a message, or call 1999 if urgent.", "occasion.nobody_on_duty": "No staff member is online. You can leave a message, or call 1999 if urgent.", "occasion.queue_full": "Too many people are waiting. You can leave a message, or call 1999 if urgent.", "occasion.typhoon": "During the emergency staff serve urgent matters first. You can leave a message.",
  "occasion.case_opened": "We have received your message. The case number is below.", "occasion.case_opened_with_code": "We have received your report. Its number and code are below.", "occasion.case_done": "Your case is done.", "occasion.pinned": "Verified news during the emergency:",
};
