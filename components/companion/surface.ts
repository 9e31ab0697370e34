/** What the page is shown in, and what only an entrypoint may ask of the browser. */
export interface Surface {
  kind: 'popup' | 'window' | 'tab';
  /** Closes the popup or the approval window; gives false for a tab, which stays. */
  close(): Promise<boolean>;
  /** Opens a web page in a new tab, without a referrer or an opener. */
  openPage(url: string): void;
  /** Opens this page in a full tab at a route. */
  openTab(route: string): void;
  /** Asks the browser for the optional permission; needs a click of the person's. */
  askNotifications(): Promise<boolean>;
  /** Asks the browser for access to sites again, where the person withheld it; needs a click of the person's. */
  askSiteAccess(): Promise<boolean>;
}
