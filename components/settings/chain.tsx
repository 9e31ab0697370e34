import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ChainSettings } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRead } from '../companion/use-read.ts';
import { chainName } from '../text/chain-name.ts';
import type { MessageKey } from '../text/translate.ts';
import { Area } from '../ui/area.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { type ChainForm, fromForm, toForm } from './chain-form.ts';

type Defaults = ChainSettings & { defaults: ChainSettings };

function Form({ given }: { given: Defaults }): JSX.Element {
  const { t, client } = useCompanion();
  const [form, setForm] = useState(toForm(given));
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const { settings, problems } = fromForm(form);
  const set = (change: Partial<ChainForm>): void => {
    setSaved(false);
    setForm((before) => ({ ...before, ...change }));
  };
  const wrong = (field: keyof ChainForm): string | undefined => {
    const key: MessageKey | undefined = tried ? problems[field] : undefined;
    return key === undefined ? undefined : t(key);
  };
  const save = useAction(async () => {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    setForm(toForm(await client.request('anchor_settingsSet', { settings })));
    setSaved(true);
  });
  const setUrl = (at: number, text: string): void => {
    const [first, second, third] = form.rpcUrls.map((url, index) => (index === at ? text : url));
    set({ rpcUrls: [first ?? '', second ?? '', third ?? ''] });
  };
  return (
    <ScreenForm
      onSubmit={() => void save.run()}
      testid="screen-chain"
      title={t('chainTitle')}
      back
      above={<Problem error={save.error} />}
      footer={
        <>
          <Button onClick={() => set(toForm(given.defaults))} testid="chain-defaults">
            {t('backToDefaults')}
          </Button>
          <Button tone="primary" type="submit" busy={save.busy} testid="chain-save">
            {saved ? t('saved') : t('save')}
          </Button>
        </>
      }
    >
      <p class="lead">{t('chainLead', chainName(given.chainId, t))}</p>
      <Section label={t('chainEndpoints')}>
        {form.rpcUrls.map((url, index) => (
          <Field
            key={index}
            label={t('chainEndpoint', index + 1)}
            value={url}
            onText={(text) => setUrl(index, text)}
            testid={`chain-rpc-${index + 1}`}
            inputMode="url"
            dir="ltr"
            error={index === 2 ? wrong('rpcUrls') : undefined}
            hint={index === 2 ? t('chainEndpointsHint') : undefined}
          />
        ))}
      </Section>
      <Section label={t('chainList')}>
        <Field
          label={t('chainContract')}
          value={form.contract}
          onText={(contract) => set({ contract })}
          testid="chain-contract"
          placeholder="0x…"
          dir="ltr"
          error={wrong('contract')}
          hint={t('chainContractHint')}
        />
        <Field
          label={t('chainSlot')}
          value={form.slot}
          onText={(slot) => set({ slot })}
          testid="chain-slot"
          inputMode="numeric"
          error={wrong('slot')}
          hint={t('chainSlotHint')}
        />
        <Area
          label={t('chainGateways')}
          value={form.gateways}
          onText={(gateways) => set({ gateways })}
          testid="chain-gateways"
          rows={3}
          mono
          dir="ltr"
          error={wrong('gateways')}
          hint={t('chainGatewaysHint')}
        />
      </Section>
      <Section label={t('chainNames')}>
        <Field
          label={t('chainEns')}
          value={form.ensRpcUrl}
          onText={(ensRpcUrl) => set({ ensRpcUrl })}
          testid="chain-ens"
          inputMode="url"
          placeholder="https://…"
          dir="ltr"
          error={wrong('ensRpcUrl')}
          hint={t('chainEnsHint')}
        />
      </Section>
      <Section label={t('chainOthers')}>
        <Area
          label={t('chainOthersLabel')}
          value={form.chains}
          onText={(chains) => set({ chains })}
          testid="chain-others"
          rows={2}
          mono
          placeholder="1 https://…"
          dir="ltr"
          error={wrong('chains')}
          hint={t('chainOthersHint')}
        />
      </Section>
      <p class="hidden" role="status">
        {saved ? t('saved') : null}
      </p>
    </ScreenForm>
  );
}

/** Where anchors are read and names are resolved, with defaults that work. */
export function Chain(): JSX.Element {
  const { t } = useCompanion();
  const { data, error, reload } = useRead('anchor_settingsGet', undefined);
  if (data !== null) return <Form given={data} />;
  return (
    <Screen testid="screen-chain" title={t('chainTitle')} back>
      {error === null ? (
        <Waiting what={t('waitingChain')} retry={reload} />
      ) : (
        <Problem error={error} retry={reload} />
      )}
    </Screen>
  );
}
