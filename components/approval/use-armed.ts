import { useEffect, useState } from 'preact/hooks';

/** How long a question must have been in front of the person, unmoved, before *Approve* works (security.md *Approvals*). */
export const ARM_MS = 600;

/**
 * True once `ARM_MS` have passed since `what` was shown, the window got the focus, became visible or changed its size;
 * false again as soon as the focus is gone. So a window that opens under a double click is not answered by it (security.md T-17).
 */
export function useArmed(what: string): boolean {
  const [armedFor, setArmedFor] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const disarm = (): void => {
      clearTimeout(timer);
      setArmedFor(null);
    };
    const arm = (): void => {
      disarm();
      if (document.visibilityState === 'visible') timer = setTimeout(() => setArmedFor(what), ARM_MS);
    };
    arm();
    window.addEventListener('focus', arm);
    window.addEventListener('resize', arm);
    window.addEventListener('blur', disarm);
    document.addEventListener('visibilitychange', arm);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', arm);
      window.removeEventListener('resize', arm);
      window.removeEventListener('blur', disarm);
      document.removeEventListener('visibilitychange', arm);
    };
  }, [what]);
  return armedFor === what;
}
