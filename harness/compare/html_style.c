/*
 * html_style.c: how the page looks: on a screen, on a wall, on paper.
 */
#include "compare/html.h"

#include "lib/svg.h"
#include "server/models.h"

static const char rules[] =
    ":root{--paper:#fff;--ink:#151515;--soft:#5c5c5c;--line:#d5d5d5;"
    "--good:#00795a;--bad:#b3261e;scroll-snap-type:y proximity;"
    "scroll-padding-top:2.6rem;color-scheme:light dark}\n"
    "@media(prefers-color-scheme:dark){:root{--paper:#121417;--ink:#f4f4f4;"
    "--soft:#a5a5a5;--line:#3a3d42;--good:#2cc89c;--bad:#ff8b7d}}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);"
    "font:1.05rem/1.5 system-ui,'Segoe UI',Roboto,Helvetica,Arial,"
    "sans-serif}\n"
    "nav{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;"
    "gap:.1rem 1rem;padding:.4rem 1rem;background:var(--paper);"
    "border-bottom:1px solid var(--line);font-size:.9rem}\n"
    "a{color:inherit}sup a{text-decoration:none}\n"
    "section{min-height:calc(100vh - 3rem);box-sizing:border-box;"
    "padding:1rem;max-width:80rem;margin:auto;scroll-snap-align:start;"
    "border-bottom:1px solid var(--line)}\n"
    "section>svg,section>img{display:block;width:100%;height:auto;"
    "max-height:calc(100vh - 6rem)}\n"
    "h1{font-size:2rem;line-height:1.2}h2{font-size:1.5rem}\n"
    "#verdict li{font-size:1.25rem;margin:.5rem 0}\n"
    ".note{color:var(--soft);font-size:.95rem}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.2rem .6rem;text-align:right;vertical-align:top;"
    "border-bottom:1px solid var(--line)}\n"
    "th:first-child,td:first-child{text-align:left}\n"
    "tr.part th{padding-top:1rem;font-size:1.1rem}\n"
    "td.said{color:var(--soft);font-size:.9rem;border:0 0 1px}\n"
    ".wide{overflow-x:auto}\n"
    ".held{color:var(--good)}.failed{color:var(--bad);font-weight:700}\n"
    ".over{color:var(--soft)}\n"
    "details{margin:.6rem 0}summary{font-weight:700;cursor:pointer}\n"
    "dt{font-weight:700}dd{margin:0 0 .4rem 1rem}code{font-size:.95em;"
    "overflow-wrap:anywhere}\n"
    ".room{min-height:6rem;border:1px solid var(--soft);padding:.3rem;"
    "text-align:left}\n"
    "td .room{min-height:1.5rem;min-width:5rem}\n"
    ".line{display:inline-block;min-width:18rem;border-bottom:1px solid "
    "var(--soft)}\n"
    "@media(max-width:45rem){section{padding:.6rem;min-height:0}"
    "nav{position:static}}\n"
    "@media print{:root{--paper:#fff;--ink:#151515;--soft:#5c5c5c;"
    "--line:#bbb}body svg{--paper:#fff;--ink:#151515;--soft:#5c5c5c}"
    "nav{display:none}section{min-height:0;break-inside:avoid-page;"
    "border:0}#form{break-before:page}#table,#check{break-inside:auto}"
    "a{text-decoration:none}}\n";

static const char drawings[] =
    ".grid{stroke:var(--soft);stroke-opacity:.3;stroke-width:1}\n"
    ".way{fill:none;stroke-width:4;stroke-linejoin:round}\n"
    ".mark{stroke:var(--paper);stroke-width:2}\n"
    ".vain{fill-opacity:.3}\n"
    ".h1{fill-opacity:.2}.h2{fill-opacity:.45}.h3{fill-opacity:.7}\n";

/* The colours have the same names as in the chart of a sweep. */
void html_style(const struct html *h)
{
    fprintf(h->to, "%s%s%s", rules, svg_style, drawings);
    for (size_t i = 0; i < h->table->n_columns; i++) {
        const struct colour *k = model_colour(h->table->columns[i]);
        fprintf(h->to, ".f%zu{fill:%s}.s%zu{stroke:%s}.t%zu{fill:%s;color:%s}\n"
                "@media(prefers-color-scheme:dark){.f%zu{fill:%s}.s%zu{stroke:"
                "%s}.t%zu{fill:%s;color:%s}}\n", i, k->svg, i, k->svg, i,
                k->text, k->text, i, k->dark_text, i, k->dark_text, i,
                k->dark_text, k->dark_text);
    }
}
