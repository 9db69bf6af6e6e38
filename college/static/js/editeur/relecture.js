// The list of suggestions under a text, with its answers; the mode in which one suggests; anchors of comments.

import { TextSelection } from "prosemirror-state";
import { annoncer, jeton, remplacer } from "../fragments.js";
import { schema } from "./schema.js";
import { DIRECT, auteurDe, lister, repondre, suggerer } from "./suggestions.js";

const { marks } = schema;
const REFUS = "En suggérant, on ne change que les mots : demandez le reste par un commentaire.";

const creer = (nom, proprietes) => Object.assign(document.createElement(nom), proprietes);

// What the form says of the reader; null where the text is not read over (an advice, a new point).
export function relecteur(source) {
  const donnees = source.form?.dataset ?? {};
  if (!donnees.relecture || !donnees.moi) return null;
  return { moi: Number(donnees.moi), noms: JSON.parse(donnees.noms), modifie: donnees.relecture === "modifier" };
}

const dire = ({ ajoute, retire }) => {
  const [plus, moins] = [ajoute, retire].map((texte) => texte.replace(/\s+/g, " ").trim());
  if (plus && moins) return ["remplacer ", ["del", moins], " par ", ["ins", plus]];
  return plus ? ["ajouter ", ["ins", plus]] : ["retirer ", ["del", moins]];
};

function bouton(texte, complement, faire) {
  const element = creer("button", { type: "button", className: "bouton mini", textContent: texte });
  element.append(creer("span", { className: "lu", textContent: ` ${complement}` }));
  element.addEventListener("click", faire);
  return element;
}

// « d’Alice », « d’ajouter », « de Bernard ».
const de = (suite) => (/^[aeiouyâàéèêëîïôûh]/i.test(suite) ? "d’" : "de ");

export function liste(vue, qui) {
  const cadre = creer("section", { className: "suggestions", hidden: true });
  const titre = cadre.appendChild(creer("h3", { className: "petit" }));
  const lignes = cadre.appendChild(creer("ul"));
  const tous = cadre.appendChild(creer("p", { className: "ligne" }));
  const reponse = (cles, accepter) => () => {
    vue.dispatch(repondre(vue.state, cles, accepter));
    annoncer(accepter ? "Suggestion acceptée." : "Suggestion retirée.");
    vue.focus();
  };
  const ligne = (suggestion) => {
    const element = creer("li");
    const nom = qui.noms[auteurDe(suggestion.cle)] ?? "Une personne partie";
    const dit = element.appendChild(creer("p"));
    const morceaux = dire(suggestion);
    dit.append(creer("b", { textContent: nom }), ` propose ${de(String(morceaux[0]))}`);
    for (const morceau of morceaux) {
      dit.append(typeof morceau === "string" ? morceau : creer(morceau[0], { textContent: morceau[1] }));
    }
    const mienne = auteurDe(suggestion.cle) === qui.moi;
    if (qui.modifie) element.append(bouton("Accepter", `la suggestion ${de(nom)}${nom}`, reponse([suggestion.cle], true)));
    if (qui.modifie || mienne) {
      element.append(bouton(mienne ? "Reprendre" : "Refuser", `la suggestion ${de(nom)}${nom}`, reponse([suggestion.cle], false)));
    }
    return element;
  };
  let montrees = "";
  const suivre = (etat) => {
    const lues = lister(etat.doc);
    const nouvelles = JSON.stringify(lues.map(({ cle, ajoute, retire }) => [cle, ajoute, retire]));
    if (nouvelles === montrees) return;
    montrees = nouvelles;
    cadre.hidden = !lues.length;
    titre.textContent = lues.length === 1 ? "Une suggestion attend une réponse" : `${lues.length} suggestions attendent une réponse`;
    lignes.replaceChildren(...lues.map(ligne));
    tous.hidden = !qui.modifie || lues.length < 2;
    const cles = lues.map(({ cle }) => cle);
    tous.replaceChildren(
      bouton("Tout accepter", "dans ce texte", reponse(cles, true)),
      bouton("Tout refuser", "dans ce texte", reponse(cles, false)),
    );
  };
  return { cadre, suivre };
}

// Each transaction goes through here while one suggests.
export function distribuer(vue, qui, enCours, refuser) {
  return (tr) => {
    const libre = !qui || !enCours() || !tr.docChanged || tr.getMeta(DIRECT) || tr.getMeta("history$");
    const faite = libre ? tr : suggerer(vue().state, tr, qui.moi);
    if (faite) vue().updateState(vue().state.apply(faite));
    else refuser(REFUS);
  };
}

// Open a thread on what is selected: said to the server first, anchored in the text when it has it.
export async function commenter(vue, champ, texte) {
  const { from, to } = vue.state.selection;
  const fil = crypto.getRandomValues(new Uint32Array(2)).reduce((cle, n) => cle + n.toString(16).padStart(8, "0"), "");
  const corps = new FormData();
  const citation = vue.state.doc.textBetween(from, to, " ").slice(0, 300);
  const donnees = { csrf_token: jeton(), champ, fil, citation, commentaire: texte };
  for (const [nom, valeur] of Object.entries(donnees)) corps.set(nom, valeur);
  const adresse = document.getElementById("nouveau-commentaire").action;
  const reponse = await fetch(adresse, { method: "POST", body: corps, headers: { "HX-Request": "true" } });
  if (!reponse.ok) return false;
  vue.dispatch(vue.state.tr.addMark(from, to, marks.fil.create({ fil })).setMeta(DIRECT, true));
  remplacer(await reponse.text());
  return true;
}

export function ancre(doc, fil) {
  let trouvee = null;
  doc.descendants((noeud, place) => {
    if (!noeud.marks.some((m) => m.type === marks.fil && m.attrs.fil === fil)) return;
    trouvee = { de: trouvee?.de ?? place, a: place + noeud.nodeSize };
  });
  return trouvee;
}

export function montrerPassage(vue, fil) {
  const lieu = ancre(vue.state.doc, fil);
  if (!lieu) return false;
  vue.dispatch(vue.state.tr.setSelection(TextSelection.create(vue.state.doc, lieu.de, lieu.a)).scrollIntoView());
  vue.focus();
  return true;
}

// The anchor of a thread that was just resolved leaves the text.
export function retirerAncre(vue, fil) {
  const lieu = ancre(vue.state.doc, fil);
  if (lieu) vue.dispatch(vue.state.tr.removeMark(lieu.de, lieu.a, marks.fil.create({ fil })).setMeta(DIRECT, true));
}
