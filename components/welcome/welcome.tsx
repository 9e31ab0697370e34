import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Restore } from './restore.tsx';
import { StepMediator } from './step-mediator.tsx';
import { StepName } from './step-name.tsx';
import { StepPassword } from './step-password.tsx';
import { StepWords } from './step-words.tsx';

type Step = 'name' | 'mediator' | 'password' | 'words' | 'restore';

/** Makes the first identity in four steps, or brings one back from its words. */
export function Welcome(): JSX.Element {
  const { defaultMediator, welcoming, refresh, client } = useCompanion();
  const [step, setStep] = useState<Step>('name');
  const [name, setName] = useState('');
  const [mediator, setMediator] = useState(defaultMediator);
  const [mediatorDid, setMediatorDid] = useState('');
  const [password, setPassword] = useState('');

  async function create(): Promise<void> {
    welcoming.value = true;
    try {
      await client.request('vault_create', { alias: name.trim(), mediatorDid, password });
    } catch (error) {
      welcoming.value = false;
      throw error;
    }
    await refresh(['state', 'settings']);
    setStep('words');
  }
  function finish(): void {
    setPassword('');
    welcoming.value = false;
  }

  switch (step) {
    case 'name':
      return (
        <StepName
          name={name}
          onName={setName}
          onNext={() => setStep('mediator')}
          onRestore={() => setStep('restore')}
        />
      );
    case 'mediator':
      return (
        <StepMediator
          mediator={mediator}
          onMediator={setMediator}
          onBack={() => setStep('name')}
          onNext={(did) => {
            setMediatorDid(did);
            setStep('password');
          }}
        />
      );
    case 'password':
      return (
        <StepPassword
          password={password}
          onPassword={setPassword}
          onBack={() => setStep('mediator')}
          create={create}
        />
      );
    case 'words':
      return <StepWords password={password} onDone={finish} />;
    case 'restore':
      return <Restore onBack={() => setStep('name')} />;
  }
}
