// Dragging an agenda row by its handle. Buttons and the number field are the primary way; this only adds.

import { annoncer, jeton, remplacer } from "./fragments.js";

async function attacher(liste) {
  const { default: Sortable } = await import("sortablejs");
  Sortable.create(liste, {
    handle: ".poignee",
    draggable: "li[data-id]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    ghostClass: "glisse",
    onEnd: ({ item, oldIndex, newIndex }) => oldIndex !== newIndex && placer(liste, item),
  });
}

async function placer(liste, ligne) {
  const voisin = (sens) => {
    let autre = ligne[sens];
    while (autre && !autre.dataset.id) autre = autre[sens];
    return autre?.dataset.id;
  };
  const corps = new URLSearchParams({ id: ligne.dataset.id, version: liste.dataset.version, csrf_token: jeton() });
  const suivant = voisin("nextElementSibling");
  const precedent = voisin("previousElementSibling");
  if (suivant) corps.set("avant", suivant);
  else if (precedent) corps.set("apres", precedent);
  const reponse = await fetch(liste.dataset.reordre, { method: "POST", body: corps, headers: { "HX-Request": "true" } });
  const html = await reponse.text();
  if (!remplacer(html)) {
    location.reload(); // refused or stale: the page tells the true order
    return;
  }
  annoncer(document.querySelector("#annonces .toast > span")?.textContent ?? "Point déplacé.");
}

// A list that news or a gesture replaced is taken in hand again.
const tenues = new WeakSet();
function tenir() {
  const nouvelles = [...document.querySelectorAll("[data-reordre]")].filter((liste) => !tenues.has(liste));
  nouvelles.forEach((liste) => tenues.add(liste));
  // Unbuilt, « sortablejs » cannot be found: rows are then moved by their buttons.
  Promise.all(nouvelles.map(attacher)).catch(() => document.body.classList.add("sans-glisser"));
}
document.addEventListener("fragment", tenir);
tenir();
