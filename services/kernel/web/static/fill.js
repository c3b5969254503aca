/* <cite-fill src="/…">: fills <span data-fill-id="ID"> anywhere inside, by one batched call per 100 ids.

   A link <a data-fill-href="ID" data-fill-anchor="#part"> gets the url of its id instead of the name.
   GET src?ids=a,b,c → JSON {ID: {name, url?}} (or {ID: "name"}); an id that is absent keeps what the page said. What is added
   later (a fragment that was swapped) is filled too. Without JavaScript, or when src fails, the page says what it said. */

const MOST = 100;

const idOf = (place) => place.dataset.fillId ?? place.dataset.fillHref;

class CiteFill extends HTMLElement {
  connectedCallback() {
    this.known ??= new Map();
    this.watch ??= new MutationObserver(() => this.soon());
    this.watch.observe(this, { childList: true, subtree: true });
    this.soon();
  }

  disconnectedCallback() {
    this.watch.disconnect();
  }

  soon() {
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.fill();
    });
  }

  async fill() {
    const places = [...this.querySelectorAll("[data-fill-id]:not([data-filled]), [data-fill-href]:not([data-filled])")];
    for (const place of places) place.dataset.filled = "asked";
    const ids = [...new Set(places.map(idOf))].filter((id) => !this.known.has(id));
    for (let at = 0; at < ids.length; at += MOST) await this.ask(ids.slice(at, at + MOST));
    for (const place of places) this.write(place, this.known.get(idOf(place)));
  }

  async ask(ids) {
    try {
      const url = new URL(this.getAttribute("src"), location.href);
      url.searchParams.set("ids", ids.join(","));
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) return;
      for (const [id, told] of Object.entries(await answer.json())) this.known.set(id, told);
    } catch {
      /* Out of reach: the page keeps its own words. */
    }
  }

  write(place, told) {
    if (told === undefined) return;
    const { name, url } = typeof told === "string" ? { name: told } : told;
    place.dataset.filled = "yes";
    if (place.dataset.fillHref) {
      if (url) place.href = url + (place.dataset.fillAnchor ?? "");
      return;
    }
    if (!url || place.closest("a")) {
      place.textContent = name;
      return;
    }
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    place.replaceChildren(link);
  }
}

customElements.define("cite-fill", CiteFill);
