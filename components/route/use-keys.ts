import { useEffect } from 'preact/hooks';
import { isTyping } from '../ui/is-typing.ts';
import { isApproval, ROUTES } from './routes.ts';
import { useRoute } from './use-route.ts';

/** Keys of the whole page: Esc goes back (and closes the popup at the inbox, as the browser does), `n` writes, `?` helps. */
export function useKeys(onHelp: () => void): void {
  const { route, go, back } = useRoute();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Escape') {
        if (route === ROUTES.inbox || isApproval(route)) return;
        event.preventDefault();
        back();
      } else if (!isTyping(event.target) && event.key === '?') {
        event.preventDefault();
        onHelp();
      } else if (!isTyping(event.target) && event.key === 'n' && !isApproval(route)) {
        event.preventDefault();
        go(ROUTES.newMessage);
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
