import AttachmentStore
import HTMLPages
import Testing

@testable import FrontService

struct PagePathTests {
    @Test(arguments: [
        ("/my/", PagePath.home),
        ("/my", .home),
        ("/my/c/work/", .calendar("work")),
        ("/my/c/a%20b/%E5%B8%82.ics/", .event(PageEvent(calendar: "a b", object: "市.ics"))),
        ("/my/c/c/files/files", .files(PageEvent(calendar: "c", object: "files"))),
        ("/my/assets/page.css", .asset("page.css")),
    ])
    func `a path names a page`(path: String, page: PagePath) throws {
        #expect(try ResourcePath(parsing: path) == .page(page))
    }

    @Test(arguments: PagePath.FileAction.allCases)
    func `what is to become of a file has a path of its own`(action: PagePath.FileAction) throws {
        let page = PagePath.file(PageEvent(calendar: "a/b?", object: "e#1.ics"), .random(), action)
        // A slash within a segment is one that no path has.
        #expect(throws: ResourcePathError.self) { try ResourcePath(parsing: page.link().text) }
        let plain = PagePath.file(PageEvent(calendar: "a?b", object: "e#1.ics"), .random(), action)
        #expect(try ResourcePath(parsing: plain.link().text) == .page(plain))
    }

    @Test(arguments: [
        "/my/x", "/my/c", "/my/c/a/b/c", "/my/c/a/b/files/x/replace", "/my/c/a/b/files/", "/my/assets",
        "/my/assets/a/b", "/my/c/a/b/files/aaaaaaaaaaaaaaaaaaaaaaaaaa/steal", "/MY/",
    ])
    func `any other path below is none`(path: String) {
        #expect(throws: ResourcePathError.unknown) { try ResourcePath(parsing: path) }
    }
}
