import {
  DeviceId,
  DeviceLists,
  initAsync,
  OlmMachine,
  ProcessedToDeviceEventType,
  RequestType,
  UserId,
} from '@matrix-org/matrix-sdk-crypto-wasm';

type KeysUpload = { device_keys: unknown; one_time_keys: Record<string, unknown> };

async function upload(machine: OlmMachine): Promise<KeysUpload> {
  for (const request of await machine.outgoingRequests()) {
    if (request.type !== RequestType.KeysUpload || request.id === undefined) continue;
    const body = JSON.parse(request.body) as KeysUpload;
    await machine.markRequestAsSent(
      request.id,
      request.type,
      JSON.stringify({ one_time_key_counts: { signed_curve25519: 50 } }),
    );
    return body;
  }
  throw new Error('Olm uploaded no keys');
}

/** Microseconds one Olm decryption takes for each of `texts`, one way between two devices, a hundred a sync. */
export async function olm(texts: readonly string[], wasmUrl: string): Promise<number> {
  await initAsync(new URL(wasmUrl));
  const [alice, bob] = ['@alice:example.org', '@bob:example.org'] as const;
  const [aliceDevice, bobDevice] = ['ALICE', 'BOB'] as const;
  const sender = await OlmMachine.initialize(new UserId(alice), new DeviceId(aliceDevice));
  const recipient = await OlmMachine.initialize(new UserId(bob), new DeviceId(bobDevice));
  const senderKeys = await upload(sender);
  const recipientKeys = await upload(recipient);
  const directory = JSON.stringify({
    device_keys: {
      [alice]: { [aliceDevice]: senderKeys.device_keys },
      [bob]: { [bobDevice]: recipientKeys.device_keys },
    },
    failures: {},
  });
  for (const [machine, user] of [
    [sender, bob],
    [recipient, alice],
  ] as const) {
    const query = machine.queryKeysForUsers([new UserId(user)]);
    await machine.updateTrackedUsers([new UserId(user)]);
    await machine.markRequestAsSent(query.id, RequestType.KeysQuery, directory);
  }
  const claim = await sender.getMissingSessions([new UserId(bob)]);
  if (claim?.id === undefined) throw new Error('Olm asked for no session');
  const [keyId, key] = Object.entries(recipientKeys.one_time_keys)[0] ?? [];
  if (keyId === undefined) throw new Error('Olm uploaded no one-time key');
  await sender.markRequestAsSent(
    claim.id,
    RequestType.KeysClaim,
    JSON.stringify({ one_time_keys: { [bob]: { [bobDevice]: { [keyId]: key } } }, failures: {} }),
  );
  const device = await sender.getDevice(new UserId(bob), new DeviceId(bobDevice));
  if (device === undefined) throw new Error('Olm knows no device');

  const events: object[] = [];
  for (const text of texts) {
    const content = JSON.parse(await device.encryptToDeviceEvent('chat.message', { text })) as object;
    events.push({ type: 'm.room.encrypted', sender: alice, content });
  }
  const startedAt = performance.now();
  let opened = 0;
  for (let index = 0; index < events.length; index += 100) {
    const batch = JSON.stringify(events.slice(index, index + 100));
    const processed = await recipient.receiveSyncChanges(
      batch,
      new DeviceLists(),
      new Map([['signed_curve25519', 50]]),
    );
    opened += processed.filter((event) => event.type === ProcessedToDeviceEventType.Decrypted).length;
  }
  const elapsed = performance.now() - startedAt;
  if (opened !== texts.length) throw new Error(`Olm opened ${opened} of ${texts.length}`);
  return (elapsed * 1000) / texts.length;
}
