import * as v from 'valibot';
import { canonicalJson } from '../../../crypto/canonical.ts';
import { nowSeconds } from '../../../domain/now-seconds.ts';
import { InvalidParamsError, UnauthorizedError } from '../../../errors/errors.ts';
import type { SignInMessage } from '../../../protocol/sign-in.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { identity } from '../../sites/scope.ts';
import { signInAs } from '../../sites/sign-in-as.ts';
import { pageMethod } from '../method/page-method.ts';
import { seconds, text } from '../params/shared.ts';
import { payloadOf } from './payload-of.ts';

/** Signing in: the person sees the exact text, whose origin is the browser's word; that text and no other is signed. */
export const signIn = pageMethod('decentrl_signIn', {
  params: v.object({
    nonce: v.pipe(text(128, 8), v.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')),
    statement: v.exactOptional(text(1_000)),
    expirationTime: v.exactOptional(seconds),
    resources: v.exactOptional(v.pipe(v.array(text(2_048, 1)), v.maxLength(16))),
  }),
  scope: identity,

  async handle(app, { identities: [signer], origin }, { nonce, statement, expirationTime, resources }) {
    const now = nowSeconds(app);
    if (expirationTime !== undefined && expirationTime <= now) {
      throw new InvalidParamsError([{ path: 'expirationTime', message: 'must lie ahead' }]);
    }
    const message: SignInMessage = {
      type: 'decentrl.signIn',
      origin,
      did: signer.did,
      nonce,
      statement: statement ?? null,
      issued_at: now,
      expiration_time: expirationTime ?? null,
      resources: resources ?? null,
    };
    return askPerson({
      kind: 'signIn',
      view: { message: canonicalJson(message), ...(statement === undefined ? {} : { statement }) },
      payload: { ...message },
      identityIndexes: [signer.index],
      durations: [],
    });
  },

  async perform(app, _call, approval, { identityIndexes: [index] }) {
    if (index === undefined) throw new UnauthorizedError();
    const { type: _, ...fields } = payloadOf<SignInMessage>(approval);
    return act(app, signInAs, index, fields);
  },
});
