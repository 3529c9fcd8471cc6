namespace OrthancLauncher.Reports;

/// <summary>
/// The style and the script of the page. The page's policy allows these two texts by their hashes and nothing else, so that
/// even a mistake in escaping could not make a value run.
/// </summary>
internal static class ExplainHtmlAssets
{
    /// <summary>The hash of <see cref="Style"/> as a content security policy names it; a test tells the right one.</summary>
    public const string StyleHash = "sha256-OugEn/c4SNon50hpgXMqJLBfYKnmhDyhlQAbZSIMUs0=";

    /// <summary>The hash of <see cref="Script"/> as a content security policy names it; a test tells the right one.</summary>
    public const string ScriptHash = "sha256-K5D53dmdm0zA+UaJuXJtNE7EA7CjpNv7rzyqwqPwPCc=";

    private const string DarkColours = """
        --page:#14171c;--card:#1c2027;--line:#2d333d;--text:#e4e7ec;--muted:#a0a8b5;--hover:#252a33;--field:#14171c;--string:#a5d6a7;--focus:#7ab7ff;
        --file:#6cb2ff;--variable:#5fd08f;--secret:#c79bff;--launcher:#4fd1d9;--image:#e8b54a;--plugin:#ff9d6b;--builtin:#8c95a3;
        --bad:#ff8a80;--bad-back:#3d1d1d;--warn:#f2c14e;--warn-back:#38301a;--info:#7ab7ff;--info-back:#1b2a3d;--good:#6fd99a;--good-back:#17301f;color-scheme:dark;
        """;

    /// <summary>The style sheet.</summary>
    public const string Style =
        """
        :root{--page:#f4f5f7;--card:#fff;--line:#e1e4e9;--text:#1b1f24;--muted:#59636f;--hover:#f3f6fa;--field:#fff;--string:#1a5c33;--focus:#0b62c4;
        --file:#1467c8;--variable:#0f7b45;--secret:#7c3fc9;--launcher:#0b7285;--image:#8a6100;--plugin:#b4470c;--builtin:#6b7480;
        --bad:#a8201a;--bad-back:#fdecea;--warn:#7a5200;--warn-back:#fff6db;--info:#0b5cad;--info-back:#e8f2fd;--good:#0d6b3b;--good-back:#e3f5ea;color-scheme:light}
        @media (prefers-color-scheme:dark){:root:not([data-theme=light]){
        """ + DarkColours + """
        }}
        :root[data-theme=dark]{
        """ + DarkColours + """
        }
        *{box-sizing:border-box}
        html{scroll-padding-top:10rem}
        body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Cantarell,"DejaVu Sans",sans-serif}
        header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
        header{position:sticky;top:0;z-index:2;background:var(--page);padding-top:1.1rem;padding-bottom:.75rem}
        .top{display:flex;justify-content:space-between;align-items:flex-start;gap:1rem}
        h1{font-size:1.45rem;line-height:1.25;margin:0;letter-spacing:-.01em;overflow-wrap:anywhere}
        h2{font-size:1rem;margin:0;display:inline;overflow-wrap:anywhere}
        .sub{margin:.3rem 0 0;color:var(--muted)}
        .state{font-weight:600;border-radius:99px;padding:.1rem .65rem;margin-right:.35rem;white-space:nowrap}
        .state.good{color:var(--good);background:var(--good-back)}
        .state.bad{color:var(--bad);background:var(--bad-back)}
        button,input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.35rem .75rem}
        button{cursor:pointer;white-space:nowrap}
        button:hover{background:var(--hover)}
        :focus-visible{outline:2px solid var(--focus);outline-offset:1px}
        .tools{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin-top:.9rem}
        #search{flex:1 1 18rem;min-width:10rem;background:var(--field);padding:.45rem .8rem}
        #count{color:var(--muted);min-width:6.5rem;text-align:right}
        .legend{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.6rem}
        .key{font-size:.85rem;padding:.15rem .65rem;border-radius:99px;display:inline-flex;align-items:center;gap:.4rem}
        .key b{color:var(--muted);font-weight:600}
        .key[aria-pressed=true]{background:var(--text);color:var(--card);border-color:var(--text)}
        .key[aria-pressed=true] b{color:inherit}
        i{display:inline-block;flex:none;width:.6rem;height:.6rem;border-radius:3px;background:var(--c)}
        .key i:empty{background:var(--c,transparent)}
        .key.replacing i,.key.noticed i{display:none}
        .file{--c:var(--file)}.variable{--c:var(--variable)}.secret{--c:var(--secret)}.launcher{--c:var(--launcher)}
        .image{--c:var(--image)}.plugin{--c:var(--plugin)}.builtin{--c:var(--builtin)}
        main{padding-bottom:2rem}
        .card{display:block;background:var(--card);border:1px solid var(--line);border-radius:12px;margin:0 0 .9rem;overflow:hidden}
        section.card{padding:.8rem 1rem}
        .notice{background:var(--warn-back);color:var(--warn);border-radius:12px;padding:.7rem 1rem;margin:0 0 .9rem}
        summary{cursor:pointer;list-style:none}
        summary::-webkit-details-marker{display:none}
        .group>summary,.sources>summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .6rem;padding:.6rem 1rem}
        summary::before,.setting .name::before{content:"";flex:none;width:.42rem;height:.42rem;border:solid var(--muted);border-width:0 2px 2px 0;transform:rotate(-45deg);align-self:center;margin-right:.15rem}
        [open]>summary::before,.setting[open] .name::before{transform:translateY(-.12rem) rotate(45deg)}
        .setting>summary::before{display:none}
        .setting .name::before{display:inline-block;width:.32rem;height:.32rem;border-width:0 1.5px 1.5px 0;margin:0 .6rem .12rem 0;opacity:.75}
        summary:hover{background:var(--hover)}
        .muted{color:var(--muted)}
        .tag{font-size:.78rem;border:1px solid var(--line);border-radius:99px;padding:0 .5rem;color:var(--muted);white-space:nowrap;align-self:center}
        .tag.on{color:var(--good);border-color:currentColor}
        .members{border-top:1px solid var(--line)}
        .members .group{border-top:1px solid var(--line)}
        .members .group:first-child{border-top:0}
        .members .group>.members{margin-left:1.5rem;border-left:1px solid var(--line)}
        .members .group>summary{padding-left:.85rem}
        .group>summary>.name{font-weight:600}
        .setting{border-top:1px solid var(--line);border-left:4px solid var(--c);content-visibility:auto;contain-intrinsic-size:auto 2.3rem}
        .members>.setting:first-child{border-top:0}
        .card>.setting{border-top:0}
        .setting>summary{display:grid;grid-template-columns:minmax(9rem,18rem) minmax(6rem,1fr) auto minmax(7rem,17rem);gap:.1rem 1rem;align-items:baseline;padding:.4rem 1rem .4rem .8rem}
        .name{overflow-wrap:anywhere;font-weight:500}
        code,pre,dd,.path{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}
        .setting>summary>code{grid-column:2;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .setting>summary>.tag{grid-column:3}
        .setting>summary>.from{grid-column:4;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;display:block}
        .setting[open]>summary>code{white-space:normal;overflow-wrap:anywhere}
        code.text{color:var(--string)}
        .unset>summary>*{opacity:.82}
        .from{color:var(--muted);font-size:.87rem;display:inline-flex;align-items:baseline;gap:.4rem}
        .from i{margin-right:.45rem}
        .finding{grid-column:2/-1;flex-basis:100%;display:flex;gap:.5rem;align-items:baseline;font-size:.87rem;border-radius:8px;padding:.2rem .6rem;margin-top:.25rem;overflow-wrap:anywhere}
        .finding b{flex:none}
        .finding em{display:block;font-style:normal;color:var(--text)}
        .finding small{font-size:.9em;margin-left:.35rem}
        .finding.error{color:var(--bad);background:var(--bad-back)}
        .finding.warning{color:var(--warn);background:var(--warn-back)}
        .finding.information{color:var(--info);background:var(--info-back)}
        .findings{list-style:none;margin:.4rem 0 0;padding:0}
        pre{margin:.3rem 0 .6rem;padding:.5rem .8rem;background:var(--page);border-radius:8px;overflow-x:auto}
        .body{padding:.3rem 1rem .9rem 1.75rem}
        .history{list-style:none;margin:0 0 .6rem;padding:0}
        .history li{display:grid;grid-template-columns:5.5rem minmax(6rem,1fr) minmax(9rem,26rem);gap:.1rem 1rem;align-items:baseline;padding:.2rem 0}
        .history code{overflow-wrap:anywhere;max-height:16rem;overflow-y:auto}
        .history .from{overflow-wrap:anywhere;display:block}
        .role{font-size:.8rem;color:var(--muted)}
        .used .role{font-weight:700;color:var(--text)}
        .replaced code{text-decoration:line-through;text-decoration-color:var(--muted);color:var(--muted)}
        .idle code{color:var(--muted)}
        dl{display:grid;grid-template-columns:5.5rem 1fr;gap:.15rem 1rem;margin:0;padding-top:.5rem;border-top:1px dashed var(--line)}
        dl:first-child{border-top:0;padding-top:0}
        dt{font-size:.8rem;color:var(--muted);line-height:1.6}
        dd{margin:0;overflow-wrap:anywhere}
        .more{padding:.45rem 1rem;border-top:1px solid var(--line)}
        #tree>.more{border:0;padding:0}
        .more button{font-size:.87rem;padding:.2rem .7rem}
        .sources table{width:100%;border-collapse:collapse;border-top:1px solid var(--line)}
        .sources th,.sources td{text-align:left;padding:.35rem 1rem;font-weight:400;vertical-align:baseline}
        .sources thead th{font-size:.8rem;color:var(--muted)}
        .sources tbody tr{border-top:1px solid var(--line)}
        .sources tbody th{overflow-wrap:anywhere}
        .sources .number{text-align:right;font-variant-numeric:tabular-nums}
        footer{color:var(--muted);font-size:.85rem;padding-bottom:2rem}
        [hidden],.beyond:not(.shown),.searching .more,html:not(.scripted) .needs-script{display:none!important}
        .searching .beyond:not([hidden]){display:block!important}
        @media (max-width:46rem){
        header{position:static}
        .setting>summary{grid-template-columns:1fr auto}
        .setting>summary>code,.setting>summary>.from,.finding{grid-column:1/-1}
        .setting>summary>.tag{grid-column:2;grid-row:1}
        .history li,dl{grid-template-columns:1fr}
        }
        @media print{
        :root,:root[data-theme=dark]{--page:#fff;--card:#fff;--line:#bbb;--text:#000;--muted:#333;--string:#000;--bad:#800;--warn:#530;--info:#036;--good:#040;
        --bad-back:#fff;--warn-back:#fff;--info-back:#fff;--good-back:#fff;color-scheme:light}
        body{font-size:10pt}
        header{position:static}
        .tools,.more,#theme{display:none!important}
        .setting,.history li{break-inside:avoid}
        .setting{content-visibility:visible}
        .setting,i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }
        @media (prefers-contrast:more){:root{--muted:var(--text);--line:var(--muted)}}
        """;

    /// <summary>The script. It moves and hides what is there already and never makes markup of a text.</summary>
    public const string Script =
        """
        'use strict';
        (() => {
          const page = document.documentElement;
          const byId = id => document.getElementById(id);
          const tree = byId('tree'), search = byId('search'), count = byId('count'), theme = byId('theme');
          page.classList.add('scripted');

          const dark = matchMedia('(prefers-color-scheme: dark)');
          const isDark = () => (page.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark';
          const nameTheme = () => {
            theme.textContent = isDark() ? 'Light' : 'Dark';
            theme.setAttribute('aria-label', 'Switch to the ' + theme.textContent.toLowerCase() + ' theme');
            theme.setAttribute('aria-pressed', String(!!page.dataset.theme));
          };
          theme.addEventListener('click', () => { page.dataset.theme = isDark() ? 'light' : 'dark'; nameTheme(); });
          dark.addEventListener('change', nameTheme);
          nameTheme();

          // Templates hold what is not shown at first. Taken out, it stays hidden until it is asked for or found.
          const takeOut = more => {
            const template = more.querySelector(':scope > template');
            if (!template) { return more.taken; }
            more.taken = [...template.content.children];
            for (const element of more.taken) { element.classList.add('beyond'); }
            more.before(template.content);
            template.remove();
            return more.taken;
          };
          tree.addEventListener('click', event => {
            const more = event.target.closest('.more');
            if (!more || event.target.tagName !== 'BUTTON') { return; }
            const taken = takeOut(more);
            for (const element of taken) { element.classList.add('shown'); }
            more.remove();
            entries = null;
            const first = taken[0] && taken[0].querySelector('summary');
            if (first) { first.focus(); }
          });

          // What can be searched, each with its words; made when the first search asks for it.
          let entries = null, before = null;
          const own = (element, selector) => {
            const found = element.querySelector(':scope > ' + selector);
            return found ? found.textContent : '';
          };
          const collect = () => {
            for (let more; (more = [...tree.querySelectorAll('.more')].find(each => !each.taken));) { takeOut(more); }
            entries = [...tree.querySelectorAll('.setting, .group')].map(element => ({
              element,
              isSetting: element.classList.contains('setting'),
              words: ((element.dataset.path || '') + ' ' + own(element, 'summary') + ' ' + own(element, '.body')).toLowerCase(),
            }));
          };
          const filter = () => {
            const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
            const only = [...document.querySelectorAll('.key[aria-pressed=true]')].map(key => key.dataset.only);
            if (!words.length && !only.length) {
              if (before) {
                for (const { element } of entries || []) { element.hidden = false; }
                for (const [element, isOpen] of before) { element.open = isOpen; }
              }
              before = null;
              page.classList.remove('searching');
              count.textContent = '';
              byId('nothing').hidden = true;
              return;
            }
            if (!entries) { collect(); }
            before = before || new Map([...tree.querySelectorAll('.group')].map(element => [element, element.open]));
            let found = 0;
            for (const { element } of entries) { element.hidden = true; }
            for (const { element, isSetting, words: text } of entries) {
              const matches = (isSetting || element.classList.contains('noticed') || element.classList.contains('replacing'))
                && words.every(word => text.includes(word)) && (!only.length || only.some(name => element.classList.contains(name)));
              if (!matches) { continue; }
              found++;
              for (let at = element; at !== tree; at = at.parentElement) {
                if (at.hidden) { at.hidden = false; }
                if (at !== element && at.tagName === 'DETAILS' && !at.open) { at.open = true; }
              }
            }
            page.classList.add('searching');
            count.textContent = found + (found === 1 ? ' setting' : ' settings');
            byId('nothing').hidden = found > 0;
          };

          let waiting = 0;
          const remember = () => {
            try { history.replaceState(null, '', search.value ? '#search=' + encodeURIComponent(search.value) : location.pathname + location.search); } catch { /* A page from a file may not be allowed to. */ }
          };
          search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(() => { filter(); remember(); }, 120); });
          for (const key of document.querySelectorAll('.key')) {
            key.addEventListener('click', () => { key.setAttribute('aria-pressed', String(key.getAttribute('aria-pressed') !== 'true')); filter(); });
          }
          document.addEventListener('keydown', event => {
            if (event.key === '/' && document.activeElement !== search && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); search.focus(); search.select(); }
            if (event.key === 'Escape' && document.activeElement === search && search.value) { search.value = ''; filter(); remember(); }
          });

          const setAll = isOpen => { for (const element of tree.querySelectorAll('.group')) { element.open = isOpen; } };
          byId('unfold').addEventListener('click', () => setAll(true));
          byId('fold').addEventListener('click', () => setAll(false));

          const fromAddress = () => {
            const match = /^#search=(.*)$/.exec(location.hash);
            if (!match) { return; }
            try { search.value = decodeURIComponent(match[1]); } catch { search.value = match[1]; }
            filter();
          };
          addEventListener('hashchange', fromAddress);
          fromAddress();

          // On paper nobody can unfold anything.
          let folded = [];
          addEventListener('beforeprint', () => {
            folded = [...tree.querySelectorAll('.group:not([open]), .replacing:not([open]), .noticed:not([open])')];
            for (const element of folded) { element.open = true; }
          });
          addEventListener('afterprint', () => { for (const element of folded) { element.open = false; } });
        })();
        """;
}
