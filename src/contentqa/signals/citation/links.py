"""Where a hyperlink leads: to science, to an authority, to a shop, or nowhere."""

from __future__ import annotations

import functools
import gzip
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import resources
from urllib.parse import urlsplit

_JOURNALS = (
    "pubmed.ncbi.nlm.nih.gov ncbi.nlm.nih.gov doi.org dx.doi.org europepmc.org clinicaltrials.gov cochranelibrary.com "
    "cochrane.org arxiv.org medrxiv.org biorxiv.org nejm.org thelancet.com jamanetwork.com bmj.com nature.com "
    "science.org "
    "sciencemag.org sciencedirect.com springer.com biomedcentral.com wiley.com tandfonline.com sagepub.com oup.com "
    "academic.oup.com plos.org pnas.org cell.com frontiersin.org mdpi.com ahajournals.org acpjournals.org annals.org "
    "aappublications.org karger.com elsevierhealth.com physiology.org jstor.org semanticscholar.org researchgate.net "
    "scholar.google.com ascopubs.org aacrjournals.org diabetesjournals.org liebertpub.com lww.com psychiatryonline.org "
    "ajcn.org bmjopen.bmj.com cambridge.org hindawi.com jci.org isrctn.com osf.io ssrn.com psycnet.apa.org"
).split()
_AUTHORITIES = (
    "who.int nice.org.uk nhs.uk europa.eu mayoclinic.org clevelandclinic.org heart.org cancer.org diabetes.org "
    "acog.org aap.org ama-assn.org psychiatry.org cancer.net uspreventiveservicestaskforce.org canada.ca "
    "un.org oecd.org"
).split()
_SOCIAL = (
    "facebook.com twitter.com x.com instagram.com youtube.com youtu.be tiktok.com pinterest.com reddit.com "
    "linkedin.com "
    "t.me telegram.org whatsapp.com tumblr.com quora.com medium.com substack.com rumble.com threads.net bsky.app"
).split()
_SHOPS = (
    "amazon.com amazon.co.uk amzn.to ebay.com etsy.com walmart.com iherb.com shopify.com clickbank.net shareasale.com "
    "gumroad.com aliexpress.com vitacost.com swansonvitamins.com gnc.com chewy.com bit.ly "
    "go.skimresources.com awin1.com "
    "anrdoezrs.net jdoqocy.com"
).split()
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"“”]{3,200}(?<![.,;:!?])")
_SHOP_PATH = re.compile(
    r"/(?:shop|store|cart|checkout|product|products|buy|collections)(?:/|$)|[?&](?:tag|aff|affid|ref)="
)


class LinkKind(StrEnum):
    """What stands at the far end of a link."""

    JOURNAL = "journal or study index"
    GOVERNMENT = "government"
    UNIVERSITY = "university"
    AUTHORITY = "health authority"
    SOCIAL = "social medium"
    SHOP = "shop"
    OWN = "own site"
    MISLEADING = "site known to mislead"
    OTHER = "other site"
    FRAGMENT = "place on the same page"
    DEAD = "nowhere"


SCHOLARLY = frozenset({LinkKind.JOURNAL, LinkKind.GOVERNMENT, LinkKind.UNIVERSITY, LinkKind.AUTHORITY})
SUPPORTING = SCHOLARLY | {LinkKind.OTHER}


def find_addresses(text: str) -> Iterator[re.Match[str]]:
    """Yield the web addresses written out in ``text``."""
    if "www." in text or "://" in text:
        yield from _ADDRESS.finditer(text)


def host_of(url: str) -> str:
    """Return the host name of ``url`` in lower case without ``www.``; empty when it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def classify(url: str, own_host: str) -> LinkKind:
    """Return where ``url`` leads, seen from a page on ``own_host`` (empty when unknown)."""
    url = url.strip()
    if not url or url in {"#", "/#"} or url.lower().startswith("javascript:"):
        return LinkKind.DEAD
    if url.startswith("#"):
        return LinkKind.FRAGMENT
    if url.startswith(("//", "www.")):
        url = "https:" + url if url.startswith("//") else "https://" + url
    host = host_of(url)
    if not host:
        return LinkKind.OTHER if url.startswith("doi:") else LinkKind.OWN
    own_shop = bool(_SHOP_PATH.search(url))
    if own_host and (host == own_host or host.endswith("." + own_host)):
        return LinkKind.SHOP if own_shop else LinkKind.OWN
    parents = _parents(host)
    kinds = _domains()
    for parent in parents:
        if parent in kinds:
            return kinds[parent]
    labels = host.split(".")
    if "gov" in labels or "mil" in labels[-1:] or "gouv" in labels or host.endswith(".gc.ca"):
        return LinkKind.GOVERNMENT
    if labels[-1] == "edu" or (len(labels) > 2 and labels[-2] in {"edu", "ac"}):
        return LinkKind.UNIVERSITY
    return LinkKind.SHOP if own_shop else LinkKind.OTHER


def _parents(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)]


@functools.cache
def _domains() -> dict[str, LinkKind]:
    table = dict.fromkeys(_misleading(), LinkKind.MISLEADING)
    for hosts, kind in (
        (_JOURNALS, LinkKind.JOURNAL),
        (_AUTHORITIES, LinkKind.AUTHORITY),
        (_SOCIAL, LinkKind.SOCIAL),
        (_SHOPS, LinkKind.SHOP),
    ):
        table.update(dict.fromkeys(hosts, kind))
    return table


def _misleading() -> list[str]:
    packed = resources.files("contentqa").joinpath("tables", "misleading_domains.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8").split()
