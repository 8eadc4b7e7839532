"""Country codes: the Correlates of War's numbers and abbreviations, ISO 3166-1 alpha-3, and names.

The table holds the states of the Collective Security Treaty Organization, their neighbours, the other successors of the
Soviet Union, the members of NATO, and further great and regional powers. It is no complete list of states.

Sources: Correlates of War Project, State System Membership (numbers and abbreviations); ISO 3166-1 (alpha-3 codes).
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import UnknownNameError


@dataclass(frozen=True)
class Country:
    """A state and its codes.

    Attributes
    ----------
    name : str
        Its short name in English.
    cow : int
        Its number in the Correlates of War.
    abbreviation : str
        Its abbreviation there.
    iso3 : str
        ISO 3166-1 alpha-3; empty for states that ISO does not list.
    """

    name: str
    cow: int
    abbreviation: str
    iso3: str


#: Name, number, abbreviation, ISO code; other names after a stroke.
_TABLE = """
United States|2|USA|USA|United States of America|US|America
Canada|20|CAN|CAN
United Kingdom|200|UKG|GBR|UK|Great Britain|Britain
Netherlands|210|NTH|NLD|Holland
Belgium|211|BEL|BEL
Luxembourg|212|LUX|LUX
France|220|FRN|FRA
Spain|230|SPN|ESP
Portugal|235|POR|PRT
Germany|255|GMY|DEU|Prussia
West Germany|260|GFR||German Federal Republic|Federal Republic of Germany
East Germany|265|GDR||German Democratic Republic
Poland|290|POL|POL
Austria-Hungary|300|AUH||Austria Hungary
Austria|305|AUS|AUT
Hungary|310|HUN|HUN
Czechoslovakia|315|CZE|
Czechia|316|CZR|CZE|Czech Republic
Slovakia|317|SLO|SVK
Italy|325|ITA|ITA
Albania|339|ALB|ALB
Montenegro|341|MNG|MNE
North Macedonia|343|MAC|MKD|Macedonia
Croatia|344|CRO|HRV
Serbia|345|YUG|SRB|Yugoslavia
Slovenia|349|SLV|SVN
Greece|350|GRC|GRC
Bulgaria|355|BUL|BGR
Moldova|359|MLD|MDA|Republic of Moldova
Romania|360|ROM|ROU|Rumania
Russia|365|RUS|RUS|Russian Federation|Soviet Union|USSR
Estonia|366|EST|EST
Latvia|367|LAT|LVA
Lithuania|368|LIT|LTU
Ukraine|369|UKR|UKR
Belarus|370|BLR|BLR|Byelorussia
Armenia|371|ARM|ARM
Georgia|372|GRG|GEO
Azerbaijan|373|AZE|AZE
Finland|375|FIN|FIN
Sweden|380|SWD|SWE
Norway|385|NOR|NOR
Denmark|390|DEN|DNK
Iceland|395|ICE|ISL
Iran|630|IRN|IRN|Persia|Islamic Republic of Iran
Turkey|640|TUR|TUR|Türkiye|Turkiye|Ottoman Empire
Iraq|645|IRQ|IRQ
Egypt|651|EGY|EGY
Syria|652|SYR|SYR|Syrian Arab Republic
Israel|666|ISR|ISR
Saudi Arabia|670|SAU|SAU
Afghanistan|700|AFG|AFG
Turkmenistan|701|TKM|TKM
Tajikistan|702|TAJ|TJK
Kyrgyzstan|703|KYR|KGZ|Kyrgyz Republic|Kirghizia
Uzbekistan|704|UZB|UZB
Kazakhstan|705|KZK|KAZ
China|710|CHN|CHN|People's Republic of China|PRC
Mongolia|712|MON|MNG
North Korea|731|PRK|PRK|Democratic People's Republic of Korea|DPRK
South Korea|732|ROK|KOR|Republic of Korea
Japan|740|JPN|JPN
India|750|IND|IND
Pakistan|770|PAK|PAK
"""


def _read() -> list[tuple[Country, list[str]]]:
    rows = []
    for line in _TABLE.strip().splitlines():
        name, cow, abbreviation, iso3, *others = line.split("|")
        rows.append((Country(name, int(cow), abbreviation, iso3), others))
    return rows


_ROWS = _read()

#: Every country of the table, by its number.
countries: Mapping[int, Country] = {one.cow: one for one, _ in _ROWS}

_BY_NAME = {name.casefold(): one for one, others in _ROWS for name in (one.name, *others)}
_BY_COW = {one.abbreviation: one for one, _ in _ROWS}
_BY_ISO = {one.iso3: one for one, _ in _ROWS if one.iso3}


def find(code: Any, kind: str | None = None) -> Country | None:
    """The country of a code, or None where the table has none.

    Parameters
    ----------
    code : int, float or str
        A Correlates of War number (also as text), an abbreviation, an ISO code or a name.
    kind : {"cow", "abbreviation", "iso3", "name"}, optional
        What the code is. If not given, everything is tried; a few letters mean different states in the two systems
        (``MNG`` is Montenegro in the Correlates of War and Mongolia in ISO 3166, ``CZE`` Czechoslovakia and
        Czechia): the ISO code is then meant.

    Returns
    -------
    Country or None
    """
    if isinstance(code, float) and not math.isfinite(code):
        return None
    text = str(int(code)) if isinstance(code, float) and code.is_integer() else str(code).strip()
    if kind in (None, "cow") and text.isdigit():
        return countries.get(int(text))
    tables = {"iso3": _BY_ISO, "abbreviation": _BY_COW}
    for name, table in tables.items():
        if kind in (None, name) and text.upper() in table:
            return table[text.upper()]
    return _BY_NAME.get(text.casefold()) if kind in (None, "name") else None


def country(code: Any, kind: str | None = None) -> Country:
    """The country of a code.

    Parameters
    ----------
    code, kind
        As for `find`.

    Returns
    -------
    Country

    Raises
    ------
    UnknownNameError
        When the table does not have it.

    Examples
    --------
    >>> import foederis as fd
    >>> fd.countries.country(371)
    Country(name='Armenia', cow=371, abbreviation='ARM', iso3='ARM')
    >>> fd.countries.country("KGZ").cow, fd.countries.country("KYR").name
    (703, 'Kyrgyzstan')
    """
    found = find(code, kind)
    if found is None:
        names = [one.name for one, _ in _ROWS]
        near = next(iter(difflib.get_close_matches(str(code), names, 1, cutoff=0.7)), None)
        tail = f"did you mean {near!r}?" if near else "it holds the CSTO, its neighbours, NATO and great powers"
        raise UnknownNameError(f"the table of countries does not have {code!r}; {tail}", str(code), names, near)
    return found
