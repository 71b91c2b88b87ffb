/** A post, a claim that it bears out, and the same claim with subject and object changed about. Written for this test. */
export interface Swap {
  post: string;
  right: string;
  wrong: string;
}

const swap = (post: string, right: string, wrong: string): Swap => ({ post, right, wrong });

export const swaps: Swap[] = [
  swap(
    'Alphabet to buy Intersect for $4.75B in cash.',
    'Alphabet 将收购 Intersect。',
    'Intersect 将收购 Alphabet。',
  ),
  swap(
    'Alphabet to buy Intersect for $4.75B in cash.',
    'Alphabet buys Intersect.',
    'Intersect buys Alphabet.',
  ),
  swap(
    'ServiceNow is acquiring Armis in a $7.75B deal.',
    'ServiceNow 以 77.5 亿美元收购 Armis。',
    'Armis 以 77.5 亿美元收购 ServiceNow。',
  ),
  swap('Cursor agrees to acquire Graphite.', 'Cursor 同意收购 Graphite。', 'Graphite 同意收购 Cursor。'),
  swap(
    'Graphite will be acquired by Cursor, the companies said.',
    'Cursor 收购 Graphite。',
    'Graphite 收购 Cursor。',
  ),
  swap(
    'ClickUp 宣布收购 Codegen，并推出 Super Agents。',
    'ClickUp acquires Codegen.',
    'Codegen acquires ClickUp.',
  ),
  swap('Codegen 已被 ClickUp 收购。', 'ClickUp 收购了 Codegen。', 'Codegen 收购了 ClickUp。'),
  swap('Codegen 已被 ClickUp 收购。', 'Codegen 被 ClickUp 收购。', 'ClickUp 被 Codegen 收购。'),
  swap(
    'Amazon is in talks to invest at least $10B in OpenAI.',
    '亚马逊正洽谈投资 OpenAI。',
    'OpenAI 正洽谈投资亚马逊。',
  ),
  swap('软银完成对 OpenAI 的投资。', 'SoftBank invested in OpenAI.', 'OpenAI invested in SoftBank.'),
  swap('Microsoft invested in Anthropic alongside NVIDIA.', '微软投资 Anthropic。', 'Anthropic 投资微软。'),
  swap('Groq licensed its inference technology to NVIDIA.', 'Groq 授权给英伟达。', '英伟达授权给 Groq。'),
  swap(
    'NVIDIA licenses inference technology from Groq.',
    'NVIDIA licenses technology from Groq.',
    'Groq licenses technology from NVIDIA.',
  ),
  swap('英伟达获得 Groq 推理技术的非独家授权。', '英伟达获得 Groq 的授权。', 'Groq 获得英伟达的授权。'),
  swap('GLM-4.7 beats GPT-5.2 on our coding set.', 'GLM-4.7 超过 GPT-5.2。', 'GPT-5.2 超过 GLM-4.7。'),
  swap(
    'GLM-4.7 beats GPT-5.2 on our coding set.',
    'GLM-4.7 outperforms GPT-5.2.',
    'GPT-5.2 outperforms GLM-4.7.',
  ),
  swap('在编程题上，千问的表现优于 Claude。', 'Qwen 超过 Claude。', 'Claude 超过 Qwen。'),
  swap('在编程题上，千问不如 Claude。', 'Claude 优于千问。', '千问优于 Claude。'),
  swap('Claude is better than GPT for refactoring.', 'Claude 优于 GPT。', 'GPT 优于 Claude。'),
  swap('Gemini trails Claude by three points.', 'Claude is ahead of Gemini.', 'Gemini is ahead of Claude.'),
  swap('DeepSeek 的吞吐量比 Qwen 更快，领先 Qwen 两成。', 'DeepSeek 领先千问。', '千问领先 DeepSeek。'),
  swap(
    'The New York Times sues OpenAI over training data.',
    '纽约时报起诉 OpenAI。',
    'OpenAI 起诉纽约时报。',
  ),
  swap(
    'OpenAI was sued by the New York Times.',
    'New York Times sued OpenAI.',
    'OpenAI sued New York Times.',
  ),
  swap(
    'Meta poached three researchers from OpenAI this week.',
    'Meta 从 OpenAI 挖走三名研究员。',
    'OpenAI 从 Meta 挖走三名研究员。',
  ),
  swap('Meta hires a chip lead from Apple.', 'Meta hires from Apple.', 'Apple hires from Meta.'),
  swap('Anthropic will buy TPUs from Google.', 'Anthropic 向谷歌采购 TPU。', '谷歌向 Anthropic 采购 TPU。'),
  swap('Google supplies TPUs to Anthropic.', '谷歌供货给 Anthropic。', 'Anthropic 供货给谷歌。'),
  swap('Jonathan Ross joins NVIDIA from Groq.', 'Jonathan Ross 加入英伟达。', '英伟达加入 Jonathan Ross。'),
  swap('Claude replaces GPT as the default in Cursor.', 'Claude 取代 GPT。', 'GPT 取代 Claude。'),
  swap(
    'Cerebras overtakes SambaNova in tokens per second.',
    'Cerebras 超越 SambaNova。',
    'SambaNova 超越 Cerebras。',
  ),
  swap(
    '微软宣布收购 MiniMax 的竞争对手 Lovable。',
    'Microsoft acquires Lovable.',
    'Lovable acquires Microsoft.',
  ),
  swap('Apple paid Google for Gemini access.', '苹果付给谷歌。', '谷歌付给苹果。'),
  swap("Microsoft's acquisition of Cursor was approved.", '微软收购 Cursor 获批。', 'Cursor 收购微软获批。'),
  swap(
    'The acquisition of Armis by ServiceNow closes in March.',
    'ServiceNow acquires Armis.',
    'Armis acquires ServiceNow.',
  ),
  swap('英伟达以 200 亿美元买下 Groq 的资产。', 'NVIDIA buys assets of Groq.', 'Groq buys assets of NVIDIA.'),
  swap('Amazon takes over Bee, the wearable maker.', '亚马逊收购 Bee。', 'Bee 收购亚马逊。'),
  swap('谷歌云击败亚马逊，拿下这份合同。', 'Google beats Amazon.', 'Amazon beats Google.'),
  swap(
    'DeepSeek accuses Anthropic of copying its paper.',
    'DeepSeek 指控 Anthropic。',
    'Anthropic 指控 DeepSeek。',
  ),
  swap('MiniMax 在 VIBE 上反超智谱。', 'MiniMax surpasses Zhipu AI.', 'Zhipu AI surpasses MiniMax.'),
  swap('Meta bought Manus for more than $2 billion.', 'Meta 收购 Manus。', 'Manus 收购 Meta。'),
  swap(
    'Salesforce completes its $8 billion purchase of Informatica.',
    '赛富时完成对 Informatica 的收购。',
    'Informatica 完成对赛富时的收购。',
  ),
  swap(
    'Meta 拟斥资逾 20 亿美元收购 Manus。',
    'Meta plans to acquire Manus for over $2 billion.',
    'Manus plans to acquire Meta for over $2 billion.',
  ),
  swap(
    'OpenAI buys Statsig for $1.1B and hires its founder.',
    'OpenAI 收购 Statsig。',
    'Statsig 收购 OpenAI。',
  ),
  swap(
    'The Windsurf team was bought by Cognition over the weekend.',
    'Cognition 买下 Windsurf。',
    'Windsurf 买下 Cognition。',
  ),
  swap(
    '腾讯领投 MiniMax 新一轮融资。',
    'Tencent leads the new round in MiniMax.',
    'MiniMax leads the new round in Tencent.',
  ),
  swap(
    'NVIDIA will invest up to $100 billion in OpenAI.',
    '英伟达将向 OpenAI 投资至多 1000 亿美元。',
    'OpenAI 将向英伟达投资至多 1000 亿美元。',
  ),
  swap(
    'AMD to sell OpenAI six gigawatts of GPUs.',
    'AMD 将向 OpenAI 供应 GPU。',
    'OpenAI 将向 AMD 供应 GPU。',
  ),
  swap(
    'Qwen3-Max now outscores Gemini 2.5 Pro on the Arena.',
    '千问 Qwen3-Max 超过 Gemini 2.5 Pro。',
    'Gemini 2.5 Pro 超过 Qwen3-Max。',
  ),
  swap(
    'DeepSeek V3.2 loses to Kimi K2 in agentic tasks.',
    'Kimi K2 优于 DeepSeek V3.2。',
    'DeepSeek V3.2 优于 Kimi K2。',
  ),
  swap(
    'Getty Images lost its case against Stability AI.',
    'Getty Images 起诉 Stability AI 败诉。',
    'Stability AI 起诉 Getty Images 败诉。',
  ),
  swap('Elon Musk sues OpenAI again.', '马斯克再次起诉 OpenAI。', 'OpenAI 再次起诉马斯克。'),
  swap(
    '苹果将在 Siri 中采用谷歌 Gemini，每年付给谷歌约 10 亿美元。',
    'Apple pays Google about $1 billion a year.',
    'Google pays Apple about $1 billion a year.',
  ),
  swap(
    'Perplexity offered $34.5 billion to buy Chrome from Google.',
    'Perplexity 提出以 345 亿美元从谷歌收购 Chrome。',
    '谷歌提出以 345 亿美元从 Perplexity 收购 Chrome。',
  ),
  swap('Figma is being taken over by Adobe, again.', 'Adobe 收购 Figma。', 'Figma 收购 Adobe。'),
  swap(
    '小米发布的模型在推理上落后于智谱 GLM。',
    'GLM beats Xiaomi on reasoning.',
    'Xiaomi beats GLM on reasoning.',
  ),
  swap(
    'Zuckerberg hired Nat Friedman to lead the lab.',
    '扎克伯格聘请 Nat Friedman。',
    'Nat Friedman 聘请扎克伯格。',
  ),
  swap('Databricks agrees to acquire Neon.', 'Neon 将被 Databricks 收购。', 'Databricks 将被 Neon 收购。'),
  swap(
    'SoftBank buys Ampere for $6.5 billion.',
    'SoftBank acquires Ampere.',
    'SoftBank is acquired by Ampere.',
  ),
  swap(
    'Anthropic 起诉了 Windsurf 之外的公司，OpenAI 收购 Windsurf 的交易告吹。',
    'OpenAI 未能收购 Windsurf。',
    'Windsurf 未能收购 OpenAI。',
  ),
  swap(
    'CoreWeave to acquire Core Scientific in a $9B deal.',
    'CoreWeave 将以 90 亿美元收购 Core Scientific。',
    'Core Scientific 将以 90 亿美元收购 CoreWeave。',
  ),
  swap('Grok 4 tops Claude Opus on ARC-AGI.', 'Grok 4 领先 Claude Opus。', 'Claude Opus 领先 Grok 4。'),
  swap(
    'Google licensed the Character.AI technology and hired Noam Shazeer.',
    '谷歌聘请 Noam Shazeer。',
    'Noam Shazeer 聘请谷歌。',
  ),
  swap('字节跳动起诉英特尔。', 'ByteDance sues Intel.', 'Intel sues ByteDance.'),
  swap('IBM 同意收购 Confluent。', 'IBM agreed to buy Confluent.', 'Confluent agreed to buy IBM.'),
];
