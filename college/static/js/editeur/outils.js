// The toolbar: one stop for Tab, arrows inside, what is on is said; table tools only inside a table.

import { isInTable } from "prosemirror-tables";
import { COMMANDES, dansUnNoeud, marque } from "./commandes.js";
import { schema } from "./schema.js";
import { bouton, tiroirClauses, tiroirCommentaire, tiroirLien } from "./tiroirs.js";
import { corriger } from "./typographie.js";

const { nodes, marks } = schema;
const OUTILS = [
  ["gras", "G", "Gras", (e) => marque(e, marks.strong)],
  ["italique", "I", "Italique", (e) => marque(e, marks.em)],
  ["exposant", "x²", "x² : exposant", (e) => marque(e, marks.sup)],
  null,
  ["h3", "Titre", "Titre", (e) => dansUnNoeud(e, nodes.heading, { niveau: 3 })],
  ["h4", "Sous-titre", "Sous-titre", (e) => dansUnNoeud(e, nodes.heading, { niveau: 4 })],
  ["puces", "•", "Liste à puces", (e) => dansUnNoeud(e, nodes.bullet_list)],
  ["numeros", "1.", "1. Liste numérotée", (e) => dansUnNoeud(e, nodes.ordered_list)],
  ["rentrer", "→", "Descendre d’un niveau dans la liste"],
  ["sortir", "←", "Remonter d’un niveau dans la liste"],
  null,
  ["lien", "Lien", "Lien", (e) => marque(e, marks.link)],
  ["tableau", "Tableau", "Insérer un tableau"],
  ["clauses", "Clauses", "Clauses à insérer (touche / sur une ligne vide)"],
  ["typographie", "« ; »", "« ; » Mettre les espaces et guillemets à la française"],
  null,
  ["suggerer", "Suggérer", "Suggérer : ce que l’on tape attend une réponse"],
  ["commenter", "Commenter", "Commenter le passage choisi"],
  null,
  ["annuler", "↶", "Annuler"],
  ["refaire", "↷", "Rétablir"],
];
const RELECTURE = new Set(["suggerer", "commenter"]);
const OUTILS_TABLEAU = [
  ["rangee", "+ ligne", "+ ligne sous celle-ci"],
  ["colonne", "+ colonne", "+ colonne après celle-ci"],
  ["moins_rangee", "– ligne", "– ligne : la supprimer"],
  ["moins_colonne", "– colonne", "– colonne : la supprimer"],
  ["fusionner", "Fusionner", "Fusionner ou diviser les cellules"],
  ["entete", "En-tête", "En-tête sur la première ligne"],
  ["moins_tableau", "Supprimer le tableau", "Supprimer le tableau"],
];

function barre(nom) {
  const element = Object.assign(document.createElement("div"), { className: "outils" });
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", nom);
  element.addEventListener("keydown", (evenement) => {
    const pas = { ArrowRight: 1, ArrowLeft: -1 }[evenement.key];
    const boutons = [...element.querySelectorAll("button:not(:disabled)")];
    const ici = boutons.indexOf(document.activeElement);
    if (!pas || ici < 0) return;
    evenement.preventDefault();
    viser(boutons, boutons[(ici + pas + boutons.length) % boutons.length]);
    document.activeElement.blur();
    boutons.find((b) => b.tabIndex === 0).focus();
  });
  return element;
}

function viser(boutons, choisi) {
  for (const b of boutons) b.tabIndex = b === choisi ? 0 : -1;
}

export function outils(vue, nom, champ, qui) {
  const cadre = document.createElement("div");
  const principale = barre(`Mise en forme : ${nom}`);
  const deTableau = Object.assign(barre(`Tableau : ${nom}`), { hidden: true });
  const dit = Object.assign(document.createElement("p"), { className: "outils-dit petit", hidden: true });
  dit.setAttribute("role", "status");
  const dire = (phrase) => {
    dit.hidden = !phrase;
    dit.textContent = phrase;
  };
  const tiroirs = { lien: tiroirLien(vue), clauses: tiroirClauses(vue), commenter: tiroirCommentaire(vue, champ, dire) };
  const suivis = [];

  const barreOuverte = { enSuggestion: Boolean(qui && !qui.modifie), dire };
  const ouvrir = (code) => {
    const voulu = tiroirs[code].hidden && tiroirs[code].hasChildNodes();
    for (const autre of Object.values(tiroirs)) autre.hidden = true;
    tiroirs[code].hidden = !voulu;
    for (const { b, code: autre } of suivis) if (autre in tiroirs) b.setAttribute("aria-expanded", autre === code && voulu);
    if (voulu) tiroirs[code].querySelector("input, textarea, button").focus();
    return voulu;
  };
  const executer = (code) => {
    dire("");
    if (code in tiroirs) {
      ouvrir(code);
      return;
    }
    if (code === "suggerer") {
      if (qui.modifie) barreOuverte.enSuggestion = !barreOuverte.enSuggestion;
      suivre(vue.state);
      vue.focus();
      return;
    }
    if (code === "typographie") {
      const nombre = corriger(vue.state, vue.dispatch);
      dire(nombre ? `${nombre} corrections.` : "Rien à corriger.");
    } else COMMANDES[code](vue.state, vue.dispatch, vue);
    vue.focus();
  };
  const remplir = (element, lot) => {
    for (const outil of lot) {
      if (!outil) {
        element.append(Object.assign(document.createElement("span"), { className: "sep" }));
        continue;
      }
      const [code, texte, libelle, actif] = outil;
      if (code === "clauses" && !tiroirs.clauses.hasChildNodes()) continue;
      if (RELECTURE.has(code) && !qui) continue;
      const b = bouton(texte, libelle);
      b.dataset.outil = code;
      b.addEventListener("click", () => executer(code));
      suivis.push({ b, code, actif });
      element.append(b);
    }
    viser([...element.querySelectorAll("button")], element.querySelector("button"));
  };
  remplir(principale, OUTILS);
  remplir(deTableau, OUTILS_TABLEAU);
  cadre.append(principale, deTableau, ...Object.values(tiroirs), dit);

  const suivre = (etat) => {
    deTableau.hidden = !isInTable(etat);
    for (const { b, code, actif } of suivis) {
      if (actif) b.setAttribute("aria-pressed", Boolean(actif(etat)));
      if (code === "suggerer") b.setAttribute("aria-pressed", barreOuverte.enSuggestion);
      if (!actif && code in COMMANDES) b.setAttribute("aria-disabled", !COMMANDES[code](etat));
    }
  };
  return Object.assign(barreOuverte, { cadre, suivre, ouvrir });
}
