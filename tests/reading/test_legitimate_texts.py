"""Ordinary Norwegian texts of guidelines, none of which the check has anything against."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.reading.markdown.render import render

from tests.support.check_case import changed, check, sound_files

BLOCKS = r"""
Skolen bør ta kontakt samme dag.
Skal eleven bytte skole, bør den nye skolen få vite det i god tid.
Fraværet er under 10 prosent (< 10 %), og ikke > 15 %.
Møtet varer 30–45 minutter, kl. 14.30–15.15.
Ring 116 117, eller +47 22 33 44 55.
Se NOU 2019: 23, Prop. 57 L (2022–2023) og Meld. St. 34 (2023–2024).
Elever på 1.–4. trinn, 5.–7. trinn og 8.–10. trinn.
Rektor sa: «Vi må gjøre det annerledes.»
Et spørsmål: Hva kan skolen gjøre? Svar: Mye!
PP-tjenesten/BUP og barneverntjenesten samarbeider.
Ansvarlig: rektor. Frist: 15. august.
Det er 1:1-oppfølging, altså én voksen per elev.
Forholdet mellom jenter og gutter er 3:2.
Temperaturen var 10 °C, og 2² = 4.
Bruk skjemaet (vedlegg A), punkt 3.2 og 4.1.
Eleven, foresatte og lærer – i den rekkefølgen – får ordet.
Det gjelder bl.a. tidlig samtale, jf. forarbeidene.
Hun/han/hen kan ha med seg en person.
«Jeg vil ikke», sa eleven.
Skolen har plikt (og rett) til å spørre.
Ola Nordmann (f. 1970) og K. Hansen m.fl. deltok.
O. Hansen og A. Berg skrev rapporten.
Om lag 1 av 5 (20 %) er borte i mer enn 10 dager.
Kostnaden er 1 000 kr, eller 1.000,50 kroner.
Sameksistens: sosialt, faglig og fysisk miljø.
Det er *viktig* og **svært viktig** å begynne tidlig.
Skriv `fravær` i søkefeltet.
Språkene er nordsamisk (davvisámegiella), kvensk og ukrainsk (українська).
Čáhppes, Đorđe, Łukasz, Şükran, Ægir og Zoë går i klassen.
E-post sendes til skolen: post@skolen.no.
Fil_navn_med_strek og to_ord kan stå i teksten.
Bruk 50/50-prinsippet, ikke 80/20.
Trinn 1 er samtalen. Trinn 2 er planen.
Klasse 8A og 8B har felles møte.
Et «nei» er et svar; et «vet ikke» er også det.
Punkt 1) og 2) gjelder alle.
Dato: 2026-08-15 kl. 08:30:00.
Frist for svar: snarest!
Er det greit?! Ja.
Alternativ A eller B – eller begge.
Skolen § 4 og loven § 5 står ikke her.
Tallet er ca. ~5 til ~10 elever.
Pluss (+), minus (−), gange (×) og er lik (=).
Merk: Dette gjelder også på SFO.
Avtal tid & sted.
Spørsmålet «Hva nå?» stilles ofte (se under).
«Skal», «bør» og «kan» er styrkene.
I. Hansen er kontaktlærer.
O, så fint det gikk!
Dette er 1. utgave av 3. opplag.
- snakke med eleven\n- ringe hjem
1. Snakk med eleven.\n2. Ring hjem.\n3. Skriv en plan.
Skolen bør:\n\n- spørre eleven\n- spørre de foresatte
> «Det hjalp at noen spurte.»
| Hvem | Hva |\n| --- | --- |\n| Lærer | Ringer |
### Slik gjør skolen det\n\nTeksten under.
Første avsnitt.\n\nAndre avsnitt som går\nover to linjer.
– Hva skjer nå?\n\n– Vi lager en plan.
Se [Utdanningsdirektoratet](https://www.udir.no/).
Skolen har ☐ ja og ☐ nei på skjemaet.
Det er 5 stk. à 20 kr = 100 kr.
Nettstedet finnes på bokmål, nynorsk og nordsamisk.
Etter 14 dager → nytt møte.
Lag en plan (én side), og del den [i møtet].
Møtene er fredag\n15. august og 22. august hvert år.
Gå gjennom sjekklista: ring, spør, skriv.
""".strip().splitlines()
SENTENCES = [
    "Skal eleven bytte skole, bør skolen lage en plan",
    "Kan eleven ikke komme, bør skolen dra hjem",
    "Må eleven vente, så bør skolen si hvorfor",
    "Skolen bør spørre eleven om hva som kan hjelpe",
    "Elever som skal begynne på ny skole, bør få besøke den",
    "For at eleven skal kunne delta, bør skolen legge til rette",
    "Skolen, eleven og foresatte bør sammen lage en plan",
    "Når fraværet kan skyldes mobbing, bør skolen undersøke det",
]


def test_there_are_enough() -> None:
    assert len(BLOCKS) >= 60


@pytest.mark.parametrize("text", BLOCKS)
def test_a_text_has_no_issue(text: str) -> None:
    _, issues = render(text.replace("\\n", "\n"), prefix="", min_heading=3, anchored=False)
    assert issues == []


def test_a_page_of_them_has_no_problem(tmp_path: Path) -> None:
    text = "\n\n".join(block.replace("\\n", "\n") for block in BLOCKS if block[0] not in "-1|")
    survey = check(tmp_path, changed(sound_files(), {"guideline/om.md": f"# Om\n\n{text}\n"}))
    assert survey.problems == ()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_recommendation_may_be_worded_so(sentence: str, tmp_path: Path) -> None:
    path = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
    files = changed(sound_files(), {path: f"kort_anbefaling: {sentence}\n"})
    assert check(tmp_path, files).problems == ()


def test_a_file_from_a_mac_or_windows_passes(tmp_path: Path) -> None:
    import unicodedata

    files = sound_files()
    path = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
    files[path] = "\ufeff" + unicodedata.normalize("NFD", files[path]).replace("\n", "\r\n")
    assert check(tmp_path, files).problems == ()
