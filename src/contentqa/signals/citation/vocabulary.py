"""The closed word classes of attribution: who asserts, by which verb, and what cannot be a name.

These are grammatical classes written for this project from general English, not lists of findings; the rules that a
reader sees are in ``lexicons/citation.toml``.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAYING = _words(
    "say says said saying tell tells told explain explains explained note notes noted add adds added write writes wrote "
    "argue argues argued warn warns warned caution cautions cautioned claim claims claimed report reports reported "
    "reporting state states stated announce announces announced comment comments commented believe believes believed "
    "recommend recommends recommended advise advises advised estimate estimates estimated predict predicts predicted "
    "acknowledge acknowledges acknowledged admit admits admitted agree agrees agreed describe describes described "
    "stress stresses stressed emphasize emphasizes emphasized emphasise emphasised contend contends contended "
    "maintain maintains maintained suspect suspects suspected think thinks hypothesize hypothesized speculate "
    "speculated speculates propose proposed proposes worry worried worries insist insists insisted concede conceded "
    "recall recalled assert asserts asserted testify testified declare declared urge urges urged continued "
    "suggest suggests suggested conclude concludes concluded caution remarked observed"
)
SHOWING = _words(
    "show shows showed shown showing find finds found finding suggest suggests suggested suggesting indicate indicates "
    "indicated indicating demonstrate demonstrates demonstrated demonstrating reveal reveals revealed revealing "
    "confirm confirms confirmed prove proves proved proven report reports reported conclude concludes concluded "
    "support supports supported discover discovers discovered link links linked associate associated determine "
    "determined observe observed establish established identify identified say says said estimate estimates estimated "
    "hint hints hinted imply implies implied display displays displayed uncover uncovered note notes noted saw "
    "point points pointed explored explores investigated examined proposes proposed recommend recommends "
    "compared concur agree agrees detected detect looked measured"
)
PEOPLE = _words(
    "researcher researchers scientist scientists expert experts doctor doctors physician physicians author authors "
    "investigator investigators specialist specialists clinician clinicians critic critics official officials academic "
    "academics nutritionist nutritionists dietitian dietitians dietician dieticians therapist therapists nurse nurses "
    "practitioner practitioners surgeon surgeons psychiatrist psychiatrists professional professionals pharmacist "
    "pharmacists proponent proponents advocate advocates opponent opponents supporter supporters skeptic skeptics "
    "sceptics user users analyst analysts regulator regulators herbalist herbalists naturopath naturopaths "
    "scholar scholars enthusiast enthusiasts observers authorities paediatricians pediatricians midwives dentists "
    "patients participants volunteers subjects team group"
)
STUDIES = _words(
    "study studies research trial trials evidence data findings finding review reviews meta-analysis meta-analyses "
    "metaanalysis analysis analyses survey surveys literature science report reports experiment experiments "
    "investigation investigations paper papers results result imaging scans tests statistics figures polls poll "
    "guidelines guideline authors' work observations record records reports article articles"
)
DETERMINERS = _words("the this these those that their its his her our")
PRONOUNS = _words("he she")
GROUP_PRONOUNS = _words("they we")
TITLES = _words("dr prof professor sir dame")
CREDENTIALS = _words("md phd mph rn rd rdn dds do mbbs frcp pharmd dvm msc dsc facc facs facog lcsw np psyd")
ORGANISATION_WORDS = _words(
    "university college school institute institutes institution hospital hospitals clinic center centre centers centres "
    "association society foundation federation academy agency administration organization organisation council "
    "department ministry board commission committee consortium laboratory laboratories network alliance trust "
    "inc corp ltd plc llc pharmaceuticals pharma therapeutics biosciences biotech company collaboration group task force "
    "service services bureau union registry charity fund panel program programme"
)
BODIES = _words(
    "who cdc fda nih nice nhs ema mhra epa usda niaid nci nimh nhlbi niddk nida ninds aha acc acog acs ada aap ama apa "
    "aan aafp acp aad asco uspstf cochrane medlineplus unicef iarc ers esc easd ipcc pfizer moderna novartis roche "
    "merck sanofi astrazeneca bayer lilly glaxosmithkline gsk abbvie amgen reuters webmd healthline yale harvard "
    "stanford oxford cambridge cornell duke columbia princeton mit ucla ucsf emory vanderbilt johns hopkins mayo "
    "medicare congress"
)
NOT_NAMES = _words(
    "i i'm i'd i've i'll january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday english french "
    "german american americans british europeans european canadian chinese japanese indian australian danish dutch "
    "swedish italian spanish israeli scottish irish finnish norwegian korean brazilian asian asians african western "
    "eastern hispanic hispanics caucasian latino black white mediterranean u.s us uk u.k usa eu covid covid-19 hiv aids "
    "dna rna mri ct pet eeg ecg adhd ptsd copd bmi ldl hdl crp t2d mdma lsd ssri ssris pcr ivf ckd uti utis ibs ibd "
    "gerd omega-3 vitamin alzheimer's alzheimer parkinson's parkinson crohn's hodgkin's phase type stage x y ii iii iv "
    "dsm-5 a1c hba1c er icu united states america britain england scotland wales ireland canada china japan india "
    "australia europe africa asia france germany spain italy israel sweden denmark norway finland netherlands "
    "brazil mexico korea california florida texas york london boston the a an in on at for from by with as if when while "
    "where there here but and or so yet however although though because since after before during despite many most some "
    "several other others another both each few all one two three no not what why how who which our their his her your "
    "my this that these those it its he she they we you then now today still even only such unlike until once to is are "
    "was were do does did can could should will would have has had new study research also"
)
VAGUE_PASSIVE = _words(
    "thought believed known shown found linked tied proven reported said understood suspected estimated hypothesized "
    "theorized recognized acknowledged demonstrated proved established"
)
BE = _words("is are was were be been being isn't aren't 's")
