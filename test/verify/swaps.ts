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
];
