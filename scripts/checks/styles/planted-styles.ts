/** A small tree of components that breaks each rule once, and how each complaint about it begins. */
export const plantedStyles = {
  files: {
    'mediator/pages/tokens.css': ':root { --ink: black; --paper: white; --idle: red }',
    'mediator/pages/page.css': 'body { background: var(--paper); color: var(--gone) }',
    'components/style/style.css':
      '/* @import "./in-a-comment.css"; */ @import "../../mediator/pages/tokens.css"; @import "./base.css"; @import "../ui/card.css"; @import "../inbox/inbox.css"; @import "../inbox/inbox.css"; @import "./gone.css";',
    'components/style/base.css': 'body, button:not(.x, .y) { color: var(--ink) }',
    'components/ui/card.css':
      '.card { padding: 1px 2.5px } @media (min-width: 1px) { .card:is(.wide, .card-old > *) > .bold { --own: 1px } } p { margin: 0 }',
    'components/ui/card.tsx': `type Tone = 'plain';
const classOf = (wide: boolean) => wide ? 'card wide' : \`card \${kind === 'compared' ? 'bold' : ''} x\`;
export const Card = ({ tone = 'y' }) => <p class={classOf(true)} title="untold" />;`,
    'components/inbox/inbox.css': '.row { margin: 0 } .card + .row { margin: 1px } .plain { color: red }',
    'components/inbox/inbox.tsx':
      'import \'./inbox.css\'; export const Inbox = () => <p class="row unknown" />;',
    'components/inbox/alone.css': '.row-end { margin: 0 }',
    'components/inbox/row-end.tsx': "export const RowEnd = () => <p class='row-end' />;",
  },
  refused: [
    'components/style/style.css joins components/inbox/inbox.css twice',
    'components/style/style.css joins components/style/gone.css, which is not there',
    'components/style/style.css does not join components/inbox/alone.css',
    'components/ui/card.css: “p” names no class',
    '.card is at home in components/inbox/inbox.css and components/ui/card.css',
    '.card-old has rules, and nothing is named so',
    'components/inbox/inbox.tsx imports ./inbox.css',
    'components/inbox/inbox.tsx names the class “unknown”',
    'components/ui/card.css sets --own',
    'mediator/pages/page.css uses --gone',
    '--idle is set in mediator/pages/tokens.css, and nothing uses it',
  ],
};
