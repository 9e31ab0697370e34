/** What a test does to a page of the companion, the same in Playwright and in puppeteer. Elements are named by test id. */
export interface CompanionPage {
  /** A real click, at the middle of the element once it is there, enabled and still. */
  click(testid: string): Promise<void>;
  /** Replaces the text of a field as a person would: focus, select, type. */
  fill(testid: string, text: string): Promise<void>;
  /** Resolves when the element is there and visible; throws after `timeout` milliseconds. */
  see(testid: string, timeout?: number): Promise<void>;
  /** True when the element is there and visible now. */
  sees(testid: string): Promise<boolean>;
  /** Texts of all elements with this id, in order. */
  texts(testid: string): Promise<string[]>;
  /** One attribute of all elements with this id, or of those inside them that match `within`, in order. */
  attributes(testid: string, name: string, within?: string): Promise<(string | null)[]>;
  /** Clicks the nth element with this id. */
  clickNth(testid: string, index: number): Promise<void>;
  press(key: 'Enter' | 'Escape' | 'Tab'): Promise<void>;
  /** Goes to a route of the popup, such as `/requests`, within the page. */
  route(path: string): Promise<void>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}
