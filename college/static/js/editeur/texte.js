// Between the textarea's HTML (or plain lines) and the document of the editor.

import { DOMParser as Lecteur, DOMSerializer } from "prosemirror-model";
import { schema } from "./schema.js";

const lecteur = Lecteur.fromSchema(schema);
const ecrivain = DOMSerializer.fromSchema(schema);
const PUCE = /^(?:-|•|–)\s+/;
const NUMERO = /^\d{1,3}\.\s+/;

// Plain lines as the server reads them (points/texte_simple.py): a blank line parts, « - » and « 1. » open items.
function deLignes(texte) {
  const corps = document.createElement("div");
  for (const bloc of texte.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    const lignes = bloc.trim().split("\n").map((ligne) => ligne.trim());
    if (!lignes[0]) continue;
    const motif = [PUCE, NUMERO].find((m) => lignes.every((ligne) => m.test(ligne)));
    const cadre = corps.appendChild(document.createElement(motif === NUMERO ? "ol" : motif ? "ul" : "p"));
    lignes.forEach((ligne, rang) => {
      if (motif) cadre.appendChild(document.createElement("li")).textContent = ligne.replace(motif, "");
      else cadre.append(...(rang ? [document.createElement("br")] : []), ligne);
    });
  }
  return corps;
}

function deHtml(html) {
  const corps = new DOMParser().parseFromString(html, "text/html").body;
  for (const titre of corps.querySelectorAll("caption")) {
    const avant = document.createElement("p");
    avant.append(...titre.childNodes);
    titre.closest("table").before(avant);
    titre.remove();
  }
  return corps;
}

export const lire = (texte) => lecteur.parse(/<[a-z/!]/i.test(texte) ? deHtml(texte) : deLignes(texte));

// <li><p>un</p></li> is kept as <li>un</li>: what plain lines and documents expect.
function alleger(cadre) {
  for (const bloc of cadre.querySelectorAll("li, td, th")) {
    const enfants = [...bloc.children];
    const [premier, ...suite] = enfants;
    const seul = bloc.matches("li") ? suite.every((e) => e.matches("ul, ol")) : !suite.length;
    if (premier?.matches("p") && seul) premier.replaceWith(...premier.childNodes);
  }
  for (const table of cadre.querySelectorAll("table")) {
    const rangees = [...table.querySelectorAll("tr")];
    const premiere = rangees.findIndex((tr) => tr.querySelector("td"));
    const entete = premiere > 0 ? rangees.slice(0, premiere) : [];
    if (entete.length) table.prepend(document.createElement("thead"));
    table.querySelector("thead")?.append(...entete);
  }
}

export function ecrire(doc) {
  const cadre = document.createElement("div");
  cadre.append(ecrivain.serializeFragment(doc.content, { document }));
  alleger(cadre);
  for (const p of cadre.querySelectorAll("p")) if (!p.hasChildNodes() && !p.closest("td, th")) p.remove();
  return doc.textContent.trim() || cadre.querySelector("table") ? cadre.innerHTML : "";
}
