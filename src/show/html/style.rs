//! The styles of fragments and pages.

use crate::show::tree::properties;

/// The rules of a fragment.
pub(super) fn css() -> String {
    let (light, dark) = (properties(false), properties(true));
    let mut css = format!(
        "\n.fd-show {{ {light} }}\n@media (prefers-color-scheme: dark) {{ .fd-show {{ {dark} }} }}\n\
         [data-jp-theme-light=\"true\"] .fd-show, body.vscode-light .fd-show, html[data-theme=\"light\"] .fd-show {{ {light} }}\n\
         [data-jp-theme-light=\"false\"] .fd-show, body.vscode-dark .fd-show, html[data-theme=\"dark\"] .fd-show {{ {dark} }}\n"
    );
    css.push_str(RULES);
    (0..8).for_each(|player| css.push_str(&format!(".fd-show .fd-p{player} {{ color: var(--fd-p{player}); }}\n")));
    css
}

/// The rules that hold in every theme.
const RULES: &str = "\
.fd-show { color: var(--jp-content-font-color1, var(--fd-ink)); font-family: var(--jp-content-font-family, system-ui, Helvetica, Arial, sans-serif); font-size: 14px; line-height: 1.45; max-width: 100%; }
.fd-show .fd-scroll { overflow-x: auto; margin: 0.4em 0; }
.fd-show p { margin: 0.3em 0; }
.fd-show .fd-title { font-weight: 600; font-size: 1.1em; }
.fd-show .fd-soft, .fd-show .fd-note, .fd-show dt { color: var(--jp-content-font-color2, var(--fd-soft)); }
.fd-show .fd-note { font-size: 0.9em; }
.fd-show dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 0.8em; margin: 0.4em 0; }
.fd-show dd { margin: 0; }
.fd-show table.fd-table { border-collapse: collapse; margin: 0.5em 0; font-variant-numeric: tabular-nums; font-size: 1em; }
.fd-show table.fd-plans { min-width: min(36em, 100%); }
.fd-show .fd-table caption { text-align: left; font-weight: 600; padding: 0.3em 0; color: inherit; caption-side: top; }
.fd-show .fd-table th, .fd-show .fd-table td { border: 1px solid var(--fd-faint); padding: 0.3em 0.7em; text-align: left; vertical-align: top; background: transparent; color: inherit; white-space: normal; }
.fd-show .fd-table th { font-weight: 600; }
.fd-show .fd-table td.fd-cell { text-align: center; white-space: nowrap; }
.fd-show .fd-table td.fd-none { border: none; }
.fd-show .fd-best { font-weight: 700; text-decoration: underline; text-underline-offset: 3px; }
.fd-show .fd-table td.fd-equilibrium { outline: 2.5px solid var(--jp-content-font-color1, var(--fd-ink)); outline-offset: -3px; }
.fd-show .fd-on { font-weight: 600; }
.fd-show .fd-off { font-style: italic; color: var(--jp-content-font-color2, var(--fd-soft)); }
.fd-show .fd-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
";

/// The rules of a whole page.
pub(super) const PAGE: &str = "\
body { margin: 0; background: #ffffff; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; box-sizing: border-box; }
main.fd-show { font-size: 16px; }
main h1 { font-size: 1.7em; margin: 0.2em 0 0.6em; }
main h2 { font-size: 1.3em; margin: 1.6em 0 0.4em; border-bottom: 1px solid var(--fd-faint); padding-bottom: 0.2em; }
main h3 { font-size: 1.1em; margin: 1.2em 0 0.3em; }
main p { max-width: 46rem; }
@media (prefers-color-scheme: dark) { body { background: #16191f; } }
@media print { main { max-width: none; padding: 0; } }
";
