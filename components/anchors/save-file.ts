/** Gives a text to the person as a file of that name, from this page: nothing is fetched and nothing leaves. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[^\w.-]/g, '-');
  link.click();
  // The browser takes the bytes when the task of this click is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
