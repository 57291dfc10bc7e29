import HTMLPages
import Testing

struct PageTests {
    @Test func `the first page, whole`() {
        let calendars = [
            HomePage.Calendar(SampleFrame.calendar, detail: "12 events", color: CalendarColor(parsing: "#FF9500FF")),
            HomePage.Calendar(Crumb("Tasks", PageLink(path: "/my/c/tasks/")), detail: "empty", color: nil),
        ]
        let page = HomePage(calendars: calendars, quota: QuotaUse(used: 1_500_000, limit: 1_000_000_000))
        #expect(SampleFrame.frame.document(page) == Self.firstPage)
    }

    private static let firstPage = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>My calendars – Attaché</title>
        <link rel="icon" href="/my/assets/icon.0c.svg">
        <link rel="stylesheet" href="/my/assets/page.0a.css">
        <script src="/my/assets/page.0b.js" defer></script>
        </head>
        <body><a class="skip" href="#content">Skip to content</a><header class="bar">\
        <a class="brand" href="/my/">Attaché</a><span class="user">Alice</span></header>
        <main id="content" tabindex="-1"><h1>My calendars</h1>
        <ul class="cards"><li><a class="card" href="/my/c/work/">\
        <svg class="dot" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="6" fill="#ff9500"></circle></svg>\
        <strong>Work &amp; play</strong><span class="quiet">12 events</span></a></li>
        <li><a class="card" href="/my/c/tasks/">\
        <svg class="dot" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="6"></circle></svg>\
        <strong>Tasks</strong><span class="quiet">empty</span></a></li>
        </ul>
        <section class="quota" aria-labelledby="room"><h2 id="room">Room for files</h2>
        <meter max="1000000000" value="1500000" high="900000000" aria-labelledby="room">1.5 MB of 1.0 GB used</meter>\
        <p class="quiet">1.5 MB of 1.0 GB used. Removed files count no longer.</p>
        </section>
        </main>
        <footer class="end"><p>To log out, close all windows of your browser.</p>
        </footer>
        </body>
        </html>

        """

    @Test func `a month has its events, and the way to the months beside it`() {
        let event = CalendarPage.Event(
            Crumb("Market <day>", PageLink(path: "/my/c/work/e1.ics/")),
            when: Moment("Tue 2 Jan 2024", machine: "2024-01-02"),
            isRepeating: true,
            fileCount: 2
        )
        let page = CalendarPage(
            calendar: SampleFrame.calendar,
            home: SampleFrame.home,
            view: .month(
                name: "January 2024",
                earlier: Crumb("December 2023", PageLink(path: "/my/c/work/")),
                later: Crumb("February 2024", PageLink(path: "/my/c/work/"))
            ),
            events: [event],
            notice: nil
        )
        let html = SampleFrame.content(of: page)
        let row = """
            <a class="row" href="/my/c/work/e1.ics/"><span class="when"><time datetime="2024-01-02">Tue 2 Jan 2024</time>\
            </span><strong>Market &lt;day&gt;</strong><span class="quiet"><span class="tag">repeats</span>\
            <span class="tag files">2 files</span></span></a>
            """
        #expect(html.contains(row))
        #expect(html.contains(#"<h2 id="view">January 2024</h2>"#))
        #expect(html.contains(">December 2023</a>") && html.contains(">February 2024</a>"))
    }

    @Test func `a search keeps its text, and says when it finds nothing`() {
        let month = Crumb("By month", PageLink(path: "/my/c/work/"))
        let page = CalendarPage(
            calendar: SampleFrame.calendar,
            home: SampleFrame.home,
            view: .search(text: "\"tea\"", month: month),
            events: [],
            notice: "Only some were looked at."
        )
        let html = SampleFrame.content(of: page)
        #expect(html.contains(#"<input id="q" name="q" type="search" value="&quot;tea&quot;">"#))
        #expect(html.contains(#"<p class="empty">Nothing was found.</p>"#))
        #expect(html.contains(#"<p class="note">Only some were looked at.</p>"#))
    }

    @Test func `an error tells its sentence at once, and leads on`() {
        let page = ErrorPage(title: "Not found", sentence: "There is no <such> thing.", back: SampleFrame.home)
        let html = SampleFrame.content(of: page)
        #expect(html.contains(#"<p class="alert" role="alert">There is no &lt;such&gt; thing.</p>"#))
        #expect(html.contains(#"<a class="button" href="/my/">My calendars</a>"#))
    }

    @Test func `the question before a removal has two answers, and changes nothing by itself`() {
        let event = Crumb("Lunch", PageLink(path: "/my/c/work/e1.ics/"))
        let page = RemovalPage(
            file: "menu.txt",
            trail: [SampleFrame.home, SampleFrame.calendar, event],
            action: PageLink(path: "/my/c/work/e1.ics/files/f1/remove"),
            fields: SampleFrame.fields
        )
        let html = SampleFrame.content(of: page)
        #expect(
            html.contains(
                #"<form method="post" action="/my/c/work/e1.ics/files/f1/remove" enctype="multipart/form-data" class="answers">"#
            )
        )
        #expect(html.contains(#"<button class="danger">Remove</button>"#))
        #expect(html.contains(#"<a class="button" href="/my/c/work/e1.ics/">Keep</a>"#))
    }
}
