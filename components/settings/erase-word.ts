/** What the background wants to hear before it deletes everything; the same in every language (`vault_erase`). */
export const ERASE_WORD = 'delete';
