extension Asset {
    /// How the pages look, by day and by night, on a desk and in a hand.
    static let stylesheetText = """
        :root {
          color-scheme: light dark;
          --ground: #f6f5f1; --sheet: #fff; --ink: #1f2421; --quiet: #5c645f; --line: #deddd6;
          --accent: #2f5d50; --on-accent: #fff; --tint: #e4efea; --danger: #a3262a; --danger-tint: #fbe9e8;
          --shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 4px 16px rgb(0 0 0 / 4%);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #151816; --sheet: #1e2320; --ink: #e9ece9; --quiet: #a3aca6; --line: #353c37;
            --accent: #8fcdb8; --on-accent: #10211b; --tint: #243831; --danger: #f2a09c; --danger-tint: #3b2222;
            --shadow: none;
          }
        }
        *, *::before, *::after { box-sizing: border-box; }
        html { background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; max-width: 54rem; padding: 0 1.25rem 3rem; overflow-wrap: anywhere; text-align: left; }
        h1, h2, dd, strong, .trail li > *, .user, tbody th > a, tbody th > span, .alert { unicode-bidi: plaintext; }
        h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; margin: .5rem 0 1.25rem; }
        h2 { font-size: 1.125rem; margin: 0; }
        p { margin: .25rem 0; }
        a { color: var(--accent); text-underline-offset: .15em; }
        ul, ol { list-style: none; margin: 0; padding: 0; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
        main:focus { outline: none; }
        [hidden] { display: none !important; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }

        .bar { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; padding: 1.25rem 0; }
        .brand { flex: none; font-weight: 700; text-decoration: none; color: var(--ink); }
        .brand::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .45em;
          border-radius: .2em; background: var(--accent); }
        .user, .quiet, .end { color: var(--quiet); font-size: .875rem; }
        .trail ol { display: flex; flex-wrap: wrap; align-items: baseline; font-size: .875rem; color: var(--quiet); }
        .trail li + li::before { content: "›"; margin: 0 .5rem; }
        .trail li { display: flex; align-items: baseline; min-width: 0; }
        .trail li > * { min-width: 0; padding: .15rem 0; }
        .end { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }

        section { background: var(--sheet); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow);
          margin: 0 0 1.5rem; padding: 1.25rem; }
        section > :last-child { margin-bottom: 0; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1rem; margin: 0 0 1.5rem; }
        .card { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; align-content: start; height: 100%;
          background: var(--sheet); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow);
          padding: 1rem 1.25rem; color: var(--ink); text-decoration: none; }
        .card .quiet { grid-column: 2; }
        .card:hover, .rows a.row:hover { border-color: var(--accent); background: var(--tint); }
        .dot { width: .75rem; height: .75rem; margin-top: .375rem; }
        .dot circle { stroke: var(--line); }
        .dot circle:not([fill]) { fill: var(--quiet); }

        .heading { display: flex; flex-wrap: wrap; gap: .75rem; justify-content: space-between; align-items: center; }
        .ways { display: flex; flex-wrap: wrap; gap: .5rem; }
        .rows { margin-top: .75rem; }
        .rows > li { border-top: 1px solid var(--line); }
        .row { display: grid; grid-template-columns: 17rem 1fr auto; gap: .25rem 1rem; align-items: center;
          padding: .7rem .5rem; color: var(--ink); text-decoration: none; }
        .rows a.row { border-radius: .5rem; }
        .when { color: var(--quiet); font-size: .875rem; font-variant-numeric: tabular-nums; }
        .tag { border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .6rem; margin-left: .35rem;
          font-size: .8125rem; white-space: nowrap; }
        .tag.files { background: var(--tint); border-color: transparent; color: var(--accent); font-weight: 600; }
        .former .row { grid-template-columns: 1fr auto; }
        .former .row .quiet { grid-column: 1; grid-row: 2; }
        .former .row form { grid-row: 1 / span 2; grid-column: 2; }

        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0 0 1.5rem; }
        .facts dt { color: var(--quiet); }
        .facts dd { margin: 0; white-space: pre-line; }

        table { width: 100%; border-collapse: collapse; margin: .75rem 0 1.25rem; }
        th, td { text-align: left; vertical-align: top; padding: .7rem .5rem; border-top: 1px solid var(--line); }
        thead th { border: 0; color: var(--quiet); font-size: .8125rem; font-weight: 500; padding-bottom: .25rem; }
        tbody th { font-weight: 600; }
        tbody th .quiet { font-weight: 400; }
        .size, .added { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .actions { width: 1%; white-space: nowrap; }
        .actions > details { display: inline-block; vertical-align: top; margin-right: .5rem; }
        .actions details[open] { display: block; margin: 0 0 .5rem; }
        .actions input { width: 15rem; }
        summary { list-style: none; cursor: pointer; }
        summary::-webkit-details-marker { display: none; }

        button, .button { display: inline-block; font: inherit; font-size: .9375rem; line-height: 1.25; cursor: pointer;
          overflow-wrap: normal;
          padding: .5rem .9rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--sheet);
          color: var(--ink); text-decoration: none; }
        button:hover, .button:hover { border-color: var(--accent); background: var(--tint); }
        button.first { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
        button.danger { background: var(--danger); border-color: var(--danger); color: var(--sheet); font-weight: 600; }
        button:disabled { opacity: .5; cursor: default; }
        label { display: block; font-weight: 600; margin-bottom: .25rem; }
        input, select { font: inherit; max-width: 100%; color: inherit; }
        input[type=search], select { background: var(--sheet); border: 1px solid var(--quiet); border-radius: .5rem;
          padding: .5rem .75rem; }
        input[type=file]::file-selector-button { font: inherit; margin-right: .75rem; padding: .5rem .9rem; cursor: pointer;
          border: 1px solid var(--line); border-radius: .5rem; background: var(--ground); color: var(--ink); }
        .search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: stretch; margin-bottom: 1.25rem; }
        .search label { flex-basis: 100%; margin: 0; font-size: .875rem; font-weight: 500; color: var(--quiet); }
        .search input { flex: 1 1 12rem; }
        .upload { border: 2px dashed var(--line); border-radius: .75rem; padding: 1.25rem; }
        .upload.over { border-color: var(--accent); background: var(--tint); }
        .upload select { margin-bottom: 1rem; }
        .upload .first { margin-top: .75rem; }
        .upload .hint { color: var(--quiet); font-size: .875rem; }
        @media (pointer: coarse) { .upload .hint { display: none; } }
        .replace { border-left: 3px solid var(--line); margin: .5rem 0; padding-left: .75rem; }
        .replace .first { display: block; margin-top: .5rem; }
        .answers { display: flex; gap: .75rem; margin-top: 1.5rem; }
        meter, progress { display: block; width: 100%; height: 1rem; accent-color: var(--accent); margin: .75rem 0 .25rem; }
        .done, .alert, .note { border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1.25rem; }
        .done { background: var(--tint); color: var(--accent); font-weight: 600; }
        .alert { background: var(--danger-tint); color: var(--danger); font-weight: 600; }
        .note { border: 1px solid var(--line); color: var(--quiet); }
        .told { margin: 0; }
        .told:not(:empty) { margin-top: .75rem; }
        .told.alert { margin-bottom: 0; }
        .empty { color: var(--quiet); padding: 1rem 0; }

        @media (max-width: 40rem) {
          .row { grid-template-columns: 1fr; gap: .1rem; }
          .row .tag:first-child { margin-left: 0; }
          .former .row { grid-template-columns: 1fr; }
          .former .row form { grid-row: auto; grid-column: 1; margin-top: .5rem; }
          .facts { grid-template-columns: 1fr; gap: 0; }
          .facts dd { margin-bottom: .5rem; }
          thead { position: absolute; left: -999rem; }
          table, tbody, tr, tbody th, td { display: block; }
          tr { border-top: 1px solid var(--line); padding: .75rem 0; }
          tbody th, td { border: 0; padding: .1rem 0; }
          .size, .added { display: inline-block; color: var(--quiet); font-size: .875rem; margin-right: 1rem; }
          .actions { width: auto; margin-top: .5rem; }
        }

        """
}
