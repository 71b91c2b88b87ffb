/** Everyday English words that open sentences: their capital is no sign of a name. */
const words = new Set(
  `a about above according across actually add adding additional adoption advanced advances advocates after
  again against age agency agent agents aimed algorithms all allegedly allowing almost already also
  although always amid among an analyst analysts and announced announcement another any anyone apparently
  apps around article articles artists as ask asked at attackers attention audiences authorities authors
  automated automation availability available average back backed based because become before behind being
  benchmark benchmarks beside besides between beyond big bigger both bots brands breaking bring bringing
  brings broader browsers budget bug bugs build builders building builds built businesses but buyers by
  called calls can capital cheap cheaper chip chipmakers chips cited city claim claims clear client
  clients cloud cluster clusters code coders coding combined comes coming comment commentators comments
  community companies company compared competition competitors complaints concern concerns conference
  consumers content context contract contracts contributors cost costs countries creators critics current
  currently customer customers cutting daily data day days deal deals debate debates december demand demos
  departing deployment despite detail details detectors developer developers development devices different
  digital discussion discussions doctors documents dozens during each earlier early earnings economists
  editors education elsewhere employees engineer engineering engineers enough enterprise enterprises
  entire equally especially estimates ethicists even events every everyone everything evidence examples
  executives existing expect expected experimental experts exports exposure faced facing factories fake
  families fans fast faster features federal feedback fees few fewer figures files filings film final
  finally financial firms first five focus following for forecasts former founder founders four free
  frequent from frontier full fully funding funds further future games gas general generally generated
  generation giants given giving global goals government governments graders graduates grid groups growing
  growth half hardware has have having headlines health heavy held help helping here high higher hiring
  holders holiday homes hopes hospitals hours household how however humans if images impact important
  improvements in including increasingly independent individual industry inference inflation influencers
  infrastructure initial inside insiders insights instead institutions integration interest internal
  international internet interviews into investment investments investor investors is issues it its itself
  japanese job jobs joint journalists judges just keep key labels laboratories labs language large larger
  largest last late later latest launch launched lawmakers lawyers layoffs leaders leading learning left
  legal less lessons licensing like likely limited limits links live local long longer looking low lower
  machine machines made main maintainers major makers making managers many margins market markets
  meanwhile media medical members memory mentioned merchants messages methods military millions mixed
  mobile model models money month monthly months more moreover most moving much multimodal multiple music
  national nearly negotiations neither networks never new newer newly news next no nobody none nor normal
  not notable notably note nothing now nuclear number numbers numerous observers of offering offers office
  officials older on once one ones online only open opening operators opinion opinions opponents or orders
  organisations organizations other others otherwise our out output outside over overall owners papers
  parents participants parties partners parts past patents patients pay paying people per performance
  perhaps personal phone phones photos physical pilots plans platform platforms players point points
  policy politicians poor popular positions possible posters posts potential power practical practice
  practitioners present pressure prices pricing private problems product production products professionals
  professors programmers progress projects promises proponents proposals proposed proposes prototypes
  providers public publishers purchases question questions quick quickly quotes rates rather readers real
  really reasoning recent recently record regulation regulators related release released releases
  reliability remaining report reported reportedly reporters reports representatives research researchers
  residents response results retail reviewers reviews rising risk risks rival rivals robot robotics robots
  rollout roughly rumors rumours running safety sales same samples saying says scholars schools science
  scientists scores search second sectors security see seen selling senior separate separately servers
  service services seven several shared shareholders shares shipments short should show showing shows
  signs similar similarly simple simulation since single six skeptics small smaller so social software
  some someone something sometimes soon source sources spending staff stakeholders standards started
  starting startup startups state statements states stay still stock stocks stories strategy strong
  students studies study subscribers such suppliers supply support supporters surveys system systems
  talent talks tasks teachers teams tech technical technology ten test testers testing tests than thanks
  that the their them then there these they thieves things thinking third this those though thoughts
  thousands three through throughout thus tickets tight tiny to today together tokens tomorrow tools top
  topics total trackers trade traders traditional training transactions translators trial trials truly
  trust two under unlike until up updates upgrades upon usage use used useful users uses using usually
  utilities valuation value various vendors version versions veterans via video videos viewers views
  violations vision voters wages walking want wars watchdogs watchers we weak weeks weights well were what
  when where whether which while who why wide will winners with within without women word words work
  workers workflows working workloads works world worried writers writing yearly years yes yesterday yet
  you young your`.split(/\s+/),
);

/** True for an everyday word, also as a plural or with an ending. */
export function isCommonWord(lower: string): boolean {
  return (
    words.has(lower) ||
    words.has(lower.replace(/(?:'s|s|es|ed|d|ing|ly)$/, '')) ||
    /(?:ing|tion|ment|ness|ity|ally|fully|ously)$/.test(lower)
  );
}
