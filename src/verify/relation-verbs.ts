/** A relation that a verb tells: `inverse` when what stands first is the object. */
export interface Frame {
  group: string;
  inverse?: boolean;
}

/** Verbs of one meaning, and what they tell of a name behind a preposition. */
export interface RelationVerb extends Frame {
  forms: string[];
  /** `licensed X to B`: the frame for the name behind `to`. */
  preps?: Record<string, Frame>;
  /** `对 B 的投资`, `从 B 采购`: the frame for a name that a Chinese coverb puts before the verb. */
  coverbs?: Record<string, Frame>;
}

const forms = (text: string) => text.split('|').map((form) => form.trim());

/** Groups in which both orders say the same. */
export const symmetricGroups: ReadonlySet<string> = new Set(['merge']);

export const relationVerbs: RelationVerb[] = [
  {
    group: 'acquire',
    forms: forms(
      `acquire|acquires|acquired|acquiring|buy|buys|bought|buying|purchase|purchases|purchased|purchasing|takeover of
      |take over|takes over|took over|taken over|acquisition of|snaps up|收购|并购|买下|吞并|控股|拿下|购买|采购`,
    ),
    preps: { from: { group: 'supply', inverse: true }, by: { group: 'acquire', inverse: true } },
    coverbs: {
      对: { group: 'acquire' },
      从: { group: 'supply', inverse: true },
      向: { group: 'supply', inverse: true },
    },
  },
  {
    group: 'invest',
    forms: forms(
      'invests in|invested in|invest in|investing in|investment in|backs|backed|backing|投资|注资|入股|领投',
    ),
    coverbs: { 对: { group: 'invest' }, 向: { group: 'invest' } },
  },
  {
    group: 'invest-in',
    forms: forms('invest|invests|invested|investing|investment|leads|led'),
    preps: { in: { group: 'invest' } },
  },
  {
    group: 'license',
    forms: forms('licenses|licensed|licences|to license|to licence'),
    inverse: true,
    preps: { to: { group: 'license' }, from: { group: 'license', inverse: true }, by: { group: 'license' } },
  },
  {
    group: 'license',
    forms: forms('授权给|许可给|授权|许可'),
    coverbs: {
      向: { group: 'license' },
      获得: { group: 'license', inverse: true },
      取得: { group: 'license', inverse: true },
      拿到: { group: 'license', inverse: true },
    },
  },
  {
    group: 'sue',
    forms: forms(
      'sues|sued|suing|to sue|files suit against|lawsuit against|suit against|case against|起诉|控告|状告',
    ),
    preps: { by: { group: 'sue', inverse: true } },
    coverbs: { 对: { group: 'sue' } },
  },
  {
    group: 'supply',
    forms: forms('supplies|supplied|supply|sells|sell|sold|ships|供应给|供货给|卖给|出售给|供货|供应'),
    preps: { to: { group: 'supply' }, by: { group: 'supply', inverse: true } },
    coverbs: { 向: { group: 'supply' }, 给: { group: 'supply' } },
  },
  {
    group: 'beat',
    forms: forms(
      `beats|beat|beating|beaten|outperforms|outperformed|outperform|outperforming|surpasses|surpassed|surpass
      |overtakes|overtook|overtaken|defeats|defeated|exceeds|better than|faster than|cheaper than|stronger than
      |ahead of|outscores|outsells|tops|超过|超越|反超|优于|好于|胜过|强于|领先于|领先|击败|打败|战胜|碾压|吊打|高于|快于`,
    ),
    preps: { by: { group: 'beat', inverse: true } },
    coverbs: { 对: { group: 'beat' } },
  },
  {
    group: 'beat',
    forms: forms(
      `loses to|lost to|trails|trailed|lags behind|falls behind|worse than|slower than|behind
      |输给|败给|不如|不及|逊于|弱于|落后于|落后|低于|慢于`,
    ),
    inverse: true,
  },
  {
    group: 'hire',
    forms: forms('hires|hired|hiring|poaches|poached|poaching|挖走|聘请|挖来|挖角'),
    preps: { from: { group: 'hire-from' }, by: { group: 'hire', inverse: true } },
    coverbs: { 从: { group: 'hire-from' }, 向: { group: 'hire-from' } },
  },
  {
    group: 'replace',
    forms: forms('replaces|replaced|replacing|取代|替代'),
    preps: { by: { group: 'replace', inverse: true } },
  },
  { group: 'join', forms: forms('joins|joined|joining|加入|加盟') },
  {
    group: 'pay',
    forms: forms('funds|funded|pays|paid|资助|付给|支付给'),
    preps: { by: { group: 'pay', inverse: true } },
    coverbs: { 向: { group: 'pay' } },
  },
  {
    group: 'accuse',
    forms: forms('accuses|accused|criticises|criticizes|criticized|指控|指责|批评|抨击'),
    preps: { by: { group: 'accuse', inverse: true } },
    coverbs: { 对: { group: 'accuse' } },
  },
  { group: 'merge', forms: forms('merges with|merged with|to merge with|partners with|partnered with') },
];
