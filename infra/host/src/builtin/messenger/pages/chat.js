// The built-in messenger in the browser: live pieces, sending without a new page, answering and
// changing in place. Everything but files works without it.
"use strict";

const chat = document.querySelector(".chat");
const scroll = document.getElementById("scroll");
const log = document.getElementById("log");
const newer = document.getElementById("newer");

const composer = () => document.getElementById("composer");
const nearEnd = () => scroll && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
const toEnd = () => { if (scroll) scroll.scrollTop = scroll.scrollHeight; };
const once = () => Date.now().toString(36) + Math.random().toString(36).slice(2);
const status = (words) => { const line = document.getElementById("status"); if (line) line.textContent = words || ""; };

// ---- live ----

function swap(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) return insert(fresh);
  keepOpen(old, fresh);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && focused.value ? `[value="${CSS.escape(focused.value)}"]` : focused && focused.getAttribute("href") ? `[href="${CSS.escape(focused.getAttribute("href"))}"]` : null;
  old.replaceWith(fresh);
  if (again) { const same = fresh.querySelector(again); if (same) same.focus(); }
}

function insert(fresh) {
  if (!log || !fresh.dataset.position) return;
  const last = log.lastElementChild;
  // A change of a message older than this stretch has no place on it.
  if (!last || Number(fresh.dataset.position) > Number(last.dataset.position)) log.append(fresh);
}

function keepOpen(old, fresh) {
  const all = (root) => [root, ...root.querySelectorAll("details")].filter((one) => one.tagName === "DETAILS");
  for (const one of all(fresh)) {
    const before = all(old).find((other) => other.id === one.id);
    if (before) one.open = before.open;
  }
}

function change(html) {
  const stick = nearEnd();
  const count = log ? log.childElementCount : 0;
  const pieces = document.createElement("template");
  pieces.innerHTML = html;
  for (const fresh of [...pieces.content.children]) swap(fresh);
  const grown = log && log.childElementCount > count;
  if (stick) toEnd(); else if (grown && newer) newer.hidden = false;
  if (grown) markRead();
}

function listen() {
  const since = chat.dataset.since ? `?since=${chat.dataset.since}` : "";
  const events = new EventSource(chat.dataset.live + since);
  events.addEventListener("change", (event) => change(event.data));
  events.addEventListener("open", () => status(""));
  events.addEventListener("error", () => {
    // Closed for good: signed out, or no longer in this room. The page itself will say which.
    if (events.readyState === EventSource.CLOSED) location.reload();
    else status(chat.dataset.lost);
  });
  addEventListener("pagehide", () => events.close());
}

let marked = 0;
function markRead() {
  const form = composer();
  if (!log || !log.lastElementChild || !form || document.visibilityState !== "visible") return;
  const position = Number(log.lastElementChild.dataset.position);
  if (position <= marked) return;
  marked = position;
  const body = new URLSearchParams({ csrf: form.elements.csrf.value, position });
  fetch(chat.dataset.read, { method: "POST", body }).catch(() => { marked = 0; });
}

// ---- sending ----

async function send(address, options) {
  try {
    const response = await fetch(address, { method: "POST", ...options });
    if (response.ok) { status(""); return true; }
    if (response.status === 413) { status(chat.dataset.large); return false; }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const words = page.getElementById("refusal");
    status(words ? words.textContent : chat.dataset.failed);
  } catch {
    status(chat.dataset.failed);
  }
  return false;
}

const script = { "x-nabat-script": "1" };

async function say(form) {
  const body = new URLSearchParams(new FormData(form));
  if (!body.get("text").trim()) return;
  // The same words sent again after a fault are the same message.
  if (!form.dataset.once || form.dataset.sent !== body.get("text")) form.dataset.once = once();
  form.dataset.sent = body.get("text");
  body.set("once", form.dataset.once);
  if (await send(form.action, { body, headers: script })) {
    delete form.dataset.once;
    plain();
    toEnd();
  }
}

async function press(form, button) {
  const body = new URLSearchParams(new FormData(form));
  body.set("answer", button.value);
  body.set("once", once());
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  button.classList.add("pressed");
  await send(form.action, { body, headers: script });
  for (const one of buttons) one.disabled = false;
  button.classList.remove("pressed");
}

async function attach(files) {
  const form = composer();
  for (const file of files) {
    if (file.size > Number(form.dataset.fileLimit)) { status(chat.dataset.large); continue; }
    const query = new URLSearchParams({ name: file.name, once: once() });
    const headers = { ...script, "x-csrf": form.elements.csrf.value, "content-type": "application/octet-stream" };
    await send(`${form.dataset.files}?${query}`, { body: file, headers });
  }
  toEnd();
}

// ---- what the field is for ----

function mode(words, of, prompt, edit, text) {
  const form = composer();
  if (!form) return;
  const stick = nearEnd();
  form.elements.prompt.value = prompt;
  form.elements.edit.value = edit;
  document.getElementById("mode").hidden = !words;
  document.getElementById("mode-words").textContent = words;
  document.getElementById("mode-of").textContent = of;
  if (text !== null) form.elements.text.value = text;
  fit(form.elements.text);
  form.elements.text.focus();
  if (stick) toEnd();
}

const plain = () => mode("", "", "", "", "");

function fit(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 200)}px`;
}

// ---- wiring ----

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "composer") { event.preventDefault(); say(form); }
  else if (form.classList.contains("press-form") && event.submitter) { event.preventDefault(); press(form, event.submitter); }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a, button");
  if (!link || !composer()) return;
  const words = composer().dataset;
  if (link.dataset.answer) { event.preventDefault(); mode(words.answering, link.dataset.quoted, link.dataset.answer, "", null); }
  else if (link.dataset.edit) { event.preventDefault(); mode(words.changing, "", "", link.dataset.edit, link.dataset.text); }
  else if (link.id === "mode-cancel") { event.preventDefault(); plain(); }
});

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "text" || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); event.target.form.requestSubmit(); }
  else if (event.key === "Escape" && !document.getElementById("mode").hidden) plain();
});

document.addEventListener("input", (event) => { if (event.target.id === "text") fit(event.target); });
document.addEventListener("change", (event) => {
  if (event.target.id === "file") { attach([...event.target.files]); event.target.value = ""; }
});
document.addEventListener("visibilitychange", markRead);

if (newer) newer.addEventListener("click", () => { toEnd(); newer.hidden = true; });
if (scroll) scroll.addEventListener("scroll", () => { if (nearEnd() && newer) newer.hidden = true; });

const clip = document.getElementById("attach");
if (clip) clip.hidden = false;
if (chat && chat.dataset.live) { toEnd(); listen(); markRead(); }
