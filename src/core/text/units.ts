import { matchAt } from './numerals.ts';

/** Currencies and units, folded to one name each. */

const signs = new Map(
  Object.entries({
    $: 'USD',
    us$: 'USD',
    hk$: 'HKD',
    nt$: 'TWD',
    a$: 'AUD',
    c$: 'CAD',
    s$: 'SGD',
    r$: 'BRL',
    '€': 'EUR',
    '£': 'GBP',
    '¥': 'CNY',
    '₩': 'KRW',
    '₹': 'INR',
  }),
);

const currencies = new Map(
  Object.entries({
    美元: 'USD',
    美金: 'USD',
    美刀: 'USD',
    刀: 'USD',
    usd: 'USD',
    dollar: 'USD',
    dollars: 'USD',
    'us dollars': 'USD',
    'u.s. dollars': 'USD',
    bucks: 'USD',
    人民币: 'CNY',
    元人民币: 'CNY',
    元: 'CNY',
    块钱: 'CNY',
    rmb: 'CNY',
    cny: 'CNY',
    yuan: 'CNY',
    renminbi: 'CNY',
    欧元: 'EUR',
    eur: 'EUR',
    euro: 'EUR',
    euros: 'EUR',
    英镑: 'GBP',
    gbp: 'GBP',
    日元: 'JPY',
    日圆: 'JPY',
    jpy: 'JPY',
    yen: 'JPY',
    円: 'JPY',
    韩元: 'KRW',
    krw: 'KRW',
    won: 'KRW',
    港元: 'HKD',
    港币: 'HKD',
    hkd: 'HKD',
    新台币: 'TWD',
    台币: 'TWD',
    加元: 'CAD',
    澳元: 'AUD',
    新元: 'SGD',
    卢比: 'INR',
    inr: 'INR',
    rupees: 'INR',
  }),
);

/** Measures: two different ones never mean the same figure. */
const measures = new Map<string, string>(
  [
    'KB kb|MB mb 兆字节|GB gb g|TB tb|PB pb|bit bit bits 比特',
    'W w watt watts 瓦|kW kw kilowatt kilowatts 千瓦|MW mw megawatt megawatts 兆瓦|GW gw gigawatt gigawatts 吉瓦',
    'kWh kwh 度电|MWh mwh|GWh gwh|TWh twh|Hz hz|kHz khz|MHz mhz|GHz ghz',
    'nm nm nanometer nanometers 纳米|mm mm 毫米|cm cm 厘米|metre meter meters metre metres 米|km km 公里 千米',
    'mile mile miles 英里|kg kg 公斤 千克|ton ton tons tonne tonnes 吨|°C °c 摄氏度 度',
    'ms ms millisecond milliseconds 毫秒|second s sec secs second seconds 秒 秒钟',
    'minute min mins minute minutes 分钟|hour h hr hrs hour hours 小时 个小时 钟头|day day days 天',
    'week week weeks 周 星期 个星期|month month months mo 个月|year year years yr yrs 年 岁 周岁 year-old',
    'token token tokens 词元',
    'fps fps 帧|TOPS tops|TFLOPS tflops|PFLOPS pflops|dB db|bp bp bps 个基点 基点|point point points 分 点',
    'Mbps mbps|Gbps gbps|GB/s gb/s|TB/s tb/s|tok/s tok/s tps tokens/s token/s|rpm rpm',
  ]
    .join('|')
    .split('|')
    .flatMap((row) => {
      const [unit = '', ...forms] = row.split(' ');
      return forms.map((form): [string, string] => [form, unit]);
    }),
);

/** Counted things: kept for the reader, alike when figures are compared. */
const classifiers = new Set(
  [
    ...'个家位名人款项条次种类大轮篇台张座支只件步级代层期季门所国辆颗枚卡股倍帖届场份套块批起城'.split(''),
    ...['万人', '用户', '公司', '开发者', '模型', '企业', '参数'],
  ].concat(
    `people person users user companies company models model posts post authors developers engineers
    startups teams team parameters params param agents agent papers paper countries times gpus gpu chips repos stars downloads views
    employees jobs lines commits prs files tasks steps questions benchmarks benchmark layers experts nodes
    customers members researchers participants states cities organisations organizations`.split(/\s+/),
  ),
);

const signRe = /(?:us|hk|nt|a|c|s|r)?\$|[€£¥₩₹]/y;

/** A currency sign or code that stands before its number: `$`, `US$`, `USD `, `RMB`. */
export function readCurrencyBefore(lower: string, index: number): { unit: string; end: number } | undefined {
  const sign = matchAt(signRe, lower, index)?.[0];
  if (sign) return { unit: signs.get(sign) ?? 'USD', end: skipSpace(lower, index + sign.length) };
  const code = matchAt(
    /(?:usd|eur|gbp|cny|rmb|jpy|krw|inr|hkd|人民币|美元|欧元|英镑|日元|港元)(?= ?\d)/y,
    lower,
    index,
  )?.[0];
  if (!code) return undefined;
  return { unit: currencies.get(code) ?? 'USD', end: skipSpace(lower, index + code.length) };
}

/** A currency behind its number; at most one space between. */
export function readCurrencyAfter(lower: string, index: number): { unit: string; end: number } | undefined {
  const start = skipSpace(lower, index);
  const chinese = longest(lower, start, 4, currencies);
  if (chinese && !/^[a-z]/.test(lower.slice(start, start + 1))) return guardYuan(lower, start, chinese);
  const word = matchAt(/(?:u\.?s\.? )?[a-z]{3,8}(?![a-z])/y, lower, start)?.[0];
  const unit = word ? (currencies.get(word) ?? currencies.get(word.replace(/^u\.?s\.? /, ''))) : undefined;
  return word && unit ? { unit, end: start + word.length } : undefined;
}

/** `元` begins other words (`元宇宙`, `元旦`), and so does `刀`. */
function guardYuan(lower: string, start: number, hit: { form: string; value: string }) {
  const next = lower.slice(start, start + 2);
  if (['元宇', '元旦', '元素', '元老', '刀具', '刀片'].includes(next)) return undefined;
  return { unit: hit.value, end: start + hit.form.length };
}

export interface UnitRead {
  unit: string;
  end: number;
  isMeasure: boolean;
}

/** A measure or counted noun behind a number; at most one space or hyphen between. */
export function readUnit(lower: string, index: number): UnitRead | undefined {
  const start = matchAt(/[ -]/y, lower, index) ? index + 1 : index;
  const latin = matchAt(/[a-z°]{1,14}(?:\/s)?(?![a-z\d])/y, lower, start)?.[0];
  if (latin) return latinUnit(latin, start);
  const chinese = longest(lower, start, 4, measures);
  if (chinese) return { unit: chinese.value, end: start + chinese.form.length, isMeasure: true };
  const counted = longestOf(lower, start, 3, classifiers);
  return counted ? { unit: counted, end: start + counted.length, isMeasure: false } : undefined;
}

function latinUnit(word: string, start: number): UnitRead | undefined {
  const unit = measures.get(word);
  if (unit) return { unit, end: start + word.length, isMeasure: true };
  return classifiers.has(word) ? { unit: word, end: start + word.length, isMeasure: false } : undefined;
}

export function isMeasure(unit: string | undefined): boolean {
  return unit !== undefined && measureNames.has(unit);
}

const measureNames = new Set(measures.values());

function skipSpace(lower: string, index: number): number {
  return lower[index] === ' ' ? index + 1 : index;
}

function longest(text: string, start: number, most: number, table: ReadonlyMap<string, string>) {
  for (let length = most; length > 0; length--) {
    const form = text.slice(start, start + length);
    const value = table.get(form);
    if (value) return { form, value };
  }
  return undefined;
}

function longestOf(text: string, start: number, most: number, set: ReadonlySet<string>): string | undefined {
  for (let length = most; length > 0; length--) {
    const form = text.slice(start, start + length);
    if (form.length === length && set.has(form)) return form;
  }
  return undefined;
}
