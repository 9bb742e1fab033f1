// The city's page: a question asked here is brought to the chat, in this tab's storage, so that no address holds it.

const QUESTION = "askcity.ask";

function bring(question) {
  try {
    sessionStorage.setItem(QUESTION, question);
  } catch {
    // the browser keeps nothing: the chat then opens without the question
  }
  location.assign("/chat");
}

document.getElementById("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  bring(document.getElementById("question").value.trim());
});
document.addEventListener("click", (event) => {
  const question = event.target.closest("[data-ask]")?.dataset.ask;
  if (!question || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  bring(question);
});
