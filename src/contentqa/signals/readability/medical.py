"""Tell medical words by their Greek and Latin parts, and drug names by the stems that are assigned to drug classes.

The combining forms are those of any medical terminology course; the drug stems are the common stems of international
nonproprietary names (WHO, The use of stems in the selection of INN, 2018).
"""

from __future__ import annotations

import functools

_BEGINNINGS = tuple(
    "adeno adreno angiog angiop arterio arthr athero bacterio broncho carcino cardio cephal cerebr cholecyst chondro "
    "cortico cranio cysto cyto dermat electrocardio electroenceph encephal endocrin endometri entero epiderm erythro "
    "gastro gastri glomerul gluco glyco gonado gynaeco gyneco haemat haemo hemato hemo hepat histolog histopath "
    "hypercalc hyperglyc hyperkal hyperlip hypertens hypoglyc hypokal hypotens hypothal immuno laparo leuco leuko lipo "
    "lympho mammo melano myelo myocard nephro neuro neutro oncolog oncogen ophthalm orthop osteo oto pancreat patho "
    "pericard perito pharmaco phleb plasmo pneumo proct psycho pulmon radiolog radiothe retino rhino sarco schizo "
    "sclero spleno spondyl thrombo thyro tracheo tubercul urethr uro vaso venous viro".split()
)
_ENDINGS = tuple(
    "aemia aemic algia ectomy emia glycemic anemic ischemic leukemic encephaly genesis globin cardiogram mammogram "
    "angiogram venogram iasis itis lysis malacia megaly nephric oma opathy osis ostomy otomy oxia paresis pathic pathy "
    "penia pepsia phagia phasia phylaxis plasia plasm plasty plegia pnea pnoea poiesis ptosis rrhagia rrhea rrhoea "
    "sclerosis scopy stasis stenosis stomy taxia therapy tomy toxic toxicity trophic trophy uria cyte cytosis".split()
)
_DRUGS = tuple(
    "azepam azolam azole barbital caine calci ercept cillin cyclovir cycline dipine dronate floxacin gliflozin gliptin "
    "glutide grel mab micin mycin nib oxetine parib pezil prazole pril profen rubicin sartan setron statin tadine "
    "terol tidine tinib tinoin trexed triptan vastatin vir virine vudine xaban zepatide zosin".split()
)
_SHORTEST_REST = 3
_NOT_MEDICAL = frozenset(
    "academia accademia diploma diplomas aroma stroma sympathy empathy telepathy antipathy apathy psychology "
    "psychological psychologist psychologists psychologically psychoanalysis psychobilly psychic analysis paralysis "
    "catalysis hydrolysis electrolysis dichotomy gastronomy gastronomic gastronomical gastropod gastropods cephalopod "
    "cephalopods arthropod arthropods mammoth mammoths microscopy spectroscopy manchuria bohemia dystopia memoir "
    "reservoir souvenir savoir devoir rhinoceros sarcophagus sarcophagi symbiosis hypnosis osmosis metamorphosis "
    "nostalgia parthenogenesis genesis ethnogenesis apotheosis uroboros neuroscience neuroscientist neuroscientists "
    "hyphenation taxonomy".split()
)


def is_medical_form(term: str) -> bool:
    """Say whether a lower-case word, or any word of a term, is built like a medical word or a drug name."""
    return any(map(_is_medical, term.split(" ")))


@functools.lru_cache(maxsize=50_000)
def _is_medical(word: str) -> bool:
    singular = word.removesuffix("s") if not word.endswith(("ss", "is", "us")) else word
    if len(singular) <= 5 or word in _NOT_MEDICAL or not singular.replace("-", "").isalpha():
        return False
    if singular.startswith(_BEGINNINGS):
        return True
    if not singular.endswith(_ENDINGS + _DRUGS):
        return False
    ending = max((e for e in _ENDINGS + _DRUGS if singular.endswith(e)), key=len)
    return len(singular) - len(ending) >= _SHORTEST_REST
