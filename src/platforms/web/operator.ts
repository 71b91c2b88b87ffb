import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { type Bucket, type Rate, refill, waitForToken } from '../../core/token-bucket.ts';
import { layout } from './layout.ts';
import { tell } from './texts.ts';
import { type Visitor, visitorOf } from './visitor.ts';

/** How the operator makes themself known where the page is not asked from its own machine, as in a container. */
export interface OperatorGate {
  /** The browser carries what only the token could have made. */
  knows(context: Context): boolean;
}

const cookieName = 'broadsheet-operator';
const cookieSeconds = 30 * 24 * 60 * 60;
/** Over all addresses together: a token of 16 characters outlasts it, and no address list must be kept. */
const tries: Rate = { burst: 5, perMinute: 5 };

/** Without a token nobody is known. */
export function createOperatorGate(token: string | undefined): OperatorGate {
  const pass = token && passOf(token);
  return {
    knows: (context) => pass !== undefined && isSame(getCookie(context, cookieName) ?? '', pass ?? ''),
  };
}

/** `/enter`: the token is given once, by a form and never in an address; `/leave` forgets it. */
export function addEntrance(
  app: Hono,
  { token, isSecure, now }: { token: string | undefined; isSecure: boolean; now: () => string },
): void {
  if (!token) return;
  let bucket: Bucket | undefined;
  app.get('/enter', async (context) => context.html(await enterPage(visitorOf(context))));
  app.post('/enter', async (context) => {
    const visitor = visitorOf(context);
    bucket = refill(bucket, tries, Date.parse(now()));
    if (waitForToken(bucket, tries) > 0) return context.html(await enterPage(visitor, 'tooManyTries'), 429);
    bucket = { ...bucket, tokens: bucket.tokens - 1 };
    const form = await context.req.parseBody();
    if (!isSame(passOf(String(form.token ?? '').trim()), passOf(token))) {
      return context.html(await enterPage(visitor, 'wrongToken'), 403);
    }
    const options = { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: cookieSeconds } as const;
    setCookie(context, cookieName, passOf(token), { ...options, secure: isSecure });
    return context.redirect('/ask', 303);
  });
  app.post('/leave', (context) => {
    deleteCookie(context, cookieName, { path: '/' });
    return context.redirect('/', 303);
  });
}

/** What the cookie holds: the token itself stays where it was set. */
function passOf(token: string): string {
  return createHmac('sha256', token).update('broadsheet operator').digest('base64url');
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function enterPage(visitor: Visitor, fault?: 'wrongToken' | 'tooManyTries') {
  const { language } = visitor;
  return layout({
    title: `${tell(language, 'enter')} · Broadsheet`,
    visitor,
    path: '/enter',
    body: html`<div class="single"><h1>${tell(language, 'enter')}</h1><form action="/enter" method="post" class="box"><label for="token">${tell(language, 'tokenLabel')}</label><div class="row"><input id="token" name="token" type="password" autocomplete="current-password" maxlength="200" required /><button>${tell(language, 'enterButton')}</button></div>${fault ? html`<p role="alert" class="fault">${tell(language, fault)}</p>` : html`<p class="hint">${tell(language, 'enterHint')}</p>`}</form></div>`,
  });
}
