/* <cite-names src="/…">: writes names beside ids that the page holds without knowing them.

   One call for all: GET src?ids=a,b → {a: {name, url}}. Each [data-name-of="a"] inside gets the name, and the address when
   it is a link. Ids left out of the answer keep what the page wrote; so does everything without JavaScript. */

class CiteNames extends HTMLElement {
  connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.addEventListener("house:swapped", () => this.fill());
    this.fill();
  }

  async fill() {
    const places = [...this.querySelectorAll("[data-name-of]:not([data-named])")];
    const ids = [...new Set(places.map((place) => place.dataset.nameOf))];
    if (!ids.length) return;
    let named = {};
    try {
      const asked = `${this.getAttribute("src")}?${new URLSearchParams({ ids: ids.join(",") })}`;
      const answer = await fetch(asked, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) return;
      named = await answer.json();
    } catch {
      return;
    }
    for (const place of places) this.write(place, named[place.dataset.nameOf]);
  }

  write(place, found) {
    if (!found) return;
    place.dataset.named = "1";
    place.textContent = found.name;
    if (place.tagName === "A" && found.url?.startsWith("/")) place.setAttribute("href", found.url);
  }
}

customElements.define("cite-names", CiteNames);
