// Live pages: [data-direct="/…/direct" data-depuis="12"] asks for news each two seconds, or as soon as the
// bell of [data-flux] rings; the bell says a revision only, and news are asked at the same address either way.
// 204: nothing new. 200: parts of the page, each with its id; the revision is in X-Revision or in data-depuis.

import { annoncer, remplacer } from "./fragments.js";

const PAS = 2000;
const FILET = 20000; // while the bell is heard, a slow look all the same

function suivre(zone) {
  let revision = zone.dataset.depuis ?? "0";
  let pannes = 0;
  let minuterie;
  let enCours = false;
  let voulue = 0;
  const flux = zone.dataset.flux ? new EventSource(zone.dataset.flux) : null;
  const entend = () => flux?.readyState === EventSource.OPEN;

  async function demander() {
    const adresse = new URL(zone.dataset.direct, location.href);
    adresse.searchParams.set("depuis", revision);
    const reponse = await fetch(adresse, { headers: { "HX-Request": "true", Accept: "text/html" } });
    if (reponse.status === 204) voulue = 0;
    if (reponse.status === 401) return false;
    if (reponse.status >= 500) throw new Error(`Server answered ${reponse.status}`);
    if (reponse.status !== 200) return reponse.status === 204;
    const html = await reponse.text();
    remplacer(html);
    const annonce = html.match(/data-annonce="([^"]*)"/)?.[1];
    if (annonce) annoncer(annonce);
    revision = reponse.headers.get("X-Revision") ?? html.match(/data-depuis="(\d+)"/)?.[1] ?? revision;
    return !html.includes("data-direct-arret");
  }

  async function tour() {
    clearTimeout(minuterie);
    let encore = true;
    enCours = true;
    try {
      encore = await demander();
      if (pannes > 1) dire(false);
      pannes = 0;
    } catch {
      pannes += 1; // the network is down or the server restarts: say so, keep trying
      if (pannes === 2) dire(true);
    }
    enCours = false;
    if (!encore) return flux?.close();
    if (!pannes && voulue > Number(revision)) return tour();
    const pas = entend() && !pannes ? FILET : Math.min(PAS * (pannes + 1), 10000) * (document.hidden ? 3 : 1);
    minuterie = setTimeout(tour, pas);
  }

  function sonner(evenement) {
    voulue = JSON.parse(evenement.data).revision;
    if (!enCours && voulue > Number(revision)) tour();
  }

  flux?.addEventListener("message", sonner);
  flux?.addEventListener("error", () => {
    if (enCours) return;
    clearTimeout(minuterie);
    minuterie = setTimeout(tour, PAS);
  });
  addEventListener("pagehide", () => flux?.close());
  minuterie = setTimeout(tour, PAS);
}

function dire(perdue) {
  document.getElementById("panne-direct")?.remove();
  if (!perdue) {
    annoncer("Connexion retrouvée.");
    return;
  }
  const bandeau = document.createElement("div");
  bandeau.id = "panne-direct";
  bandeau.className = "bandeau refus fine";
  bandeau.setAttribute("role", "status");
  bandeau.innerHTML =
    "<span></span><div><strong>Connexion perdue. Ce qui est saisi ici est gardé.</strong>" +
    "<p>Nouvel essai toutes les quelques secondes : vous pouvez continuer, rien ne se perd.</p></div>";
  document.querySelector("main")?.prepend(bandeau);
}

// The cockpit is not left for the browser's « no network » page: what is typed waits for the connection.
document.addEventListener("submit", (evenement) => {
  if (navigator.onLine || !document.getElementById("cockpit")) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation(); // the guard against double sending must not count this one
  dire(true);
  annoncer("Rien n’est envoyé : la connexion est perdue. Refaites ce geste quand elle revient.");
}, true);
addEventListener("online", () => document.getElementById("panne-direct") && dire(false));

document.querySelectorAll("[data-direct]").forEach(suivre);
