import { base64Encode } from '../../../lib/crypto/base64.ts';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { hmac } from '../../../lib/crypto/hmac.ts';
import { fillTagTemplate, importTagKey, isReserved, tagBlob } from '../../../lib/protocol/tags.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  tag: string;
  tag_key_hex: string;
  template: string;
  data: JsonValue;
  name: string;
}

runVectors<Input>('tags', {
  async blob({ tag, tag_key_hex }) {
    const key = await importTagKey(hexDecode(tag_key_hex));
    const blob = await tagBlob(key, tag);
    const message = utf8(`tag\0${tag}`);
    if (base64Encode(await hmac(key, message)) !== blob) throw new Error('another message was hashed');
    return { steps: { message_hex: hex(message) }, output: { blob } };
  },
  fill: ({ template, data }) => ({ output: { tag: fillTagTemplate(template, data) } }),
  reserved: ({ name }) => ({ output: { reserved: isReserved(name) } }),
});
