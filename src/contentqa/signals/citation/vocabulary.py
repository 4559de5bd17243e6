"""The closed word classes of attribution: who asserts, by which verb, and what cannot be a name.

These are grammatical classes written for this project from general English, not lists of findings; the rules that a
reader sees are in ``lexicons/citation.toml``.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAYING = _words(
    "say says said saying tell tells told explain explains explained note notes noted add adds added write "
    "writes wrote "
    "argue argues argued warn warns warned caution cautions cautioned claim claims claimed state states "
    "stated announce "
    "announces announced comment comments commented believe believes believed recommend recommends recommended advise "
    "advises advised estimate estimates estimated predict predicts predicted acknowledge acknowledges "
    "acknowledged admit "
    "admits admitted agree agrees agreed describe describes described stress stresses stressed emphasize emphasizes "
    "emphasized emphasise emphasised contend contends contended maintain maintains maintained suspect "
    "suspects suspected "
    "think thinks thought hypothesize hypothesizes hypothesized theorize theorized theorise theorised "
    "speculate speculated "
    "speculates propose proposes proposed worry worried worries insist insists insisted concede conceded "
    "recall recalled "
    "assert asserts asserted testify testified declare declared urge urges urged continued remarked hope "
    "hopes hoped deem "
    "deems deemed surmise surmised project projects projected report reports reported suggest suggests "
    "suggested conclude "
    "concludes concluded observes reckon reckons reckoned attribute attributes attributed ascribe ascribed "
    "reads counters "
    "considers recognizes recognized endorses endorsed know calculated lists expects expected issued debunked pointed"
)
SHOWING = _words(
    "provide provides provided offer offers "
    "show shows showed shown showing find finds found finding suggest suggests suggested suggesting indicate indicates "
    "indicated indicating demonstrate demonstrates demonstrated demonstrating reveal reveals revealed revealing "
    "confirm confirms confirmed prove proves proved proven report reports reported conclude concludes concluded "
    "support supports supported discover discovers discovered link links linked associate associated determine "
    "determined observe observed establish established identify identified estimate estimates estimated "
    "explain explains "
    "hint hints hinted imply implies implied display displays displayed uncover uncovered note notes noted "
    "pointed explored explores investigated examined proposes proposed recommend recommends recommended "
    "concur agree agrees detected detect calculated concludes says said learned believe reported "
    "proposed warned warn documented describe describes described highlight highlights"
)
PEOPLE = _words(
    "researcher researchers scientist scientists expert experts doctor doctors physician physicians author authors "
    "investigator investigators specialist specialists clinician clinicians critic critics official officials academic "
    "academics nutritionist nutritionists dietitian dietitians dietician dieticians therapist therapists nurse nurses "
    "practitioner practitioners surgeon surgeons psychiatrist psychiatrists professional professionals pharmacist "
    "pharmacists proponent proponents advocate advocates opponent opponents supporter supporters skeptic skeptics "
    "sceptics user users analyst analysts regulator regulators herbalist herbalists naturopath naturopaths "
    "scholar scholars enthusiast enthusiasts observers authorities paediatricians pediatricians midwives dentists "
    "patients participants volunteers subjects team group parents people many others some those women men everyone "
    "veterinarians biochemists psychologists biologists cardiologists dermatologists neurologists oncologists "
    "epidemiologists gynecologists urologists allergists immunologists economists podiatrists chiropractors co-authors "
    "coauthors colleagues"
)
LAY_PEOPLE = _words(
    "patients participants volunteers subjects people many others some those women men everyone parents users "
    "user group"
)
LAY_VERBS = _words(
    "say says said report describe believe believes claim claims think thinks argue suggest describes swear"
)
CARERS = _words(
    "therapist therapists nurse nurses surgeon surgeons doctor doctors physician physicians practitioner practitioners "
    "pharmacist pharmacists midwives dentists specialist specialists professional professionals"
)
STUDY_VERBS = _words(
    "provide provides provided offer offers support supports supported link links linked identify identifies "
    "identified observe"
)
STUDIES = _words(
    "study studies research trial trials evidence data findings finding review reviews meta-analysis meta-analyses "
    "metaanalysis analysis analyses survey surveys literature science report reports experiment experiments "
    "investigation investigations paper papers results result imaging scans tests statistics figures polls poll "
    "guidelines guideline observations records record article articles thinking consensus editorial commentary"
)
TRIALS = _words(
    "study studies trial trials experiment experiments survey surveys review reviews analysis analyses meta-analysis "
    "meta-analyses research report reports"
)
DETERMINERS = _words("the this these those that their its his her our")
PRONOUNS = _words("he she")
GROUP_PRONOUNS = _words("they we")
TITLES = _words("dr prof professor sir dame mr mrs ms")
CREDENTIALS = _words(
    "md phd mph rn rd rdn dds do mbbs frcp pharmd dvm msc dsc facc facs facog lcsw np psyd bpharm fasco"
)
ORGANISATION_WORDS = _words(
    "university college school institute institutes institution hospital hospitals clinic center centre "
    "centers centres "
    "association society foundation federation academy agency administration organization organisation council "
    "department ministry board commission committee consortium laboratory laboratories network alliance trust "
    "inc corp ltd plc llc pharmaceuticals pharma therapeutics biosciences biotech company collaboration force medicine "
    "service services bureau union registry charity fund panel program programme surgeons physicians project initiative"
)
BODIES = _words(
    "who cdc fda nih nice nhs ema mhra epa usda niaid nci nimh nhlbi niddk nida ninds aha acc acog acs ada aap ama apa "
    "aan aafp acp aad asco uspstf cochrane medlineplus unicef iarc ers esc easd ipcc pfizer moderna novartis roche "
    "merck sanofi astrazeneca bayer lilly glaxosmithkline gsk abbvie amgen webmd healthline yale harvard iom ioc acr "
    "stanford oxford cambridge cornell duke columbia princeton mit ucla ucsf emory vanderbilt hopkins mayo whi "
)
NAMED_STUDY_WORDS = _words("study trial survey initiative project cohort registry collaboration")
GENERIC_BODIES = _words(
    "company organization organisation agency academy association institute society charity foundation manufacturer "
    "group hospital university team force panel committee administration department bureau commission firm maker"
)
NOT_NAMES = _words(
    "i i'm i'd i've i'll january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday english french "
    "german american americans british europeans european canadian chinese japanese indian australian danish dutch "
    "swedish italian spanish israeli scottish irish finnish norwegian korean brazilian asian asians african western "
    "eastern hispanic hispanics caucasian latino black white mediterranean belgian swiss polish russian "
    "scandinavian u.s us "
    "uk u.k usa eu covid hiv aids vitamin alzheimer's alzheimer parkinson's parkinson crohn's hodgkin's phase "
    "type stage x y "
    "ii iii iv united states america britain england scotland wales ireland canada china japan india new "
    "south north west "
    "australia europe africa asia france germany spain italy israel sweden denmark norway finland netherlands "
    "brazil mexico korea california florida texas york london boston washington the a an in on at for from by "
    "with as if "
    "when while where there here but and or so yet however although though because since after before during "
    "despite many "
    "most some several other others another both each few all one two three no not what why how who which our "
    "their his her "
    "your my this that these those it its he she they we you then now today still even only such unlike until "
    "once to is are "
    "was were do does did can could should will would have has had study research also health reuters healthday news "
    "per numerous previous early earlier current related among while medicaid medicare internet congress "
    "government western wi-fi e-cigarettes botox"
)
VAGUE_PASSIVE = _words(
    "thought believed known shown found linked tied proven reported said understood suspected estimated hypothesized "
    "theorized recognized acknowledged demonstrated proved established implicated assumed associated blamed "
    "rumored argued "
    "claimed touted recommended"
)
BE = _words("is are was were be been being isn't aren't wasn't weren't")
NEGATIONS = _words(
    "not never also long well often now generally widely commonly even generally previously recently already"
)
REPORT_NOUN_LEADS = _words(
    "scientific recent many several some new earlier previous numerous anecdotal case media news press "
    "published two three "
    "other these those the a this such their one first government"
)
