import { describe, expect, it } from 'vitest';
import {
  isRemembered,
  needsWalk,
  parameter,
  parentRoute,
  ROUTES,
  routeTo,
} from '../../../components/route/routes.ts';

describe('routes', () => {
  it('carry any value there and back', () => {
    for (const value of ['a/b', 'https://a.example:8443', 'request:1', '%2F', 'ü #?']) {
      const route = routeTo(ROUTES.conversation, value);
      expect(route.split('/')).toHaveLength(3);
      expect(parameter(route.slice('/c/'.length))).toBe(value);
    }
  });

  it('T-37 the words, the password and the end of everything cannot be linked to or come back by themselves', () => {
    for (const route of [ROUTES.words, ROUTES.password, ROUTES.erase]) {
      expect(needsWalk(route)).toBe(true);
      expect(isRemembered(route)).toBe(false);
    }
    expect(isRemembered(routeTo(ROUTES.approval, 'a'))).toBe(false);
    expect(isRemembered(ROUTES.nextApproval)).toBe(false);
    expect(isRemembered(routeTo(ROUTES.conversation, 'a'))).toBe(true);
  });

  it.each([
    ['/settings/identities/new', '/settings/identities'],
    ['/settings/lock', '/settings'],
    ['/request/a', '/requests'],
    ['/c/a', '/'],
  ])('%s leads back to %s', (route, parent) => {
    expect(parentRoute(route)).toBe(parent);
  });
});
