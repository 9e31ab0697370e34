import fc from 'fast-check';
import { getDomain } from 'tldts';
import { describe, expect, it } from 'vitest';
import { registrableDomain } from '../../../components/text/registrable-domain.ts';

const hosts = [
  'a.example',
  'b.a.example',
  'example',
  'x.co.uk',
  'y.x.co.uk',
  'co.uk',
  'me.github.io',
  'github.io',
  'a.me.github.io',
  'app.vercel.app',
  'vercel.app',
  'x.pages.dev',
  'deep.x.workers.dev',
  'bafy.ipfs.dweb.link',
  'x.eth.limo',
  'shibuya.tokyo.jp',
  'shop.shibuya.tokyo.jp',
  'www.shop.shibuya.tokyo.jp',
  'city.kawasaki.jp',
  'x.city.kawasaki.jp',
  'foo.kawasaki.jp',
  'a.foo.kawasaki.jp',
  'www.ck',
  'x.www.ck',
  'foo.ck',
  'a.foo.ck',
  'b.a.foo.ck',
  'x.compute.amazonaws.com',
  's3.amazonaws.com',
  'bucket.s3.amazonaws.com',
  'x.blogspot.com',
  'xn--80ak6aa92e.com',
  'a.xn--p1ai',
  'x.com.br',
  'very.deep.sub.domain.of.market.example',
  'a.b.c.nom.br',
  'x.on.fleek.co',
  'netlify.app',
  'site.netlify.app',
  'x.web.app',
];

describe('the registrable domain of a host', () => {
  it.each(hosts)('T-08 of %s is what the Public Suffix List says', (host) => {
    expect(registrableDomain(host)).toBe(getDomain(host, { allowPrivateDomains: true }));
  });

  it.each(['127.0.0.1', '[::1]', 'localhost', '10.0.0.12'])('is none for %s', (host) => {
    expect(registrableDomain(host)).toBeNull();
  });

  it('agrees with the list on any host under a suffix that has more than one label', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const suffix = fc.constantFrom(...hosts);
    fc.assert(
      fc.property(fc.array(label, { maxLength: 3 }), suffix, (labels, end) => {
        const host = [...labels, end].join('.');
        expect(registrableDomain(host)).toBe(getDomain(host, { allowPrivateDomains: true }));
      }),
      { numRuns: 400 },
    );
  });
});
