/* What every page does: say things to screen readers, one send per click, dialogs, quick ticks, print.
   Other modules speak to it by events on the document: « house:say » {detail: text}. Nothing here is needed to use a page. */

const SENT_FOR_MS = 8000;

function say(text) {
  const place = document.getElementById("annonces");
  if (!place || !text) return;
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}

document.addEventListener("house:say", (event) => say(event.detail));

/* Two clicks are one act: a form being sent is not sent again. Fragments send their own forms and mark them too. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("data-sent", "1");
  setTimeout(() => release(form), SENT_FOR_MS);
});

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[data-sent]").forEach((button) => button.removeAttribute("data-sent"));
}

/* A page brought back by « Précédent » can be sent again. */
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

function openDialog(button) {
  const dialog = document.getElementById(button.dataset.opens);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.addEventListener("close", () => button.focus(), { once: true });
}

function tick(button) {
  const wanted = new Set(button.dataset.ticks.split(" "));
  const boxes = document.getElementById(button.dataset.ticksIn)?.querySelectorAll("input[type=checkbox]") ?? [];
  for (const box of boxes) {
    box.checked = wanted.has(box.value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  say(`${button.textContent.trim()} : coché`);
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copies);
    say("Copié");
    button.querySelector("span").textContent = "Copié";
  } catch {
    window.prompt("Copiez ce texte :", button.dataset.copies);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens], [data-closes], [data-ticks], [data-prints], [data-copies]");
  if (!button) return;
  if ("opens" in button.dataset) openDialog(button);
  else if ("closes" in button.dataset) button.closest("dialog")?.close();
  else if ("ticks" in button.dataset) tick(button);
  else if ("prints" in button.dataset) window.print();
  else copy(button);
});

/* A form that came back with errors: its summary is read first. */
const first = document.querySelector("main [data-focus]");
first?.focus();
/* An address with a « # » takes the focus away once loaded. */
if (first && location.hash) window.addEventListener("load", () => first.focus(), { once: true });

/* Navigation wider than a phone: the page one is on is brought into view. */
const here = document.querySelector(".nav [aria-current]");
const bar = here?.closest("ul");
if (bar && bar.scrollWidth > bar.clientWidth) {
  bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

/* Filters that apply at once: <form data-sends-on-change method="get">. Its button stays for the keyboard and without JS. */
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "sendsOnChange" in form.dataset) form.requestSubmit();
});
