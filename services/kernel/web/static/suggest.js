/* <cite-suggest src="/…" into="hidden field" [multiple] [least="2"]>: proposals while one types (combobox, ARIA 1.2).

   GET src?q=words → {items: [{value, label, hint?}]}; value-key, label-key, hint-key name them otherwise. Choosing fills
   the text, and the hidden field « into » with the value; typing again empties it. With « multiple », each choice becomes a
   ticked box named « into » in ul.chosen. Without JavaScript, or when src fails, it is the plain text field that it holds. */

const PAUSE_MS = 160;
const SLOW_MS = 600;
let count = 0;

class CiteSuggest extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=text]");
    if (!this.input || this.list) return;
    count += 1;
    this.hidden_ = this.multiple ? null : this.querySelector("input[type=hidden]");
    this.chosen = this.querySelector(".chosen");
    this.makeList(`suggestions-${count}`);
    this.items = [];
    this.at = -1;
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.chosen?.addEventListener("change", (event) => this.onUntick(event));
  }

  get multiple() {
    return this.hasAttribute("multiple");
  }

  makeList(id) {
    this.list = document.createElement("ul");
    this.list.id = id;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Propositions");
    this.list.hidden = true;
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.at));
    });
    this.said = document.createElement("p");
    this.said.className = "suggest-said";
    this.said.hidden = true;
    this.append(this.list, this.said);
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
  }

  onInput() {
    if (this.hidden_) this.hidden_.value = "";
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    this.waiting = words.length >= Number(this.getAttribute("least") ?? 2);
    if (!this.waiting) {
      this.pending?.abort();
      this.close();
      this.tellUnder("");
      return;
    }
    this.timer = setTimeout(() => this.ask(words), PAUSE_MS);
  }

  async ask(words) {
    this.pending?.abort();
    const asked = (this.pending = new AbortController());
    const slow = setTimeout(() => this.pending === asked && this.tellUnder("Recherche en cours…"), SLOW_MS);
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (document.activeElement === this.input) this.show(Array.isArray(told) ? told : (told.items ?? []));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.tellUnder("Les propositions ne répondent pas. Vous pouvez garder vos mots.");
    } finally {
      clearTimeout(slow);
      if (this.pending === asked) this.waiting = false;
    }
  }

  part(item, name) {
    return item[this.getAttribute(`${name}-key`) ?? name];
  }

  show(items) {
    this.items = items;
    this.at = -1;
    this.list.replaceChildren(...items.map((item, at) => this.option(item, at)));
    const none = items.length === 0;
    this.tellUnder(none ? "Aucune proposition. Vous pouvez garder vos mots, ou en essayer d’autres." : "");
    this.open(!none);
    const told = `${items.length} proposition${items.length > 1 ? "s" : ""}`;
    if (!none) document.dispatchEvent(new CustomEvent("house:say", { detail: `${told}. Flèche du bas pour les parcourir.` }));
  }

  option(item, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.dataset.at = at;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(this.part(item, "label"));
    const hint = this.part(item, "hint");
    if (hint) {
      const small = document.createElement("small");
      small.textContent = hint;
      option.append(small);
    }
    return option;
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
    if (!yes) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.open(false);
    this.at = -1;
  }

  tellUnder(text) {
    this.said.textContent = text;
    this.said.hidden = !text;
    if (text) document.dispatchEvent(new CustomEvent("house:say", { detail: text }));
  }

  onKey(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.onArrow(event);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Enter" && this.undecided) {
      event.preventDefault();
    }
  }

  /* Proposals are shown or on their way and none was chosen: Enter would send a long form before its time.
     A search (method get) may go at once; Échap, then Enter, keeps one's own words. */
  get undecided() {
    return this.input.form?.method === "post" && (this.waiting || !this.list.hidden);
  }

  onArrow(event) {
    if (!this.items.length) return;
    event.preventDefault();
    this.open(true);
    const step = event.key === "ArrowDown" ? 1 : -1;
    const start = this.at < 0 && step < 0 ? 0 : this.at;
    this.at = (start + step + this.items.length) % this.items.length;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
    const current = this.list.children[this.at];
    this.input.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  }

  choose(at) {
    const item = this.items[at];
    const label = this.part(item, "label");
    if (this.multiple) this.add(this.part(item, "value"), label);
    else {
      this.input.value = label;
      if (this.hidden_) this.hidden_.value = this.part(item, "value");
    }
    this.close();
    this.items = [];
    document.dispatchEvent(new CustomEvent("house:say", { detail: `${label} : choisi` }));
    this.dispatchEvent(new CustomEvent("house:chosen", { detail: item, bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  add(value, label) {
    this.input.value = "";
    const name = this.getAttribute("into");
    if (this.chosen.querySelector(`input[value="${CSS.escape(value)}"]`)) return;
    const line = document.createElement("li");
    line.innerHTML = '<label class="chip"><input type="checkbox" checked><span></span></label>';
    Object.assign(line.querySelector("input"), { name, value, defaultChecked: true });
    line.querySelector("span").textContent = label;
    this.chosen.append(line);
  }

  onUntick(event) {
    if (event.target.checked) return;
    event.target.closest("li").remove();
    this.input.focus();
  }
}

customElements.define("cite-suggest", CiteSuggest);
