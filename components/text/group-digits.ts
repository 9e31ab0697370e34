/** Cuts digits into groups of `size`, for reading aloud. */
export function groupDigits(digits: string, size = 5): string[] {
  return digits.match(new RegExp(`.{1,${size}}`, 'gu')) ?? [];
}
