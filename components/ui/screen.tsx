import type { ComponentChildren, JSX, Ref } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useRoute } from '../route/use-route.ts';
import { IconButton } from './button.tsx';

export interface ScreenProps {
  title: ComponentChildren;
  /** One quiet line under the title. */
  sub?: ComponentChildren;
  /** A drawing or identicon before the title. */
  mark?: ComponentChildren;
  /** Shows *back*; a function overrides where it leads. */
  back?: boolean | (() => void);
  /** Controls at the end of the header. */
  actions?: ComponentChildren;
  /** Between header and body, does not scroll: banners, tabs, a search field. */
  above?: ComponentChildren;
  /** The row at the bottom, always in the same place. */
  footer?: ComponentChildren;
  children: ComponentChildren;
  testid: string;
  /** False when something else on the screen takes the focus, or when the screen is the pane beside. */
  focusTitle?: boolean;
  bodyClass?: string;
  bodyRef?: Ref<HTMLDivElement>;
  /** The pane beside the main one: a complementary region instead of the main one. */
  aside?: boolean;
}

/** The frame of every screen: header, what scrolls, and the action row. Moves the focus to its title when it appears. */
export function Screen(props: ScreenProps): JSX.Element {
  const { t } = useCompanion();
  const { back } = useRoute();
  const title = useRef<HTMLHeadingElement>(null);
  const focusTitle = props.focusTitle ?? props.aside !== true;
  useEffect(() => {
    if (focusTitle) title.current?.focus({ preventScroll: true });
  }, [focusTitle]);
  const Region = props.aside ? 'section' : 'main';
  return (
    <Region class="screen" data-testid={props.testid} aria-labelledby={`title-${props.testid}`}>
      <header class="screen-header">
        {props.back ? (
          <IconButton
            icon="back"
            label={t('back')}
            testid="back"
            onClick={typeof props.back === 'function' ? props.back : back}
          />
        ) : null}
        {props.mark}
        <div class="screen-titles">
          <h1 class="screen-title" id={`title-${props.testid}`} tabIndex={-1} ref={title}>
            {props.title}
          </h1>
          {props.sub ? <div class="screen-sub">{props.sub}</div> : null}
        </div>
        {props.actions ? <div class="screen-actions">{props.actions}</div> : null}
      </header>
      {props.above}
      <div class={`screen-body ${props.bodyClass ?? ''}`} ref={props.bodyRef ?? null}>
        {props.children}
      </div>
      {props.footer ? <footer class="screen-footer">{props.footer}</footer> : null}
    </Region>
  );
}
