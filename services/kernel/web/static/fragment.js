/* <cite-fragment src="…" label="…">: a piece of page of the same origin, loaded after the page.

   - What it holds at first (a link) stays until the piece is there, and always without JavaScript.
   - Inside it, forms (unless data-outside) and links marked data-inside are fetched, and their answer takes the place.
   - Answer headers: X-Changed: a, b → fragments with data-listens="a" load again; X-Refresh-After: n → this one does, in
     n seconds; X-Go-To: /x → the whole page goes there.
   - With « arriving », a piece that its service does not know yet (404) is asked for again, a few times, before it is an
     error: what was just created is heard of elsewhere a moment later.
   - Attributes: refresh-after (seconds when the header gives none), lazy (waits to be in view), filled (already holds
     its piece), keeps-address (filters are written in the address bar), data-listens. */

const HEADERS = { "X-Fragment": "1", Accept: "text/html, application/problem+json;q=0.9" };
const MOST_REFRESHES = 40;
const ARRIVES_AFTER_MS = [400, 800, 1500, 3000, 5000];

const SAID = {
  401: "Votre session est terminée. Connectez-vous de nouveau, puis recommencez.",
  403: "Votre compte ne permet pas de voir ceci.",
  404: "Ceci n’existe pas, ou plus.",
  429: "Trop de demandes à la fois. Attendez une minute, puis recommencez.",
};
const UNREACHABLE = "Cette partie ne répond pas pour le moment. Le reste de la page fonctionne.";
const NOT_SENT = "Rien n’a été envoyé : la connexion ne répond pas. Ce que vous avez écrit est toujours là.";

class CiteFragment extends HTMLElement {
  connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.refreshes = 0;
    this.tries = 0;
    this.fallback = this.innerHTML;
    this.addEventListener("submit", (event) => this.onSubmit(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.onChanged = (event) => this.whenChanged(event);
    document.addEventListener("house:changed", this.onChanged);
    if (this.hasAttribute("filled")) return;
    if (this.hasAttribute("lazy")) this.loadInView();
    else this.load();
  }

  disconnectedCallback() {
    document.removeEventListener("house:changed", this.onChanged);
    clearTimeout(this.timer);
    this.pending?.abort();
    this.started = false;
  }

  get src() {
    return this.getAttribute("src");
  }

  loadInView() {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      this.load();
    });
    watch.observe(this);
  }

  load() {
    if (!this.hasAttribute("loaded")) this.showLoading();
    return this.ask(this.src, {}, { byHand: false });
  }

  showLoading() {
    const box = document.createElement("div");
    box.className = "loading";
    box.innerHTML = '<p class="unseen"></p><span class="bone"></span><span class="bone"></span><span class="bone"></span>';
    box.firstChild.textContent = `${this.getAttribute("label") ?? ""} : chargement en cours`;
    this.replaceChildren(box);
  }

  async ask(url, options, { byHand, form = null }) {
    this.pending?.abort();
    clearTimeout(this.timer);
    const asked = (this.pending = new AbortController());
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { ...options, headers: HEADERS, credentials: "same-origin", signal: asked.signal });
      if (this.awaits(answer)) return;
      await this.take(answer, byHand);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.showError(form ? NOT_SENT : UNREACHABLE, { keep: Boolean(form) });
    } finally {
      if (this.pending === asked && !this.arrival) this.removeAttribute("aria-busy");
      if (form) delete form.dataset.sent;
    }
  }

  awaits(answer) {
    const wait = this.hasAttribute("arriving") && answer.status === 404 ? ARRIVES_AFTER_MS[this.tries] : undefined;
    this.arrival = wait !== undefined;
    if (this.arrival) {
      this.tries += 1;
      this.timer = setTimeout(() => this.load(), wait);
    }
    return this.arrival;
  }

  async take(answer, byHand) {
    const goTo = answer.headers.get("X-Go-To");
    if (goTo) {
      window.location.assign(goTo);
      return;
    }
    const kind = answer.headers.get("Content-Type") ?? "";
    if (!answer.ok && answer.status !== 422) {
      const told = kind.includes("json") ? (await answer.json()).detail : null;
      this.showError(told || SAID[answer.status] || UNREACHABLE, { keep: byHand && this.hasAttribute("loaded") });
      return;
    }
    this.swap(this.pieceOf(await answer.text()), byHand);
    this.announceChanges(answer.headers.get("X-Changed"));
    this.refreshLater(answer.headers.get("X-Refresh-After"));
  }

  /* A server that answered with a whole page: its fragment of the same id, else its main. */
  pieceOf(text) {
    if (!/^\s*<!doctype/i.test(text)) return text;
    const page = new DOMParser().parseFromString(text, "text/html");
    const piece = (this.id && page.getElementById(this.id)) || page.querySelector("main");
    return piece ? piece.innerHTML : text;
  }

  swap(html, byHand) {
    const active = this.contains(document.activeElement) ? document.activeElement : null;
    const again = active && (active.id ? `#${CSS.escape(active.id)}` : active.name ? `[name="${CSS.escape(active.name)}"]` : null);
    this.innerHTML = html;
    this.setAttribute("loaded", "");
    const target = this.querySelector("[data-focus]") ?? (again && this.querySelector(again));
    if (target) target.focus({ preventScroll: !byHand });
    else if (active && byHand) this.focusSelf();
    const said = this.querySelector("[data-says]")?.dataset.says;
    if (said || byHand) this.tell("house:say", said ?? `${this.getAttribute("label") ?? "Partie"} : mis à jour`);
    this.tell("house:swapped", this.id);
  }

  focusSelf() {
    this.tabIndex = -1;
    this.focus({ preventScroll: true });
  }

  showError(text, { keep }) {
    const box = document.createElement("div");
    box.className = "notice bad";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = text;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button plain small";
    again.textContent = keep ? "Fermer" : "Réessayer";
    again.addEventListener("click", () => (keep ? box.remove() : this.retry()));
    const body = document.createElement("div");
    body.append(words, again);
    box.append(body);
    if (keep) {
      this.querySelector(":scope > .notice.bad[role=alert]")?.remove();
      this.prepend(box);
      return;
    }
    const link = document.createElement("div");
    link.innerHTML = this.fallback;
    this.replaceChildren(box, link);
    this.removeAttribute("loaded");
  }

  retry() {
    this.focusSelf();
    this.load();
  }

  onSubmit(event) {
    const form = event.target;
    if ("outside" in form.dataset || form.method === "dialog" || form.closest("cite-fragment") !== this) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const data = new FormData(form, event.submitter);
    const url = new URL(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? this.src, location.href);
    if (form.method === "get") {
      url.search = new URLSearchParams(data).toString();
      this.goTo(url, form);
      return;
    }
    const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    this.ask(url, { method: "POST", body }, { byHand: true, form });
  }

  onClick(event) {
    const link = event.target.closest("a[data-inside]");
    if (!link || link.closest("cite-fragment") !== this) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.goTo(new URL(link.href), null);
  }

  goTo(url, form) {
    this.setAttribute("src", url.pathname + url.search);
    if (this.hasAttribute("keeps-address")) history.replaceState(null, "", url.search || location.pathname);
    this.ask(url, {}, { byHand: true, form });
  }

  announceChanges(header) {
    for (const name of (header ?? "").split(",").map((part) => part.trim()).filter(Boolean)) {
      this.tell("house:changed", name);
    }
  }

  whenChanged(event) {
    if (event.target === this) return;
    const listens = (this.dataset.listens ?? "").split(" ");
    if (listens.includes(event.detail)) {
      this.refreshes = 0;
      this.load();
    }
  }

  refreshLater(header) {
    if (header === null || this.refreshes >= MOST_REFRESHES) {
      if (header === null) this.refreshes = 0;
      return;
    }
    this.refreshes += 1;
    const seconds = Number(header) || Number(this.getAttribute("refresh-after")) || 3;
    this.timer = setTimeout(() => this.refreshWhenQuiet(), seconds * 1000);
  }

  /* Never under the hands of someone who is typing in it, nor for a page nobody looks at. */
  refreshWhenQuiet() {
    const typing = this.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    if (document.hidden || typing) this.timer = setTimeout(() => this.refreshWhenQuiet(), 2000);
    else this.load();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("cite-fragment", CiteFragment);
