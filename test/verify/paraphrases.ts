/** Claims that a careful writer could make of the bundled sample of 2025-12-27: each is borne out by the posts named by the ends of their ids. */
export interface Paraphrase {
  posts: string[];
  language: 'zh' | 'en';
  text: string;
}

const zh = (text: string, ...posts: string[]): Paraphrase => ({ posts, language: 'zh', text });
const en = (text: string, ...posts: string[]): Paraphrase => ({ posts, language: 'en', text });

export const paraphrases: Paraphrase[] = [
  zh(
    'Groq 声明称，英伟达获得的是其推理技术的非独家许可；约 200 亿美元现金的说法来自 CNBC，双方均未确认。',
    '376824',
  ),
  zh('一家跟踪机构的月度数据显示，内存合约价上涨 41%，NAND 上涨 8%。', '112983'),
  zh('美光创纪录的季度营收为 136 亿美元，十天之后短缺已传导到消费端。', '112983'),
  zh(
    'Claude Code 负责人称过去 30 天的全部贡献均由 Claude Code 编写：259 个 PR、497 次提交，新增约 4 万行、删除约 3.8 万行。',
    '162718',
  ),
  zh(
    '随 Groq 交易加入 NVIDIA 的有创始人 Jonathan Ross、总裁 Sunny Madra 等人，Simon Edwards 出任新 CEO。',
    '896700',
  ),
  zh('纽约州 RAISE 法案签署一周后，争论焦点转向华盛顿：12 月 11 日的行政令针对各州 AI 法律。', '350314'),
  zh(
    '智谱的 GLM-4.7 在 SWE-bench Verified 上得分 73.8%，比 GLM-4.6 高 5.8 个百分点，带工具的 HLE 为 42.8%。',
    '464907',
  ),
  zh(
    'HGP Intelligent Energy 提议用两座退役海军反应堆为橡树岭的 AI 数据中心供电，450 至 520 兆瓦，私人资本 18 亿至 21 亿美元。',
    '248625',
  ),
  zh('该方案折合每千瓦近 4000 美元。', '248625'),
  zh('VL-JEPA 预测的是答案的嵌入而非词元，16 亿参数的模型以约少 50% 的可训练参数达到相近质量。', '739503'),
  zh('MiniMax M2.1 发布四天，权重开放，激活参数 100 亿，面向多语言编码。', '930530'),
  zh(
    'ClickUp 于 12 月 23 日收购 Codegen，并在同日推出 Super Agents，公司年度经常性收入约 3 亿美元。',
    '054391',
  ),
  zh('美国国家科学基金会的 Tech Labs 计划最多投入 10 亿美元，每个团队每年 1000 万至 5000 万美元。', '608281'),
  zh('Groq 九月估值为 69 亿美元，若约 200 亿美元属实，英伟达付出的接近其三倍。', '141091'),
  zh('人形机器人策略只用 RGB 图像在仿真中训练，零样本打开真实的门，最快比人类遥操作快 31.7%。', '408278'),
  zh('法律界人士指出，这是非独家许可而不是收购。', '953072'),
  zh('Cerebras 与 SambaNova 是专用推理芯片高端市场的主要名字。', '065555'),
  zh('有作者认为，Groq 的授权对 Cerebras 利大于弊。', '904484'),
  zh('Opus 4.5 自 11 月 24 日发布，但假期里人们才真正把整个项目交给它。', '684946'),
  zh('ClickUp Super Agents 上线四天，有团队拦下两份令人尴尬的草稿。', '544733'),
  zh('GLM-4.6 的同项得分为 68.0%，由厂商自报。', '872380'),
  zh('MiniMax 自报 M2.1 在 VIBE 上得分 88.6，而 VIBE 是其自己的基准。', '119271'),
  zh('一位开发者五天里花了 214 美元的 token，手工估计要六周。', '187128'),
  zh('Alphabet 以 47.5 亿美元现金收购 Intersect，是押注不排队并网。', '068618'),
  zh('Nemotron 3 Nano 的下载量仍在上升，Super 与 Ultra 预计 2026 年上半年推出。', '408491'),
  zh('有团队 12 月的记录显示，61% 的代理任务无需帮助完成，30% 需要提示一次。', '222941'),
  zh('一位创始人说一月份只招两人而不是五人。', '103851'),
  zh('NVIDIA 表示不会收购 Groq。', '137822'),
  zh('安全研究者担心的是信心：多数人仍会打赌自己能分辨 AI 文字。', '955438'),
  zh('内存行情提前推动采购：有工程师把服务器订单提前了两个月。', '304223'),
  en(
    'Groq says it licensed its inference technology to NVIDIA on non-exclusive terms; Jonathan Ross and Sunny Madra join NVIDIA and Simon Edwards takes over as CEO.',
    '216741',
  ),
  en('The figure of about $20 billion comes from CNBC and has been confirmed by neither side.', '216741'),
  en(
    'Contract memory quotes rose 41% and NAND 8%, and PC and phone makers hint at price rises next year.',
    '469328',
  ),
  en('Micron reported record quarterly revenue of $13.6 billion on December 17.', '469328'),
  en(
    'Of 40,000 lines added, some 38,000 were offset by deletions, for a net gain of about two thousand.',
    '624873',
  ),
  en('MetaX rose about 700% on its first day in Shanghai on Dec. 17.', '817207'),
  en('Zhipu and MiniMax are both moving towards Hong Kong listings.', '817207'),
  en('Groq was valued at $6.9B in September, against the reported $20B or so three months later.', '262810'),
  en('GLM-4.7 scores 73.8% on SWE-bench Verified, up 5.8 points on GLM-4.6.', '236565'),
  en('MiniMax M2.1, with 10B active parameters, scores 88.6 on VIBE by its own count.', '617131'),
  en(
    'HGP proposes moving two retired naval reactors to power an AI data centre: 450 to 520 MW for $1.8 to 2.1 billion.',
    '606026',
  ),
  en(
    'Two days over Christmas were enough to redo a back end that had been put off for half a year, using Claude Code with Opus 4.5.',
    '685770',
  ),
  en('A job once quoted at three weeks took eleven hours.', '685770'),
  en('The humanoid door policy is up to 31.7% faster than human teleoperation.', '014444'),
  en(
    'NSF Tech Labs offers up to $1 billion in total and $10 million to $50 million a year for each team.',
    '521048',
  ),
  en(
    'ClickUp bought Codegen and launched Super Agents five days ago; its ARR is about $300 million.',
    '796492',
  ),
  en('RAM is up 41% but NAND only 8%, which points to capacity taken by HBM and servers.', '395991'),
  en('520 MW is about the load of a dozen large campus data halls.', '216837'),
  en('NVIDIA itself says it did not acquire Groq.', '560564'),
  en('MiniMax M2.1 begins to forget its conventions at around the twentieth step of long tasks.', '468685'),
  en('At $50 million a team and year, $1 billion pays for twenty team-years.', '828379'),
  en('Reviewing 497 commits at ten minutes each would take more than eighty hours.', '611518'),
  en('Agent Skills became an open standard on December 18.', '311678'),
  en(
    'Third-party tests of MiniMax M2.1 and GLM-4.7 have not settled yet; the vendors report 88.6 on VIBE and 73.8% on SWE-bench Verified.',
    '964805',
  ),
];
