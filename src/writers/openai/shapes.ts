import { z } from 'zod';
import { stances } from '../../core/report.ts';

/**
 * What goes over the wire. The schemas that are sent hold neither bounds nor optional keys, which strict servers
 * refuse; the ones that answers are read with hold the bounds and forgive small slips.
 */

const wireCite = z.object({ post: z.string(), quote: z.string() });
const wireClaim = z.object({
  n: z.number(),
  text: z.string(),
  cites: z.array(wireCite),
  stance: z.enum(stances),
});
const wireLine = z.object({ text: z.string(), cites: z.array(wireCite) });
const wireRepair = wireClaim.extend({ drop: z.boolean() });

/** Where a theme belongs: `events`, `insights`, or `analysis:` and a section's id. */
export function partsOf(sections: readonly string[]): string[] {
  return ['events', 'insights', ...sections.map((section) => `analysis:${section}`)];
}

/** The report as the model is asked for it: detail first, then what is chosen from it. */
export function reportSchema(sections: readonly string[]) {
  return strict(
    'report',
    z.object({
      themes: z.array(
        z.object({ part: z.enum(partsOf(sections)), title: z.string(), claims: z.array(wireClaim) }),
      ),
      points: z.array(z.number()),
      overview: z.array(wireLine),
    }),
  );
}

export const repairSchema = strict('repair', z.object({ claims: z.array(wireRepair) }));

/** JSON Schema in the strict dialect: every key required, none besides. */
function strict(name: string, type: z.ZodType): { name: string; schema: Record<string, unknown> } {
  const { $schema: _, ...schema } = z.toJSONSchema(type);
  return { name, schema };
}

const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\D{0,3}\d{1,4}$/)
    .transform((text) => Number(text.replace(/\D/g, ''))),
]);
const handle = z
  .string()
  .max(40)
  .transform((text) => /p\d+/i.exec(text)?.[0].toLowerCase() ?? text);
const cite = z.union([
  z.object({ post: handle, quote: z.string().max(2000).catch('') }),
  handle.transform((post) => ({ post, quote: '' })),
]);
const cites = z.array(cite).max(40);
const stance = z.enum(stances).catch('claim');
const claim = z.object({
  n: number.optional().catch(undefined),
  text: z.string().max(2000),
  cites,
  stance,
});
const theme = z.object({
  part: z.string().catch('events'),
  title: z
    .string()
    .catch('')
    .transform((title) => title.slice(0, 200)),
  claims: z.array(claim).max(60),
});

/** The answer to `reportSchema`. */
export const reportAnswer = z.object({
  themes: z.array(theme).max(100),
  points: z.array(number).max(200).catch([]),
  overview: z
    .array(z.object({ text: z.string().max(2000), cites }))
    .max(20)
    .catch([]),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;
export type ClaimAnswer = z.infer<typeof claim>;

/** The answer to `repairSchema`. */
export const repairAnswer = z.object({
  claims: z.array(claim.extend({ drop: z.boolean().catch(false).default(false) })).max(200),
});

export const reportExample = {
  themes: [
    {
      part: 'events',
      title: 'Acme buys Bolt',
      claims: [
        {
          n: 1,
          text: 'Acme buys the chip maker Bolt for $2 billion.',
          cites: [{ post: 'p1', quote: 'Acme to acquire Bolt for $2B' }],
          stance: 'fact',
        },
      ],
    },
  ],
  points: [1],
  overview: [
    {
      text: 'The day belonged to deals among chip makers.',
      cites: [{ post: 'p1', quote: 'Acme to acquire Bolt' }],
    },
  ],
};

export const repairExample = {
  claims: [
    {
      n: 1,
      text: 'Acme buys the chip maker Bolt for $2 billion.',
      cites: [{ post: 'p1', quote: 'Acme to acquire Bolt for $2B' }],
      stance: 'fact',
      drop: false,
    },
    { n: 2, text: '', cites: [], stance: 'claim', drop: true },
  ],
};
