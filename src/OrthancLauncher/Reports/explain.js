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

  // Of several deployments one is shown at a time, and while something is searched those in which it is found.
  const parts = [...tree.querySelectorAll('.deployment')], links = [...document.querySelectorAll('nav a')];
  const worst = ['.bad', '.fair'].map(state => links.findIndex(link => link.querySelector(state))).find(index => index >= 0) || 0;
  let current = parts[worst];
  const show = part => {
    current = part;
    for (const each of parts) { each.hidden = each !== part; }
    for (const link of links) {
      if (part && link.hash === '#' + part.id) { link.setAttribute('aria-current', 'page'); } else { link.removeAttribute('aria-current'); }
    }
  };
  show(current);

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const only = [...document.querySelectorAll('.key[aria-pressed=true]')].map(key => key.dataset.only);
    if (!words.length && !only.length) {
      if (before) {
        for (const { element } of entries || []) { element.hidden = false; }
        for (const [element, isOpen] of before) { element.open = isOpen; }
        show(current);
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
    for (const part of parts) { part.hidden = true; }
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
    try { history.replaceState(null, '', search.value ? '#search=' + encodeURIComponent(search.value) : location.pathname + location.search + (current ? '#' + current.id : '')); } catch { /* A page from a file may not be allowed to. */ }
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
    const part = parts.find(each => '#' + each.id === location.hash);
    if (part) {
      search.value = '';
      for (const key of document.querySelectorAll('.key')) { key.setAttribute('aria-pressed', 'false'); }
      filter();
      show(part);
      part.querySelector('h2').focus();
      scrollTo(0, 0);
    }
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
    if (!before) { for (const part of parts) { part.hidden = false; } }
  });
  addEventListener('afterprint', () => {
    for (const element of folded) { element.open = false; }
    if (!before) { show(current); }
  });
})();
