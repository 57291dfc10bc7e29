import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What the lines of the draft ask of a front.
extension AttachmentFront {
    /// Puts the weekly meeting, and adds an attachment to all of its instances.
    @discardableResult
    func meetingWithFile(_ headers: [String: String] = [:]) async throws -> AttachmentID {
        try await front.put(Self.event, RecurringEvent.text)
        return try await added("Hello", headers)
    }

    /// Posts an action, and returns the answer.
    func act(_ query: String, _ body: String = "x") async throws -> TestResponse {
        try await front.send("POST", "\(Self.event)?action=\(query)", body: body)
    }

    /// Posts an action, and checks that it is refused with a precondition and changes nothing.
    func expectRefusal(_ query: String, _ expected: Precondition, _ body: String = "x") async throws {
        let before = try await data()
        let response = try await act(query, body)
        #expect(response.status == .forbidden, "\(query)")
        #expect(try precondition(of: response)?.name == expected.name, "\(query)")
        #expect(try await data() == before, "\(query)")
    }

    /// The first ATTACH of the event.
    func firstAttach() async throws -> Property { try #require(try await attachments().first?.first) }

    /// The path of the URI of the first ATTACH.
    func attachPath() async throws -> String {
        let uri = try await firstAttach().value
        return "/" + uri.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).joined(separator: "/")
    }

    /// Checks that a method on the attachment itself is 405, and its bytes are what they were.
    func expectNotAllowed(_ method: String) async throws {
        try await meetingWithFile()
        let path = try await attachPath()
        #expect(try await front.send(method, path, body: "Other bytes.").status == .methodNotAllowed)
        #expect(String(buffer: try await front.send("GET", path).body) == "Hello")
        #expect(try await attachPath() == path)
    }

    /// Checks that a client cannot set a property.
    func expectProtected(_ name: XMLName, of uri: String) async throws {
        let response = try await front.patch(uri, set: [XMLElement(name, text: "7")])
        let refused = try Multistatus(response).entries[uri]?.properties[403]?.map(\.name)
        #expect(refused == [name])
    }

    /// Checks that allprop does not tell a property, which is there.
    func expectNotInAllprop(_ name: XMLName, of uri: String) async throws {
        let body = #"<propfind xmlns="DAV:"><allprop/></propfind>"#
        let answer = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"], body: body))
        #expect(answer.entries[uri]?.found(name) == nil)
        #expect(try await front.properties([name], of: uri).found(name) != nil)
    }

    /// Checks that a property of a calendar is the same where it was copied to, and where it was moved to.
    func expectPreserved(_ name: XMLName) async throws {
        let places = ["work", "copy", "moved"].map { "/calendars/alice/\($0)/" }
        try await front.makeCalendar(places[0])
        let value = try await front.properties([name], of: places[0]).found(name)
        #expect(try await front.transfer("COPY", places[0], to: places[1]).status == .created)
        #expect(try await front.transfer("MOVE", places[0], to: places[2]).status == .created)
        #expect(value != nil)
        for place in places.dropFirst() { #expect(try await front.properties([name], of: place).found(name) == value) }
    }
}
