/** Every place in the popup. Patterns are wouter's; the functions beside them make addresses. */
export const ROUTES = {
  inbox: '/',
  requests: '/requests',
  approvals: '/approvals',
  conversation: '/c/:id',
  newMessage: '/new',
  request: '/request/:id',
  /** The first question that waits; what an approval window opens at. */
  nextApproval: '/approval',
  approval: '/approval/:id',
  contact: '/contact/:key',
  /** What the chain says of a message. */
  anchors: '/anchors/:id',
  me: '/me',
  settings: '/settings',
  identities: '/settings/identities',
  addIdentity: '/settings/identities/new',
  sites: '/settings/sites',
  site: '/settings/sites/:origin',
  mediator: '/settings/mediator',
  wallets: '/settings/wallets',
  escrows: '/settings/escrows',
  chain: '/settings/chain',
  lock: '/settings/lock',
  words: '/settings/words',
  password: '/settings/password',
  diagnostics: '/settings/diagnostics',
  erase: '/settings/erase',
} as const;

type Parameter<P extends string> = P extends `${string}:${infer Name}` ? Name : never;

/** Fills in the parameter of a pattern, escaped. */
export function routeTo<P extends (typeof ROUTES)[keyof typeof ROUTES]>(
  pattern: P,
  ...value: Parameter<P> extends never ? [] : [string]
): string {
  return pattern.replace(/:\w+/, () => encodeURIComponent(value[0] ?? ''));
}

/** The same as the `href` of an anchor. */
export function hrefTo<P extends (typeof ROUTES)[keyof typeof ROUTES]>(
  pattern: P,
  ...value: Parameter<P> extends never ? [] : [string]
): string {
  return `#${routeTo(pattern, ...value)}`;
}

/** Undoes `routeTo` for one parameter; what is not escaped properly comes back as it is. */
export function parameter(value: string | undefined): string {
  try {
    return decodeURIComponent(value ?? '');
  } catch {
    return value ?? '';
  }
}

/**
 * Where a route is refused unless the person walked there in this page (security.md T-37): a site or a stored address
 * must not be able to open the words, the password or the end of everything.
 */
export function needsWalk(route: string): boolean {
  return ([ROUTES.words, ROUTES.password, ROUTES.erase] as string[]).includes(route);
}

/** Whether a question of a site's is on screen: there no key leads away and no second pane distracts. */
export function isApproval(route: string): boolean {
  return route === ROUTES.nextApproval || route.startsWith('/approval/');
}

/** Where *back* and Esc lead. */
export function parentRoute(route: string): string {
  if (route.startsWith('/settings/')) return route.slice(0, route.lastIndexOf('/'));
  if (route.startsWith('/request/')) return ROUTES.requests;
  if (route.startsWith('/approval/')) return ROUTES.approvals;
  return ROUTES.inbox;
}

/** Whether a popup that opens again may return here. */
export function isRemembered(route: string): boolean {
  return !needsWalk(route) && !isApproval(route);
}
