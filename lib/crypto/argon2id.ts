/**
 * Argon2id version 1.3 (RFC 9106) over the two WebAssembly programs of hash-wasm: `argon2` fills the memory, `blake2b` makes
 * what goes in and what comes out. They are files and not text in a script, because the background loads its script at
 * every wake and needs them only for a password. Each run has an instance of its own, so that its memory goes with it.
 */
import { type Bytes, concatBytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** Cost of one Argon2id run: memory in KiB, passes over it, lanes. */
export interface Argon2Params {
  memoryKiB: number;
  passes: number;
  lanes: number;
  /** Output bytes, 32 unless told. */
  length?: number;
}

/** The programs, as they are in `public/data`. */
export interface Argon2Code {
  argon2: Bytes;
  blake2b: Bytes;
}

type Blake2b = (length: number, ...parts: Uint8Array[]) => Bytes;

const VERSION = 0x13;
const ARGON2ID = 2;
const BLOCK = 1024;
/** The room `blake2b` has for input. */
const INPUT = 16 * 1024;

/**
 * About 0.35 s for 64 MiB, 3 passes. The password is bytes, already normalised by the caller; which costs are acceptable
 * is the vault's rule, not this function's. Throws `argon2` for an empty password, a salt below 8 bytes, costs that are
 * not whole positive numbers or less than 8 KiB a lane.
 */
export async function argon2id(
  code: Argon2Code,
  secretPassword: Uint8Array,
  salt: Uint8Array,
  { memoryKiB, passes, lanes, length = 32 }: Argon2Params,
): Promise<Bytes> {
  const whole = [memoryKiB, passes, lanes, length].every((cost) => Number.isSafeInteger(cost) && cost > 0);
  if (!whole || memoryKiB < 8 * lanes || length < 4 || salt.length < 8 || secretPassword.length === 0) {
    throw new CryptoError('argon2', 'Argon2id refused its input');
  }
  try {
    const [blake2b, memory] = await Promise.all([
      loadBlake2b(code.blake2b),
      loadArgon2(code.argon2, memoryKiB),
    ]);
    const header = words(lanes, length, memoryKiB, passes, VERSION, ARGON2ID);
    const start = blake2b(
      64,
      header,
      words(secretPassword.length),
      secretPassword,
      words(salt.length),
      salt,
      words(0, 0),
    );
    const laneBlocks = Math.floor(memoryKiB / (lanes * 4)) * 4;
    for (let lane = 0; lane < lanes; lane++) {
      for (const block of [0, 1]) {
        const filling = longHash(blake2b, BLOCK, concatBytes(start, words(block, lane)));
        memory.write((lane * laneBlocks + block) * BLOCK, filling);
      }
    }
    memory.write(memoryKiB * BLOCK, header);
    return longHash(blake2b, length, memory.fill());
  } catch (cause) {
    throw new CryptoError('argon2', 'Argon2id could not be run', { cause });
  }
}

/** H' of RFC 9106 §3.3: BLAKE2b of any length. */
function longHash(blake2b: Blake2b, length: number, input: Uint8Array): Bytes {
  if (length <= 64) return blake2b(length, words(length), input);
  const result = new Uint8Array(length);
  let hash = blake2b(64, words(length), input);
  let at = 0;
  for (; length - at > 64; at += 32) {
    result.set(hash.subarray(0, 32), at);
    hash = blake2b(Math.min(64, length - at - 32), hash);
  }
  result.set(hash, at);
  return result;
}

/** Numbers as 32-bit little endian. */
function words(...numbers: number[]): Bytes {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, at) => {
    view.setUint32(at * 4, number, true);
  });
  return bytes;
}

async function loadBlake2b(code: Bytes): Promise<Blake2b> {
  const { instance } = await WebAssembly.instantiate(code);
  const { memory, Hash_GetBuffer, Hash_Init, Hash_Update, Hash_Final } = instance.exports as {
    memory: WebAssembly.Memory;
    Hash_GetBuffer(): number;
    Hash_Init(bits: number): void;
    Hash_Update(length: number): void;
    Hash_Final(): void;
  };
  const view = new Uint8Array(memory.buffer, Hash_GetBuffer(), INPUT);
  return (length, ...parts) => {
    Hash_Init(length * 8);
    for (const part of parts) {
      for (let at = 0; at < part.length; at += INPUT) {
        const chunk = part.subarray(at, at + INPUT);
        view.set(chunk);
        Hash_Update(chunk.length);
      }
    }
    view.fill(0);
    Hash_Final();
    return view.slice(0, length);
  };
}

async function loadArgon2(code: Bytes, memoryKiB: number) {
  const { instance } = await WebAssembly.instantiate(code);
  const { memory, Hash_SetMemorySize, Hash_GetBuffer, Hash_Calculate } = instance.exports as {
    memory: WebAssembly.Memory;
    Hash_SetMemorySize(bytes: number): void;
    Hash_GetBuffer(): number;
    Hash_Calculate(length: number, memoryKiB: number): void;
  };
  // The program finds where its memory begins when it is first asked, and reads its parameters from one block behind it.
  Hash_GetBuffer();
  const size = (memoryKiB + 1) * BLOCK;
  Hash_SetMemorySize(size);
  const view = new Uint8Array(memory.buffer, Hash_GetBuffer(), size);
  return {
    write: (offset: number, bytes: Uint8Array) => view.set(bytes, offset),
    /** Runs the passes; the block that everything comes down to. */
    fill(): Bytes {
      Hash_Calculate(0, memoryKiB);
      return view.slice(0, BLOCK);
    },
  };
}
