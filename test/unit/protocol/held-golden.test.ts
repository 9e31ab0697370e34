import { hashTypedData } from 'viem';
import { describe, expect, it } from 'vitest';
import { encryptAead } from '../../../lib/crypto/aead.ts';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { hex, utf8 } from '../../../lib/crypto/bytes.ts';
import { bindingTypedData, signBindingStatement } from '../../../lib/protocol/binding.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { openHanded, pairKey, parseHandedRecord, partyHash } from '../../../lib/protocol/handed-record.ts';
import {
  openHeld,
  openShare,
  parseHeldRecord,
  parseRewrappedShare,
  recordCid,
} from '../../../lib/protocol/held-record.ts';
import { commitmentOf, roomId } from '../../../lib/protocol/inner-message.ts';
import { alice, bob, seed } from './check-identities.ts';
import { ADDRESS, binding, bound, epoch, innerFields, signedInner } from './held-samples.ts';

// Computed once, for the parties of the check values of protocol.md §2 and an epoch master of 32 bytes 09: a change of
// any of them is a change of the format.
const ROOM = '818462a7e2e25646b73a69d3970e6bd2e2c7765e17d67f1531de8204cf98bc1c';
const PARTY = '48ddb5868b4cda6c3a0285f107d11fcb3213b55a35b357fb8c0f614ced7dd976';
const SIGNATURE = 'jQVGpFceBeGN7otppgmBNF90HH3GYe2yVPZ2Bomdbw0ndsQnDpIMl9Bk0kytd53myQX0U0nimt0Vkz2FlXOzBQ==';
const COMMITMENT = '90280b266545de72681796eff7f2a9eb3640a67fa12fc0b9a36cf748e0643391';
const EPOCH_KEY = 'e18dd636fb6c187d8fe7e4bc99a396a984102a5f354d8a320f779d2c7de58608';
const SEALED_HELLO = 'BwcHBwcHBwcHBwcHpXmjrPnAOPpNqENK5LrsCLw8Ae5i4nhQQw==';
const TYPED_DATA_DIGEST = '0x7604d2f38d3c3baf16e6919ae4568020def4e8a44a89219addec4952d386096a';
const STATEMENT = 'GKyHnkRZuJEbusLnxeO3YVPB5POpfCtcmvv78c3ZWVt6nDEuDLDRLkmW4/9jxJ6zFrAhBphm/TITyRiyxka7Bg==';
const CID = 'bafkreiejmjnu6uzg22r2u53fjmzkasgkb5zkqzc6n2n6oqkynu4hlpn6ze';
const HANDED_CID = 'bafkreiaospvxh3dbplugzlykfmrcpty5crx27pzlknf67cdyqhsnr7tjsa';
const RECORD = {
  messages:
    'wep6eIon+OMhjV+5GgyPXJZuxYKWSorJvWT03ETYU8IijNCeTWT8LtLdsbNpcxcwTwi8HL5EI7MnEKtngafJ4HLqJzVKpYVUfaatbGKqnGq/kYhcndRjdZ4gK469yyB82QcFYcKeLzf4vfTx15UuQl9tekyPaEBiQHCWpkzeOhdnWKknBWH+F5lcD7cSzi/4+LukDhk1u1SCS5fPaWTyxNPVq7Jd5CrKk02wbzmYTa1z6rmnipMJ1dKwT7GaY0eqrSVyYVvFTm3Gc3DQvoF0RynJ2BIyXUrXtI9RAnOjsVpl9IVJhqXlTRaV7JvXwC0tPkGugI+6GLclhRnNbQiHWTEJ6seP++huqZRHXaID6VMtDKrmQ+a6X2yJF8d0UhkrNxNK7Ev+opB5kD9BL1eGQb01CxiDiLvig4SWjV/ZHwz6NLUM2fAt31VAyPni8sh7Mha5EoZ8RpPdsJgbr0BAhuZzot1arPwN8DbJClT+UX14uK+/BGYlGKI3U3rx04QjYiZx8gpE4I2bcuxJUgQJQhjTyt5HIMIY/2IIOnPmNuEd3mZXa9G/fcOSEHXIm1aEFzl/LK1nStMGHutCTWS/EskeIlkU2svM4JXsprgrrUe6AYJRmSSyzeSXZhM1ER9sUbTjxeH9xGCZrYOi9cPVg5cgQsxy9pz2pnezAu0eby5TCvnapv0BGqTWq5Qx0O0wNj10SFXxSXMkZJJjPSu2Yp5NCl4UwoFtGEDThCIxgXzWkB3qRU8wJ02UpMY4QGN5NWv3lDAIxMwP5xBiyeBroSDrAcrXEGfrrRHw33DyAmZ8LyFEI05nJwRbku4d6NGb/iTVEv9DGLln8YpmVQhu4E6cRuokNx7cLg21N7+LY9Hqn3M/ExPAxRh6Fnsv63xE0Mu7kZT7BaD3978+RMtd1RP6my+ambl4WDNBCNbK5rGyiWuFqWCeBS31Ii8P8tvQP9rZqf5wmpaUgsiQe8KpMKWoHwAtr39XsLgtiJY6a/XEKTehxbHkrS5qbk9IGrUwhsa+S03HUav8qdcRC6GN6YrtlXfs9wwJQGAgHFtWZiPE+p03rwU+7mOnohHiybqFlTqmdACbgMoBYNHJSCYW05d97PbJy3sj0y/9jzGuiQXs1Wvl0dzrgCI7RVlNFsy5KA/VnkQ31IKRmp5u6dNjUwJcOSHyTj8lGNgCZ5+FDYafMyZ6qnXzVfFwbO8woUVJJbCO3uVQXt0Bf++4PZXsPzOcf5DhccSqpAubebx/5uvwOtKGR2A27Mu2FeFAs6VlGEoEuIUH7hXxR6097Um2ysNSRl4/Ut0XZVpJoFOrA7BcK357nq0mOYOlo4+VZRUC42SAwgWf6FaKlabObURxcRsmdcBJBAGOXTbMYCh12In3J0ZqVe2hkLY0FqA=',
  sender:
    'did:decentrl:YWxpY2U:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX:z6LSqaU49Tn4sboPj9gbrxmcJ7sHF5gu6bzAASfJnh9meXK6:ZGlkOndlYjptZWRpYXRvci5leGFtcGxl',
  receiver: '0xb0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0',
  timestamp: 1700000000,
  v: 1,
  id: 'message-1',
  room_id: '818462a7e2e25646b73a69d3970e6bd2e2c7765e17d67f1531de8204cf98bc1c',
  commitment: '90280b266545de72681796eff7f2a9eb3640a67fa12fc0b9a36cf748e0643391',
  not_after: 1700086400,
};
const SHARE = {
  epk: 'z6LSmqdFpiVNkRyPNsy7jkf4dew2SsHFWXXqP3aGz5biHeZG',
  ciphertext: 'H6fKoB8q63CdvZfL3gKUESclA3vdQnz8sXZeh3+eCAKVvLPwhtdkhevo4UVTnSVqIFmKfcygetao4GRY',
};
const HANDED = {
  messages:
    'KqPl6gd6ebJd7oiMEphfBZHSC6u2bgjI8EtfLf3BpsQy8BNu63cmBmkhwtgoLGm2K6EITxmdNYx0WVgmlpDstjdb5XgVptqmFZ3AgzjeWbGwauffrEpflfY2eneqtO1nseHJgSJC/5plUa1PZ7U4YgXsUl4KP0i0TUP+szWnd1NHqytkeDobREe+nGWYQ1iO/HLINs+47D6NEAvdHB3rKmA0BOtbbB14Iw0kJYgEK1y5V6IT+aFcc4GR0D8Pi1m8UWz/yIWZiv4Rq0WlhafdG8aN+gT45Bn1lyoT0OML5GIVLs0HBETgwv60ytA9iK9PS6oth832JzgORY5bAvgwdqjpfWNW0vTwoA2hIDCS1838g+FkmyQm3Zs8XxCDzF5fxsmqkNNxu6pnb3nSwi1NcJOZIii6KjAxdFaPU6xA1VUxb5e9DCtOjMS0/Uf4AumrsucNKby9OmKPGXhEmSxAOdh20DR+0jXFvMkn7sFEgffP18Bv6deq/tdcUNOmvVCrPnXx63DuoJguIFTrr48P5ctxiR/QTJ2ibLDUo/Xuj5jsV9KA1hBnQLI8IcidrcYrctouabSWyfSML9VQytRl6pUcBgCmbSLDdDdpBIRxjx6j/IikH+mxFUeIz/RfT349FJzAjhdJxnwnzonYKD21nWfqze69CYMipdBMIZsfjusle6t7k4An60dqACF800I22oNxJLSHRNImtZUt7iSfL3tAWka25Hw/1MBDimYC+uH+wjcZxhbBaE3lSy21RITpH+RDGWuGqaQ4yhfyprF313/X/gavPETiGcEaJ9xXAP6X5P+jXFsXPSYf7s940Sf+6CC4yoSvjb7OfZgzmSnAiCifijoB09tmYTVKwRRq9NvrHwwj3oE1c6v2VWoVsVrYJrv7yFvP5LXQUNnPxN8IB+/ivDCsbD6pIt+8poTYmpWSOi7jXcf83QKKnaBy/Z39nellwrJ4YwYM+K+fzVe9N0Q6zdbBZWCn31LEzxfYYUY6cgru7/Z3s+05wkFanCWJvc4620lTqOmXTi4sU05uQiQHWBdIt7ZaDuSpGU/BzvkidoG9+4euzrgTRl5vawplmCfAj6tZOHKkfcBSKlD9oNwAmWQQ8onQDYi7W66n5F4JB/hUMGH8OyS2Q5k9eqZvsBE9B5fe9J+p9zWERWBPPlaQ4oeexB0bcTritU4V1qKEB1SCjVbogb2Go0utPxZXeskBk7FWGfXCS63Q+sR1tm7ItKJrlohcfqlnTq2V7TpLGjfDdBt7ICqAii0tifqvNBKTpl0OOjRwA8UBPUh7soUj6ikr5DqoH9jUH5RPHebDCDWC4HxlMfoCjrW/ch5UOG0ECo1Ed2C1Mv06Qerizv4oxbzBDyTWA5V8K5Ol8HUUibiSyRXu24OW9zs=',
  sender: 'be0728bc4a5569dadac368b085ab5e136a8d376966e593cc12f4238350fcaf01',
  receiver: '48ddb5868b4cda6c3a0285f107d11fcb3213b55a35b357fb8c0f614ced7dd976',
  timestamp: 1699999200,
  v: 1,
  id: 'message-1',
  room_id: '818462a7e2e25646b73a69d3970e6bd2e2c7765e17d67f1531de8204cf98bc1c',
  commitment: '90280b266545de72681796eff7f2a9eb3640a67fa12fc0b9a36cf748e0643391',
  not_after: 1700085600,
};

describe('the check values of messages to an address', () => {
  it('name the room, the party and the words', async () => {
    const inner = await signedInner();
    expect(roomId(alice.did.signingKey, ADDRESS, innerFields.room_salt)).toBe(ROOM);
    expect(partyHash(innerFields.room_salt, ADDRESS)).toBe(PARTY);
    expect(inner.signature).toBe(SIGNATURE);
    expect(commitmentOf(inner)).toBe(COMMITMENT);
  });

  it('give the epoch key of the address, and what the wallet and the DID sign', async () => {
    expect(hex(epochAgreer(seed(9), ADDRESS).publicKey)).toBe(EPOCH_KEY);
    expect(hashTypedData(bindingTypedData(binding, 137) as never)).toBe(TYPED_DATA_DIGEST);
    expect(await signBindingStatement(bound, bob.signer)).toBe(STATEMENT);
  });

  it('B-10 the recipient encrypts under the key of the two, and the author decrypts', async () => {
    const encrypting = await pairKey(bob.preKey, alice.did.preKey, ROOM);
    const nonce = seed(7).slice(0, 12);
    expect(base64Encode(await encryptAead(encrypting, utf8('Hello Bob'), nonce))).toBe(SEALED_HELLO);
    const record = parseHandedRecord(HANDED);
    const decrypting = await pairKey(alice.preKey, bob.did.preKey, ROOM);
    expect((await openHanded(record, decrypting)).inner).toEqual(await signedInner());
    expect(recordCid(record)).toBe(HANDED_CID);
  });

  it('open the held record by the escrow’s share', async () => {
    const record = parseHeldRecord(RECORD);
    const key = await openShare(parseRewrappedShare(SHARE), epoch, COMMITMENT);
    expect((await openHeld(record, key)).inner).toEqual(await signedInner());
    expect(recordCid(record)).toBe(CID);
  });
});
