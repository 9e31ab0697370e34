import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

const KEYS: [string[], MessageKey][] = [
  [['/'], 'keySearch'],
  [['n'], 'keyNew'],
  [['↑', '↓'], 'keyList'],
  [['Esc'], 'keyBack'],
  [['Enter'], 'keySend'],
  [['Shift', 'Enter'], 'keyLine'],
  [['?'], 'keyHelp'],
];

/** The keys that work everywhere. */
export function Help({ onClose }: { onClose(): void }): JSX.Element {
  const { t } = useCompanion();
  return (
    <Dialog
      testid="help-dialog"
      title={t('keys')}
      onClose={onClose}
      footer={
        <Button onClick={onClose} testid="help-close">
          {t('close')}
        </Button>
      }
    >
      <dl class="keys">
        {KEYS.map(([keys, label]) => (
          <div key={label}>
            <dt>
              {keys.map((key) => (
                <kbd class="key" key={key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
