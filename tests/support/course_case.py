"""A course for the small guideline that releases are tried on."""

from __future__ import annotations

FILE = "guideline/kurs/planer.yml"
PLAN = "recommendations/skole/skriftlig-plan.yml"
COURSE = """id: planer
tittel: Planer som virker
kurskapittel: skole
innledning: Et kurs om å lage planer sammen.
kursroller:
  - laerer
laeringsmaal:
  - Lage en plan sammen med eleven.
caser:
  - id: emil
    tittel: Emil
    fortelling:
      - Emil er ofte borte.
    refleksjon:
      - Hva ville dere gjort?
lysbilder:
  - id: start
    tittel: Velkommen
    punkter:
      - Hva er en plan?
    notater: Ønsk velkommen.
    minutter: 5
  - id: sitat
    tittel: Lag en plan
    sitat:
      anbefaling: skriftlig-plan
  - id: steg
    tittel: Innkalling
    sitat:
      anbefaling: skriftlig-plan
      kildefelt: praktisk_gjennomforing.steg
      avsnitt: 1
  - id: emil
    tittel: Et eksempel
    case: emil
    minutter: 20
"""
CHANGE = """slag: endret
ramme:
  - kurs
hva: Kurset er nytt.
hvorfor:
  - type: erfaring
    tekst: Skolene ba om det.
besluttet_av: Etaten
besluttet_dato: 2027-02-01
vesentlig: false
"""
REWORDED = """slag: presisert
anbefalinger:
  - skriftlig-plan
hva: Steget er tydeligere.
hvorfor:
  - type: erfaring
    tekst: Det ble misforstått.
besluttet_av: Etaten
besluttet_dato: 2027-03-01
vesentlig: false
"""
