import type { JSX } from 'preact';
import type { AnchorEntryView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { chainName } from '../text/chain-name.ts';
import { cleanName } from '../text/clean-text.ts';
import type { MessageKey } from '../text/translate.ts';
import { Fact } from '../ui/fact.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';

const WHAT: Record<AnchorEntryView['what'], MessageKey> = {
  held: 'anchorOfHeld',
  're-encrypted': 'anchorOfReEncrypted',
  stored: 'anchorOfStored',
};
const HOW: Record<string, MessageKey> = {
  proof: 'anchorByProof',
  getter: 'anchorByGetter',
  storage: 'anchorByStorage',
};
const STATES: Record<AnchorEntryView['state'], { icon: IconName; tone: string; title: MessageKey }> = {
  anchored: { icon: 'anchor', tone: 'good', title: 'anchorByBlock' },
  'not-yet': { icon: 'clock', tone: 'quiet', title: 'anchorNotYet' },
  unknown: { icon: 'question', tone: 'warn', title: 'anchorUnknown' },
  off: { icon: 'anchor', tone: 'quiet', title: 'anchorOff' },
};

/** Something long: its beginning and end. */
function Short({ text }: { text: string }): JSX.Element {
  const clean = cleanName(text);
  const short = clean.length <= 20 ? clean : `${clean.slice(0, 8)}…${clean.slice(-6)}`;
  return (
    <span class="mono" dir="ltr" title={clean}>
      {short}
    </span>
  );
}

function Head({ entry }: { entry: AnchorEntryView }): JSX.Element {
  const { t, dates, language } = useCompanion();
  const { icon, tone, title } = STATES[entry.state];
  const block = entry.block === null ? '' : new Intl.NumberFormat(language).format(entry.block);
  const about = (): string => {
    if (entry.state === 'anchored') {
      const chain = t('anchorFinalized', chainName(entry.chainId ?? 0, t));
      return entry.blockTime === null ? chain : `${dates.full(entry.blockTime)} · ${chain}`;
    }
    if (entry.because !== null) return cleanName(entry.because);
    if (entry.checkedAt !== null) return t('anchorCheckedAt', dates.full(entry.checkedAt));
    return t('anchorNotYetThen');
  };
  return (
    <div class="proof-head">
      <span class={tone}>
        <Icon name={icon} size={22} />
      </span>
      <div class="row-text">
        <p class={entry.state === 'unknown' ? 'proof-title warn' : 'proof-title'} data-testid="anchor-title">
          {t(title, block)}
        </p>
        <p class="sub-line">{about()}</p>
      </div>
    </div>
  );
}

/** The same without anything cut, to compare and to copy. */
function InFull({ entry }: { entry: AnchorEntryView }): JSX.Element {
  const { t } = useCompanion();
  const facts: [MessageKey, string | null][] = [
    ['anchorBytes', entry.cid],
    ['anchorIndexBytes', entry.indexCid],
    ['anchorContract', entry.contract],
    ['anchorBlockHash', entry.blockHash],
    ['anchorTx', entry.tx],
  ];
  return (
    <details class="raw" data-testid="anchor-full">
      <summary>{t('inFull')}</summary>
      <dl class="data">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{t(label)}</dt>
              <dd class="mono wrap" dir="ltr">
                {cleanName(value)}
              </dd>
            </div>
          ),
        )}
      </dl>
    </details>
  );
}

function Anchored({ entry }: { entry: AnchorEntryView }): JSX.Element {
  const { t } = useCompanion();
  const { entry: index, position, indexCid, contract, tx, how, endpoints } = entry;
  const verb: MessageKey = how === 'proof' ? 'anchorProved' : 'anchorAgrees';
  const method = how === null ? undefined : HOW[how];
  return (
    <>
      <Section label={t('anchorHow')}>
        <ul class="facts proof-facts">
          <Fact label={t('anchorBytes')}>
            <Short text={entry.cid} />
          </Fact>
          {index === null ? null : (
            <Fact label={t('anchorListed')}>
              <span class="mono">{t('anchorPlace', index, position ?? 0)}</span>
            </Fact>
          )}
          {indexCid === null ? null : (
            <Fact label={t('anchorIndexBytes')}>
              <Short text={indexCid} />
            </Fact>
          )}
          {contract === null ? null : (
            <Fact label={t('anchorContract')}>
              <Short text={contract} />
            </Fact>
          )}
          {entry.blockHash === null ? null : (
            <Fact label={t('anchorBlockHash')}>
              <Short text={entry.blockHash} />
            </Fact>
          )}
          {tx === null ? null : (
            <Fact label={t('anchorTx')}>
              <Short text={tx} />
            </Fact>
          )}
        </ul>
        {tx === null ? null : <p class="quiet small-print">{t('anchorTxThen')}</p>}
        <InFull entry={entry} />
      </Section>
      <Section label={t('anchorChecked')}>
        <ul class="facts">
          {endpoints.map((host) => (
            <Fact key={host} label={cleanName(host)}>
              <span class="good">{t(verb)}</span>
            </Fact>
          ))}
        </ul>
        {method === undefined ? null : <p class="quiet small-print">{t(method)}</p>}
      </Section>
    </>
  );
}

/** What the chain says of one CID of a message: only what was read by the endpoints gets a mark. */
export function AnchorEntry({ entry, named }: { entry: AnchorEntryView; named: boolean }): JSX.Element {
  const { t } = useCompanion();
  return (
    <div data-testid="anchor-entry" data-what={entry.what} data-state={entry.state}>
      <Section {...(named ? { label: t(WHAT[entry.what]) } : {})}>
        <Head entry={entry} />
      </Section>
      {entry.warning === null ? null : (
        <Notice tone="amber" title={t('anchorWarning')} testid="anchor-warning">
          {cleanName(entry.warning)}
        </Notice>
      )}
      {entry.state === 'anchored' ? (
        <Anchored entry={entry} />
      ) : (
        <Section label={t('anchorBytes')}>
          <p class="mono quiet wrap small-print" dir="ltr">
            {cleanName(entry.cid)}
          </p>
        </Section>
      )}
    </div>
  );
}
