import HTMLPages
import HTTPSemantics
import Testing

struct HTMLWriterTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (#""><img src=x onerror='x'>"#, "&quot;&gt;&lt;img src=x onerror=&#39;x&#39;&gt;"),
        ("&lt;", "&amp;lt;"),
        ("]]> --> <!--", "]]&gt; --&gt; &lt;!--"),
        ("a\u{0}b\u{1B}c\u{85}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
        ("two\nlines\tand 日本", "two\nlines\tand 日本"),
    ])
    func `every text and every value is escaped`(hostile: String, escaped: String) {
        var html = HTMLWriter()
        html.element(.paragraph, [.label(hostile)], text: hostile)
        #expect(html.document == "<p aria-label=\"\(escaped)\">\(escaped)</p>\n")
    }

    @Test func `elements nest, and attributes without a value have none`() {
        var html = HTMLWriter()
        html.element(.form, [.method(.post), .multipart]) { html in
            html.element(.input, [.type(.file), .name("file"), .multiple, .required])
            html.element(.button, text: "Add")
        }
        #expect(
            html.document == """
                <form method="post" enctype="multipart/form-data"><input type="file" name="file" multiple required>
                <button>Add</button></form>

                """
        )
    }
}

struct PageLinkTests {
    @Test func `a link has its query and fragment encoded`() {
        let link = PageLink(path: "/my/c/a%2Fb/", query: [QueryItem(name: "q", value: "a&b=c ü")], fragment: "files")
        #expect(link.text == "/my/c/a%2Fb/?q=a%26b%3Dc%20%C3%BC#files")
    }

    @Test func `a link that leads to another host is a programming fault`() async {
        await #expect(processExitsWith: .failure) { _ = PageLink(path: "//evil.example/") }
        await #expect(processExitsWith: .failure) { _ = PageLink(path: "/\\evil.example/") }
        await #expect(processExitsWith: .failure) { _ = PageLink(path: "javascript:alert(1)") }
    }
}
