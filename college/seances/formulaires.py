"""Forms of the screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length

from college.horloge import de_belgique


def _choix(paires: Sequence[tuple[Any, str]]) -> list[SelectChoice]:
    return [SelectChoice(valeur, libelle) for valeur, libelle in paires]


class FormulaireDate(FlaskForm):
    """When and where people sit."""

    jour = DateField("Date", validators=[InputRequired("Écrivez la date de la séance.")])
    heure = TimeField("Heure", validators=[InputRequired("Écrivez l’heure, par exemple 19:30.")])
    lieu = StringField("Lieu", validators=[Length(max=200, message="Écrivez au plus 200 caractères.")])

    @property
    def debut(self) -> datetime:
        """The instant, as read on a clock in Belgium."""
        assert self.jour.data is not None and self.heure.data is not None
        return de_belgique(datetime.combine(self.jour.data, self.heure.data))

    def validate_heure(self, _champ: TimeField) -> None:
        """An hour that the clocks show that day."""
        if self.jour.data is not None and self.heure.data is not None:
            self.debut  # noqa: B018 - raises ValueError, whose sentence wtforms shows at the field


class FormulaireSeance(FormulaireDate):
    """A new séance: which organe, when, where."""

    organe = SelectField("Organe", coerce=int, validators=[InputRequired("Choisissez l’organe qui se réunit.")])
    type = SelectField("Séance", choices=_choix([("ordinaire", "Ordinaire"), ("extraordinaire", "Extraordinaire")]))
    convocation = SelectField(
        "Convocation",
        coerce=int,
        choices=_choix([(1, "Première convocation"), (2, "Deuxième convocation"), (3, "Troisième convocation")]),
        default=1,
    )
    precedente = SelectField("Séance restée sans quorum", coerce=int, default=0, validate_choice=False)

    def proposer(self, organes: list[tuple[int, str]], sans_quorum: list[tuple[int, str]]) -> FormulaireSeance:
        """Fill the lists with what this person may choose."""
        self.organe.choices = _choix(organes)
        self.precedente.choices = _choix([(0, "Aucune"), *sans_quorum])
        return self
