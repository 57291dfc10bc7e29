import FoundationEssentials
import HTMLPages
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

struct PagesTests {
    private static let pages = [
        "/my/", "/my/c/calendar/", "/my/c/calendar/?q=jour", "/my/c/calendar/?month=2024-01", PageVisitor.event,
    ]

    private static let fields = [
        // As it is, not as the program names it: a policy that says less would not be noticed.
        "Content-Security-Policy": """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'
        """,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
    ]

    /// Runs a body with alice at her pages, who has one event.
    private func visit(
        _ event: String = SampleEvent.text(),
        _ body: @escaping @Sendable (PageVisitor) async throws -> Void
    ) async throws {
        try await AttachmentFront.run { front async throws in
            try await front.front.put(AttachmentFront.event, event)
            try await body(PageVisitor(front: front))
        }
    }

    private func check(_ response: TestResponse) throws {
        for (name, value) in Self.fields {
            #expect(response.headers[try #require(HTTPField.Name(name))] == value, "\(name)")
        }
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test(arguments: pages)
    func `every page is one of HTML that runs nothing but its own script, and that nobody keeps`(
        uri: String
    ) async throws {
        try await visit { alice async throws in
            let response = try await alice.get(uri)
            #expect(response.status == .ok)
            try check(response)
            #expect(response.text.hasPrefix("<!DOCTYPE html>"))
            let head = try await alice.front.front.send("HEAD", uri)
            #expect(head.status == .ok)
            #expect(head.text.isEmpty)
        }
    }

    @Test func `an error of a page is a page, with the status that a client gets, and plain words`() async throws {
        try await visit { alice async throws in
            for uri in ["/my/nothing", "/my/c/none/", "/my/c/calendar/none.ics/"] {
                let response = try await alice.get(uri)
                #expect(response.status == .notFound)
                try check(response)
                #expect(response.text.contains(#"role="alert">Perhaps it was removed, or has another name now.</p>"#))
            }
            let elsewhere = try await alice.get("/calendars/alice/calendar/none.ics")
            #expect(elsewhere.headers[.contentType]?.contains("xml") == true)
        }
    }

    @Test func `who is not logged in is asked to, and gets a page`() async throws {
        try await visit { alice async throws in
            let response = try await alice.front.front.send("GET", "/my/", as: nil)
            #expect(response.status == .unauthorized)
            #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
            try check(response)
        }
    }

    @Test func `a page is about the home of who is logged in, and of nobody else`() async throws {
        try await visit { alice async throws in
            let bob = PageVisitor(front: alice.front, user: "bob")
            #expect(try await bob.get(PageVisitor.event).status == .notFound)
            #expect(try await bob.page("/my/").contains(">Bob</span>"))
        }
    }

    @Test func `the first page has the calendars with their events, and the quota`() async throws {
        try await visit { alice async throws in
            try await alice.front.added()
            let page = try await alice.page("/my/")
            #expect(page.contains(#"<a class="card" href="/my/c/calendar/">"#))
            #expect(page.contains(#"<span class="quiet">1 event</span>"#))
            #expect(!page.contains("/my/c/inbox/"))
            #expect(page.contains("5 bytes of 1.1 GB used"))
        }
    }

    @Test func `the page of a calendar has the events of a month, with their files counted`() async throws {
        try await visit { alice async throws in
            try await alice.front.added()
            let january = try await alice.page("/my/c/calendar/?month=2024-01")
            #expect(january.contains("Jour de marché — 市場"))
            #expect(january.contains("Tue 2 Jan 2024"))
            #expect(january.contains(#"<span class="tag files">1 file</span>"#))
            let february = try await alice.page("/my/c/calendar/?month=2024-02")
            #expect(!february.contains("Jour de marché"))
            #expect(february.contains("There is nothing in this month."))
        }
    }

    @Test func `an event that repeats is in every month that it meets, at its time there`() async throws {
        let event = TimedEvent.text(
            uid: "w@example.com",
            start: ":20240102T100000Z",
            lines: ["SUMMARY:Weekly", "RRULE:FREQ=WEEKLY;COUNT=8"]
        )
        try await visit(event) { alice async throws in
            #expect(try await alice.page("/my/c/calendar/?month=2024-01").contains("Tue 2 Jan 2024, 10:00–11:00 UTC"))
            #expect(try await alice.page("/my/c/calendar/?month=2024-02").contains("Tue 6 Feb 2024, 10:00–11:00 UTC"))
            #expect(!(try await alice.page("/my/c/calendar/?month=2024-03").contains("Weekly")))
        }
    }

    @Test func `the page of an event tells when and where it is, up to its end`() async throws {
        let event = TimedEvent.text(
            uid: "e1@example.com",
            start: ":20240102T100000Z",
            lines: ["LOCATION:Room 4\\, left"]
        )
        try await visit(event) { alice async throws in
            let page = try await alice.page()
            #expect(page.contains("<dt>When</dt>\n<dd>Tue 2 Jan 2024, 10:00–11:00 UTC</dd>"))
            #expect(page.contains("<dt>Where</dt>\n<dd>Room 4, left</dd>"))
            #expect(page.contains("<h1>(no title)</h1>"))
        }
    }

    @Test func `a search finds titles whatever the case of their letters, and a plus sign is a space`() async throws {
        try await visit { alice async throws in
            let found = try await alice.page("/my/c/calendar/?q=DE+MARCH%C3%89")
            #expect(found.contains(#"href="/my/c/calendar/e1.ics/""#))
            #expect(found.contains("Found: DE MARCHÉ"))
            #expect(try await alice.page("/my/c/calendar/?q=").contains(#"href="/my/c/calendar/e1.ics/""#))
            #expect(try await alice.page("/my/c/calendar/?q=tea").contains("Nothing was found."))
        }
    }

    @Test func `names that are markup are shown as text`() async throws {
        let hostile = "<script>alert(1)</script>\\\"'"
        try await visit(SampleEvent.text(summary: hostile)) { alice async throws in
            let headers = ["Content-Disposition": "attachment; filename=\"<img src=x onerror=alert(1)>.txt\""]
            try await alice.front.added("x", headers)
            for uri in ["/my/c/calendar/?q=%3Cscript%3E", "/my/c/calendar/?month=2024-01", PageVisitor.event] {
                let page = try await alice.page(uri)
                #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
                #expect(!page.contains("<script>") && !page.contains("<img"))
            }
        }
    }

    @Test func `the root leads browsers to the pages`() async throws {
        try await visit { alice async throws in
            let response = try await alice.get("/", ["Accept": "text/html"])
            #expect(response.status == .seeOther)
            #expect(response.headers[.location] == "/my/")
            #expect(try await alice.front.front.send("GET", "/", as: nil).status == .unauthorized)
        }
    }

    @Test(arguments: ["cross-site", "same-site"])
    func `another site can link to a page, and cannot load it`(site: String) async throws {
        try await visit { alice async throws in
            for destination in ["document", "image", "iframe", "empty"] {
                let status: HTTPResponse.Status = destination == "document" ? .ok : .forbidden
                let headers = ["Sec-Fetch-Site": site, "Sec-Fetch-Dest": destination]
                #expect(try await alice.get("/my/c/calendar/?q=", headers).status == status, "\(destination)")
            }
            let own = ["Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"]
            #expect(try await alice.get("/my/", own).status == .ok)
        }
    }

    @Test func `a page has no other methods`() async throws {
        try await visit { alice async throws in
            let response = try await alice.front.front.send("POST", "/my/", ["Sec-Fetch-Site": "same-origin"], body: "")
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == "OPTIONS, GET, HEAD")
            let form = try await alice.front.front.send("PROPFIND", "/my/c/calendar/e1.ics/files")
            #expect(form.headers[.allow] == "OPTIONS, GET, HEAD, POST")
        }
    }

    @Test func `who loads again what a form was sent to finds the event`() async throws {
        try await visit { alice async throws in
            let response = try await alice.get("/my/c/calendar/e1.ics/files")
            #expect(response.status == .seeOther)
            #expect(response.headers[.location] == PageVisitor.event)
        }
    }
}

struct PageAssetTests {
    @Test func `the files of the pages are there for everybody, for ever, and as what they are`() async throws {
        try await AttachmentFront.run { front async throws in
            let page = try await PageVisitor(front: front).page("/my/")
            let links = page.split(separator: "\"").map(String.init).filter { $0.hasPrefix("/my/assets/") }
            #expect(links.count == Asset.allCases.count)
            for link in links {
                let response = try await front.front.send("GET", link, as: nil)
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                #expect(Asset.allCases.map(\.mediaType).contains(response.headers[.contentType] ?? ""))
                #expect(try await front.front.send("HEAD", link, as: nil).text.isEmpty)
                let post = try await front.front.send("POST", link, as: nil, body: "")
                #expect(post.status == .methodNotAllowed)
                #expect(post.headers[.allow] == "GET, HEAD")
            }
            #expect(try await front.front.send("GET", "/my/assets/page.css", as: nil).status == .notFound)
        }
    }

    @Test func `with pages.enabled off there is nothing, and the root is as it was`() async throws {
        try await AttachmentFront.run(configure: { $0.pagesEnabled = false }) { front async throws in
            let alice = PageVisitor(front: front)
            for uri in ["/my/", PageVisitor.event, "/my/c/calendar/e1.ics/files", "/my/assets/page.css"] {
                let missing = try await alice.get(uri)
                #expect(missing.status == .notFound)
                // A page would want a style sheet, which is not there either.
                #expect(missing.headers[.contentType]?.contains("xml") == true)
                #expect(!missing.text.contains("/my/assets/"))
                #expect(try await front.front.send("OPTIONS", uri, as: nil).status == .notFound)
            }
            #expect(try await alice.get("/").status == .methodNotAllowed)
        }
    }
}
