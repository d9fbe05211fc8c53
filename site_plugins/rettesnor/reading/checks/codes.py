"""The table of all codes, collected from the rules and from the modules that report the others.

A rule declares its code where it is defined (``@rule``). Codes that no rule has, such as those of
YAML syntax, are in ``CODES`` of the module that reports them (those that another room reports: of
the module that reads what they are about). ``catalogue/<code>.md``
holds the page of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rettesnor.model.problem import Code
from rettesnor.reading.checks import file_rules, project_rules, suppressions, text_warnings
from rettesnor.reading.checks.rules import templates, translations
from rettesnor.reading.content import (
    catalogue,
    change_fragments,
    guideline,
    guideline_prose,
    hearing_rounds,
    local_plan,
    look,
    publish_settings,
    released_record,
    self_check_sheet,
    shared_entries,
    site_settings,
)
from rettesnor.reading.files import decoding, pictures, safe_open, stray_files
from rettesnor.reading.markdown import dialect, limits
from rettesnor.reading.markdown.lint import lists, structure, unparsed_markup
from rettesnor.reading.schema import plain_fields, validate
from rettesnor.reading.yaml import errors, json_loader, loader

_ORDER = """
fil-mangler fil-uleselig fil-for-stor fil-tom fil-uten-felt fil-ikke-lest fil-konflikt ikke-utf8
skjult-tegn feil-tegnsett side-mangler side-tittel

bilde-fil bilde-for-stort bilde-svg bilde-ubrukt

yaml-syntaks yaml-alias yaml-anker yaml-tagg yaml-flettenokkel yaml-flere-dokumenter yaml-nokkel
yaml-dobbel-nokkel yaml-kommentar yaml-linjeskift yaml-for-dyp yaml-for-stor

felt-mangler felt-ukjent felt-uforenlig felt-valg felt-type felt-tom felt-verdi felt-lengde
felt-antall felt-monster felt-dato felt-adresse felt-dobbelt felt-tall felt-ugyldig ukjent-status

prosa-for-dyp prosa-for-langt prosa-tabell-bred prosa-tabell-celler prosa-henvisning prosa-html
prosa-lenke prosa-bilde prosa-overskrift prosa-tabell-hode prosa-liste prosa-kode prosa-sitat
prosa-dialekt prosa-utheving prosa-lenketekst prosa-bilde-alt

id-filnavn id-dobbel id-gjenbrukt id-reservert id-kollisjon post-dobbel kapittel-ukjent
kapittel-ulistet kapittel-dobbelt kapittel-uten-fil

kilde-ukjent kilde-dato lov-lenke term-ukjent term-tvetydig anbefaling-ukjent anker-ukjent
side-ukjent sporsmaal-side bilde-ukjent rolle-ukjent dimensjon-ukjent dimensjon-opptatt
verdi-ukjent fase-ukjent se-ogsaa-ukjent se-ogsaa-seg-selv

lov-ukjent lov-form paragraf-ukjent paragraf-opphevet paragraf-ikke-i-kraft skal-uten-hjemmel

del-mangler ukjent-styrke

tegn-uten-skrift tekst-markering verb-styrke verb-mangler kort-flere-setninger forskning-mangler
forskning-motsigelse vurdering-skala rapport-svar rapport-henvisning
dato-rekkefolge dato-i-framtida gjennomgang-for-sen

adresse-mistenkelig ikke-fylt-ut styrke-begrunnelse navn-dobbelt kilde-ubrukt term-ubrukt lov-ubrukt
gjennomgang-forfalt kontrollsporsmaal-form vurdering-uten-tekst rapport-ufullstendig
steg-uten-roller fase-forst sporsmaal-dobbelt hverdagsord-form

endring-mangler endring-uten-virkning endring-slag endring-gjelder endring-fra-til endring-filnavn

json-syntaks horing-filnavn horing-tidspunkt horing-rekkefolge horing-for-kort
horing-utgave-ukjent horing-sporsmaal-dobbel horing-sporsmaal-ukjent horing-mottak
horing-behandlet horing-resultat innspill-dobbel innspill-svar innspill-adresse innspill-sporsmaal
innspill-forslag innspill-ukjent innspill-personlig horing-under-tre-maaneder horing-utgave-kommer
innspill-uten-vurdering innspill-uten-endring innspill-gateadresse

kriterium-ukjent kriterium-uten-grunnlag kriterium-skal-uten-hjemmel kriterium-dobbelt
kontrollsporsmaal-ukjent

veikart-ukjent veikart-uten-sted navn-uten-samtykke melding-ubesvart sok-forfalt

enkel-filnavn enkel-foreldet enkel-umerket enkel-mangler enkel-lix rolle-uten-grunn

kurs-sitat kurs-henvisning kurs-ubrukt kurs-lest kurs-mye-tekst kurs-navn

melding-ukjent oppgave-ufullstendig oppgave-avgjorelse oppgave-ukjent

mal-dobbel mal-felt mal-eldre

maal-uten-brok maal-uten-forbehold
egenkontroll-nivaa egenkontroll-kriterium egenkontroll-sporsmaal-dobbel egenkontroll-svar
egenkontroll-dekning
ark-ulest ark-ukjent ark-dobbel ark-versjon ark-ordlyd ark-funn ark-person

oversettelse-sprak oversettelse-uten-kilde oversettelse-ukjent-felt oversettelse-antall
oversettelse-henvisning oversettelse-foreldet oversettelse-umerket oversettelse-mangler

unntak-ukjent unntak-ubrukt unntak-ikke-lov

nettsted-oppsett utseende-oppsett utseende-kontrast utseende-fil publisering-oppsett utgave-skadet

katalog-mappe katalog-ulistet katalog-id katalog-emne katalog-sprak katalog-forhold katalog-ring
katalog-felles

plan-nasjonal plan-ukjent plan-dobbel plan-forhold plan-konflikt plan-person plan-lovkrav
plan-frist plan-ikke-vurdert
"""
"""The order of the catalogue's index, by subject. A code that is left out here stands last."""


def _declared() -> Iterator[Code]:
    for rules in (
        file_rules.RULES, project_rules.OF_ENTRIES, project_rules.OF_GUIDELINE,
        translations.RULES, hearing_rounds.RULES,
    ):
        for rule in rules:
            yield rule.declared
    for module in (
        safe_open, decoding, stray_files, pictures, loader, errors, json_loader,
        validate, plain_fields, limits, dialect, structure, lists,
        unparsed_markup, guideline, guideline_prose, change_fragments, hearing_rounds,
        released_record, publish_settings, site_settings, look, catalogue, shared_entries,
        local_plan, self_check_sheet, text_warnings, suppressions, templates,
    ):
        yield from module.CODES


def _table() -> Mapping[str, Code]:
    order = {name: place for place, name in enumerate(_ORDER.split())}
    found = sorted(_declared(), key=lambda code: order.get(code.name, len(order)))
    return {code.name: code for code in found}


CODES: Mapping[str, Code] = _table()
"""All codes by name, in the order of the catalogue's index."""
