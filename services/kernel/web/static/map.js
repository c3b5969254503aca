/* <cite-map latitude longitude here="Chez vous"> around a list whose items carry data-latitude and data-longitude.

   Draws them on a plain ground with circles of distance: no tile, nothing asked of anyone. The list stays the way in for
   keyboards and screen readers; the drawing is for eyes and mouse, and lights with it. Fragments inside are followed. */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = 640;
const EARTH_KM = 6371;
const RINGS_KM = [0.5, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100];

function make(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

class CiteMap extends HTMLElement {
  connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.draw();
    this.addEventListener("house:swapped", () => this.draw());
    for (const [name, lit] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
      this.addEventListener(name, (event) => this.light(event.target, lit));
    }
    this.addEventListener("click", (event) => this.follow(event));
  }

  get centre() {
    return { latitude: Number(this.getAttribute("latitude")), longitude: Number(this.getAttribute("longitude")) };
  }

  /* Kilometres east and south of the centre: flat is true enough at the scale of a town. */
  place(item) {
    const radians = Math.PI / 180;
    const { latitude, longitude } = this.centre;
    const south = -(Number(item.dataset.latitude) - latitude) * radians * EARTH_KM;
    const east = (Number(item.dataset.longitude) - longitude) * radians * EARTH_KM * Math.cos(latitude * radians);
    return { item, east, south, far: Math.hypot(east, south) };
  }

  draw() {
    this.querySelector(":scope > .map-ground")?.remove();
    const items = [...this.querySelectorAll("[data-latitude][data-longitude]")];
    if (!items.length) return;
    const places = items.map((item) => this.place(item));
    const reach = Math.max(...places.map((place) => place.far), 0.4);
    const scale = (SIZE / 2 - 28) / reach;
    const middle = SIZE / 2;
    const ground = make("svg", { class: "map-ground", viewBox: `0 0 ${SIZE} ${SIZE}`, "aria-hidden": "true" });
    for (const km of RINGS_KM.filter((ring) => ring <= reach * 1.02 && ring > reach / 8)) {
      const label = km < 1 ? `${km * 1000} m` : `${km} km`;
      ground.append(
        make("circle", { class: "ring", cx: middle, cy: middle, r: km * scale }),
        make("text", { x: middle + 4, y: middle - km * scale - 4 }, label),
      );
    }
    ground.append(make("circle", { class: "here", cx: middle, cy: middle, r: 6 }));
    ground.append(make("text", { x: middle + 10, y: middle + 16 }, this.getAttribute("here") ?? "Ici"));
    this.points = new Map();
    places.forEach((place, at) => this.point(ground, place, at, middle, scale));
    this.prepend(ground);
    this.setAttribute("ready", "");
  }

  point(ground, { item, east, south }, at, middle, scale) {
    const where = { cx: middle + east * scale, cy: middle + south * scale };
    const point = make("circle", { class: "point", ...where, r: 12 });
    point.append(make("title", {}, item.dataset.title ?? ""));
    ground.append(point, make("text", { class: "point-label", x: where.cx, y: where.cy }, String(at + 1)));
    this.points.set(point, item);
    this.points.set(item, point);
  }

  pairOf(target) {
    const one = target.closest?.(".point, [data-latitude]");
    const other = one && this.points?.get(one);
    return other ? [one, other] : [];
  }

  light(target, lit) {
    for (const element of this.pairOf(target)) element.classList.toggle("lit", lit);
  }

  follow(event) {
    if (!event.target.closest(".point")) return;
    const [, item] = this.pairOf(event.target);
    item?.scrollIntoView({ block: "center" });
    (item?.querySelector("a, button") ?? item)?.focus();
  }
}

customElements.define("cite-map", CiteMap);
