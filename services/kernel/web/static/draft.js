/* <cite-draft name="…"> around a form: what is typed is kept in this browser at each key, and found again.

   A form shown back by the server with answers or errors is left as it is. <cite-draft-done name="…"> (after a success;
   name="*" at sign-out) forgets. Passwords, files and fields marked data-no-draft are never kept. A week at most. */

const PREFIX = "brouillon:";
const WEEK_MS = 7 * 24 * 3600 * 1000;

function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name));
    return draft && Date.now() - draft.at < WEEK_MS ? draft : null;
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    const names = name === "*" ? Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)) : [PREFIX + name];
    names.forEach((key) => localStorage.removeItem(key));
  } catch {
    /* A browser that keeps nothing has nothing to forget. */
  }
}

const NEVER = ["password", "file", "submit", "button"];

/* Of hidden fields, only what a suggestion filled is the person's own. */
function kept(field) {
  if (!field.name || NEVER.includes(field.type) || "noDraft" in field.dataset) return false;
  return field.type !== "hidden" || Boolean(field.closest("cite-suggest"));
}

class CiteDraft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.ready) return;
    this.ready = true;
    this.original = JSON.stringify(this.answers());
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("change", () => this.keep());
    const draft = read(this.getAttribute("name"));
    if (draft && !this.form.querySelector("[aria-invalid=true]")) this.restore(draft);
  }

  fields() {
    return [...this.form.elements].filter(kept);
  }

  answers() {
    return this.fields().map((field) => [
      field.name,
      field.type === "checkbox" || field.type === "radio" ? [field.value, field.checked] : field.value,
    ]);
  }

  keep() {
    const answers = this.answers();
    const name = this.getAttribute("name");
    try {
      if (JSON.stringify(answers) === this.original) forget(name);
      else localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), answers }));
    } catch {
      /* No room, or private browsing: the form works without its draft. */
    }
  }

  restore(draft) {
    if (JSON.stringify(draft.answers) === this.original) return;
    const left = [...draft.answers];
    for (const field of this.fields()) {
      const at = left.findIndex(([name, value]) => name === field.name && (!Array.isArray(value) || value[0] === field.value));
      if (at < 0) continue;
      const [[, value]] = left.splice(at, 1);
      if (Array.isArray(value)) field.checked = value[1];
      else field.value = value;
    }
    this.tell(draft.at);
  }

  tell(at) {
    const when = new Date(at).toLocaleString("fr-FR", { weekday: "long", hour: "2-digit", minute: "2-digit" });
    const box = document.createElement("div");
    box.className = "draft-found";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = `Nous avons retrouvé votre brouillon de ${when}.`;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button quiet small";
    drop.textContent = "Repartir de zéro";
    drop.addEventListener("click", () => this.startAgain(box));
    box.append(words, drop);
    this.prepend(box);
  }

  startAgain(box) {
    forget(this.getAttribute("name"));
    this.form.reset();
    box.remove();
    this.form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
}

class CiteDraftDone extends HTMLElement {
  connectedCallback() {
    forget(this.getAttribute("name"));
  }
}

/* First those that forget: a page may hold both the end of a draft and the form it was for. */
customElements.define("cite-draft-done", CiteDraftDone);
customElements.define("cite-draft", CiteDraft);
