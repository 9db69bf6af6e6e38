"""Forms of sign-in and of one's own account. Labels and sentences are what the person reads."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from college.erreurs import Invalide


class FormulaireConnexion(FlaskForm):
    """Identifier and password; `suite` is where the person was going."""

    identifiant = StringField(
        "Identifiant ou adresse de courriel",
        [InputRequired("Écrivez votre identifiant ou votre adresse de courriel."), Length(max=200)],
    )
    mot_de_passe = PasswordField("Mot de passe", [InputRequired("Écrivez votre mot de passe."), Length(max=500)])
    suite = HiddenField()


class FormulaireCode(FlaskForm):
    """The authenticator's six digits."""

    code = StringField("Code à six chiffres", [InputRequired("Écrivez le code que montre votre application.")])
    suite = HiddenField()


class FormulaireMotDePasse(FlaskForm):
    """A new password, with the present one."""

    actuel = PasswordField("Mot de passe actuel", [InputRequired("Écrivez votre mot de passe actuel.")])
    nouveau = PasswordField(
        "Nouveau mot de passe", [InputRequired("Écrivez un nouveau mot de passe."), Length(max=500)]
    )
    encore = PasswordField("Le nouveau, encore une fois", [InputRequired("Retapez le nouveau mot de passe.")])


class FormulaireDelegation(FlaskForm):
    """Who acts for me while I am away."""

    delegue = SelectField("Qui agira en votre nom", [InputRequired("Choisissez une personne.")], coerce=str)
    du = DateField("Du", [InputRequired("Écrivez le premier jour d’absence.")])
    au = DateField("Au", [InputRequired("Écrivez le dernier jour d’absence.")])


def reporter(formulaire: FlaskForm, erreur: Invalide) -> None:
    """Put a service's faults at their fields; what has no field here goes to the first one."""
    premier = next(iter(formulaire))
    for faute in erreur.fautes:
        champ = formulaire._fields.get(faute.champ, premier)
        champ.errors = [*champ.errors, faute.message]
