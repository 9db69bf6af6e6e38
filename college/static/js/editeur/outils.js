// The toolbar: one stop for Tab, arrows inside, what is on is said; table tools only inside a table.

import { isInTable } from "prosemirror-tables";
import { COMMANDES, clause, dansUnNoeud, lier, marque } from "./commandes.js";
import { LIEN_PERMIS, schema } from "./schema.js";
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
  ["clauses", "Clauses", "Clauses à insérer"],
  ["typographie", "« ; »", "« ; » Mettre les espaces et guillemets à la française"],
  null,
  ["annuler", "↶", "Annuler"],
  ["refaire", "↷", "Rétablir"],
];
const OUTILS_TABLEAU = [
  ["rangee", "+ ligne", "+ ligne sous celle-ci"],
  ["colonne", "+ colonne", "+ colonne après celle-ci"],
  ["moins_rangee", "– ligne", "– ligne : la supprimer"],
  ["moins_colonne", "– colonne", "– colonne : la supprimer"],
  ["fusionner", "Fusionner", "Fusionner ou diviser les cellules"],
  ["entete", "En-tête", "En-tête sur la première ligne"],
  ["moins_tableau", "Supprimer le tableau", "Supprimer le tableau"],
];

const bouton = (texte, libelle) => {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: texte, title: libelle });
  element.setAttribute("aria-label", libelle);
  element.addEventListener("mousedown", (evenement) => evenement.preventDefault());
  return element;
};

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

// A row under the toolbar that asks for an address, or offers the clauses; Escape closes it.
function tiroir(vue, remplir) {
  const element = Object.assign(document.createElement("div"), { className: "outils tiroir", hidden: true });
  element.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape") return;
    element.hidden = true;
    vue.focus();
  });
  const fermer = () => {
    element.hidden = true;
    vue.focus();
  };
  remplir(element, fermer);
  return element;
}

function tiroirLien(vue) {
  return tiroir(vue, (element, fermer) => {
    const champ = Object.assign(document.createElement("input"), { type: "url", placeholder: "https://" });
    champ.setAttribute("aria-label", "Adresse du lien");
    const dit = Object.assign(document.createElement("span"), { className: "petit" });
    dit.setAttribute("role", "status");
    const poser = () => {
      const saisie = champ.value.trim();
      const href = saisie && !/^[a-z]+:/i.test(saisie) ? `https://${saisie}` : saisie;
      if (href && !LIEN_PERMIS.test(href)) {
        dit.textContent = "Un lien commence par https:// ou mailto:.";
        return;
      }
      dit.textContent = "";
      lier(href)(vue.state, vue.dispatch);
      fermer();
    };
    champ.addEventListener("keydown", (evenement) => {
      if (evenement.key !== "Enter") return;
      evenement.preventDefault();
      poser();
    });
    champ.addEventListener("input", (evenement) => evenement.stopPropagation());
    const appliquer = bouton("Appliquer", "Appliquer le lien");
    appliquer.addEventListener("click", poser);
    const retirer = bouton("Retirer", "Retirer le lien");
    retirer.addEventListener("click", () => {
      lier("")(vue.state, vue.dispatch);
      fermer();
    });
    element.append(champ, appliquer, retirer, dit);
  });
}

function tiroirClauses(vue) {
  return tiroir(vue, (element, fermer) => {
    element.classList.add("clauses");
    for (const modele of document.querySelectorAll("[data-clause]")) {
      const choix = bouton(modele.textContent, modele.dataset.clause);
      choix.addEventListener("click", () => {
        clause(modele.dataset.clause)(vue.state, vue.dispatch);
        fermer();
      });
      element.append(choix);
    }
  });
}

export function outils(vue, nom) {
  const cadre = document.createElement("div");
  const principale = barre(`Mise en forme : ${nom}`);
  const deTableau = Object.assign(barre(`Tableau : ${nom}`), { hidden: true });
  const tiroirs = { lien: tiroirLien(vue), clauses: tiroirClauses(vue) };
  const dit = Object.assign(document.createElement("span"), { className: "lu" });
  dit.setAttribute("role", "status");
  const suivis = [];

  const executer = (code, source) => {
    if (code in tiroirs) {
      const ouvrir = tiroirs[code].hidden;
      for (const autre of Object.values(tiroirs)) autre.hidden = true;
      tiroirs[code].hidden = !ouvrir;
      source.setAttribute("aria-expanded", ouvrir);
      if (ouvrir) tiroirs[code].querySelector("input, button")?.focus();
      return;
    }
    if (code === "typographie") {
      const nombre = corriger(vue.state, vue.dispatch);
      dit.textContent = nombre ? `${nombre} corrections.` : "Rien à corriger.";
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
      const b = bouton(texte, libelle);
      b.dataset.outil = code;
      b.addEventListener("click", () => executer(code, b));
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
      if (!actif && code in COMMANDES) b.setAttribute("aria-disabled", !COMMANDES[code](etat));
    }
  };
  return { cadre, suivre };
}
