"use strict";
// Tasks and lines light each other up; a change is sent with the page's mark and the revision that it shows.
const body = document.body;
const all = (selector) => Array.from(document.querySelectorAll(selector));
const range = (article) => (article.dataset.lines || "").split("-").map(Number);

function light(articles, lines, target) {
  all(".lit").forEach((one) => one.classList.remove("lit"));
  [...articles, ...lines].forEach((one) => one.classList.add("lit"));
  if (target) target.scrollIntoView({ block: "center" });
}

function linesOf(article) {
  const [first, last] = range(article);
  return all("li[data-line]").filter((one) => Number(one.dataset.line) >= first && Number(one.dataset.line) <= last);
}

function showPane(name) { body.dataset.pane = name; }

function chooseArticle(article) {
  const lines = linesOf(article);
  if (!lines.length) return;
  showPane("document");
  light([article], lines, lines[0]);
}

function chooseLine(line) {
  const number = Number(line.dataset.line);
  const hit = all("article[data-lines]").filter((one) => {
    const [first, last] = range(one);
    return first <= number && number <= last;
  });
  if (!hit.length) return;
  showPane("read");
  light(hit, [line], hit.find((one) => one.matches(".task")) || hit[0]);
}

function say(text) {
  const message = document.getElementById("message");
  message.textContent = text;
  message.hidden = !text;
  if (text) message.scrollIntoView({ block: "nearest" });
}

async function change(button) {
  const article = button.closest("article");
  const input = button.parentElement.querySelector("input");
  button.disabled = true;
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Review-Mark": body.dataset.mark },
      body: JSON.stringify({
        doubt: Number(article.dataset.doubt), act: button.dataset.act,
        value: input ? input.value : "", revision: Number(body.dataset.revision),
      }),
    });
    if (answer.ok) { location.reload(); return; }
    say((await answer.json()).said || body.dataset.failed);
  } catch (error) {
    say(body.dataset.failed);
  }
  button.disabled = false;
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const show = target.closest("[data-show]");
  if (show) { showPane(show.dataset.show); return; }
  const act = target.closest("[data-act]");
  if (act) { change(act); return; }
  if (target.closest("input, label")) return;
  const line = target.closest("li[data-line]");
  if (line) { chooseLine(line); return; }
  const article = target.closest("article[data-lines]");
  if (article) chooseArticle(article);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("article.task")) chooseArticle(event.target);
});
