import type { Suggestion } from './ask.ts';

/**
 * Cities and countries that people name, under the zone that holds for them: Chinese names, and English ones
 * that are no part of the zone's own name. The order is the one in which they are offered unasked.
 */
const places: readonly [zone: string, zh: string[], en?: string[]][] = [
  [
    'Asia/Shanghai',
    ['上海', '北京', '深圳', '广州', '杭州', '成都', '中国'],
    ['Beijing', 'Shenzhen', 'China'],
  ],
  ['Asia/Hong_Kong', ['香港']],
  ['Asia/Taipei', ['台北', '台湾'], ['Taiwan']],
  ['Asia/Singapore', ['新加坡']],
  ['Asia/Tokyo', ['东京', '大阪', '日本'], ['Japan', 'Osaka']],
  ['Asia/Seoul', ['首尔', '韩国'], ['Korea']],
  ['UTC', ['协调世界时'], ['GMT', 'Zulu']],
  ['Europe/London', ['伦敦', '英国'], ['UK']],
  ['Europe/Paris', ['巴黎', '法国'], ['France']],
  ['Europe/Berlin', ['柏林', '慕尼黑', '德国'], ['Germany', 'Munich', 'Frankfurt', 'Hamburg']],
  ['America/New_York', ['纽约', '华盛顿', '波士顿'], ['NYC', 'Boston', 'Washington', 'Miami', 'Atlanta']],
  ['America/Chicago', ['芝加哥', '休斯敦'], ['Houston', 'Dallas', 'Austin']],
  ['America/Denver', ['丹佛'], ['Salt Lake City']],
  ['America/Los_Angeles', ['洛杉矶', '旧金山', '西雅图'], ['San Francisco', 'Seattle', 'Silicon Valley']],
  ['America/Toronto', ['多伦多'], ['Ottawa', 'Montreal']],
  ['America/Vancouver', ['温哥华']],
  ['America/Sao_Paulo', ['圣保罗', '巴西利亚'], ['Rio de Janeiro', 'Brasilia']],
  [
    'Asia/Kolkata',
    ['孟买', '新德里', '班加罗尔', '印度'],
    ['India', 'Mumbai', 'Delhi', 'Bangalore', 'Calcutta'],
  ],
  ['Asia/Dubai', ['迪拜', '阿联酋'], ['UAE', 'Abu Dhabi']],
  ['Australia/Sydney', ['悉尼', '堪培拉'], ['Canberra']],
  ['Australia/Melbourne', ['墨尔本']],
  ['Pacific/Auckland', ['奥克兰', '新西兰'], ['New Zealand', 'Wellington']],
  ['Europe/Moscow', ['莫斯科']],
  ['Europe/Madrid', ['马德里', '西班牙'], ['Spain', 'Barcelona']],
  ['Europe/Rome', ['罗马', '米兰', '意大利'], ['Italy', 'Milan']],
  ['Europe/Amsterdam', ['阿姆斯特丹', '荷兰'], ['Netherlands']],
  ['Europe/Zurich', ['苏黎世', '日内瓦', '瑞士'], ['Switzerland', 'Geneva']],
  ['Europe/Stockholm', ['斯德哥尔摩', '瑞典'], ['Sweden']],
  ['Europe/Kyiv', ['基辅'], ['Kiev']],
  ['Europe/Istanbul', ['伊斯坦布尔', '土耳其'], ['Turkey', 'Ankara']],
  ['Asia/Jerusalem', ['耶路撒冷', '特拉维夫', '以色列'], ['Israel', 'Tel Aviv']],
  ['Asia/Bangkok', ['曼谷', '泰国'], ['Thailand']],
  ['Asia/Jakarta', ['雅加达']],
  ['Asia/Kuala_Lumpur', ['吉隆坡', '马来西亚'], ['Malaysia']],
  ['Asia/Manila', ['马尼拉', '菲律宾'], ['Philippines']],
  ['Asia/Ho_Chi_Minh', ['胡志明市', '河内', '越南'], ['Vietnam', 'Hanoi', 'Saigon']],
  ['Asia/Macau', ['澳门'], ['Macao']],
  ['Asia/Urumqi', ['乌鲁木齐']],
  ['Africa/Cairo', ['开罗', '埃及'], ['Egypt']],
  ['Africa/Lagos', ['拉各斯', '尼日利亚'], ['Nigeria']],
  ['Africa/Nairobi', ['内罗毕', '肯尼亚'], ['Kenya']],
  ['Africa/Johannesburg', ['约翰内斯堡', '南非'], ['South Africa', 'Cape Town']],
];

/** Names that the runtime's list still writes in an older form. */
const modernNames: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Europe/Kiev': 'Europe/Kyiv',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Louisville': 'America/Kentucky/Louisville',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
};

interface Zone {
  name: string;
  zh: string[];
  /** All that it is found by, folded. */
  words: string[];
}

/** Found once: the list depends on the runtime alone. */
const zones: readonly Zone[] = listZones();

/** The IANA name that a text means: a zone in any letter case, a city, a country with one zone, `UTC+8`. */
export function parseTimezone(text: string): string | undefined {
  const word = text.normalize('NFKC').trim();
  if (word.includes('/')) return canonicalName(word.replaceAll(' ', '_'));
  const offset = parseOffset(word);
  if (offset) return offset;
  const wanted = fold(word);
  if (wanted === '') return undefined;
  return zones.find((zone) => zone.words.includes(wanted))?.name;
}

/**
 * At most `limit` zones that hold what was typed in any part of their names, or whose clock shows the typed
 * `UTC+8` at `now`; those that begin with it come first, common ones before others.
 */
export function suggestTimezones(typed: string, now: string, limit: number): Suggestion[] {
  const word = typed.normalize('NFKC').trim();
  const offset = parseOffset(word);
  const found = offset ? sameClock(offset, now) : holding(fold(word));
  return found.slice(0, limit).map((zone) => toSuggestion(zone, now));
}

function holding(wanted: string): Zone[] {
  const found = zones.filter((zone) =>
    [...zone.words, fold(zone.name)].some((word) => word.includes(wanted)),
  );
  const starts = new Set(found.filter((zone) => zone.words.some((word) => word.startsWith(wanted))));
  return [...starts, ...found.filter((zone) => !starts.has(zone))];
}

function sameClock(name: string, now: string): Zone[] {
  const offset = offsetAt(name, now);
  return zones.filter((zone) => offsetAt(zone.name, now) === offset);
}

function offsetAt(name: string, now: string): string {
  return Temporal.Instant.from(now).toZonedDateTimeISO(name).offset;
}

function toSuggestion(zone: Zone, now: string): Suggestion {
  const city = zone.zh[0] ? ` ${zone.zh[0]}` : '';
  return { label: `${zone.name}${city} (UTC${offsetAt(zone.name, now)})`, value: zone.name };
}

function listZones(): Zone[] {
  const all = new Set(Intl.supportedValuesOf('timeZone').map((name) => modernNames[name] ?? name));
  const common = places.map(([name, zh, en = []]) => toZone(name, zh, en));
  const rest = [...all].filter((name) => !places.some(([known]) => known === name)).sort();
  return [...common, ...rest.map((name) => toZone(name, [], []))];
}

function toZone(name: string, zh: string[], en: string[]): Zone {
  const city = name.slice(name.lastIndexOf('/') + 1);
  return { name, zh, words: [city, ...zh, ...en].map(fold) };
}

function canonicalName(name: string): string | undefined {
  try {
    const zoned = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return modernNames[zoned.timeZoneId] ?? zoned.timeZoneId;
  } catch {
    return undefined;
  }
}

/** Whole hours alone have a name; `Etc/GMT` counts westwards, so its sign is turned. */
function parseOffset(word: string): string | undefined {
  const [, sign, hours] = /^(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?00)?$/i.exec(word) ?? [];
  if (!sign || !hours) return undefined;
  const count = Number(hours);
  if (count === 0) return 'UTC';
  return canonicalName(`Etc/GMT${sign === '+' ? '-' : '+'}${count}`);
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s_'’-]+/g, '');
}
