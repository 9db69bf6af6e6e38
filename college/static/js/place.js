// A gesture of the secretary brings the whole page again: it comes back at the same height, with the same button in
// focus and the same lists unfolded. Not on another point, nor over a refusal, which answers from its own address.

import { reconnaitre, tenir } from "./fragments.js";

const CLE = "place";
const SUIVIES = "#cockpit, #odj";
const sansNombre = (volet) => volet.querySelector("summary")?.textContent.replace(/\d+/g, "");

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (evenement.defaultPrevented || formulaire.method !== "post" || !document.querySelector(SUIVIES)) return;
  const actif = formulaire.contains(document.activeElement) ? document.activeElement : null;
  const place = { page: page(), haut: scrollY, zone: actif?.closest("[id]:not(button, input)")?.id, repere: actif && reconnaitre(actif) };
  place.ouverts = [...document.querySelectorAll("details[open]")].filter((volet) => reste(volet, formulaire)).map(sansNombre);
  sessionStorage.setItem(CLE, JSON.stringify(place));
});

const page = () => `${location.pathname} ${document.title}`;

// The fold of the form that was sent has served; a list of people, with its many forms, is still being gone through.
const reste = (volet, formulaire) =>
  !formulaire.contains(volet) && !(volet.contains(formulaire) && volet.querySelectorAll("form").length === 1);

function reprendre({ haut, zone, repere, ouverts }) {
  for (const volet of document.querySelectorAll("details:not([open])")) {
    if (volet.closest(".cockpit") && ouverts.includes(sansNombre(volet))) volet.open = true;
  }
  scrollTo(0, haut);
  const ici = zone && document.getElementById(zone);
  if (ici) tenir((repere && ici.querySelector(repere)) || ici.querySelector("button, summary, h2"));
}

const tenue = JSON.parse(sessionStorage.getItem(CLE) ?? "null");
sessionStorage.removeItem(CLE);
if (tenue?.page === page() && !location.hash) reprendre(tenue);
