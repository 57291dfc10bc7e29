import HTTPTypes
import ServiceSupport
import Testing

@testable import FrontService

/// Which requests to an assembled front are brief.
@Suite struct BriefResourcesTests {
    private static let object = "/calendars/alice/calendar/e1.ics"

    private func isBrief(
        _ method: String,
        _ path: String,
        length: String? = nil,
        again: String? = nil,
        coding: String? = nil,
        download: AttachmentConfiguration.Download = .redirect
    ) async throws -> Bool {
        let method = try #require(HTTPRequest.Method(method))
        var head = HTTPRequest(method: method, scheme: "http", authority: "x", path: path)
        head.headerFields[.contentLength] = length
        if let again { head.headerFields.append(HTTPField(name: .contentLength, value: again)) }
        head.headerFields[.transferEncoding] = coding
        let request = head
        let answer = Answer()
        try await TestFront.run(
            configure: { $0.attachments.download = download },
            assemble: { FrontAssembly.front($0, registry: PrometheusRegistry(), logger: .silent) }
        ) { front in
            await answer.set(front.service.brief.isBrief(request))
        }
        return await answer.value
    }

    private actor Answer {
        var value = false
        func set(_ value: Bool) { self.value = value }
    }

    @Test(arguments: ["GET", "HEAD", "PUT", "DELETE", "POST"])
    func `a request for one object without a body is brief`(method: String) async throws {
        #expect(try await isBrief(method, Self.object))
        #expect(try await isBrief(method, Self.object + "?action=attachment-remove&managed-id=x/y/"))
    }

    @Test(arguments: ["PUT", "POST"])
    func `a body of at most 64 KiB that says its length is brief, and no other`(method: String) async throws {
        #expect(try await isBrief(method, Self.object, length: "65536"))
        #expect(try await !isBrief(method, Self.object, length: "65537"))
        #expect(try await !isBrief(method, Self.object, length: "99999999999999999999"))
        #expect(try await !isBrief(method, Self.object, length: "1", again: "1"))
        #expect(try await !isBrief(method, Self.object, length: "1", again: "99999999"))
        #expect(try await !isBrief(method, Self.object, coding: "chunked"))
    }

    @Test(arguments: ["REPORT", "PROPFIND", "PROPPATCH", "COPY", "MOVE", "LOCK"])
    func `whatever else may be asked of an object is not brief`(method: String) async throws {
        #expect(try await !isBrief(method, Self.object))
    }

    @Test(arguments: [
        "/", "/calendars/", "/calendars/alice/", "/calendars/alice/calendar", "/calendars/alice/calendar/",
        "/my/files/a/b",
        "/principals/users/alice/", "/calendars/alice/calendar/e1.ics/", "/attachments/a", "calendars/a/b/c/d",
    ])
    func `nothing that is asked of a collection or a page is brief, but OPTIONS`(path: String) async throws {
        for method in ["GET", "PUT", "DELETE", "POST", "REPORT", "PROPFIND", "MKCALENDAR"] {
            #expect(try await !isBrief(method, path), "\(method)")
        }
        #expect(try await isBrief("OPTIONS", path))
    }

    @Test func `a download is brief where it is a redirect, and not where the front sends the bytes`() async throws {
        let path = "/attachments/krugs4zanfzsaylooruw4zzakq/x.pdf"
        #expect(try await isBrief("GET", path))
        #expect(try await !isBrief("GET", path, download: .stream))
    }
}
