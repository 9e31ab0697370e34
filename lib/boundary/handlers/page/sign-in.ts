import { canonicalJson } from '../../../crypto/canonical.ts';
import { InvalidParamsError, UnauthorizedError } from '../../../errors/errors.ts';
import { type SignInMessage, signSignIn } from '../../../protocol/sign-in.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { grantedIndexes, ownDid } from '../../sites/site-contract.ts';
import { payloadOf } from './payload-of.ts';

/** Signing in: the person sees the exact text, whose origin is the browser's word; that text and no other is signed. */
export const signIn: PageHandler<'decentrl_signIn', App> = {
  async handle(app, call, { nonce, statement, expirationTime, resources }) {
    const index = (await grantedIndexes(app, call))[0];
    if (index === undefined) throw new UnauthorizedError();
    const now = Math.floor(app.clock.now() / 1000);
    if (expirationTime !== undefined && expirationTime <= now) {
      throw new InvalidParamsError([{ path: 'expirationTime', message: 'must lie ahead' }]);
    }
    const message: SignInMessage = {
      type: 'decentrl.signIn',
      origin: call.origin,
      did: await ownDid(app, index),
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
      identityIndexes: [index],
      durations: [],
    });
  },

  async perform(app, approval, choice) {
    const { type: _, ...fields } = payloadOf<SignInMessage>(approval);
    const index = choice.identityIndexes[0];
    if (index === undefined) throw new UnauthorizedError();
    const { signer } = await app.keyring.identity(index);
    return signSignIn(fields, signer);
  },
};
