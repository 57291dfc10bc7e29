import HTMLPages
import Testing

struct EventPageTests {
    private static let path = "/my/c/work/e1.ics/"

    private static let form = UploadForm(
        action: PageLink(path: path + "files"),
        limit: 25_000_000,
        choices: [UploadForm.Choice(value: "20240103", name: "Wed 3 Jan 2024")]
    )

    private static func file(_ name: String, instances: String? = nil, withdrawal: String? = nil) -> EventFile {
        EventFile(
            id: "f1",
            Crumb(name, PageLink(path: "/attachments/f1/menu.txt")),
            content: (mediaType: "text/plain", size: FileSize(23)),
            added: Moment("2 Jan 2024", machine: "2024-01-02"),
            instances: instances,
            withdrawal: withdrawal,
            actions: (
                replacement: PageLink(path: path + "files/f1/replace"),
                removal: PageLink(path: path + "files/f1/remove")
            )
        )
    }

    private static func page(
        _ files: [EventFile],
        former: [FormerFile] = [],
        actions: EventPage.Actions = .all(form, SampleFrame.fields),
        notice: Notice? = nil
    ) -> EventPage {
        EventPage(
            EventPage.Description(summary: "Lunch", facts: [EventPage.Fact("Where", "Café <b>")]),
            trail: [SampleFrame.home, SampleFrame.calendar],
            files: (present: files, former: former),
            actions: actions,
            notice: notice
        )
    }

    @Test func `a file has a row with its name, type, size, and actions`() {
        let html = SampleFrame.content(of: Self.page([Self.file("menu <1>.txt", instances: "Wed 3 Jan 2024")]))
        #expect(html.contains(#"<a href="/attachments/f1/menu.txt">menu &lt;1&gt;.txt</a>"#))
        #expect(html.contains(#"<p class="quiet">text/plain, Wed 3 Jan 2024</p>"#))
        #expect(html.contains(#"<td class="size">23 bytes</td>"#))
        #expect(html.contains(#"aria-label="Replace menu &lt;1&gt;.txt""#))
        #expect(html.contains(#"aria-label="Remove menu &lt;1&gt;.txt""#))
    }

    @Test func `in every form the token comes before all else`() {
        let former = FormerFile(
            name: "old.txt",
            size: FileSize(1),
            removed: Moment("1 Jan 2024", machine: "2024-01-01"),
            due: Moment("2 Jan 2024", machine: "2024-01-02"),
            restoration: PageLink(path: Self.path + "files/f0/restore")
        )
        let html = SampleFrame.content(of: Self.page([Self.file("a")], former: [former]))
        let forms = html.components(from: "<form ")
        #expect(forms.count == 3)
        let first = #"<input type="hidden" name="token" value="T0ken">"#
        for form in forms { #expect(form.drop { $0 != ">" }.dropFirst().hasPrefix(first)) }
    }

    @Test func `files are added by a form that names the instances and the limit`() {
        let html = SampleFrame.content(of: Self.page([]))
        #expect(html.contains(#"<p class="empty">This event has no files.</p>"#))
        #expect(html.contains(#"id="upload" class="upload" data-limit="25000000">"#))
        #expect(html.contains(#"<option value="20240103">Wed 3 Jan 2024</option>"#))
        #expect(html.contains("At most 25 MB each."))
    }

    @Test func `where nothing can be changed there is no form`() {
        let actions = EventPage.Actions.none(reason: "Only the organizer can.")
        let html = SampleFrame.content(of: Self.page([Self.file("a")], actions: actions))
        #expect(!html.contains("<form"))
        #expect(!html.contains("Remove"))
        #expect(html.contains(#"<p class="note">Only the organizer can.</p>"#))
    }

    @Test func `a file that the server took away is no link, and says why`() {
        let html = SampleFrame.content(of: Self.page([Self.file("a.exe", withdrawal: "It was infected.")]))
        #expect(!html.contains("/attachments/"))
        #expect(html.contains(#"<p class="note">It was infected.</p>"#))
    }

    @Test(arguments: Notice.allCases)
    func `what the last action did is told as a status`(notice: Notice) {
        let html = SampleFrame.content(of: Self.page([], notice: notice))
        #expect(html.contains(#"<p class="done" role="status">"#))
    }

    @Test func `what is known of the event is escaped`() {
        #expect(SampleFrame.content(of: Self.page([])).contains("<dt>Where</dt>\n<dd>Café &lt;b&gt;</dd>"))
    }
}

extension String {
    /// Returns what stands behind each occurrence of a text, up to the next.
    fileprivate func components(from marker: String) -> [Substring] {
        split(separator: marker, omittingEmptySubsequences: false).dropFirst().map { $0 }
    }
}
